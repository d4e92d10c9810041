//! SIRS of noninfectious origin out of place.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// R65.1- follows its noninfectious cause; with sepsis it is not used.
///
/// Authority: Guidelines I.C.18.g (FY2026).
/// Example: R65.10 before K85.90; R65.10 with A41.9.
pub struct SirsOutOfPlace;

impl Rule for SirsOutOfPlace {
    const ID: &'static str = "CHP-44";
    const NAME: &'static str = "SIRS of noninfectious origin out of place";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.18.g FY2026: the underlying noninfectious condition first, then R65.1-; not with an infection";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in cx.all("R65.1") {
            if item.place == 0 {
                out.add(
                    &[item.code],
                    format!(
                        "{} cannot come first: its cause goes before it",
                        cx.named(item.code)
                    ),
                )
                .fix("Put the noninfectious cause first");
            }
            if let Some(sepsis) = cx.any("A40 A41") {
                out.add(
                    &[item.code, sepsis.code],
                    format!("{} with {}: not used with an infection", cx.named(item.code), cx.named(sepsis.code)),
                )
                .fix("Leave R65.1- off; use R65.2- if an acute organ dysfunction is linked to the sepsis");
            }
        }
    }
}

//! Two codes of R65.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Only one code of category R65 is assigned: sepsis after a noninfectious process is R65.2-, not also R65.1-.
///
/// Authority: Guidelines I.C.1.d.6 (FY2026).
/// Example: R65.11 with R65.20.
pub struct TwoSeveritiesOfSepsis;

impl Rule for TwoSeveritiesOfSepsis {
    const ID: &'static str = "CHP-03";
    const NAME: &'static str = "two codes of R65";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str =
        "Guidelines I.C.1.d.6 FY2026: only one code from category R65 should be assigned";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let codes: Vec<_> = cx.all("R65").map(|i| i.code).collect();
        if codes.len() > 1 && codes[0] != codes[1] {
            out.add(
                &codes,
                format!(
                    "{} codes of category R65, and only one is assigned",
                    codes.len()
                ),
            )
            .fix("Keep the code that says the most: R65.2- where an infection is documented");
        }
    }
}

//! Psychological pain with a pain code.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// F45.41 (pain exclusively psychological) stands without G89; F45.42 (psychological factors with pain) goes
/// with it.
///
/// Authority: Guidelines I.C.5.a (FY2026).
/// Example: F45.41 with G89.4.
pub struct PsychologicalPainWithG89;

impl Rule for PsychologicalPainWithG89 {
    const ID: &'static str = "CHP-23";
    const NAME: &'static str = "psychological pain with a pain code";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.5.a FY2026: F45.41 is not used with G89; F45.42 is used with the pain code of G89";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (x, y) in cx.pairs("F45.41", "G89") {
            out.add(
                &[x.code, y.code],
                format!("{} cannot stand with {}", cx.named(x.code), cx.named(y.code)),
            )
            .fix("Use F45.42 with the code of G89 if there is a physical component, else leave G89 off");
        }
        if let Some(item) = cx.any("F45.42")
            && !cx.has("G89")
        {
            out.add(
                &[item.code],
                format!("{} goes with the pain code of G89", cx.named(item.code)),
            )
            .severity(Severity::Warning)
            .fix("Add the acute or chronic pain (G89.-)");
        }
    }
}

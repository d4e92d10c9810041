//! Stage of kidney disease does not fit.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// The hypertensive code says which stages it is for; the code of N18 has to fit.
///
/// Authority: Tabular List, I12 and I13 (FY2026); Guidelines I.C.9.a.2.
/// Example: I12.9 with N18.6.
pub struct KidneyStageDoesNotFit;

impl Rule for KidneyStageDoesNotFit {
    const ID: &'static str = "CHP-28";
    const NAME: &'static str = "stage of kidney disease does not fit";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Tabular FY2026, I12 and I13: I12.0, I13.11 and I13.2 are with stage 5 or end stage disease; I12.9, I13.0 and I13.10 with stage 1 to 4 or unspecified";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (hypertensive, wrong, right) in [
            ("I12.9", "N18.5 N18.6", "I12.0"),
            ("I12.0", "N18.1-N18.4 N18.9", "I12.9"),
            ("I13.0", "N18.5 N18.6", "I13.2"),
            ("I13.10", "N18.5 N18.6", "I13.11"),
            ("I13.2", "N18.1-N18.4 N18.9", "I13.0"),
            ("I13.11", "N18.1-N18.4 N18.9", "I13.10"),
        ] {
            for (x, y) in cx.pairs(hypertensive, wrong) {
                out.add(
                    &[x.code, y.code],
                    format!("{} is not for {}", cx.named(x.code), cx.named(y.code)),
                )
                .fix(format!("Use {right} with {}", y.code));
            }
        }
    }
}

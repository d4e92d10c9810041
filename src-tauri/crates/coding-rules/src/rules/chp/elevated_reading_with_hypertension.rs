//! Elevated reading beside hypertension.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// An elevated blood pressure reading is not coded beside established hypertension.
///
/// Authority: Guidelines I.C.9.a.7 (FY2026).
/// Example: R03.0 with I10.
pub struct ElevatedReadingWithHypertension;

impl Rule for ElevatedReadingWithHypertension {
    const ID: &'static str = "CHP-30";
    const NAME: &'static str = "elevated reading beside hypertension";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.9.a.7 FY2026: R03.0 only where there is no established diagnosis of hypertension";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (x, y) in cx.pairs("R03.0", "I10-I16 I1A") {
            out.add(
                &[x.code, y.code],
                format!("{} beside {}", cx.named(x.code), cx.named(y.code)),
            )
            .fix("Leave R03.0 off");
        }
    }
}

//! Hypertension beside heart failure or kidney disease.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Hypertension with heart failure is I11.0 with I50.-, with chronic kidney disease I12.- with N18.-, with both
/// I13.-. Can be overridden where the provider documents that they are unrelated.
///
/// Authority: Guidelines I.C.9.a.1, a.2, a.3 (FY2026).
/// Example: I10 with I50.9; I10 with N18.30.
pub struct HypertensionNotCombined;

impl Rule for HypertensionNotCombined {
    const ID: &'static str = "CHP-27";
    const NAME: &'static str = "hypertension beside heart failure or kidney disease";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.9.a.1 to a.3 FY2026: a causal relation between hypertension and heart involvement or kidney disease is presumed unless the documentation says that they are unrelated";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (hypertension, other, whole) in [
            ("I10", "I50 I51.4-I51.7 I51.89 I51.9", "I11.-"),
            ("I10", "N18", "I12.-"),
            ("I11", "N18", "I13.-"),
            ("I12", "I50", "I13.-"),
        ] {
            if let Some((x, y)) = cx.pairs(hypertension, other).next() {
                out.add(
                    &[x.code, y.code],
                    format!(
                        "{} with {} is one combination code, unless documented as unrelated",
                        cx.named(x.code),
                        cx.named(y.code)
                    ),
                )
                .fix(format!(
                    "Use {whole} in place of {} and keep {}",
                    x.code, y.code
                ));
            }
        }
    }
}

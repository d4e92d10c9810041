//! Two severities of one dementia.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// One dementia has one severity in a stay: the highest that is documented.
///
/// Authority: Guidelines I.C.5.d (FY2026).
/// Example: F03.A0 with F03.B0.
pub struct TwoSeveritiesOfDementia;

impl Rule for TwoSeveritiesOfDementia {
    const ID: &'static str = "CHP-22";
    const NAME: &'static str = "two severities of one dementia";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.5.d FY2026: when dementia progresses during a stay, the highest severity is reported, once";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let all: Vec<_> = cx.all("F01 F02 F03").collect();
        for (n, x) in all.iter().enumerate() {
            for y in &all[n + 1..] {
                let severity = |code: icd10cm::Code| code.undotted().chars().nth(3);
                if x.code.category() == y.code.category() && severity(x.code) != severity(y.code) {
                    out.add(
                        &[x.code, y.code],
                        format!(
                            "{} and {} are two severities of one dementia",
                            cx.named(x.code),
                            cx.named(y.code)
                        ),
                    )
                    .fix("Keep the highest severity documented in the stay");
                }
            }
        }
    }
}

//! Symptom beside the result of an interpreted test.

use coding_model::{AuthorRole, Severity};

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::seq::integral::INTEGRAL;
use crate::rules::set::only;

/// For an outpatient test whose report is final, the confirmed diagnosis is coded and its symptoms are not.
///
/// Authority: Guidelines IV.K (FY2026).
/// Example: R10.9 with N20.0 from the radiologist's report.
pub struct SymptomOfInterpretedTest;

impl Rule for SymptomOfInterpretedTest {
    const ID: &'static str = "SET-06";
    const NAME: &'static str = "symptom beside the result of an interpreted test";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines IV.K FY2026: for outpatient tests interpreted by a physician with the final report available, code confirmed diagnoses and not the related signs and symptoms";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if cx.inpatient() {
            return;
        }
        for (symptoms, conditions, _) in INTEGRAL {
            for (symptom, condition) in cx.pairs(symptoms, conditions) {
                if only(condition, |e| e.author == AuthorRole::Diagnostic) && !out.has(symptom.code)
                {
                    out.add(
                        &[symptom.code, condition.code],
                        format!(
                            "{} beside {}, which the test confirmed",
                            cx.named(symptom.code),
                            cx.named(condition.code)
                        ),
                    )
                    .fix(format!("Leave {} off", symptom.code));
                }
            }
        }
    }
}

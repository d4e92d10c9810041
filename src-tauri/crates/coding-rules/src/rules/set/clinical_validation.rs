//! Diagnosis that is often questioned, named once.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// The provider's statement decides, not criteria. Diagnoses that payers often question are pointed out where
/// they are documented just once in a stay, so that validation can be sought.
///
/// Authority: Guidelines I.A.19 (FY2026).
/// Example: E43 with one mention.
pub struct ClinicalValidation;

impl Rule for ClinicalValidation {
    const ID: &'static str = "SET-14";
    const NAME: &'static str = "diagnosis that is often questioned, named once";
    const SEVERITY: Severity = Severity::Info;
    const AUTHORITY: &'static str = "Guidelines I.A.19 FY2026: code assignment is based on the provider’s statement that the condition exists, not on clinical criteria; clinical validation is a separate process";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if !cx.inpatient() {
            return;
        }
        for item in
            cx.all("A41 R65.2 E41 E43 E44 G92.8 G93.41 J96.0 J96.2 N17 I21.A1 J69.0 D65 E87.1")
        {
            if item.line.evidence.as_deref().is_some_and(|e| e.len() == 1) {
                out.add(
                    &[item.code],
                    format!(
                        "{} is often questioned, and named once",
                        cx.named(item.code)
                    ),
                )
                .fix("The provider’s statement stands; consider clinical validation");
            }
        }
    }
}

//! Inpatient code from a test result alone.

use coding_model::{AuthorRole, Severity};

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::set::only;

/// In a stay, results are not coded unless the provider says that they matter. Fires where all evidence is in
/// a laboratory, imaging or pathology document or section, or by its author.
///
/// Authority: Guidelines III.B (FY2026).
/// Example: R73.9 from a laboratory row.
pub struct TestResultAlone;

impl Rule for TestResultAlone {
    const ID: &'static str = "SET-05";
    const NAME: &'static str = "inpatient code from a test result alone";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines III.B FY2026: abnormal findings (laboratory, x-ray, pathologic, other diagnostic results) are not coded unless the provider indicates their clinical significance";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if !cx.inpatient() {
            return;
        }
        for item in &cx.items {
            let result = only(item, |e| {
                let place = format!("{} {}", e.section, e.document_kind).to_lowercase();
                e.author == AuthorRole::Diagnostic
                    || [
                        "laborator",
                        "labs",
                        "radiolog",
                        "imaging",
                        "patholog",
                        "results",
                        "ecg",
                        "echocardiogram",
                    ]
                    .iter()
                    .any(|w| place.contains(w))
            });
            if result {
                out.add(
                    &[item.code],
                    format!("{} stands on test results alone", cx.named(item.code)),
                )
                .fix("Take it off, or query whether the provider finds it significant");
            }
        }
    }
}

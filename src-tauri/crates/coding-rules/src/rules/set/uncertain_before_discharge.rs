//! Uncertain diagnosis of a stay, not at discharge.

use coding_model::{Certainty, Severity};

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::set::{NEVER_UNCERTAIN, only};

/// In a stay an uncertain diagnosis is coded as if established, if it is still so worded at discharge. Fires where
/// all the evidence is uncertain and none is in a discharge document.
///
/// Authority: Guidelines II.H, III.C (FY2026).
/// Example: "possible aspiration pneumonia" in the admission note only, J69.0. In the discharge summary it is right.
pub struct UncertainBeforeDischarge;

impl Rule for UncertainBeforeDischarge {
    const ID: &'static str = "SET-02";
    const NAME: &'static str = "uncertain diagnosis of a stay, not at discharge";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines II.H and III.C FY2026: uncertain diagnoses are coded as if they existed if they are documented as such at the time of discharge";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if !cx.inpatient() {
            return;
        }
        for item in &cx.items {
            if cx.is(item, NEVER_UNCERTAIN) {
                continue;
            }
            let early = only(item, |e| {
                e.assertion.certainty == Certainty::Uncertain
                    && !e.document_kind.contains("discharge")
            });
            if early {
                out.add(
                    &[item.code],
                    format!(
                        "{} is uncertain, and no discharge document says so",
                        cx.named(item.code)
                    ),
                )
                .fix("Look for the final wording; if it was ruled out, take the code off");
            }
        }
    }
}

//! Document changed after the decision.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// A document that a code stands on arrived or changed after the code was decided: the decision is to be looked
/// at again.
///
/// Authority: Guidelines I.A.19 (FY2026); evidence contract of the application.
/// Example: an addendum after the code was accepted.
pub struct ChangedAfterDecision;

impl Rule for ChangedAfterDecision {
    const ID: &'static str = "EVI-03";
    const NAME: &'static str = "document changed after the decision";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.A.19 FY2026: code assignment is based on the documentation, also on what is added later";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            let evidence = item.line.evidence.as_deref().unwrap_or(&[]);
            if evidence.iter().any(|e| e.changed_since_decision) {
                out.add(
                    &[item.code],
                    format!(
                        "A document of {} changed after it was decided",
                        cx.named(item.code)
                    ),
                )
                .fix("Read the change and decide again");
            }
        }
    }
}

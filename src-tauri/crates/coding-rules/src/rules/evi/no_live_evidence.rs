//! Code without evidence.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Each code has at least one quote that still stands where it was taken from.
///
/// Authority: Guidelines I.A.19, I.B.14 (FY2026); evidence contract of the application.
/// Example: a code whose only quote is gone from the amended note.
pub struct NoLiveEvidence;

impl Rule for NoLiveEvidence {
    const ID: &'static str = "EVI-01";
    const NAME: &'static str = "code without evidence";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.A.19 and I.B.14 FY2026: code assignment is based on documentation; each code needs text that still stands in the record";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            let Some(evidence) = item.line.evidence.as_deref() else {
                continue;
            };
            if evidence.is_empty() {
                out.add(
                    &[item.code],
                    format!("{} has no evidence", cx.named(item.code)),
                )
                .fix("Mark the text that supports it, or take it off");
            } else if evidence.iter().all(|e| e.live == Some(false)) {
                out.add(
                    &[item.code],
                    format!(
                        "The text {} stood on is gone from the document",
                        cx.named(item.code)
                    ),
                )
                .fix("Mark it again in the document as it is now");
            }
        }
    }
}

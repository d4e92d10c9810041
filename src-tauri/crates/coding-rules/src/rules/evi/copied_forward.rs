//! Evidence is copied from an earlier document.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::set::only;

/// All the evidence of a code stands in paragraphs that were copied word for word from an earlier document.
///
/// Authority: Guidelines III, IV.J (FY2026): conditions that exist at the time of the encounter.
/// Example: "acute kidney injury" in a paragraph of last week's note.
pub struct CopiedForward;

impl Rule for CopiedForward {
    const ID: &'static str = "EVI-02";
    const NAME: &'static str = "evidence is copied from an earlier document";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "AHIMA and CMS guidance on copy functions; Guidelines III FY2026: conditions of this encounter";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            if only(item, |e| e.copied_forward) {
                out.add(
                    &[item.code],
                    format!("{} stands on copied text only", cx.named(item.code)),
                )
                .fix("Look for text written at this encounter");
            }
        }
    }
}

//! An external cause in the first place.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Codes of chapter 20 say how something came about; they never stand first.
///
/// Authority: Guidelines I.C.20.a.6 (FY2026); Medicare Code Editor.
/// Example: W19.XXXA first.
pub struct ExternalCauseFirst;

impl Rule for ExternalCauseFirst {
    const ID: &'static str = "SEQ-01";
    const NAME: &'static str = "external cause comes first";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.20.a.6 FY2026: an external cause code can never be a principal or first-listed diagnosis";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if let Some(item) = cx.first().filter(|i| cx.is(i, "V00-Y99")) {
            out.add(
                &[item.code],
                format!(
                    "{} is an external cause and cannot come first",
                    cx.named(item.code)
                ),
            )
            .fix("Put the injury or condition first");
        }
    }
}

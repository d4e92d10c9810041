//! Underdosing in the first place.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::seq::drug_intent;

/// Underdosing never stands first; the condition it made worse does.
///
/// Authority: Guidelines I.C.19.e.5.c (FY2026).
/// Example: T38.3X6A first.
pub struct UnderdosingFirst;

impl Rule for UnderdosingFirst {
    const ID: &'static str = "SEQ-11";
    const NAME: &'static str = "underdosing comes first";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.19.e.5.c FY2026: codes for underdosing should never be assigned as principal or first-listed codes";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if let Some(item) = cx.first().filter(|i| drug_intent(i, cx) == Some('6')) {
            out.add(
                &[item.code],
                format!("{} cannot come first", cx.named(item.code)),
            )
            .fix("Put the condition that it caused or made worse first");
        }
    }
}

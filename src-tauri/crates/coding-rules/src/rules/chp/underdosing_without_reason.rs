//! Underdosing without its reason.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::seq::drug_intent;

/// Underdosing goes with a code for why less was taken, where that is known.
///
/// Authority: Guidelines I.C.19.e.5.c (FY2026).
/// Example: T38.3X6A without Z91.1- or Y63.6.
pub struct UnderdosingWithoutReason;

impl Rule for UnderdosingWithoutReason {
    const ID: &'static str = "CHP-53";
    const NAME: &'static str = "underdosing without its reason";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.19.e.5.c FY2026: noncompliance (Z91.12-, Z91.13-, Z91.14-, Z91.A-) or complication of care (Y63.6, Y63.8, Y63.9) are used with underdosing to say the intent, if known";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if let Some(item) = cx.items.iter().find(|i| drug_intent(i, cx) == Some('6'))
            && !cx.has("Z91.1 Z91.A Y63")
        {
            out.add(
                &[item.code],
                format!("{} without the reason for it", cx.named(item.code)),
            )
            .fix("Add Z91.1-, Z91.A- or Y63.6 if the reason is documented");
        }
    }
}

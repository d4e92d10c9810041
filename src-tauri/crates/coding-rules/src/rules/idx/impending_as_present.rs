//! Impending or threatened condition coded as present.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::set::only;
use crate::text;

/// An impending or threatened condition that did not occur is coded only if the index lists it so.
///
/// Authority: Guidelines I.B.11 (FY2026).
/// Example: "impending respiratory failure", J96.00.
pub struct ImpendingAsPresent;

impl Rule for ImpendingAsPresent {
    const ID: &'static str = "IDX-11";
    const NAME: &'static str = "impending or threatened condition coded as present";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.B.11 FY2026: if it did not occur, look for “impending” or “threatened” in the index; otherwise code the existing underlying condition and not the one described as impending";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            let title = item.entry.title().to_lowercase();
            if title.contains("threatened")
                || title.contains("impending")
                || cx.is(item, "I20.0 I24.0 O60.0 R00-R99")
            {
                continue;
            }
            if only(item, |e| {
                text::has_words(&e.quote, "impending") || text::has_words(&e.quote, "threatened")
            }) {
                out.add(&[item.code], format!("{} is described as impending or threatened", cx.named(item.code)))
                    .fix("Code it only if it occurred or if the index lists it so; else code what was there");
            }
        }
    }
}

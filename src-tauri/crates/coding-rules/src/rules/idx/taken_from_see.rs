//! Code taken from a “see” line.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// A "see" is an order: the code is at the term it points to.
///
/// Authority: Guidelines I.A.16 (FY2026).
/// Example: a code entered at a line that only says "see".
pub struct TakenFromSee;

impl Rule for TakenFromSee {
    const ID: &'static str = "IDX-02";
    const NAME: &'static str = "code taken from a “see” line";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.A.16 FY2026: it is necessary to go to the main term referenced with the “see” note to locate the correct code";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            if item.line.path.as_ref().is_some_and(|p| p.from_see) {
                out.add(
                    &[item.code],
                    format!(
                        "{} was taken from a line that says only “see”",
                        cx.named(item.code)
                    ),
                )
                .fix("Follow the reference to its term");
            }
        }
    }
}

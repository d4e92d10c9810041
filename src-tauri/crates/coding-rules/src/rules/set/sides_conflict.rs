//! Documentation of the side conflicts.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::set::Side;

/// The text near the evidence names another side than the code, or both sides for a code of one.
///
/// Authority: Guidelines I.B.13, I.B.14, I.A.19 (FY2026).
/// Example: M17.11 (right knee) while the note says left.
pub struct SidesConflict;

impl Rule for SidesConflict {
    const ID: &'static str = "SET-13";
    const NAME: &'static str = "documentation of the side conflicts";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.B.13 and I.B.14 FY2026: when there is conflicting documentation of laterality, the provider is queried";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            let Some(sides) = item.line.sides.as_deref().filter(|s| !s.is_empty()) else {
                continue;
            };
            let title = item.entry.title().to_lowercase();
            let coded = match (title.contains("right"), title.contains("left")) {
                (true, false) => Side::Right,
                (false, true) => Side::Left,
                _ => continue,
            };
            let named = |s: Side| sides.contains(&s);
            if named(coded) && (named(Side::Left) && named(Side::Right)) {
                // the other side may have its own code
                let other = cx
                    .items
                    .iter()
                    .any(|o| o.code != item.code && o.code.category() == item.code.category());
                if !other {
                    out.add(
                        &[item.code],
                        format!("{}: the text names both sides", cx.named(item.code)),
                    )
                    .fix("Query the provider if it is not the same condition on both sides");
                }
            } else if !named(coded) && !named(Side::Bilateral) {
                out.add(
                    &[item.code],
                    format!("{}: the text names the other side", cx.named(item.code)),
                )
                .fix("Correct the side, or query the provider");
            }
        }
    }
}

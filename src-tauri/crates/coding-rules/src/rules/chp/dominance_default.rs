//! Side known, dominance not.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::set::Side;

/// Hemiplegia or monoplegia of an unspecified side, and the text names the side: the default for dominance
/// gives the code.
///
/// Authority: Guidelines I.C.6.a, I.C.9.d (FY2026).
/// Example: right hemiplegia, dominance not documented: G81.91, not G81.90.
pub struct DominanceDefault;

impl Rule for DominanceDefault {
    const ID: &'static str = "CHP-25";
    const NAME: &'static str = "side known, dominance not";
    const SEVERITY: Severity = Severity::Info;
    const AUTHORITY: &'static str = "Guidelines I.C.6.a and I.C.9.d FY2026: without documentation the right side is dominant, the left is not, and for the ambidextrous the affected side is dominant";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in cx.all("G81 G83.1 G83.2 G83.3 I69") {
            let title = item.entry.title();
            if !title.contains("unspecified side") {
                continue;
            }
            let Some([side]) = item.line.sides.as_deref() else {
                continue;
            };
            let (wanted, what) = match side {
                Side::Right => ("right dominant", "right side, taken as dominant"),
                Side::Left => ("left non-dominant", "left side, taken as non-dominant"),
                Side::Bilateral => continue,
            };
            let better = item
                .entry
                .siblings()
                .find(|s| s.title().contains(wanted))
                .and_then(|s| s.code());
            if let Some(better) = better {
                out.add(
                    &[item.code],
                    format!("{}: the text names the {what}", cx.named(item.code)),
                )
                .fix(format!("Use {}", cx.named(better)));
            }
        }
    }
}

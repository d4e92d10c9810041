//! Both eyes coded apart.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Glaucoma of the same type and stage in both eyes is one bilateral code; eyes that differ are coded apart.
///
/// Authority: Guidelines I.C.7.a.2, a.3 (FY2026).
/// Example: H40.1112 with H40.1122 is H40.1132.
pub struct GlaucomaEyesApart;

impl Rule for GlaucomaEyesApart {
    const ID: &'static str = "CHP-26";
    const NAME: &'static str = "both eyes coded apart";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.7.a.2 FY2026: same type and stage in both eyes: one code for bilateral glaucoma; otherwise one code for each eye";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (x, y) in cx.pairs("H40", "H40") {
            if x.place > y.place || x.code.seventh() != y.code.seventh() {
                continue;
            }
            let (a, b) = (x.entry.title(), y.entry.title());
            let other = a.replace("right eye", "left eye");
            let back = a.replace("left eye", "right eye");
            if a == b || (b != other && b != back) {
                continue;
            }
            let both = x
                .entry
                .siblings()
                .find(|s| s.title().contains("bilateral"))
                .and_then(|s| s.code());
            let whole = both.and_then(|c| match x.code.seventh() {
                Some(stage) if c.len() < 7 => c.with_seventh(stage),
                _ => Some(c),
            });
            if let Some(whole) = whole.filter(|w| cx.book.is_billable(*w)) {
                out.add(
                    &[x.code, y.code],
                    format!(
                        "{} and {} are of one type and stage",
                        cx.named(x.code),
                        cx.named(y.code)
                    ),
                )
                .fix(format!("Use {} in place of both", cx.named(whole)));
            }
        }
    }
}

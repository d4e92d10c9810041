//! Side left out, or sides coded apart.

use coding_model::Severity;
use icd10cm::{Code, Entry};

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::set::Side;
use crate::text::content_words;

/// The code says that the side is unspecified and the text names it; or both sides are coded apart although the
/// classification has a bilateral code. Glaucoma has a rule of its own.
///
/// Authority: Guidelines I.B.13 (FY2026).
/// Example: M17.11 with M17.12 is M17.0; M25.569 with "left knee" is M25.562.
pub struct SideNotUsed;

impl Rule for SideNotUsed {
    const ID: &'static str = "PAT-05";
    const NAME: &'static str = "side left out, or sides coded apart";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.B.13 FY2026: the side is coded where the classification has it; bilateral where it has a bilateral code, both sides where it has not";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            let title = item.entry.title().to_lowercase();
            let Some([side]) = item.line.sides.as_deref() else {
                continue;
            };
            if !title.contains("unspecified") {
                continue;
            }
            let word = match side {
                Side::Left => "left",
                Side::Right => "right",
                Side::Bilateral => "bilateral",
            };
            let own: Vec<String> = content_words(&title).collect();
            let better = item.entry.siblings().find(|s| {
                let other = s.title().to_lowercase();
                let words: Vec<String> = content_words(&other).collect();
                *s != item.entry
                    && words.iter().any(|w| w == word)
                    && own.iter().all(|w| words.contains(w))
                    && words.iter().all(|w| w == word || own.contains(w))
            });
            let better = better
                .and_then(|e| e.code())
                .and_then(|c| match item.code.seventh() {
                    Some(seventh) if c.len() < 7 => c.with_seventh(seventh),
                    _ => Some(c),
                });
            if let Some(better) = better {
                out.add(
                    &[item.code],
                    format!("{}: the text names the {word} side", cx.named(item.code)),
                )
                .fix(format!("Use {}", cx.named(better)));
            }
        }
        for (n, x) in cx.items.iter().enumerate() {
            for y in &cx.items[n + 1..] {
                if x.code.category() == y.code.category()
                    && !cx.is(x, "H40")
                    && mirrored(x.entry, y.entry)
                    && x.code.seventh() == y.code.seventh()
                    && let Some(both) = bilateral(x.entry)
                {
                    let whole = match x.code.seventh() {
                        Some(seventh) if both.len() < 7 => {
                            both.with_seventh(seventh).unwrap_or(both)
                        }
                        _ => both,
                    };
                    out.add(
                        &[x.code, y.code],
                        format!(
                            "{} and {} have one bilateral code",
                            cx.named(x.code),
                            cx.named(y.code)
                        ),
                    )
                    .fix(format!("Use {} in place of both", cx.named(whole)));
                }
            }
        }
    }
}

fn mirrored(a: Entry<'_>, b: Entry<'_>) -> bool {
    let (a, b) = (a.title().to_lowercase(), b.title().to_lowercase());
    a != b && (a.replace("right", "left") == b || a.replace("left", "right") == b)
}

/// The bilateral code of a one-sided one: beside it or beside its parent.
fn bilateral(one: Entry<'_>) -> Option<Code> {
    let bare = |title: &str| -> Vec<String> {
        let mut words: Vec<String> = content_words(title)
            .filter(|w| {
                !matches!(
                    w.as_str(),
                    "right" | "left" | "unilateral" | "bilateral" | "both" | "of"
                )
            })
            .collect();
        words.sort();
        words.dedup();
        words
    };
    let wanted = bare(one.title());
    let near = one
        .siblings()
        .chain(one.parent().into_iter().flat_map(Entry::siblings));
    near.filter(|e| e.is_leaf() && e.title().to_lowercase().contains("bilateral"))
        .find(|e| bare(e.title()) == wanted)
        .and_then(|e| e.code())
}

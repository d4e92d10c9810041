//! An unspecified code although the note says more.

use coding_model::{AuthorRole, Severity};
use icd10cm::EntryKind;

use crate::context::{Context, Item};
use crate::rule::{Out, Rule};
use crate::text::content_words;

/// An unspecified code stands beside one of the same category that says more of the same condition. Or the
/// provider names a detail that a neighbouring code of the same block has in its title, and the chosen
/// code is an unspecified one.
///
/// Authority: Guidelines I.A.9.b, I.B.18 (FY2026).
/// Example: J18.9 while the provider writes "Klebsiella pneumonia": J15.0.
pub struct DetailLeftOut;

impl Rule for DetailLeftOut {
    const ID: &'static str = "NOTE-14";
    const NAME: &'static str = "note says more than the code";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.A.9 and I.B.18 FY2026: unspecified codes are for when the record does not say more";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for vague in cx.items.iter().filter(|i| is_unspecified(i)) {
            let better = cx.items.iter().find(|o| says_more(o, vague));
            if let Some(better) = better.filter(|_| !cx.is(vague, ELSEWHERE)) {
                out.add(
                    &[vague.code, better.code],
                    format!(
                        "{} is unspecified, and {} says more of it",
                        cx.named(vague.code),
                        cx.named(better.code)
                    ),
                )
                .fix(format!(
                    "Leave {} off, unless they are two conditions",
                    vague.code
                ));
            }
        }
        let Some(facts) = cx.facts() else { return };
        for item in &cx.items {
            let title = item.entry.title().to_lowercase();
            if !title.contains("unspecified") {
                continue;
            }
            let own: Vec<String> = content_words(&title).collect();
            let Some(block) = item
                .entry
                .ancestors()
                .find(|e| e.kind() == EntryKind::Block)
            else {
                continue;
            };
            let mut found = None;
            let mut tried = 0;
            for mention in &facts.mentions {
                if !mention.assertion.is_plain() || mention.author != AuthorRole::Provider {
                    continue;
                }
                let said: Vec<String> = content_words(&mention.phrase).collect();
                // the mention has to be about this condition, and to say something more
                if !own.iter().any(|w| said.contains(w)) {
                    continue;
                }
                let more: Vec<&String> = said
                    .iter()
                    .filter(|w| w.len() > 4 && !own.contains(w))
                    .collect();
                // a block can hold thousands of lines
                if more.is_empty() || tried == MENTIONS {
                    continue;
                }
                tried += 1;
                found = block
                    .subtree()
                    .filter(|e| e.kind() == EntryKind::Entry && e.is_leaf() && *e != item.entry)
                    .find(|e| {
                        // the first letter of a title is a capital: look for the rest of each word
                        let tail = |w: &str| w.char_indices().nth(1).map_or(0, |(at, _)| at);
                        if !more.iter().all(|w| e.title().contains(&w[tail(w)..])) {
                            return false;
                        }
                        let words: Vec<String> = content_words(e.title()).collect();
                        !e.title().contains("unspecified")
                            && own.iter().any(|w| said.contains(w) && words.contains(w))
                            && more.iter().all(|w| words.contains(w))
                    })
                    .and_then(|e| e.code());
                if found.is_some() {
                    break;
                }
            }
            if let Some(better) = found.filter(|b| !cx.items.iter().any(|i| i.code.starts_with(*b)))
            {
                out.add(
                    &[item.code],
                    format!(
                        "{} is unspecified, and the note says more",
                        cx.named(item.code)
                    ),
                )
                .fix(format!("Consider {}", cx.named(better)));
            }
        }
    }
}

/// How many mentions are tried for one code.
const MENTIONS: usize = 8;

/// Conditions whose details have rules of their own: stages of kidney disease, pressure ulcers, glaucoma.
const ELSEWHERE: &str = "N18 L89 H40 E11.9 E10.9";

fn is_unspecified(item: &Item<'_>) -> bool {
    item.entry.title().to_lowercase().contains("unspecified")
}

/// Whether a code is of the same category, and its title has all the words of an unspecified one and more.
fn says_more(item: &Item<'_>, vague: &Item<'_>) -> bool {
    let title = item.entry.title().to_lowercase();
    if item.code == vague.code
        || item.code.category() != vague.code.category()
        || item.code.seventh() != vague.code.seventh()
        || title.contains("unspecified")
        || title.contains("other ")
    {
        return false;
    }
    let said: Vec<String> = content_words(&title).collect();
    let own: Vec<String> = content_words(vague.entry.title()).collect();
    own.len() < said.len() && own.iter().all(|w| said.contains(w))
}

//! An unspecified code although the note says more.

use coding_model::{AuthorRole, Severity};
use icd10cm::EntryKind;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::text::content_words;

/// The provider names a detail that a neighbouring code of the same block has in its title, and the chosen
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
                if more.is_empty() {
                    continue;
                }
                found = block
                    .subtree()
                    .filter(|e| e.kind() == EntryKind::Entry && e.is_leaf() && *e != item.entry)
                    .find(|e| {
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

//! Taking out of a question what says whose chart it is. Each name, day, number and address becomes a mark such as
//! `[NAME-2]`; what the mark stands for stays on this machine, for as long as the call lasts, and is put back into
//! the answer so that its quotes can be found in the note.
//!
//! What is found is told by [`clinical_text::identifiers`]: it lessens what is given away and proves nothing.

use clinical_text::{IdentifierKind, identifiers};
use rustc_hash::FxHashMap;
use zeroize::Zeroizing;

use crate::model::Prompt;

/// What is left standing; all else that identifies is taken out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Redaction {
    /// Kinds that may stay.
    pub kept: Vec<IdentifierKind>,
}

/// What the marks stand for. Wiped when it is dropped.
#[derive(Default)]
pub struct Mapping(Vec<(String, Zeroizing<String>)>);

impl std::fmt::Debug for Mapping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mapping({} marks)", self.0.len())
    }
}

impl Mapping {
    /// Puts back what the marks stand for. The answer is JSON, so what is put back is escaped as its strings are.
    #[must_use]
    pub fn restore(&self, text: &str) -> String {
        let mut out = text.to_owned();
        // "[NAME-1]" is no beginning of "[NAME-10]", so the order does not matter
        for (mark, original) in &self.0 {
            if out.contains(mark.as_str()) {
                let escaped = serde_json::to_string(original.as_str()).unwrap_or_default();
                let inner = escaped
                    .strip_prefix('"')
                    .and_then(|e| e.strip_suffix('"'))
                    .unwrap_or("");
                out = out.replace(mark.as_str(), inner);
            }
        }
        out
    }

    /// How many things were taken out.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Redaction {
    /// The question without what identifies, and what the marks stand for.
    #[must_use]
    pub fn apply(&self, prompt: &Prompt) -> (Prompt, Mapping) {
        let (user, mapping) = self.text(&prompt.user);
        let prompt = Prompt {
            user,
            ..prompt.clone()
        };
        (prompt, mapping)
    }

    /// A text without what identifies. The same words get the same mark.
    #[must_use]
    pub fn text(&self, text: &str) -> (String, Mapping) {
        let mut marks: FxHashMap<&str, String> = FxHashMap::default();
        let mut counts: FxHashMap<IdentifierKind, usize> = FxHashMap::default();
        let mut mapping = Mapping::default();
        let (mut out, mut done) = (String::with_capacity(text.len()), 0);
        for found in identifiers(text, &[]) {
            let Some(original) = found
                .range
                .slice(text)
                .filter(|_| !self.kept.contains(&found.kind))
            else {
                continue;
            };
            out.push_str(text.get(done..found.range.start()).unwrap_or(""));
            let mark = marks.entry(original).or_insert_with(|| {
                let count = counts.entry(found.kind).or_default();
                *count += 1;
                let name = found.kind.placeholder().trim_matches(['[', ']']);
                let mark = format!("[{}-{count}]", name.replace([' ', '+'], "-"));
                mapping
                    .0
                    .push((mark.clone(), Zeroizing::new(original.to_owned())));
                mark
            });
            out.push_str(mark);
            done = found.range.end();
        }
        out.push_str(text.get(done..).unwrap_or(""));
        (out, mapping)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_identifies_becomes_a_mark_and_comes_back() {
        let text = "Patient: John Meyer, MRN 00123456, seen 3/14/2025 by Dr. Mary Holt.\n\
                    Mr. Meyer has type 2 diabetes, HbA1c 8.2, stage 3a CKD. Call 555-123-4567.";
        let (redacted, mapping) = Redaction::default().text(text);
        for gone in ["Meyer", "00123456", "3/14/2025", "Holt", "4567"] {
            assert!(!redacted.contains(gone), "{gone}");
        }
        for stays in ["type 2 diabetes", "8.2", "stage 3a CKD"] {
            assert!(redacted.contains(stays), "{stays}");
        }
        assert!(!mapping.is_empty());
        assert_eq!(mapping.restore(&redacted), text);
        assert!(!format!("{mapping:?}").contains("Meyer"));
    }

    #[test]
    fn what_is_put_back_is_escaped_as_json() {
        let mapping = Mapping(vec![(
            "[NAME-1]".to_owned(),
            Zeroizing::new("Ann \"O\" \\Hara".to_owned()),
        )]);
        let answer = mapping.restore(r#"{"q": "[NAME-1] and [NAME-10]"}"#);
        let value: serde_json::Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(value["q"], "Ann \"O\" \\Hara and [NAME-10]");
    }
}

//! Evidence extractor: the whole text in, conditions in the words of the index out.

use coding_model::{Assertion, Problem};
use serde_json::json;

use crate::model::{Prompt, Reply};
use crate::template::{Template, fenced};

pub(crate) const TEMPLATE: Template =
    Template::new("extract", 1, include_str!("../../prompts/extract/1.md"));

/// The most conditions of one answer.
const MOST: usize = 400;

/// A condition as the model states it. Nothing of it is proved yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedMention {
    /// Words said to be of the note.
    pub quote: String,
    /// The condition in the words of the index.
    pub term: String,
    /// What the note is said to claim.
    pub assertion: Assertion,
    /// Further words said to be of the note.
    pub evidence: Vec<String>,
    /// Codes that came to mind, as written.
    pub codes: Vec<String>,
}

/// The question.
#[must_use]
pub fn prompt(note: &str, answer_tokens: u32) -> Prompt {
    let mention = super::record(json!({
        "quote": {"type": "string"},
        "term": {"type": "string"},
        "status": super::statuses(),
        "evidence": super::strings(),
    }));
    let schema = super::record(json!({"mentions": {"type": "array", "items": mention}}));
    TEMPLATE.fill(&[("note", &fenced(note))], schema, answer_tokens)
}

/// The answer.
#[must_use]
pub fn read(reply: &Reply) -> (Vec<StatedMention>, Vec<Problem>) {
    stated(TEMPLATE.task, reply, "mentions", "quote", "term")
}

/// Reads the elements of an answer that lists conditions.
pub(super) fn stated(
    task: &'static str,
    reply: &Reply,
    list: &str,
    quote: &str,
    term: &str,
) -> (Vec<StatedMention>, Vec<Problem>) {
    let mut problems = Vec::new();
    let Some(value) = super::object(task, reply, &mut problems) else {
        return (Vec::new(), problems);
    };
    let Some(elements) = super::array(task, &value, list, &mut problems) else {
        return (Vec::new(), problems);
    };
    let (mut out, mut wrong) = (Vec::new(), 0);
    for element in elements {
        let (quote, term) = (
            crate::json::text(element, quote),
            crate::json::text(element, term),
        );
        let assertion = super::assertion(crate::json::text(element, "status"));
        let (Some(assertion), false, true) = (
            assertion,
            quote.is_empty(),
            out.len() < MOST && term.len() <= 400,
        ) else {
            wrong += 1;
            continue;
        };
        let texts = |key: &str, most: usize| -> Vec<String> {
            crate::json::list(element, key)
                .iter()
                .filter_map(|v| v.as_str())
                .map(|s| s.trim().to_owned())
                .filter(|s| !s.is_empty())
                .take(most)
                .collect()
        };
        out.push(StatedMention {
            quote: quote.to_owned(),
            term: if term.is_empty() { quote } else { term }.to_owned(),
            assertion,
            evidence: texts("evidence", 8),
            codes: texts("codes", 10),
        });
    }
    super::dropped(task, wrong, "not of the asked form", &mut problems);
    (out, problems)
}

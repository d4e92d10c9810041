//! Generate-Expand-Verify's choice: words of the chart and close descriptions in, one of them out. No codes are shown:
//! descriptions alone make for better choices.

use coding_model::Problem;
use serde_json::json;

use crate::model::{Prompt, Reply};
use crate::template::{Template, fenced};

pub(crate) const TEMPLATE: Template =
    Template::new("choose", 1, include_str!("../../prompts/choose/1.md"));

/// A numbered list, from 1.
pub(crate) fn numbered(lines: &[String]) -> String {
    let line = |(i, line): (usize, &String)| {
        // one line an element, whatever a title or a quote holds
        let flat: Vec<&str> = line.split_whitespace().collect();
        format!("{}. {}", i + 1, flat.join(" "))
    };
    let lines: Vec<String> = lines.iter().enumerate().map(line).collect();
    lines.join("\n")
}

/// The question.
#[must_use]
pub fn prompt(words: &str, descriptions: &[String], answer_tokens: u32) -> Prompt {
    let schema = super::record(json!({"choice": {"type": "integer"}}));
    let (words, options) = (fenced(words), numbered(descriptions));
    let places = [("words", words.as_str()), ("options", options.as_str())];
    TEMPLATE.fill(&places, schema, answer_tokens.min(64))
}

/// The number of the chosen description; 0 where the model says that none holds, `None` where it says nothing that
/// was offered.
#[must_use]
pub fn read(reply: &Reply, offered: usize) -> (Option<usize>, Vec<Problem>) {
    choice(TEMPLATE.task, reply, offered)
}

pub(super) fn choice(
    task: &'static str,
    reply: &Reply,
    offered: usize,
) -> (Option<usize>, Vec<Problem>) {
    let mut problems = Vec::new();
    let Some(value) = super::object(task, reply, &mut problems) else {
        return (None, problems);
    };
    let number = value.get("choice").and_then(crate::json::number);
    match number {
        Some(n) if n <= offered => (Some(n), problems),
        _ => {
            super::dropped(task, 1, "no such choice was offered", &mut problems);
            (None, problems)
        }
    }
}

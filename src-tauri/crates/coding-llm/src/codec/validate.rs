//! Tabular validator: the chart, one condition and complete codes with the notes in force in, the one that holds out.

use coding_model::Problem;
use serde_json::json;

use super::choose::numbered;
use crate::model::{Prompt, Reply};
use crate::template::{Template, fenced};

pub(crate) const TEMPLATE: Template =
    Template::new("validate", 1, include_str!("../../prompts/validate/1.md"));

/// What the validator is shown.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The chart, or the part of it around the condition.
    pub note: &'a str,
    /// The condition, in the chart's words and the index's.
    pub condition: &'a str,
    /// Complete codes with their titles.
    pub options: &'a [String],
    /// Instructional notes in force at them.
    pub notes: &'a [String],
    /// Sections of the Guidelines, where they are installed.
    pub guidelines: &'a str,
}

/// The question.
#[must_use]
pub fn prompt(shown: Shown<'_>, answer_tokens: u32) -> Prompt {
    let schema = super::record(json!({"choice": {"type": "integer"}}));
    let (note, options) = (fenced(shown.note), numbered(shown.options));
    let (notes, guidelines) = (notes(shown.notes), guidelines(shown.guidelines));
    let places = [
        ("note", note.as_str()),
        ("condition", shown.condition),
        ("options", &options),
        ("notes", &notes),
        ("guidelines", &guidelines),
    ];
    TEMPLATE.fill(&places, schema, answer_tokens.min(64))
}

/// As [`super::choose::read`].
#[must_use]
pub fn read(reply: &Reply, offered: usize) -> (Option<usize>, Vec<Problem>) {
    super::choose::choice(TEMPLATE.task, reply, offered)
}

pub(super) fn notes(lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = lines
        .iter()
        .map(|l| format!("- {}", l.split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect();
    format!(
        "\nNotes of the Tabular List in force:\n{}\n",
        lines.join("\n")
    )
}

pub(super) fn guidelines(text: &str) -> String {
    if text.trim().is_empty() {
        String::new()
    } else {
        format!("\nOfficial Guidelines:\n{}\n", text.trim())
    }
}

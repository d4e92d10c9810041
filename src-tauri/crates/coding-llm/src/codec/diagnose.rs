//! MedCodER's extraction: diagnoses with evidence and probable codes.

use coding_model::Problem;
use serde_json::json;

use super::extract::StatedMention;
use crate::model::{Prompt, Reply};
use crate::template::{Template, fenced};

pub(crate) const TEMPLATE: Template =
    Template::new("diagnose", 1, include_str!("../../prompts/diagnose/1.md"));

/// The question.
#[must_use]
pub fn prompt(note: &str, answer_tokens: u32) -> Prompt {
    let diagnosis = super::record(json!({
        "mention": {"type": "string"},
        "evidence": super::strings(),
        "status": super::statuses(),
        "codes": super::strings(),
    }));
    let schema = super::record(json!({"diagnoses": {"type": "array", "items": diagnosis}}));
    TEMPLATE.fill(&[("note", &fenced(note))], schema, answer_tokens)
}

/// The answer.
#[must_use]
pub fn read(reply: &Reply) -> (Vec<StatedMention>, Vec<Problem>) {
    super::extract::stated(TEMPLATE.task, reply, "diagnoses", "mention", "mention")
}

//! MedCodER's re-ranking: all diagnoses of a chart with their candidates in, an order of each closed set out.

use coding_model::Problem;
use serde_json::json;

use crate::model::{Prompt, Reply};
use crate::template::{Template, fenced};

pub(crate) const TEMPLATE: Template =
    Template::new("rerank", 1, include_str!("../../prompts/rerank/1.md"));

/// One diagnosis with its closed set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToRank {
    /// The mention, in the chart's words.
    pub mention: String,
    /// The evidence.
    pub evidence: Vec<String>,
    /// Codes with their titles.
    pub candidates: Vec<String>,
}

/// The question.
#[must_use]
pub fn prompt(diagnoses: &[ToRank], answer_tokens: u32) -> Prompt {
    let ranked = super::record(json!({
        "diagnosis": {"type": "integer"},
        "ranking": {"type": "array", "items": {"type": "integer"}},
    }));
    let schema = super::record(json!({"diagnoses": {"type": "array", "items": ranked}}));
    let one = |(i, d): (usize, &ToRank)| {
        let mut words = vec![d.mention.clone()];
        words.extend(d.evidence.iter().map(|e| format!("evidence: {e}")));
        format!(
            "Diagnosis {}:\n{}\nCandidates:\n{}",
            i + 1,
            fenced(&words.join("\n")),
            super::choose::numbered(&d.candidates)
        )
    };
    let all: Vec<String> = diagnoses.iter().enumerate().map(one).collect();
    let places = [("diagnoses", all.join("\n\n"))];
    let places = places.each_ref().map(|(name, text)| (*name, text.as_str()));
    TEMPLATE.fill(&places, schema, answer_tokens)
}

/// For each diagnosis the numbers of its candidates, from 1, best first; `None` for those of which the reply says
/// nothing.
#[must_use]
pub fn read(reply: &Reply, offered: &[usize]) -> (Vec<Option<Vec<usize>>>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut ranked = vec![None; offered.len()];
    let Some(value) = super::object(TEMPLATE.task, reply, &mut problems) else {
        return (ranked, problems);
    };
    let mut wrong = 0;
    for element in crate::json::list(&value, "diagnoses") {
        let number = element.get("diagnosis").and_then(crate::json::number);
        let place = number.and_then(|n| n.checked_sub(1));
        let (Some(slot), Some(most)) = (
            place.and_then(|p| ranked.get_mut(p)),
            place.and_then(|p| offered.get(p)),
        ) else {
            wrong += 1;
            continue;
        };
        let (order, others) = super::numbers(crate::json::list(element, "ranking"), *most);
        wrong += others;
        // what was nothing but invented says nothing of the diagnosis
        if slot.is_none() && (!order.is_empty() || others == 0) {
            *slot = Some(order);
        }
    }
    super::dropped(
        TEMPLATE.task,
        wrong,
        "no such diagnosis or candidate was offered",
        &mut problems,
    );
    (ranked, problems)
}

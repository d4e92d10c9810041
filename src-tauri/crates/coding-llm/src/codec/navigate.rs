//! Index navigator: one condition and the entries nearest to it in, the entries that name it out. The note is not
//! shown.

use coding_model::{Assertion, Problem};
use serde_json::json;

use crate::model::{Prompt, Reply};
use crate::template::Template;

pub(crate) const TEMPLATE: Template =
    Template::new("navigate", 1, include_str!("../../prompts/navigate/1.md"));

/// The question.
#[must_use]
pub fn prompt(term: &str, assertion: Assertion, entries: &[String], answer_tokens: u32) -> Prompt {
    let schema = super::record(json!({
        "entries": {"type": "array", "items": {"type": "integer"}},
    }));
    let status = match assertion.label() {
        "hx" => "The chart states it as past or as history.\n",
        "fam" => "The chart states it of a relative: look for family history.\n",
        "uncertain" => "The chart states it as possible.\n",
        _ => "",
    };
    let entries = super::choose::numbered(entries);
    let places = [("term", term), ("status", status), ("entries", &entries)];
    TEMPLATE.fill(&places, schema, answer_tokens.min(256))
}

/// The numbers of the chosen entries, from 1, best first; of `offered` that there were.
#[must_use]
pub fn read(reply: &Reply, offered: usize) -> (Vec<usize>, Vec<Problem>) {
    let mut problems = Vec::new();
    let Some(value) = super::object(TEMPLATE.task, reply, &mut problems) else {
        return (Vec::new(), problems);
    };
    let Some(entries) = super::array(TEMPLATE.task, &value, "entries", &mut problems) else {
        return (Vec::new(), problems);
    };
    let (mut chosen, others) = super::numbers(entries, offered);
    chosen.truncate(3);
    super::dropped(
        TEMPLATE.task,
        others,
        "no such entry was offered",
        &mut problems,
    );
    (chosen, problems)
}

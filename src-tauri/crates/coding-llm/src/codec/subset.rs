//! Code reconciler and selector: the chart and all codes in, those to report out, in sequence.

use coding_model::{Problem, Setting};
use serde_json::json;

use super::choose::numbered;
use super::validate::{guidelines, notes};
use crate::model::{Prompt, Reply};
use crate::template::{Template, fenced};

/// Code Like Humans' reconciler: precision over recall.
pub(crate) const RECONCILE: Template =
    Template::new("reconcile", 1, include_str!("../../prompts/reconcile/1.md"));
/// The hybrid profile's selector, over a list made for recall.
pub(crate) const SELECT: Template =
    Template::new("select", 1, include_str!("../../prompts/select/1.md"));

/// What the model is shown.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The chart.
    pub note: &'a str,
    /// Where the patient was seen.
    pub setting: Setting,
    /// Codes with titles and the words they stand on.
    pub options: &'a [String],
    /// Instructional notes in force at them.
    pub notes: &'a [String],
    /// Sections of the Guidelines, where they are installed.
    pub guidelines: &'a str,
}

/// The question.
pub(crate) fn prompt(template: &Template, shown: Shown<'_>, answer_tokens: u32) -> Prompt {
    let schema = super::record(json!({
        "report": {"type": "array", "items": {"type": "integer"}},
    }));
    let (note, options) = (fenced(shown.note), numbered(shown.options));
    let (notes, guidelines) = (notes(shown.notes), guidelines(shown.guidelines));
    let (setting, first) = match shown.setting {
        Setting::Inpatient => ("an inpatient stay", "principal"),
        Setting::Outpatient => ("an outpatient visit", "first-listed"),
        Setting::Emergency => ("an emergency department visit", "first-listed"),
    };
    let places = [
        ("note", note.as_str()),
        ("setting", setting),
        ("first", first),
        ("options", &options),
        ("notes", &notes),
        ("guidelines", &guidelines),
    ];
    template.fill(&places, schema, answer_tokens.min(2048))
}

/// The numbers of the codes to report, from 1, in sequence; `None` where the reply says nothing that can be used.
#[must_use]
pub fn read(
    task: &'static str,
    reply: &Reply,
    offered: usize,
) -> (Option<Vec<usize>>, Vec<Problem>) {
    let mut problems = Vec::new();
    let Some(value) = super::object(task, reply, &mut problems) else {
        return (None, problems);
    };
    let Some(list) = super::array(task, &value, "report", &mut problems) else {
        return (None, problems);
    };
    if reply.truncated || crate::json::read(&reply.text).is_none_or(|r| r.cut) {
        // half a set is another decision: what was cut off would be left out
        return (None, problems);
    }
    let (chosen, others) = super::numbers(list, offered);
    super::dropped(task, others, "no such code was offered", &mut problems);
    // an answer of which nothing can be used is no decision to report nothing
    let usable = !chosen.is_empty() || list.is_empty();
    (usable.then_some(chosen), problems)
}

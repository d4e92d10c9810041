//! A model's agents for the tasks of the pipeline, each with the local agent standing behind it.

mod chooser;
mod extractor;
mod navigator;
mod ranker;
mod reporter;
mod selector;
mod validator;

pub(crate) use chooser::Chooser;
pub(crate) use extractor::Extractor;
pub(crate) use navigator::Navigator;
pub(crate) use ranker::Ranker;
pub(crate) use reporter::Reporter;
pub(crate) use selector::Selector;
pub(crate) use validator::Validator;

use coding_model::{Problem, TrailStep};

use crate::model::CallError;

/// Adds problems that are not there yet: a stage's many calls often fail alike.
fn add(found: Vec<Problem>, problems: &mut Vec<Problem>) {
    for problem in found {
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
}

/// Why calls failed: the first reason, and how many they were.
fn reasons(errors: &[CallError]) -> String {
    let first = errors.first().map(ToString::to_string).unwrap_or_default();
    match errors.len() {
        0 | 1 => first,
        n => format!("{first} (and {} more)", n - 1),
    }
}

fn step(stage: &str, agent: &str, text: String) -> TrailStep {
    TrailStep {
        stage: stage.to_owned(),
        agent: agent.to_owned(),
        text,
    }
}

/// A text cut to so many characters.
fn short(text: &str, most: usize) -> String {
    let flat: Vec<&str> = text.split_whitespace().collect();
    let flat = flat.join(" ");
    if flat.chars().count() <= most {
        return flat;
    }
    let mut cut: String = flat.chars().take(most.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

/// The text around a place, at most so many bytes to either side, cut at characters.
fn around(text: &str, range: clinical_text::TextRange, side: usize) -> &str {
    let mut start = range.start().saturating_sub(side);
    let mut end = range.end().saturating_add(side).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    text.get(start..end).unwrap_or("")
}

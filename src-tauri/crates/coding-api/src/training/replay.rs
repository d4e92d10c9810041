//! The ways of learner, expert and engine: made, written into a file and read from one.

use std::collections::HashSet;

use coding_engine::RunOptions;
use coding_model::{Encounter, EncounterId, Hop, IndexPath, List, Source, Suggestion};
use coding_training::exercise::Exercise;
use icd10cm::Code;

use crate::codeset::Edition;
use crate::dto::{AttemptDto, ExportedDto, ReplayDto, ReplayWayDto, name_of};
use crate::{ApiError, App, encounter, export, run};

/// Form of the file.
const FORMAT: u32 = 1;
/// Longest file that is opened, in bytes.
const LONGEST: usize = 1 << 20;
/// Most steps of a way.
const STEPS: usize = 1_000;

/// Learner, expert, and outside of examinations the engine.
pub(super) fn ways(
    edition: &Edition,
    exercise: &Exercise,
    asked: &AttemptDto,
) -> Vec<ReplayWayDto> {
    let mut ways = vec![
        ReplayWayDto {
            who: "learner".to_owned(),
            steps: asked.steps.clone(),
            times: asked.times.clone(),
            codes: asked.codes.clone(),
        },
        expert(exercise),
    ];
    // an examination shows no suggestion, not even afterwards
    if asked.mode != "exam" {
        ways.extend(engine(edition, exercise));
    }
    ways
}

fn way(who: &str, steps: Vec<String>, codes: Vec<String>) -> ReplayWayDto {
    ReplayWayDto {
        who: who.to_owned(),
        steps,
        times: Vec::new(),
        codes,
    }
}

/// A step for each line from the main term down.
fn lines(terms: &[String]) -> impl Iterator<Item = String> + '_ {
    (1..=terms.len()).filter_map(|n| Some(format!("index: {}", terms.get(..n)?.join(" > "))))
}

fn expert(exercise: &Exercise) -> ReplayWayDto {
    let mut steps: Vec<String> = Vec::new();
    for reference in exercise.codes.iter().filter(|c| !c.path.is_empty()) {
        steps.extend(lines(&reference.path));
        steps.push(format!("tabular: {}", reference.code));
    }
    let codes = exercise.codes.iter().map(|c| c.code.to_string()).collect();
    way("expert", steps, codes)
}

/// What the engine does with the text: the entry of each code that it would report, or of the first one that it
/// would consider where it would report none. Nothing learned here moves it.
fn engine(edition: &Edition, exercise: &Exercise) -> Option<ReplayWayDto> {
    let chart = Encounter {
        id: EncounterId::new(),
        title: String::new(),
        setting: exercise.setting,
        admitted: None,
        date: None,
        sex: None,
        age: None,
        documents: vec![encounter::note_document(exercise.text.clone(), None)],
    };
    let found = run::perform(edition, &chart, RunOptions::default()).ok()?;
    let reported = |s: &&Suggestion| s.list == List::Suggest;
    let mut taken: Vec<&Suggestion> = found.suggestions.iter().filter(reported).collect();
    if taken.is_empty() {
        taken.extend(found.suggestions.first());
    }
    let mut steps = Vec::new();
    let mut seen: HashSet<Code> = HashSet::new();
    for one in taken.iter().filter(|s| seen.insert(s.code)) {
        steps.extend(one.index_path.iter().flat_map(entry));
        steps.push(format!("tabular: {}", one.code));
    }
    let codes = taken.iter().map(|s| s.code.to_string()).collect();
    Some(way("engine", steps, codes))
}

fn entry(path: &IndexPath) -> Vec<String> {
    if matches!(path.source, Source::Tabular | Source::Derived) {
        return vec![format!("title: {}", path.terms.join(" > "))];
    }
    let mut steps: Vec<String> = Vec::new();
    for hop in &path.hops {
        if let Hop::See(text) = hop {
            steps.push(format!("see: {text}"));
        }
    }
    // a column stands behind the titles of its row
    match (
        path.hops.iter().any(|h| matches!(h, Hop::Cell(_))),
        path.terms.split_last(),
    ) {
        (true, Some((column, row))) => {
            steps.extend(lines(row));
            steps.push(format!("index: {} | {column}", row.join(" > ")));
        }
        _ => steps.extend(lines(&path.terms)),
    }
    steps
}

/// Writes the ways into a new file of the downloads folder, to be passed on.
///
/// # Errors
/// Where the file cannot be written.
pub fn training_replay_save(app: &App, replay: &ReplayDto) -> Result<ExportedDto, ApiError> {
    let safe: String = replay
        .exercise
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .take(60)
        .collect();
    let text = serde_json::to_string_pretty(replay)
        .map_err(|e| ApiError::outside(format!("writing the ways: {e}")))?;
    export::save_download(app, &format!("ways-{safe}.json"), text.as_bytes())
}

/// Reads the ways from a file's text. Steps are shown as they stand there; nothing of it is believed to be of this
/// installation.
///
/// # Errors
/// Where it is not such a file: one line that says what was found.
pub fn training_replay_open(app: &App, text: &str) -> Result<ReplayDto, ApiError> {
    let fault = |found: String| {
        ApiError::input(format!(
            "opening the ways of an exercise: {found}; choose a file that was saved from a score"
        ))
    };
    if text.len() > LONGEST {
        return Err(fault(format!("the file is longer than {LONGEST} bytes")));
    }
    let read: ReplayDto = serde_json::from_str(text)
        .map_err(|e| fault(format!("line {} is not of that form", e.line())))?;
    if read.format != FORMAT {
        return Err(fault(format!(
            "it has the form {}, known is {FORMAT}",
            read.format
        )));
    }
    let steps: usize = read.ways.iter().map(|w| w.steps.len()).sum();
    if read.ways.is_empty() || read.ways.len() > 9 || steps > STEPS {
        return Err(fault(format!(
            "it has {} ways of {steps} steps",
            read.ways.len()
        )));
    }
    // told at once where the release that the ways are of is not here
    app.library().open(&read.release)?;
    Ok(read)
}

/// What the file holds of an answer.
pub(super) fn told(
    exercise: &Exercise,
    release: &str,
    asked: &AttemptDto,
    ways: Vec<ReplayWayDto>,
) -> ReplayDto {
    ReplayDto {
        format: FORMAT,
        exercise: exercise.id.clone(),
        kind: name_of(&exercise.kind),
        release: release.to_owned(),
        text: exercise.text.trim().to_owned(),
        mode: asked.mode.clone(),
        total: 0.0,
        divergence: String::new(),
        errors: Vec::new(),
        ways,
    }
}

//! An answer, scored and kept.

use coding_store::{NewEvent, Store};
use coding_training::Walker;
use coding_training::exercise::Exercise;
use coding_training::guide::guide;
use coding_training::review::from_score;
use coding_training::score::{Score, score};
use icd10cm::Code;
use serde::{Deserialize, Serialize};

use super::answer::{self, STEPS};
use super::names::name;
use super::pace::{Pace, pace};
use super::review::Minted;
use super::shown::titled;
use super::{exam, packs, replay};
use crate::codeset::Edition;
use crate::dto::{
    AttemptDto, FoundErrorDto, GuidanceDto, ReplayDto, ScorePartDto, ScoredDto, TitledCodeDto,
    name_of,
};
use crate::{ApiError, App, clock, people, settings};

/// Kind of the event.
pub(super) const ATTEMPTED: &str = "exercise-attempted";

/// What is kept of an attempt; no text of an exercise is among it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Body {
    pub exercise: String,
    pub kind: String,
    pub mode: String,
    pub score: f64,
    pub hints: u8,
    pub elapsed_ms: u32,
    pub errors: Vec<String>,
    pub divergence: String,
    pub wrong_turns: usize,
    pub steps: Vec<String>,
    pub codes: Vec<String>,
    /// Wrong suggestions shown, and those of them that were left.
    pub seeded: usize,
    pub trusted: usize,
    /// The cards that came of it.
    pub cards: Vec<Minted>,
    /// Label of the chapter of the first right code; empty in events of an earlier form.
    #[serde(default)]
    pub chapter: String,
    /// Time of the steps; none in events of an earlier form.
    #[serde(default)]
    pub pace: Option<Pace>,
    /// Depth in the expert's path at which the learner left it, and the line that was taken.
    #[serde(default)]
    pub left_at: Option<usize>,
    #[serde(default)]
    pub left_to: String,
    /// The examination it was handed in for, and whether its time had run out.
    #[serde(default)]
    pub exam: Option<String>,
    #[serde(default)]
    pub timed_out: bool,
}

/// An attempt of the ledger.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    pub person: String,
    pub at: String,
    pub body: Body,
}

/// All attempts, in order. An event of a later form is passed over.
pub(super) fn all(store: &Store) -> Result<Vec<Attempt>, ApiError> {
    let events = people::events_of(store, &[ATTEMPTED])?;
    Ok(events
        .into_iter()
        .filter_map(|e| {
            Some(Attempt {
                person: e.person,
                at: e.at,
                body: serde_json::from_value(e.body).ok()?,
            })
        })
        .collect())
}

/// The steps of an exercise for the answer so far, each with what to say of it. Nothing is kept.
///
/// # Errors
/// Where there is no such exercise, the mode is not "guided", an examination is running, a code is none or the release
/// is not installed.
pub fn training_guide(app: &App, asked: &AttemptDto) -> Result<Vec<GuidanceDto>, ApiError> {
    if asked.mode != "guided" {
        return Err(ApiError::input(format!(
            "leading through an exercise: the mode is {:?}; only guided exercises are led through",
            asked.mode
        )));
    }
    exam::require_none(app, "leading through an exercise")?;
    let (pack, exercise) = packs::find(app, &asked.exercise)?;
    let edition = app.library().open(&pack.release)?;
    let walker = Walker::new(edition.codebook());
    let answer = answer::read(&walker, asked)?;
    Ok(guide(&walker, &exercise, &answer)
        .into_iter()
        .map(|step| GuidanceDto {
            progress: name_of(&step.progress),
            prompt: step.prompt,
            said: step.said,
        })
        .collect())
}

/// Scores an answer and keeps the attempt.
///
/// # Errors
/// Where there is no such exercise, a code is none, the release is not installed, the answer is of an examination
/// that is not running, or of none while one runs, or nothing can be written.
pub fn training_submit(app: &App, asked: &AttemptDto) -> Result<ScoredDto, ApiError> {
    if !["guided", "unguided", "exam"].contains(&asked.mode.as_str()) {
        return Err(ApiError::input(format!(
            "scoring an answer: {:?} is no mode; it is guided, unguided or exam",
            asked.mode
        )));
    }
    if asked.exam.is_some() != (asked.mode == "exam") {
        return Err(ApiError::input(
            "scoring an answer: an examination is begun before it is handed in, and nothing else is; begin it anew",
        ));
    }
    if asked.exam.is_none() {
        // what is said of an answer is the key to the same exercise in an examination
        exam::require_none(app, "scoring an answer")?;
    }
    let (pack, exercise) = packs::find(app, &asked.exercise)?;
    let edition = app.library().open(&pack.release)?;
    let walker = Walker::new(edition.codebook());
    let answer = answer::read(&walker, asked)?;
    let scored = score(&walker, &exercise, &answer);
    let cards = from_score(&exercise, &scored);
    let seeded = exercise.suggestions.iter().filter(|s| s.error.is_some());
    let trusted = seeded
        .clone()
        .filter(|s| !answer.flags.iter().any(|f| f.code == s.code))
        .count();
    let left = scored.divergence.as_ref();
    let mut body = Body {
        exercise: exercise.id.clone(),
        kind: name_of(&exercise.kind),
        mode: asked.mode.clone(),
        score: scored.total,
        hints: asked.hints,
        elapsed_ms: asked.elapsed_ms,
        errors: scored
            .errors
            .iter()
            .map(|e| e.kind.short().to_owned())
            .collect(),
        divergence: left.map(|d| d.text.clone()).unwrap_or_default(),
        wrong_turns: scored.wrong_turns,
        steps: asked.steps.iter().take(STEPS).cloned().collect(),
        codes: answer.codes.iter().map(Code::to_string).collect(),
        seeded: seeded.count(),
        trusted,
        cards: cards.iter().map(Minted::of).collect(),
        chapter: packs::chapter(edition.codebook(), &exercise),
        pace: None,
        left_at: left.map(|d| d.depth),
        left_to: left.map(|d| d.learner.join(" › ")).unwrap_or_default(),
        exam: asked.exam.clone(),
        timed_out: false,
    };
    app.store(|store| {
        if let Some(id) = &asked.exam {
            (body.elapsed_ms, body.timed_out) = exam::handed_in(app, store, id, &exercise.id)?;
            body.timed_out |= asked.timed_out;
        }
        body.pace = Some(pace(&body.steps, &asked.times, body.elapsed_ms));
        let (at, person) = (clock::now(), settings::person(store)?);
        store.append_event(&NewEvent {
            at: &at,
            person: &person,
            kind: ATTEMPTED,
            encounter: None,
            body: ApiError::kept("keeping the answer", serde_json::to_value(&body))?,
        })?;
        Ok(())
    })?;
    if let Some(id) = &asked.exam {
        exam::closed(app, id);
    }
    let mut told = told(&edition, &exercise, asked, &scored, cards.len());
    told.timed_out = body.timed_out;
    Ok(told)
}

fn told(
    edition: &Edition,
    exercise: &Exercise,
    asked: &AttemptDto,
    scored: &Score,
    cards: usize,
) -> ScoredDto {
    let book = edition.codebook();
    let right: Vec<TitledCodeDto> = exercise
        .codes
        .iter()
        .map(|c| titled(book, c.code, &c.words))
        .collect();
    let errors: Vec<FoundErrorDto> = scored
        .errors
        .iter()
        .map(|e| FoundErrorDto {
            kind: e.kind.short().to_owned(),
            name: name(e.kind).to_owned(),
            code: e.code.clone(),
            why: e.why.clone(),
        })
        .collect();
    let divergence = scored
        .divergence
        .as_ref()
        .map(|d| d.text.clone())
        .unwrap_or_default();
    let ways = replay::ways(edition, exercise, asked);
    ScoredDto {
        total: scored.total,
        parts: scored
            .parts
            .iter()
            .map(|p| ScorePartDto {
                kind: name_of(&p.kind),
                weight: p.weight,
                credit: p.credit,
            })
            .collect(),
        errors: errors.clone(),
        divergence: divergence.clone(),
        divergence_depth: scored.divergence.as_ref().map(|d| d.depth),
        wrong_turns: scored.wrong_turns,
        why: exercise.why.clone(),
        cite: exercise.cite.clone(),
        replay: ReplayDto {
            total: scored.total,
            divergence,
            errors,
            ..replay::told(exercise, edition.name(), asked, ways)
        },
        right,
        cards,
        timed_out: false,
    }
}

//! What a learner sees of an exercise before it is answered.

use coding_training::Draw;
use coding_training::exercise::{Exercise, ExerciseKind};
use icd10cm::{Code, Codebook, NoteKind};

use super::names::task;
use super::{exam, packs};
use crate::dto::{ExerciseDto, NoteChoiceDto, TitledCodeDto, name_of};
use crate::{ApiError, App};

/// What a learner sees of an exercise. In an examination there are no hints.
///
/// # Errors
/// Where there is no such exercise, or its release is not installed.
pub fn training_exercise(app: &App, id: &str, mode: &str) -> Result<ExerciseDto, ApiError> {
    let (pack, exercise) = packs::find(app, id)?;
    let edition = app.library().open(&pack.release)?;
    let book = edition.codebook();
    let mut given: Vec<TitledCodeDto> = exercise
        .given
        .iter()
        .map(|c| titled(book, *c, ""))
        .collect();
    if exercise.kind == ExerciseKind::Vigilance {
        given.clear();
    }
    let mut suggestions: Vec<TitledCodeDto> = exercise
        .suggestions
        .iter()
        .map(|s| titled(book, s.code, &s.words))
        .collect();
    // an order that says nothing of which are wrong, and is the same each time
    Draw::new(exercise.id.bytes().map(u64::from).sum()).shuffle(&mut suggestions);
    Ok(ExerciseDto {
        id: exercise.id.clone(),
        kind: name_of(&exercise.kind),
        task: task(exercise.kind).to_owned(),
        text: exercise.text.trim().to_owned(),
        setting: name_of(&exercise.setting),
        release: pack.release.clone(),
        given,
        suggestions,
        notes: if exercise.kind == ExerciseKind::Verify {
            notes(book, &exercise)
        } else {
            Vec::new()
        },
        hints: if mode == "exam" {
            0
        } else {
            exercise.hints.len()
        },
        asks_poa: exercise.asks_poa(),
        seconds: exercise.limit(),
    })
}

/// The notes in force at the given code, as they can be ticked.
fn notes(book: &Codebook, exercise: &Exercise) -> Vec<NoteChoiceDto> {
    let entry = exercise.given.first().and_then(|c| book.entry_of(*c));
    let mut list: Vec<NoteChoiceDto> = Vec::new();
    for effective in entry.into_iter().flat_map(icd10cm::Entry::effective_notes) {
        let sentence = effective.note.sentence();
        if effective.note.kind() == NoteKind::SeventhCharacter
            || list.iter().any(|n| n.sentence == sentence)
        {
            continue;
        }
        let from = if effective.inherited {
            effective.note.owner().place()
        } else {
            String::new()
        };
        list.push(NoteChoiceDto { sentence, from });
    }
    list
}

/// A hint, from 1; each says more than the one before.
///
/// # Errors
/// Where there is no such exercise or hint, or whoever works here is in an examination.
pub fn training_hint(app: &App, id: &str, number: usize) -> Result<String, ApiError> {
    exam::require_none(app, "giving a hint")?;
    let (_, exercise) = packs::find(app, id)?;
    number
        .checked_sub(1)
        .and_then(|n| exercise.hints.get(n))
        .cloned()
        .ok_or_else(|| {
            ApiError::not_found(format!(
                "giving hint {number} of the exercise {id:?}: it has {}",
                exercise.hints.len()
            ))
        })
}

pub(super) fn titled(book: &Codebook, code: Code, words: &str) -> TitledCodeDto {
    TitledCodeDto {
        code: code.to_string(),
        title: book.title(code).unwrap_or_default(),
        words: words.to_owned(),
    }
}

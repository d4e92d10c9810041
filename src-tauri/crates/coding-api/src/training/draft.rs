//! An exercise as it is written in the window, and as a pack has it.

use coding_model::Setting;
use coding_training::exercise::{Exercise, ExerciseKind, Flag, Pack, Proposed, Reference, Trap};
use coding_training::score::ErrorKind;
use icd10cm::{BookKind, Code};
use serde::de::DeserializeOwned;

use super::answer;
use crate::ApiError;
use crate::dto::{DraftCodeDto, DraftDto, DraftRemarkDto, OwnPackDto, PackHeadDto, name_of};

/// A field that does not hold what it should.
fn fault(found: String) -> ApiError {
    ApiError::input(format!("writing an exercise: {found}"))
}

fn named<T: DeserializeOwned>(what: &str, name: &str) -> Result<T, ApiError> {
    serde_json::from_value(serde_json::Value::String(name.trim().to_owned()))
        .map_err(|_| fault(format!("{:?} is no {what}", short(name))))
}

fn short(text: &str) -> String {
    text.chars().take(24).collect()
}

fn code(text: &str) -> Result<Code, ApiError> {
    Code::parse(text.trim()).map_err(|e| fault(e.to_string()))
}

fn lines(list: &[String]) -> Vec<String> {
    list.iter()
        .map(|l| l.trim().to_owned())
        .filter(|l| !l.is_empty())
        .collect()
}

fn remarks<T>(
    list: &[DraftRemarkDto],
    of: impl Fn(&DraftRemarkDto) -> Result<T, ApiError>,
) -> Result<Vec<T>, ApiError> {
    list.iter()
        .filter(|r| !r.code.trim().is_empty())
        .map(of)
        .collect()
}

/// The exercise of a draft. Rows without a code, and empty lines, are left out.
///
/// # Errors
/// Where a field does not hold what it should; whether the exercise holds is another question.
pub(super) fn exercise(draft: &DraftDto) -> Result<Exercise, ApiError> {
    let trimmed = |text: &String| text.trim().to_owned();
    let error = |remark: &DraftRemarkDto| named::<ErrorKind>("kind of error", &remark.error);
    Ok(Exercise {
        id: trimmed(&draft.id),
        kind: named::<ExerciseKind>("kind of exercise", &draft.kind)?,
        text: trimmed(&draft.text),
        setting: Setting::parse(&draft.setting)
            .ok_or_else(|| fault(format!("{:?} is no setting", short(&draft.setting))))?,
        words: trimmed(&draft.words),
        accept: lines(&draft.accept),
        codes: draft
            .codes
            .iter()
            .filter(|c| !c.code.trim().is_empty())
            .map(reference)
            .collect::<Result<_, _>>()?,
        given: lines(&draft.given)
            .iter()
            .map(|c| code(c))
            .collect::<Result<_, _>>()?,
        notes: lines(&draft.notes),
        wrong: remarks(&draft.wrong, |r| {
            Ok(Flag {
                code: code(&r.code)?,
                error: error(r)?,
                why: trimmed(&r.why),
                fix: Some(&r.fix)
                    .filter(|f| !f.trim().is_empty())
                    .map(|f| code(f))
                    .transpose()?,
            })
        })?,
        suggestions: remarks(&draft.suggestions, |r| {
            Ok(Proposed {
                code: code(&r.code)?,
                words: trimmed(&r.words),
                error: Some(r)
                    .filter(|r| !r.error.trim().is_empty())
                    .map(error)
                    .transpose()?,
                why: trimmed(&r.why),
            })
        })?,
        traps: remarks(&draft.traps, |r| {
            Ok(Trap {
                code: code(&r.code)?,
                error: error(r)?,
                why: trimmed(&r.why),
            })
        })?,
        seconds: draft.seconds,
        hints: lines(&draft.hints),
        why: trimmed(&draft.why),
        cite: trimmed(&draft.cite),
    })
}

fn reference(row: &DraftCodeDto) -> Result<Reference, ApiError> {
    let path = row.path.split('>').map(|part| part.trim().to_owned());
    Ok(Reference {
        code: code(&row.code)?,
        words: row.words.trim().to_owned(),
        path: path.filter(|part| !part.is_empty()).collect(),
        book: if row.book.trim().is_empty() {
            BookKind::Index
        } else {
            named("book", &row.book)?
        },
        column: row.column,
        optional: row.optional,
        poa: Some(row.poa.trim())
            .filter(|p| !p.is_empty())
            .map(answer::poa)
            .transpose()?,
    })
}

/// The draft of an exercise, to be changed.
pub(super) fn draft(exercise: &Exercise) -> DraftDto {
    let remark = |code: Code, error: Option<ErrorKind>, why: &str| DraftRemarkDto {
        code: code.to_string(),
        words: String::new(),
        error: error.map(|e| e.short().to_owned()).unwrap_or_default(),
        why: why.to_owned(),
        fix: String::new(),
    };
    DraftDto {
        id: exercise.id.clone(),
        kind: name_of(&exercise.kind),
        text: exercise.text.trim().to_owned(),
        setting: name_of(&exercise.setting),
        words: exercise.words.clone(),
        accept: exercise.accept.clone(),
        codes: exercise
            .codes
            .iter()
            .map(|c| DraftCodeDto {
                code: c.code.to_string(),
                words: c.words.clone(),
                path: c.path.join(" > "),
                book: name_of(&c.book),
                column: c.column,
                optional: c.optional,
                poa: c.poa.map(|p| p.name().to_owned()).unwrap_or_default(),
            })
            .collect(),
        given: exercise.given.iter().map(Code::to_string).collect(),
        notes: exercise.notes.clone(),
        wrong: exercise
            .wrong
            .iter()
            .map(|w| DraftRemarkDto {
                fix: w.fix.map(|f| f.to_string()).unwrap_or_default(),
                ..remark(w.code, Some(w.error), &w.why)
            })
            .collect(),
        suggestions: exercise
            .suggestions
            .iter()
            .map(|s| DraftRemarkDto {
                words: s.words.clone(),
                ..remark(s.code, s.error, &s.why)
            })
            .collect(),
        traps: exercise
            .traps
            .iter()
            .map(|t| remark(t.code, Some(t.error), &t.why))
            .collect(),
        hints: exercise.hints.clone(),
        why: exercise.why.clone(),
        cite: exercise.cite.clone(),
        seconds: exercise.seconds,
        chart: String::new(),
    }
}

/// A pack of one's own, to be changed.
pub(super) fn own(pack: &Pack) -> OwnPackDto {
    OwnPackDto {
        head: PackHeadDto {
            id: pack.id.clone(),
            title: pack.title.clone(),
            level: pack.level,
            release: pack.release.clone(),
            license: pack.license.clone(),
            about: pack.about.clone(),
        },
        exercises: pack.exercises.iter().map(draft).collect(),
    }
}

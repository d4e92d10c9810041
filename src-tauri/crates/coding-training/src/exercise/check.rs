//! Whether a pack holds: every code, path, quote and note of it is in the release.

use coding_model::Setting;
use icd10cm::{Code, CodeStatus};

use super::{Exercise, ExerciseKind, Pack, Reference};
use crate::score::{codes_at, leads};
use crate::{Place, Walker};

/// What is wrong with an exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFault {
    /// The exercise; empty where it is the pack.
    pub exercise: String,
    /// What is wrong.
    pub found: String,
}

/// Checks a pack against the release it is written for. Every reference path must replay to its code, every code
/// must be billable, every quoted word must stand in the text, every note must be in force where it is asked for,
/// and every tempting answer must be a code other than the right ones.
#[must_use]
pub fn check(walker: &Walker<'_>, pack: &Pack) -> Vec<PackFault> {
    let mut faults = Vec::new();
    for (at, exercise) in pack.exercises.iter().enumerate() {
        let mut found: Vec<String> = Vec::new();
        one(walker, exercise, &mut found);
        if pack.exercises.iter().take(at).any(|e| e.id == exercise.id) {
            found.push("its identifier is taken".to_owned());
        }
        faults.extend(found.into_iter().map(|found| PackFault {
            exercise: exercise.id.clone(),
            found,
        }));
    }
    if pack.release != walker.book().release().name {
        faults.push(PackFault {
            exercise: String::new(),
            found: format!("the pack is of {}", pack.release),
        });
    }
    faults
}

/// What is wrong with one exercise, seen by itself; empty where it holds.
#[must_use]
pub fn check_one(walker: &Walker<'_>, exercise: &Exercise) -> Vec<String> {
    let mut found = Vec::new();
    one(walker, exercise, &mut found);
    found
}

fn one(walker: &Walker<'_>, exercise: &Exercise, found: &mut Vec<String>) {
    let mut say = |wrong: bool, what: String| {
        if wrong {
            found.push(what);
        }
    };
    let book = walker.book();
    let empty = |text: &str| text.trim().is_empty();
    say(empty(&exercise.text), "it has no text".to_owned());
    say(exercise.hints.is_empty(), "it has no hint".to_owned());
    say(empty(&exercise.why), "it gives no reason".to_owned());
    say(empty(&exercise.cite), "it names no authority".to_owned());
    let inpatient = exercise.setting == Setting::Inpatient;
    say(
        exercise.codes.iter().any(|c| c.poa.is_some()) && !inpatient,
        "presence on admission is reported for inpatients alone".to_owned(),
    );
    say(
        exercise.asks_poa() && exercise.codes.iter().any(|c| c.poa.is_none()),
        "presence on admission is said of some codes and not of others".to_owned(),
    );
    say(
        exercise.seconds == Some(0),
        "its examination has no time".to_owned(),
    );
    for reference in &exercise.codes {
        let code = reference.code;
        say(!book.is_billable(code), format!("{code} is not billable"));
        say(
            !exercise.text.contains(&reference.words),
            format!("{:?} does not stand in the text", reference.words),
        );
        if !reference.path.is_empty() {
            match printed(walker, reference) {
                None => say(
                    true,
                    format!("the book has no line {}", reference.path.join(" › ")),
                ),
                Some(codes) => {
                    let to: Vec<String> = codes.iter().map(Code::to_string).collect();
                    let to = match to.as_slice() {
                        [] => "no code".to_owned(),
                        some => some.join(", "),
                    };
                    say(
                        !codes.iter().any(|c| leads(walker, *c, code)),
                        format!(
                            "{} leads to {to}, not to {code}",
                            reference.path.join(" › ")
                        ),
                    );
                }
            }
        }
    }
    for trap in &exercise.traps {
        say(
            exercise.codes.iter().any(|c| c.code == trap.code),
            format!("{} is a tempting and a right answer", trap.code),
        );
        say(
            matches!(book.status(trap.code), CodeStatus::Absent { .. }),
            format!("{} is not in the release", trap.code),
        );
    }
    for code in &exercise.given {
        say(
            book.entry_of(*code).is_none(),
            format!("{code} is not in the release"),
        );
    }
    by_kind(walker, exercise, &mut say);
}

fn by_kind(walker: &Walker<'_>, exercise: &Exercise, say: &mut impl FnMut(bool, String)) {
    let book = walker.book();
    let first = exercise.codes.first();
    let path = first.is_some_and(|c| !c.path.is_empty());
    match exercise.kind {
        ExerciseKind::MainTerm => {
            say(!path, "it names no main term as a path".to_owned());
            let quoted = !exercise.words.is_empty() && exercise.text.contains(&exercise.words);
            say(
                !quoted,
                format!("{:?} does not stand in the text", exercise.words),
            );
            for title in &exercise.accept {
                let place = Place {
                    book: first.map_or(icd10cm::BookKind::Index, |c| c.book),
                    path: vec![title.clone()],
                    column: None,
                };
                say(
                    walker.line(&place).is_none(),
                    format!("the book has no main term {title:?}"),
                );
            }
        }
        ExerciseKind::Walk => say(!path, "it has no way to walk".to_owned()),
        ExerciseKind::Verify => {
            say(
                exercise.given.len() != 1,
                "one code must be given".to_owned(),
            );
            say(exercise.notes.is_empty(), "no note matters".to_owned());
            let given = exercise.given.first().and_then(|c| book.entry_of(*c));
            for note in &exercise.notes {
                let in_force = given.is_some_and(|e| {
                    e.effective_notes()
                        .any(|n| n.note.sentence().starts_with(note.as_str()))
                });
                say(!in_force, format!("no note in force begins with {note:?}"));
            }
        }
        ExerciseKind::Complete => {
            let fits = exercise
                .given
                .first()
                .zip(first)
                .is_some_and(|(stem, full)| {
                    full.code != *stem
                        && leads(walker, *stem, full.code)
                        && !book.is_billable(*stem)
                });
            say(
                !fits,
                "a stem must be given that the code completes".to_owned(),
            );
        }
        ExerciseKind::Chart => {
            say(
                exercise.codes.len() < 2,
                "a chart has more than one code".to_owned(),
            );
            let unquoted = exercise.codes.iter().any(|c| c.words.is_empty());
            say(unquoted, "a code stands on no words".to_owned());
            clashes(walker, exercise, say);
        }
        ExerciseKind::Sequence => {
            let right: Vec<Code> = exercise.codes.iter().map(|c| c.code).collect();
            let same = right.len() == exercise.given.len()
                && right.iter().all(|c| exercise.given.contains(c));
            say(
                !same || right == exercise.given,
                "the given codes must be the right ones in another order".to_owned(),
            );
        }
        ExerciseKind::Audit => audit(walker, exercise, say),
        ExerciseKind::Vigilance => {
            let wrong = exercise.suggestions.iter().filter(|s| s.error.is_some());
            let wrong = wrong.count();
            say(
                wrong == 0 || wrong == exercise.suggestions.len(),
                "some suggestions must be wrong and some right".to_owned(),
            );
            for proposed in &exercise.suggestions {
                say(
                    !book.is_billable(proposed.code),
                    format!("{} is not billable", proposed.code),
                );
                say(
                    proposed.words.is_empty() || !exercise.text.contains(&proposed.words),
                    format!("{:?} does not stand in the text", proposed.words),
                );
            }
        }
    }
}

fn audit(walker: &Walker<'_>, exercise: &Exercise, say: &mut impl FnMut(bool, String)) {
    say(exercise.wrong.is_empty(), "nothing is wrong".to_owned());
    for flag in &exercise.wrong {
        let given = exercise.given.contains(&flag.code);
        say(
            given == flag.error.is_omission(),
            format!("{} must be given, unless it is what is missing", flag.code),
        );
        for code in flag.fix.iter().chain((!given).then_some(&flag.code)) {
            say(
                !walker.book().is_billable(*code),
                format!("the correction {code} is not billable"),
            );
        }
    }
}

/// No two right codes may exclude each other.
fn clashes(walker: &Walker<'_>, exercise: &Exercise, say: &mut impl FnMut(bool, String)) {
    for a in &exercise.codes {
        for b in &exercise.codes {
            say(
                a.code != b.code && walker.book().excludes1(a.code, b.code).is_some(),
                format!("{} has an Excludes1 note for {}", a.code, b.code),
            );
        }
    }
}

/// The codes printed at a reference's line.
fn printed(walker: &Walker<'_>, reference: &Reference) -> Option<Vec<Code>> {
    let place = Place {
        book: reference.book,
        path: reference.path.clone(),
        column: reference.column,
    };
    Some(codes_at(walker.line(&place)?, reference.column))
}

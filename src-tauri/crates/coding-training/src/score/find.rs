//! Which kind of error a wrong code is, and why.

use icd10cm::{Code, CodeStatus, NoteKind};

use super::code::sides;
use super::error::{ErrorKind, FoundError};
use super::path::{PathCredit, codes_at};
use crate::exercise::{Exercise, Trap};
use crate::{Place, Walker};

pub(super) fn error(kind: ErrorKind, code: impl ToString, why: impl Into<String>) -> FoundError {
    FoundError {
        kind,
        code: code.to_string(),
        why: why.into(),
    }
}

/// What the exercise itself says of a tempting answer.
pub(super) fn trap(exercise: &Exercise, code: Code) -> Option<FoundError> {
    let trap: &Trap = exercise.traps.iter().find(|t| t.code == code)?;
    Some(error(trap.error, code, trap.why.clone()))
}

/// Of a code that is given where another is right.
pub(super) fn wrong_code(
    walker: &Walker<'_>,
    exercise: &Exercise,
    given: Code,
    right: Code,
    way: Option<(&PathCredit, &Place)>,
) -> FoundError {
    if let Some(found) = trap(exercise, given) {
        return found;
    }
    let book = walker.book();
    let title = |code| book.title(code).unwrap_or_default();
    match book.status(given) {
        CodeStatus::Absent { .. } => {
            let release = book.release();
            return error(
                ErrorKind::FiscalYear,
                given,
                format!("{given} is not in {release}; codes are those of the day of the encounter"),
            );
        }
        CodeStatus::NotBillable { .. } => {
            return error(
                ErrorKind::Specificity,
                given,
                format!("{given} is a header: {right} below it says what is documented"),
            );
        }
        CodeStatus::NeedsSeventhCharacter { .. } | CodeStatus::WrongSeventhCharacter { .. } => {
            return error(
                ErrorKind::SeventhCharacter,
                given,
                format!("{given} needs one of the 7th characters in force: {right}"),
            );
        }
        CodeStatus::Billable => {}
    }
    let (a, b) = (book.entry_of(given), book.entry_of(right));
    if a.is_some() && a == b {
        return error(
            ErrorKind::SeventhCharacter,
            given,
            format!(
                "the 7th character says {:?}; documented is {:?}",
                title(given),
                title(right)
            ),
        );
    }
    if sides(walker, given, right) {
        return error(
            ErrorKind::Laterality,
            given,
            format!(
                "{given} is {:?}; documented is {:?}",
                title(given),
                title(right)
            ),
        );
    }
    if let Some((way, expert)) = way
        && let Some(found) = by_way(walker, given, right, way, expert)
    {
        return found;
    }
    if given.category() == right.category() {
        return error(
            ErrorKind::Specificity,
            given,
            format!(
                "{given} is {:?}; documented is {:?}",
                title(given),
                title(right)
            ),
        );
    }
    error(
        ErrorKind::Tabular,
        given,
        format!(
            "the Tabular List has {:?} at {given}; documented is {:?}, {right}",
            title(given),
            title(right)
        ),
    )
}

/// The way says more than the code: where did it leave the expert's?
fn by_way(
    walker: &Walker<'_>,
    given: Code,
    right: Code,
    way: &PathCredit,
    expert: &Place,
) -> Option<FoundError> {
    if way.path >= 1.0 {
        // the index led to the right code, and something else was reported
        let looked = way
            .verified
            .iter()
            .any(|c| c.category() == right.category());
        return (!looked).then(|| {
            error(
                ErrorKind::Tabular,
                given,
                format!("the index led to {right}, which was not verified in the Tabular List"),
            )
        });
    }
    let text = way.divergence.as_ref().map(|d| d.text.clone())?;
    let last = way.last.as_ref()?;
    if way.ignored_see {
        return Some(error(
            ErrorKind::CrossReference,
            given,
            format!("{text}. A “see” must be followed"),
        ));
    }
    if way.main_term < 1.0 {
        return Some(error(ErrorKind::MainTerm, given, text));
    }
    let stopped = expert.path.starts_with(&last.path)
        && walker.line(last).is_some_and(|n| {
            codes_at(n, last.column)
                .iter()
                .any(|c| given.starts_with(*c))
        });
    let kind = if stopped {
        ErrorKind::StoppedAtDefault
    } else {
        ErrorKind::Subterm
    };
    Some(error(kind, given, text))
}

/// Of a right code that is missing.
pub(super) fn missing(walker: &Walker<'_>, right: Code, given: &[Code]) -> FoundError {
    let book = walker.book();
    let title = book.title(right).unwrap_or_default();
    for code in given {
        let Some(entry) = book.entry_of(*code) else {
            continue;
        };
        for effective in entry.effective_notes() {
            let note = effective.note;
            let kind = match note.kind() {
                NoteKind::UseAdditional | NoteKind::CodeAlso => ErrorKind::UseAdditional,
                NoteKind::CodeFirst => ErrorKind::CodeFirst,
                _ => continue,
            };
            if note.references().any(|r| r.covers(right)) {
                let owner = note.owner().place();
                return error(
                    kind,
                    right,
                    format!("the note at {owner} asks for it: {}", note.sentence()),
                );
            }
        }
    }
    error(
        ErrorKind::Omission,
        right,
        format!("{right} ({title}) is documented and missing"),
    )
}

/// Of a code that is given and not right.
pub(super) fn extra(
    walker: &Walker<'_>,
    exercise: &Exercise,
    given: Code,
    right: &[Code],
) -> FoundError {
    if let Some(found) = trap(exercise, given) {
        return found;
    }
    let book = walker.book();
    let clash = right.iter().find_map(|r| {
        book.excludes1(given, *r)
            .or_else(|| book.excludes1(*r, given))
            .map(|note| (*r, note.owner().place()))
    });
    if let Some((with, owner)) = clash {
        return error(
            ErrorKind::Excludes,
            given,
            format!("an Excludes1 note at {owner} rules out {given} beside {with}"),
        );
    }
    if given.undotted().starts_with('R') {
        return error(
            ErrorKind::Symptom,
            given,
            format!("{given} is a symptom; it is not reported beside the condition it belongs to"),
        );
    }
    error(
        ErrorKind::Tabular,
        given,
        format!(
            "{given} ({}) is not supported by the documentation",
            book.title(given).unwrap_or_default()
        ),
    )
}

/// Whether a note asks for one code before the other: the manifestation and its etiology.
pub(super) fn code_first(walker: &Walker<'_>, manifestation: Code, etiology: Code) -> bool {
    walker.book().entry_of(manifestation).is_some_and(|entry| {
        entry.effective_notes().any(|n| {
            n.note.kind() == NoteKind::CodeFirst && n.note.references().any(|r| r.covers(etiology))
        })
    })
}

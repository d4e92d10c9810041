//! Examinations: each is an event when it begins and one when it ends, however it ends.

use std::collections::HashSet;
use std::sync::{Mutex, OnceLock, PoisonError};

use coding_store::{Event, Mode, NewEvent, Store};
use serde_json::json;
use uuid::Uuid;

use super::attempt::{ATTEMPTED, Attempt};
use super::packs;
use crate::dto::ExamDto;
use crate::{ApiError, App, clock, people, settings};

const BEGUN: &str = "exam-begun";
const LEFT: &str = "exam-left";
const INTERRUPTED: &str = "exam-interrupted";
/// What a slow machine may take to hand in after the time ran out, in milliseconds.
const GRACE: u64 = 5_000;

/// Those that this run of the program began. Others without an end were interrupted: the program was closed.
fn running() -> &'static Mutex<HashSet<String>> {
    static RUNNING: OnceLock<Mutex<HashSet<String>>> = OnceLock::new();
    RUNNING.get_or_init(Mutex::default)
}

fn is_running(id: &str) -> bool {
    let set = running().lock().unwrap_or_else(PoisonError::into_inner);
    set.contains(id)
}

/// Begins an examination; from then on it is on record.
///
/// # Errors
/// Where there is no such exercise, or nothing can be written.
pub fn training_exam_begin(app: &App, exercise: &str) -> Result<ExamDto, ApiError> {
    let (_, found) = packs::find(app, exercise)?;
    let id = Uuid::now_v7().to_string();
    let seconds = found.limit();
    let exam = app.store(|store| {
        let (at, person) = (clock::now(), settings::person(store)?);
        store.append_event(&NewEvent {
            at: &at,
            person: &person,
            kind: BEGUN,
            encounter: None,
            body: json!({"exam": id, "exercise": found.id, "seconds": seconds}),
        })?;
        Ok(ExamDto {
            id: id.clone(),
            exercise: found.id.clone(),
            person,
            at,
            seconds,
            state: "running".to_owned(),
            score: None,
        })
    })?;
    let mut set = running().lock().unwrap_or_else(PoisonError::into_inner);
    set.insert(id);
    Ok(exam)
}

/// Leaves an examination without an answer.
///
/// # Errors
/// Where no such examination is running, or nothing can be written.
pub fn training_exam_leave(app: &App, id: &str) -> Result<(), ApiError> {
    app.store(|store| {
        require_running(id)?;
        end(store, id, LEFT)
    })?;
    let mut set = running().lock().unwrap_or_else(PoisonError::into_inner);
    set.remove(id);
    Ok(())
}

fn end(store: &mut Store, id: &str, kind: &str) -> Result<(), ApiError> {
    let (at, person) = (clock::now(), settings::person(store)?);
    store.append_event(&NewEvent {
        at: &at,
        person: &person,
        kind,
        encounter: None,
        body: json!({"exam": id}),
    })?;
    Ok(())
}

fn require_running(id: &str) -> Result<(), ApiError> {
    if is_running(id) {
        return Ok(());
    }
    Err(ApiError::not_found(
        "handing in an examination: it is not running any more; begin it anew",
    ))
}

/// The running examination that an answer is handed in for: milliseconds since it began, and whether its time had
/// run out.
pub(super) fn handed_in(store: &Store, id: &str, exercise: &str) -> Result<(u32, bool), ApiError> {
    require_running(id)?;
    let begun = store.events_of(&[BEGUN])?;
    let event = begun
        .iter()
        .rev()
        .find(|e| text(e, "exam") == id && text(e, "exercise") == exercise)
        .ok_or_else(|| {
            ApiError::input("handing in an examination: it was begun for another exercise")
        })?;
    let elapsed = clock::milliseconds_since(&event.at);
    let limit = event.body["seconds"].as_u64().unwrap_or(u64::MAX);
    let out = elapsed > limit.saturating_mul(1_000).saturating_add(GRACE);
    Ok((u32::try_from(elapsed).unwrap_or(u32::MAX), out))
}

/// Nothing more is handed in for it.
pub(super) fn closed(id: &str) {
    let mut set = running().lock().unwrap_or_else(PoisonError::into_inner);
    set.remove(id);
}

fn text<'e>(event: &'e Event, name: &str) -> &'e str {
    event.body[name].as_str().unwrap_or_default()
}

/// All examinations, newest first.
pub(super) fn fold(store: &Store, attempts: &[Attempt]) -> Result<Vec<ExamDto>, ApiError> {
    let mut exams: Vec<ExamDto> = Vec::new();
    for event in people::events_of(store, &[BEGUN, LEFT, INTERRUPTED])? {
        let id = text(&event, "exam");
        if event.kind == BEGUN {
            let seconds = event.body["seconds"].as_u64().unwrap_or(0);
            exams.push(ExamDto {
                id: id.to_owned(),
                exercise: text(&event, "exercise").to_owned(),
                person: event.person.clone(),
                at: event.at.clone(),
                seconds: u32::try_from(seconds).unwrap_or(u32::MAX),
                state: "running".to_owned(),
                score: None,
            });
        } else if let Some(exam) = exams.iter_mut().find(|e| e.id == id) {
            exam.state = if event.kind == LEFT {
                "left"
            } else {
                "interrupted"
            }
            .to_owned();
        }
    }
    for attempt in attempts {
        let found = exams
            .iter_mut()
            .find(|e| Some(&e.id) == attempt.body.exam.as_ref());
        if let Some(exam) = found {
            exam.state = if attempt.body.timed_out {
                "time ran out"
            } else {
                "handed in"
            }
            .to_owned();
            exam.score = Some(attempt.body.score);
        }
    }
    exams.reverse();
    Ok(exams)
}

/// The examinations of whoever works here that did not end as they should, newest first. One that was running when
/// the program was closed is put on record as interrupted first.
///
/// # Errors
/// Where the database cannot be read.
pub fn training_exams(app: &App) -> Result<Vec<ExamDto>, ApiError> {
    app.store(|store| {
        interrupt(store)?;
        let person = settings::person(store)?;
        let attempts = super::attempt::all(store)?;
        let mut exams = fold(store, &attempts)?;
        exams.retain(|e| e.person == person && e.state != "handed in" && !is_running(&e.id));
        Ok(exams)
    })
}

/// Leaves what runs in a database: whoever locks the program leaves their examination.
pub(crate) fn leave_running(store: &mut Store) -> Result<(), ApiError> {
    for id in unended(store)?.iter().filter(|id| is_running(id)) {
        // should it not be written, it is put on record as interrupted later
        closed(id);
        end(store, id, LEFT)?;
    }
    Ok(())
}

/// Examinations that began and have no end.
fn unended(store: &Store) -> Result<Vec<String>, ApiError> {
    let mut open: Vec<String> = Vec::new();
    for event in store.events_of(&[BEGUN, LEFT, INTERRUPTED, ATTEMPTED])? {
        let id = text(&event, "exam");
        if event.kind == BEGUN {
            open.push(id.to_owned());
        } else {
            open.retain(|o| o != id);
        }
    }
    Ok(open)
}

/// Puts on record that examinations without an end were interrupted.
pub(super) fn interrupt(store: &mut Store) -> Result<(), ApiError> {
    if !matches!(store.mode(), Mode::ReadWrite) {
        return Ok(());
    }
    for id in unended(store)?.iter().filter(|id| !is_running(id)) {
        end(store, id, INTERRUPTED)?;
    }
    Ok(())
}

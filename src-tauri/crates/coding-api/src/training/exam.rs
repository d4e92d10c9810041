//! Examinations: each is an event when it begins and one when it ends, however it ends.

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

/// Begins an examination; from then on it is on record.
///
/// # Errors
/// Where there is no such exercise, another examination of whoever works here runs, or nothing can be written.
pub fn training_exam_begin(app: &App, exercise: &str) -> Result<ExamDto, ApiError> {
    require_none(app, "beginning an examination")?;
    let (_, found) = packs::find(app, exercise)?;
    let id = Uuid::now_v7();
    let seconds = found.limit();
    // held before it is on record, so that no other program takes it for interrupted
    app.exams.hold(app.home(), id)?;
    let begun = app.store(|store| {
        let (at, person) = (clock::now(), settings::person(store)?);
        store.append_event(&NewEvent {
            at: &at,
            person: &person,
            kind: BEGUN,
            encounter: None,
            body: json!({"exam": id.to_string(), "exercise": found.id, "seconds": seconds}),
        })?;
        Ok(ExamDto {
            id: id.to_string(),
            exercise: found.id.clone(),
            person,
            at,
            seconds,
            state: "running".to_owned(),
            score: None,
        })
    });
    if begun.is_err() {
        app.exams.release(app.home(), id);
    }
    begun
}

/// Leaves an examination without an answer.
///
/// # Errors
/// Where no such examination is running, or nothing can be written.
pub fn training_exam_leave(app: &App, id: &str) -> Result<(), ApiError> {
    app.store(|store| {
        require_running(app, id)?;
        end(store, id, LEFT)
    })?;
    closed(app, id);
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

fn is_running(app: &App, id: &str) -> bool {
    Uuid::parse_str(id).is_ok_and(|id| app.exams.is_here(id))
}

fn is_running_anywhere(app: &App, id: &str) -> bool {
    Uuid::parse_str(id).is_ok_and(|id| app.exams.is_anywhere(app.home(), id))
}

fn require_running(app: &App, id: &str) -> Result<(), ApiError> {
    if is_running(app, id) {
        return Ok(());
    }
    Err(ApiError::not_found(
        "handing in an examination: it is not running any more; begin it anew",
    ))
}

/// The running examination that an answer is handed in for: milliseconds since it began, and whether its time had
/// run out.
pub(super) fn handed_in(
    app: &App,
    store: &Store,
    id: &str,
    exercise: &str,
) -> Result<(u32, bool), ApiError> {
    require_running(app, id)?;
    let begun = people::events_of(store, &[BEGUN])?;
    let event = begun
        .iter()
        .rev()
        .find(|e| text(e, "exam") == id && text(e, "exercise") == exercise)
        .ok_or_else(|| {
            ApiError::input("handing in an examination: it was begun for another exercise")
        })?;
    if event.person != settings::person(store)? {
        return Err(ApiError::input(
            "handing in an examination: somebody else began it; begin your own",
        ));
    }
    let elapsed = clock::milliseconds_since(&event.at);
    let limit = event.body["seconds"].as_u64().unwrap_or(u64::MAX);
    let out = elapsed > limit.saturating_mul(1_000).saturating_add(GRACE);
    Ok((u32::try_from(elapsed).unwrap_or(u32::MAX), out))
}

/// Nothing more is handed in for it.
pub(super) fn closed(app: &App, id: &str) {
    if let Ok(id) = Uuid::parse_str(id) {
        app.exams.release(app.home(), id);
    }
}

/// Refuses what would help in an examination, while whoever works here is in one, in whichever program that runs. What
/// needs no database, as the book, is not kept from anybody because the database cannot be read.
///
/// # Errors
/// While one runs.
pub fn require_no_examination(app: &App, attempted: &str) -> Result<(), ApiError> {
    if is_in_one(app).unwrap_or(false) {
        return Err(in_examination(attempted));
    }
    Ok(())
}

/// As [`require_no_examination`], for what needs the database in any case.
///
/// # Errors
/// While one runs, or where the database cannot be read.
pub(crate) fn require_none(app: &App, attempted: &str) -> Result<(), ApiError> {
    if is_in_one(app)? {
        return Err(in_examination(attempted));
    }
    Ok(())
}

/// Whether whoever works here is in an examination.
fn is_in_one(app: &App) -> Result<bool, ApiError> {
    if app.exams.is_any_here() {
        return Ok(true);
    }
    // the ledger is asked only where some program may hold one
    if !app.exams.may_be_elsewhere(app.home()) {
        return Ok(false);
    }
    app.store(|store| {
        let person = settings::person(store)?;
        let open = unended(store, Some(&person))?;
        Ok(open.iter().any(|id| is_running_anywhere(app, id)))
    })
}

fn in_examination(attempted: &str) -> ApiError {
    ApiError::input(format!(
        "{attempted}: an examination is running; hand it in or leave it first"
    ))
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
        } else if let Some(exam) = exams
            .iter_mut()
            .find(|e| e.id == id && e.state == "running")
        {
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
        interrupt(app, store)?;
        let person = settings::person(store)?;
        let attempts = super::attempt::all(store)?;
        let mut exams = fold(store, &attempts)?;
        exams.retain(|e| {
            e.person == person && e.state != "handed in" && !is_running_anywhere(app, &e.id)
        });
        Ok(exams)
    })
}

/// Leaves what runs here: whoever locks the program, or lets another sign in, leaves their examination. Nothing runs
/// here any more in any case; what could not be written is put on record as interrupted later.
pub(crate) fn leave_running(app: &App, store: &mut Store) -> Result<(), ApiError> {
    let running = app.exams.release_all(app.home());
    if running.is_empty() {
        return Ok(());
    }
    for id in unended(store, None)? {
        if Uuid::parse_str(&id).is_ok_and(|id| running.contains(&id)) {
            end(store, &id, LEFT)?;
        }
    }
    Ok(())
}

/// Examinations that began and have no end, those of one person where one is named.
fn unended(store: &Store, person: Option<&str>) -> Result<Vec<String>, ApiError> {
    let mut open: Vec<String> = Vec::new();
    for event in people::events_of(store, &[BEGUN, LEFT, INTERRUPTED, ATTEMPTED])? {
        let id = text(&event, "exam");
        if event.kind != BEGUN {
            open.retain(|o| o != id);
        } else if person.is_none_or(|p| p == event.person) {
            open.push(id.to_owned());
        }
    }
    Ok(open)
}

/// Puts on record that examinations without an end were interrupted, but for those that run, here or in another
/// program.
pub(super) fn interrupt(app: &App, store: &mut Store) -> Result<(), ApiError> {
    if !matches!(store.mode(), Mode::ReadWrite) {
        return Ok(());
    }
    for id in unended(store, None)? {
        if !is_running_anywhere(app, &id) {
            end(store, &id, INTERRUPTED)?;
        }
    }
    Ok(())
}

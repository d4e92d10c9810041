//! Writing exercises: drafts are checked against the release before they become part of a pack's file.

use std::fs;
use std::path::PathBuf;

use coding_model::Duty;
use coding_store::{Home, NewEvent};
use coding_training::Walker;
use coding_training::exercise::{self, Exercise, Pack};
use serde_json::json;
use uuid::Uuid;

use super::{draft, packs};
use crate::dto::{DraftDto, OwnPackDto, PackHeadDto};
use crate::{ApiError, App, clock, encounter, export, people, settings};

const AUTHORED: &str = "exercise-authored";
/// Longest identifier, in characters.
const LONGEST: usize = 40;

/// Where people have accounts, exercises are written by trainers.
pub(super) fn require_trainer(app: &App) -> Result<(), ApiError> {
    app.store(|store| people::require(store, Duty::Trainer, "writing exercises"))
}

/// The packs of one's own, with their exercises as drafts.
///
/// # Errors
/// Where a file in the folder of exercises is no pack, or whoever works here is no trainer.
pub fn author_packs(app: &App) -> Result<Vec<OwnPackDto>, ApiError> {
    require_trainer(app)?;
    Ok(packs::own(app)?
        .iter()
        .map(|(_, pack)| draft::own(pack))
        .collect())
}

/// What is wrong with a draft; nothing where it can be kept.
///
/// # Errors
/// Where the release is not installed, or a file in the folder of exercises is no pack.
pub fn author_check(
    app: &App,
    head: &PackHeadDto,
    written: &DraftDto,
) -> Result<Vec<String>, ApiError> {
    let edition = app.library().open(&head.release)?;
    let mut faults = head_faults(head);
    match draft::exercise(written) {
        Err(error) => faults.push(error.message),
        Ok(one) => {
            if !is_identifier(&one.id) {
                faults.push(identifier("the exercise", &one.id));
            } else if let Ok((other, _)) = packs::find(app, &one.id)
                && other.id != head.id.trim()
            {
                faults.push(format!(
                    "the pack {:?} has an exercise {:?}",
                    other.id, one.id
                ));
            }
            faults.extend(exercise::check_one(&Walker::new(edition.codebook()), &one));
        }
    }
    Ok(faults)
}

/// Keeps an exercise in a pack's file; one of the same identifier in that pack is replaced. `reviewed` says that a
/// person read the text of one that was made of a chart, and that nobody is to be recognized in it.
///
/// # Errors
/// Where the exercise does not hold in the release, was made of a chart and not read, the pack is one that the
/// program carries, or nothing can be written. The file is left as it was then.
pub fn author_save(
    app: &App,
    head: &PackHeadDto,
    written: &DraftDto,
    reviewed: bool,
) -> Result<OwnPackDto, ApiError> {
    require_trainer(app)?;
    let faults = author_check(app, head, written)?;
    if let Some(first) = faults.first() {
        return Err(ApiError::input(format!(
            "keeping the exercise: {} found, first: {first}; correct it and keep it again",
            match faults.len() {
                1 => "1 fault was".to_owned(),
                n => format!("{n} faults were"),
            }
        )));
    }
    let chart = Some(written.chart.as_str()).filter(|c| !c.is_empty());
    if chart.is_some() && !reviewed {
        return Err(ApiError::input(
            "keeping the exercise: it was made of a chart, and nobody has said that its text was read; read it, and say that nobody is to be recognized in it",
        ));
    }
    let chart = chart.map(encounter::identifier).transpose()?;
    if chart.is_some() {
        app.require_confirmation("making an exercise of a chart")?;
    }
    let one = draft::exercise(written)?;
    // from reading the pack to writing it, nobody else writes into one
    let _held = Home::new(app.home()).hold_own_files()?;
    let (path, pack) = joined(app, head, one.clone())?;
    let edition = app.library().open(&pack.release)?;
    let walker = Walker::new(edition.codebook());
    if let Some(found) = exercise::check(&walker, &pack).first() {
        return Err(ApiError::input(format!(
            "keeping the exercise: {:?} of the same pack does not hold in {}: {}; choose another pack",
            found.exercise, pack.release, found.found
        )));
    }
    // on record before the text leaves the database
    app.store(|store| {
        if let Some(id) = chart {
            store.encounter(id)?;
        }
        let (at, person) = (clock::now(), settings::person(store)?);
        store.append_event(&NewEvent {
            at: &at,
            person: &person,
            kind: AUTHORED,
            encounter: chart,
            body: json!({"pack": pack.id, "exercise": one.id, "kind": one.kind}),
        })?;
        Ok(())
    })?;
    write(&path, &pack)?;
    Ok(draft::own(&pack))
}

/// The pack with the exercise in it, and its file.
fn joined(app: &App, head: &PackHeadDto, one: Exercise) -> Result<(PathBuf, Pack), ApiError> {
    let id = head.id.trim();
    let known = packs::own(app)?.into_iter().find(|(_, pack)| pack.id == id);
    let (path, mut exercises) = match known {
        Some((path, pack)) => (path, pack.exercises),
        None => (packs::folder(app).join(format!("{id}.toml")), Vec::new()),
    };
    match exercises.iter_mut().find(|e| e.id == one.id) {
        Some(old) => *old = one,
        None => exercises.push(one),
    }
    let pack = Pack {
        id: id.to_owned(),
        title: head.title.trim().to_owned(),
        level: head.level,
        release: head.release.clone(),
        license: head.license.trim().to_owned(),
        about: head.about.trim().to_owned(),
        exercises,
    };
    Ok((path, pack))
}

/// Takes an exercise out of a pack of one's own; what learners did of it stays in the ledger.
///
/// # Errors
/// Where there is no such pack or exercise, or nothing can be written.
pub fn author_remove(app: &App, pack: &str, exercise: &str) -> Result<Vec<OwnPackDto>, ApiError> {
    require_trainer(app)?;
    let held = Home::new(app.home()).hold_own_files()?;
    let found = packs::own(app)?
        .into_iter()
        .find(|(_, p)| p.id == pack && p.exercises.iter().any(|e| e.id == exercise));
    let Some((path, mut kept)) = found else {
        return Err(ApiError::not_found(format!(
            "taking the exercise {exercise:?} out: no pack of your own has it"
        )));
    };
    kept.exercises.retain(|e| e.id != exercise);
    if kept.exercises.is_empty() {
        fs::remove_file(&path).map_err(ApiError::disk("taking away", &path))?;
    } else {
        write(&path, &kept)?;
    }
    drop(held);
    author_packs(app)
}

/// Puts a file in place of what was there, whole or not at all.
fn write(path: &std::path::Path, pack: &Pack) -> Result<(), ApiError> {
    let text = exercise::write(pack)
        .map_err(|e| ApiError::outside(format!("writing {}: {e}", path.display())))?;
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(ApiError::disk("making the folder", folder))?;
    }
    let draft = path.with_extension(format!("toml.{}", Uuid::now_v7()));
    export::write_new(&draft, text.as_bytes())?;
    fs::rename(&draft, path).map_err(|e| {
        let _ = fs::remove_file(&draft);
        ApiError::disk("writing", path)(e)
    })
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn identifier(of: &str, found: &str) -> String {
    format!(
        "the identifier of {of} is {:?}; it is made of lower-case letters, digits and hyphens",
        found.chars().take(LONGEST).collect::<String>()
    )
}

fn head_faults(head: &PackHeadDto) -> Vec<String> {
    let id = head.id.trim();
    let mut faults = Vec::new();
    if !is_identifier(id) {
        faults.push(identifier("the pack", id));
    } else if packs::is_carried(id) {
        faults.push(format!(
            "{id:?} is a pack that the program carries; name another"
        ));
    }
    if head.title.trim().is_empty() {
        faults.push("the pack has no title".to_owned());
    }
    if !(1..=10).contains(&head.level) {
        faults.push(format!("the grade is {}; it is 1 to 10", head.level));
    }
    if head.license.trim().is_empty() {
        faults.push("the pack names no licence".to_owned());
    }
    faults
}

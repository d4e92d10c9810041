//! The packs: those that the program carries, and those in the home's `exercises` folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use coding_training::exercise::{self, Exercise, Pack};
use coding_training::score::{Progress, Standing, is_right, standings};

use icd10cm::Codebook;

use super::attempt::{self, Attempt};
use crate::dto::{ExerciseRowDto, PackDto, name_of};
use crate::{ApiError, App, settings};

/// Folder of a person's own packs, in the home folder.
const FOLDER: &str = "exercises";
/// Longest pack, in bytes.
pub(super) const LONGEST: u64 = 4 << 20;

macro_rules! carried {
    ($($name:literal),* $(,)?) => {
        &[$(include_str!(concat!("../../../../../assets/exercises/", $name, ".toml"))),*]
    };
}

const CARRIED: &[&str] = carried![
    "01-first-steps",
    "02-index-walks",
    "03-cross-references",
    "04-tabular",
    "05-completing",
    "06-sequence",
    "07-clinic",
    "08-audit",
    "09-vigilance",
    "10-messy-charts",
];

fn carried() -> &'static [Arc<Pack>] {
    static PACKS: OnceLock<Vec<Arc<Pack>>> = OnceLock::new();
    PACKS.get_or_init(|| {
        CARRIED
            .iter()
            .filter_map(|text| exercise::read(text).ok())
            .map(Arc::new)
            .collect()
    })
}

/// The folder of a person's own packs.
pub(super) fn folder(app: &App) -> PathBuf {
    app.home().join(FOLDER)
}

/// The packs of the folder with their files. A file that is no pack is an error that names it.
pub(super) fn own(app: &App) -> Result<Vec<(PathBuf, Pack)>, ApiError> {
    let mut paths: Vec<_> = fs::read_dir(folder(app))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let fault = |found: String| fault(&path, &found);
            let size = fs::metadata(&path).map_err(|e| fault(e.to_string()))?.len();
            if size > LONGEST {
                return Err(fault(format!("it is longer than {LONGEST} bytes")));
            }
            let text = fs::read_to_string(&path).map_err(|e| fault(e.to_string()))?;
            let pack = exercise::read(&text).map_err(|e| fault(e.to_string()))?;
            Ok((path, pack))
        })
        .collect()
}

fn fault(path: &Path, found: &str) -> ApiError {
    ApiError::input(format!(
        "reading the exercises {}: {found}; correct the file, or take it out of the folder",
        path.display()
    ))
}

/// All packs, by grade. A file that is no pack is an error that names it.
pub(super) fn all(app: &App) -> Result<Vec<Arc<Pack>>, ApiError> {
    let mut packs = carried().to_vec();
    for (path, pack) in own(app)? {
        let taken = |id: &str| packs.iter().any(|p| p.exercises.iter().any(|e| e.id == id));
        if let Some(twice) = pack.exercises.iter().find(|e| taken(&e.id)) {
            let found = format!("another pack has an exercise {:?}", twice.id);
            return Err(fault(&path, &found));
        }
        packs.push(Arc::new(pack));
    }
    packs.sort_by_key(|p| p.level);
    Ok(packs)
}

/// An exercise with its pack.
pub(super) fn find(app: &App, id: &str) -> Result<(Arc<Pack>, Exercise), ApiError> {
    for pack in all(app)? {
        if let Some(found) = pack.exercises.iter().find(|e| e.id == id) {
            let found = found.clone();
            return Ok((pack, found));
        }
    }
    Err(ApiError::not_found(format!(
        "opening the exercise {id:?}: no pack has it; choose one of the list"
    )))
}

/// Label of the chapter of an exercise's first right code; empty where there is none.
pub(super) fn chapter(book: &Codebook, exercise: &Exercise) -> String {
    let right = exercise.codes.first().map(|c| c.code);
    let wrong = exercise.suggestions.first().map(|s| s.code);
    right
        .or(wrong)
        .and_then(|code| book.entry_of(code))
        .map(|entry| entry.chapter().label().to_owned())
        .unwrap_or_default()
}

/// Whether the program carries a pack of that identifier.
pub(super) fn is_carried(id: &str) -> bool {
    carried().iter().any(|p| p.id == id)
}

/// Score of a person's last answer to an exercise, where nobody was led.
fn last(exercise: &Exercise, person: &str, attempts: &[Attempt]) -> Option<f64> {
    let own = |a: &&Attempt| {
        a.person == person && a.body.exercise == exercise.id && a.body.mode != "guided"
    };
    attempts.iter().rev().find(own).map(|a| a.body.score)
}

/// What a person did of a pack: the last answer to each exercise, where nobody was led.
pub(super) fn progress(pack: &Pack, person: &str, attempts: &[Attempt]) -> Progress {
    let last: Vec<f64> = pack
        .exercises
        .iter()
        .filter_map(|exercise| last(exercise, person, attempts))
        .collect();
    Progress::of(pack.exercises.len(), &last)
}

/// How each pack stands. One whose release is not installed is not the next, and holds nothing up.
fn stand(
    packs: &[Arc<Pack>],
    progress: &[Progress],
    ready: impl Fn(&str) -> bool,
) -> Vec<Standing> {
    let usable: Vec<Progress> = packs
        .iter()
        .zip(progress)
        .filter(|(pack, _)| ready(&pack.release))
        .map(|(_, progress)| *progress)
        .collect();
    let mut found = standings(&usable).into_iter();
    packs
        .iter()
        .zip(progress)
        .map(|(pack, progress)| {
            let own = ready(&pack.release).then(|| found.next()).flatten();
            own.unwrap_or(match progress.is_mastered() {
                true => Standing::Mastered,
                false => Standing::Ahead,
            })
        })
        .collect()
}

/// All packs with what this person has done of them.
///
/// # Errors
/// Where a file in the folder of exercises is no pack, or the database cannot be read.
pub fn training_packs(app: &App) -> Result<Vec<PackDto>, ApiError> {
    let packs = all(app)?;
    let (person, attempts) =
        app.store(|store| Ok((settings::person(store)?, attempt::all(store)?)))?;
    let (manifests, _) = app.library().manifests();
    let progress: Vec<Progress> = packs
        .iter()
        .map(|pack| progress(pack, &person, &attempts))
        .collect();
    let standings = stand(&packs, &progress, |release| {
        manifests.iter().any(|m| m.release == release)
    });
    let row = |exercise: &Exercise| {
        let own: Vec<&Attempt> = attempts
            .iter()
            .filter(|a| a.person == person && a.body.exercise == exercise.id)
            .collect();
        ExerciseRowDto {
            id: exercise.id.clone(),
            kind: name_of(&exercise.kind),
            start: exercise.text.trim().chars().take(90).collect(),
            attempts: own.len(),
            best: own.iter().map(|a| a.body.score).reduce(f64::max),
            right: last(exercise, &person, &attempts).is_some_and(is_right),
        }
    };
    Ok(packs
        .iter()
        .zip(progress.iter().zip(standings))
        .map(|(pack, (progress, standing))| PackDto {
            id: pack.id.clone(),
            title: pack.title.clone(),
            level: pack.level,
            about: pack.about.clone(),
            release: pack.release.clone(),
            ready: manifests.iter().any(|m| m.release == pack.release),
            own: !is_carried(&pack.id),
            standing: name_of(&standing),
            right: progress.right,
            exercises: pack.exercises.iter().map(row).collect(),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_carried_pack_is_read() {
        assert_eq!(carried().len(), CARRIED.len());
    }
}

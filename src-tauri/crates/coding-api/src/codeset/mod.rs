//! The installed releases of the classification, under `codeset/<release>/` in the home folder.

mod companion;
mod compare;
mod edition;
mod gather;
mod guidelines;
mod install;
mod known;
mod learn;
mod lists;
mod manifest;
mod model;
mod select;
mod sentences;
mod starter;
mod verify;
mod window;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use icd10cm::{Date, Release};

pub use codeset_fetch::Progress as FetchProgress;
pub use companion::CompanionKind;
pub(crate) use compare::Compared;
pub use edition::Edition;
pub(crate) use edition::lexicon;
pub(crate) use guidelines::Beside;
pub use install::{InstallRequest, InstallStep, Installed};
pub use learn::SEED;
pub use manifest::{CompanionFile, Manifest, PartFile};
pub use model::{TrainedModel, TrainingStep};
pub use select::{in_force, last_day};
pub use sentences::{EmbeddingStep, SentenceModel};
pub(crate) use window::Installing;
pub use window::{InstallWatch, codeset_install, codeset_learn, codeset_learnt};

use crate::{ApiError, ErrorCode, clock};

/// The installed releases; opened one by one when they are first asked for.
pub struct Library {
    folder: PathBuf,
    open: Mutex<HashMap<String, Arc<Edition>>>,
    differences: compare::Differences,
}

/// The release to use for an encounter.
#[derive(Clone)]
pub struct Selection {
    /// The release.
    pub edition: Arc<Edition>,
    /// Said where it is not the one in force on the encounter's day.
    pub notice: Option<String>,
}

impl Library {
    /// The library in a home folder, which need not exist yet.
    #[must_use]
    pub fn new(home: &Path) -> Self {
        Self {
            folder: home.join("codeset"),
            open: Mutex::default(),
            differences: compare::Differences::default(),
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Forgets an opened release, so that it is opened anew.
    fn forget(&self, release: &str) {
        self.differences.forget(release);
        self.open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(release);
    }

    /// The manifests of all installed releases, newest first; and what cannot be read, one line each.
    #[must_use]
    pub fn manifests(&self) -> (Vec<Manifest>, Vec<String>) {
        let (mut manifests, mut problems) = (Vec::new(), Vec::new());
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return (manifests, problems);
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') || !path.is_dir() {
                continue;
            }
            match Manifest::read(&path) {
                Ok(manifest) if manifest.release == name => manifests.push(manifest),
                Ok(manifest) => problems.push(format!(
                    "reading the installed release {name}: it says it is {}; install it again",
                    manifest.release
                )),
                Err(error) => problems.push(error.message),
            }
        }
        manifests.sort_by_key(|m| std::cmp::Reverse(m.effective));
        problems.sort();
        (manifests, problems)
    }

    /// Opens a release by its name, in any case.
    ///
    /// # Errors
    /// [`ErrorCode::NoRelease`] where it is not installed; [`ErrorCode::Outside`] where its files are damaged.
    pub fn open(&self, name: &str) -> Result<Arc<Edition>, ApiError> {
        let name = name.trim().to_uppercase();
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(edition) = open.get(&name) {
            return Ok(Arc::clone(edition));
        }
        let well_formed = Release::from_name(&name).is_ok();
        let folder = self.folder.join(&name);
        if !well_formed || !folder.is_dir() {
            return Err(self.absent(&name));
        }
        let edition = Arc::new(Edition::open(&folder)?);
        open.insert(name, Arc::clone(&edition));
        Ok(edition)
    }

    /// The release to use: the named one, else the one in force on a day, else the one in force today.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn select(&self, named: Option<&str>, day: Option<Date>) -> Result<Selection, ApiError> {
        if let Some(name) = named {
            let edition = self.open(name)?;
            let release = edition.manifest().release();
            let notice = day
                .filter(|day| !in_force(&release, *day))
                .map(|day| format!("{} is not in force on {day}", release.name));
            return Ok(Selection { edition, notice });
        }
        let (manifests, problems) = self.manifests();
        let installed: Vec<Release> = manifests.iter().map(Manifest::release).collect();
        let Some((release, notice)) = select::choose(&installed, day, clock::today()) else {
            return Err(match problems.into_iter().next() {
                Some(problem) => ApiError::new(ErrorCode::NoRelease, problem),
                None => self.absent(""),
            });
        };
        Ok(Selection {
            edition: self.open(&release.name)?,
            notice,
        })
    }

    /// Name of the release that would be used for a day, without opening it, and what is said where it is
    /// not in force on that day.
    pub(crate) fn name_for(
        installed: &[Release],
        day: Option<Date>,
    ) -> Option<(String, Option<String>)> {
        select::choose(installed, day, clock::today())
            .map(|(release, notice)| (release.name.clone(), notice))
    }

    fn absent(&self, name: &str) -> ApiError {
        let installed: Vec<String> = self.manifests().0.into_iter().map(|m| m.release).collect();
        let message = if installed.is_empty() {
            "no code set is installed; run: codetrail-cli codeset install".to_owned()
        } else {
            format!(
                "release {name:?} is not installed; installed are {}. Install it with: codetrail-cli codeset install --release {name}",
                installed.join(", ")
            )
        };
        ApiError::new(ErrorCode::NoRelease, message)
    }
}

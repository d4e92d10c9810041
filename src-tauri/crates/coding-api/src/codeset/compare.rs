//! Installed releases beside each other: which came before, and what changed between two.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use icd10cm::Change;

use super::{Edition, Library};
use crate::ApiError;

/// The differences that were asked for, by older and newer release.
#[derive(Default)]
pub(super) struct Differences(Mutex<HashMap<Pair, Arc<Vec<Change>>>>);

/// Names of the older and the newer release.
type Pair = (String, String);

/// Two releases and what changed between them.
pub(crate) struct Compared {
    /// The older release.
    pub older: Arc<Edition>,
    /// The newer release.
    pub newer: Arc<Edition>,
    /// The changes.
    pub changes: Arc<Vec<Change>>,
}

impl Differences {
    /// Forgets what was compared with a release.
    pub(super) fn forget(&self, release: &str) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|(older, newer), _| older != release && newer != release);
    }
}

impl Library {
    /// The installed release before one; `None` where it is the oldest.
    #[must_use]
    pub fn before(&self, edition: &Edition) -> Option<Arc<Edition>> {
        let (manifests, _) = self.manifests();
        manifests
            .iter()
            .filter(|m| m.effective < edition.manifest().effective)
            .find_map(|m| self.open(&m.release).ok())
    }

    /// All installed releases that can be opened, newest first.
    pub(crate) fn editions(&self) -> Vec<Arc<Edition>> {
        let (manifests, _) = self.manifests();
        manifests
            .iter()
            .filter_map(|m| self.open(&m.release).ok())
            .collect()
    }

    /// The changes from one release to another, computed once; the older one is told by its first day, whichever
    /// is named first.
    ///
    /// # Errors
    /// Where one of them is not installed, or both are the same.
    pub(crate) fn difference(&self, one: &str, other: &str) -> Result<Compared, ApiError> {
        let (one, other) = (self.open(one)?, self.open(other)?);
        if one.name() == other.name() {
            return Err(ApiError::input(format!(
                "comparing {} with itself: name two releases; codeset list shows which are installed",
                one.name()
            )));
        }
        let (older, newer) = if one.manifest().effective <= other.manifest().effective {
            (one, other)
        } else {
            (other, one)
        };
        let key = (older.name().to_owned(), newer.name().to_owned());
        let mut known = self
            .differences
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let changes = known
            .entry(key)
            .or_insert_with(|| Arc::new(icd10cm::difference(older.codebook(), newer.codebook())));
        let changes = Arc::clone(changes);
        drop(known);
        Ok(Compared {
            older,
            newer,
            changes,
        })
    }
}

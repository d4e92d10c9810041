//! Which examinations are running: those that this program began, and those that another one holds on the same home
//! folder. Each is held by a lock on an empty file of its identifier, which the system lets go when a program ends,
//! however it ends.

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use crate::ApiError;

/// Folder of the files, in the home folder.
const FOLDER: &str = "exams";

/// The examinations that this program began, with their locks. Dropped, it lets go of all of them.
#[derive(Default)]
pub(crate) struct Running(Mutex<HashMap<Uuid, File>>);

impl Running {
    fn held(&self) -> MutexGuard<'_, HashMap<Uuid, File>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Holds an examination that is about to begin.
    ///
    /// # Errors
    /// Where its file cannot be made.
    pub(super) fn hold(&self, home: &Path, id: Uuid) -> Result<(), ApiError> {
        let failed = |e: std::io::Error| {
            ApiError::outside(format!(
                "beginning an examination: the folder {FOLDER} of the home folder cannot be written to: {e}; allow it"
            ))
        };
        fs::create_dir_all(home.join(FOLDER)).map_err(failed)?;
        let file = File::create_new(path(home, id)).map_err(failed)?;
        // some network file systems know no locks: there another program takes it for interrupted
        let _ = file.try_lock();
        self.held().insert(id, file);
        Ok(())
    }

    /// Whether this program began it and it has not ended.
    pub(super) fn is_here(&self, id: Uuid) -> bool {
        self.held().contains_key(&id)
    }

    /// Whether this program began any that has not ended.
    pub(super) fn is_any_here(&self) -> bool {
        !self.held().is_empty()
    }

    /// Whether any program that still runs began it. What a program left behind that runs no more is tidied away.
    pub(super) fn is_anywhere(&self, home: &Path, id: Uuid) -> bool {
        if self.is_here(id) {
            return true;
        }
        let path = path(home, id);
        let Ok(file) = File::open(&path) else {
            return false;
        };
        if matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)) {
            return true;
        }
        drop(file);
        // should it stay, it only lies there
        let _ = fs::remove_file(path);
        false
    }

    /// Whether some program may hold one: without a file of any, none does.
    pub(super) fn may_be_elsewhere(&self, home: &Path) -> bool {
        fs::read_dir(home.join(FOLDER)).is_ok_and(|mut files| files.next().is_some())
    }

    /// Lets go of all that this program began; which they were.
    pub(super) fn release_all(&self, home: &Path) -> Vec<Uuid> {
        let ids: Vec<Uuid> = self.held().keys().copied().collect();
        for id in &ids {
            self.release(home, *id);
        }
        ids
    }

    /// Lets go of one that has ended.
    pub(super) fn release(&self, home: &Path, id: Uuid) {
        let file = self.held().remove(&id);
        if file.is_some() {
            drop(file);
            let _ = fs::remove_file(path(home, id));
        }
    }
}

fn path(home: &Path, id: Uuid) -> PathBuf {
    home.join(FOLDER).join(id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_held_until_it_ends_or_its_program_does() {
        let home = tempfile::tempdir().unwrap();
        let (one, other) = (Running::default(), Running::default());
        let (first, second) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let seen = |of: &Running, id| (of.is_here(id), of.is_anywhere(home.path(), id));
        assert_eq!(seen(&one, first), (false, false), "it has not begun");
        one.hold(home.path(), first).unwrap();
        one.hold(home.path(), second).unwrap();
        assert!(one.hold(home.path(), first).is_err(), "it has begun");
        assert_eq!(seen(&one, first), (true, true));
        assert_eq!(seen(&other, first), (false, true));
        one.release(home.path(), first);
        assert_eq!(seen(&one, first), (false, false));
        assert_eq!(seen(&other, second), (false, true));
        one.hold(home.path(), first).unwrap();
        assert!(other.may_be_elsewhere(home.path()));
        let mut all = one.release_all(home.path());
        all.sort();
        assert_eq!(all, [first, second]);
        assert!(!other.may_be_elsewhere(home.path()));
        one.hold(home.path(), second).unwrap();
        drop(one);
        assert_eq!(seen(&other, second), (false, false));
        assert_eq!(fs::read_dir(home.path().join(FOLDER)).unwrap().count(), 0);
    }
}

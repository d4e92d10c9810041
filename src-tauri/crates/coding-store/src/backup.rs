//! Copies: a folder that can take the place of a home.

use std::fs;
use std::path::Path;

use crate::home::Home;
use crate::{Head, KeySource, Store, StoreError, head};

/// A copy that was made and verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backup {
    /// The last event in it.
    pub head: Head,
    /// Whether the copy holds what opens it: the key locked with a passphrase, or the name of its keyring entry. A
    /// key that lies in the open is not copied beside the data it protects; without it the copy cannot be read.
    pub key_included: bool,
}

impl Store {
    /// Copies the database as it is now, encrypted with the same key, into a new folder in the shape of a home,
    /// and verifies the copy. Others may go on writing meanwhile.
    ///
    /// # Errors
    /// Where the folder is not empty, the copy cannot be written, or it does not verify.
    pub fn backup(&self, to: &Path) -> Result<Backup, StoreError> {
        if self.home.is_none() {
            // its pages are not encrypted, and a copy of them would not be either
            let found = "a store in memory is not copied to disk".to_owned();
            return Err(StoreError::Invalid {
                what: "a backup",
                found,
            });
        }
        let target = Home::new(to);
        target.create()?;
        let mut inside =
            fs::read_dir(to).map_err(|e| StoreError::io("reading the folder", to, &e))?;
        if inside.next().is_some() {
            let found = format!("the folder {} is not empty", to.display());
            return Err(StoreError::Invalid {
                what: "a backup",
                found,
            });
        }
        let path = target.database();
        let Some(text) = path.to_str() else {
            let found = "the folder's name is not Unicode".to_owned();
            return Err(StoreError::Invalid {
                what: "a backup",
                found,
            });
        };
        self.conn
            .execute("VACUUM INTO ?1", [text])
            .map_err(|e| StoreError::of(&path, &e))?;
        fs::File::open(&path)
            .and_then(|file| file.sync_all())
            .map_err(|e| StoreError::io("writing", &path, &e))?;
        let key_included = matches!(
            self.key_source(),
            KeySource::Keyring | KeySource::Passphrase
        );
        if let (true, Some(home)) = (key_included, &self.home) {
            let bytes = fs::read(home.key())
                .map_err(|e| StoreError::io("reading the key", &home.key(), &e))?;
            crate::home::create_file(&target.key(), &bytes)
                .map_err(|e| StoreError::io("writing the key", &target.key(), &e))?;
        }
        let head = self.verify_copy(&path)?;
        head::write(&target, head)?;
        Ok(Backup { head, key_included })
    }

    fn verify_copy(&self, path: &Path) -> Result<Head, StoreError> {
        let copy = self.open_copy(path)?;
        let verification = copy.verify()?;
        match verification.fault {
            None => Ok(verification.head),
            Some(fault) => Err(copy.corrupt(fault.to_string())),
        }
    }
}

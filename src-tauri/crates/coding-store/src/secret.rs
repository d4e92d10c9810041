//! Keys to other places, such as a model's server: in the platform's keyring where one truly works, else in the
//! encrypted database. Never in a file of their own.

use zeroize::Zeroizing;

use crate::key::platform;
use crate::{Store, StoreError};

/// Where a secret is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretPlace {
    /// In the platform's keyring; the database names the entry.
    Keyring,
    /// In the encrypted database.
    Database,
}

/// Names of the settings that hold secrets, or the entries of the keyring, begin so.
const PREFIX: &str = "secret.";
const ENTRY: &str = "keyring ";
const HELD: &str = "here ";

impl Store {
    /// Keeps a secret under a name in place of the one before. With `keyring` the platform's keyring is tried first.
    ///
    /// # Errors
    /// Where the database cannot be written to.
    pub fn keep_secret(
        &mut self,
        name: &str,
        secret: &str,
        keyring: bool,
    ) -> Result<SecretPlace, StoreError> {
        let before = self.setting(&format!("{PREFIX}{name}"))?;
        let entry = keyring
            .then(|| platform::put_bytes("key", secret.as_bytes()))
            .flatten();
        let (line, place) = match &entry {
            Some(entry) => (
                Zeroizing::new(format!("{ENTRY}{entry}")),
                SecretPlace::Keyring,
            ),
            None => (
                Zeroizing::new(format!("{HELD}{secret}")),
                SecretPlace::Database,
            ),
        };
        if let Err(error) = self.put_setting(&format!("{PREFIX}{name}"), &line) {
            if let Some(entry) = entry {
                platform::forget(&entry);
            }
            return Err(error);
        }
        forget_entry(before.as_deref());
        Ok(place)
    }

    /// A secret; none where none is kept under the name.
    ///
    /// # Errors
    /// Where the database cannot be read, or the keyring does not give it.
    pub fn secret(&self, name: &str) -> Result<Option<Zeroizing<String>>, StoreError> {
        let Some(line) = self
            .setting(&format!("{PREFIX}{name}"))?
            .map(Zeroizing::new)
        else {
            return Ok(None);
        };
        if let Some(entry) = line.strip_prefix(ENTRY) {
            let bytes = platform::get_bytes(entry)?;
            return Ok(Some(Zeroizing::new(
                String::from_utf8_lossy(&bytes).into_owned(),
            )));
        }
        Ok(line
            .strip_prefix(HELD)
            .map(|held| Zeroizing::new(held.to_owned())))
    }

    /// Where a secret is kept; none where none is. The keyring is not asked.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn secret_place(&self, name: &str) -> Result<Option<SecretPlace>, StoreError> {
        let line = self
            .setting(&format!("{PREFIX}{name}"))?
            .map(Zeroizing::new);
        Ok(line.map(|line| match line.strip_prefix(ENTRY) {
            Some(_) => SecretPlace::Keyring,
            None => SecretPlace::Database,
        }))
    }

    /// Takes a secret out, from wherever it is.
    ///
    /// # Errors
    /// Where the database cannot be written to.
    pub fn forget_secret(&mut self, name: &str) -> Result<(), StoreError> {
        let before = self.setting(&format!("{PREFIX}{name}"))?;
        self.remove_settings(&format!("{PREFIX}{name}"))?;
        forget_entry(before.as_deref());
        Ok(())
    }
}

fn forget_entry(line: Option<&str>) {
    if let Some(entry) = line.and_then(|line| line.strip_prefix(ENTRY)) {
        platform::forget(entry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OpenOptions;

    #[test]
    fn a_secret_without_a_keyring_is_in_the_encrypted_database_alone() {
        let home = tempfile::tempdir().unwrap();
        let options = OpenOptions {
            keyring: false,
            ..OpenOptions::default()
        };
        let mut store = Store::open(home.path(), &options).unwrap();
        assert!(store.secret("model").unwrap().is_none());
        let place = store.keep_secret("model", "sk-1", false).unwrap();
        assert_eq!(place, SecretPlace::Database);
        store.keep_secret("model", "sk-nobody-sees", false).unwrap();
        assert_eq!(
            store.secret("model").unwrap().unwrap().as_str(),
            "sk-nobody-sees"
        );
        drop(store);
        for file in std::fs::read_dir(home.path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!bytes.windows(9).any(|w| w == b"sk-nobody"));
        }
        let mut store = Store::open(home.path(), &options).unwrap();
        assert_eq!(
            store.secret_place("model").unwrap(),
            Some(SecretPlace::Database)
        );
        store.forget_secret("model").unwrap();
        assert!(store.secret("model").unwrap().is_none());
        assert!(store.secret_place("model").unwrap().is_none());
    }
}

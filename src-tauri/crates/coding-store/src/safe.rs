//! The safe: passphrase, recovery key, a new key, all over one database.

use std::path::Path;

use zeroize::Zeroizing;

use crate::connect::connect;
use crate::home::Home;
use crate::table::content_key;
use crate::{KeySource, Passphrase, Store, StoreError, key};

impl Store {
    /// Where the key of a home is kept, told without opening anything; `None` where there is no readable key.
    #[must_use]
    pub fn key_source_of(home: &Path) -> Option<KeySource> {
        key::source_of(&Home::new(home))
    }

    /// Whether a passphrase is the one that the key of a home is locked with; not where it is locked with none.
    ///
    /// # Errors
    /// Where the key file cannot be read.
    pub fn is_passphrase_of(home: &Path, passphrase: &Passphrase) -> Result<bool, StoreError> {
        let options = crate::OpenOptions {
            passphrase: Some(passphrase.clone()),
            ..crate::OpenOptions::default()
        };
        match key::load(&Home::new(home), &options) {
            Ok(found) => Ok(found.is_some_and(|(_, source)| source == KeySource::Passphrase)),
            Err(StoreError::PassphraseWrong { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Whether a recovery key was made for this database.
    #[must_use]
    pub fn has_recovery_key(&self) -> bool {
        self.home
            .as_ref()
            .is_some_and(|home| home.recovery().exists())
    }

    /// Keeps the key without a passphrase again: in the platform's keyring where that may be used and works, else in
    /// the file beside the database.
    ///
    /// # Errors
    /// Where the key file cannot be written; the passphrase stays then.
    pub fn remove_passphrase(&mut self, keyring: bool) -> Result<(), StoreError> {
        self.check_writable()?;
        if self.key_source() != KeySource::Passphrase {
            return Err(refused(
                "removing the passphrase",
                "the key is not locked with one",
            ));
        }
        if let Some(home) = &self.home {
            self.source = key::unlock(home, &self.key, keyring)?;
        }
        Ok(())
    }

    /// Makes a recovery key, which opens the database where the passphrase or the keyring is lost. It is given back
    /// once and cannot be shown again; one made before opens nothing any more.
    ///
    /// # Errors
    /// Where its file cannot be written.
    pub fn make_recovery_key(&mut self) -> Result<Zeroizing<String>, StoreError> {
        self.check_writable()?;
        let Some(home) = &self.home else {
            return Err(refused(
                "making a recovery key",
                "the database is in memory",
            ));
        };
        key::make_recovery(home, &self.key)
    }

    /// Opens the key of a home with its recovery key and locks it with a new passphrase.
    ///
    /// # Errors
    /// Where no recovery key was made, it does not fit, the database does not open with the key, or the key file
    /// cannot be written. Nothing is changed then.
    pub fn recover(home: &Path, recovery: &Passphrase, new: &Passphrase) -> Result<(), StoreError> {
        let home = Home::new(home);
        let found = key::recovered(&home, recovery)?;
        let (conn, _) = connect(&home.database(), &found, true)?;
        drop(conn);
        key::relock(&home, &found, new)?;
        Ok(())
    }

    /// Encrypts the whole database with a new key and puts that in the place of the old one. A passphrase stays what
    /// it was, and is needed to lock the new key; a recovery key has to be made anew. A program that is stopped in
    /// the middle goes on with whichever key the database has.
    ///
    /// # Errors
    /// [`StoreError::Busy`] where another program has the database open; where the passphrase is not given or does
    /// not fit, or nothing can be written. The old key holds then.
    pub fn change_key(&mut self, passphrase: Option<&Passphrase>) -> Result<(), StoreError> {
        self.check_writable()?;
        let Some(home) = self.home.clone() else {
            return Err(refused("changing the key", "the database is in memory"));
        };
        if let (KeySource::Passphrase, Some(given)) = (self.key_source(), passphrase) {
            // another one would lock the new key without anybody having been told
            let options = crate::OpenOptions {
                passphrase: Some(given.clone()),
                ..crate::OpenOptions::default()
            };
            key::load(&home, &options)?;
        }
        // a program that starts meanwhile would take the new key for one that was left behind
        let _lock = home.lock()?;
        self.alone("changing the key")?;
        let done = self.encrypt_anew(&home, passphrase);
        let back = self
            .conn
            .pragma_update(None, "journal_mode", "wal")
            .map_err(|e| StoreError::of(&self.path, &e));
        done?;
        back
    }

    /// Leaves the write-ahead log, which only works where nobody else has the database open.
    pub(crate) fn alone(&self, attempted: &str) -> Result<(), StoreError> {
        let mode: rusqlite::Result<String> =
            self.conn
                .query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0));
        match mode {
            Ok(mode) if mode == "delete" => Ok(()),
            Ok(_) => Err(in_use(attempted)),
            Err(e) => match StoreError::of(&self.path, &e) {
                StoreError::Busy { .. } => Err(in_use(attempted)),
                other => Err(other),
            },
        }
    }

    fn encrypt_anew(
        &mut self,
        home: &Home,
        passphrase: Option<&Passphrase>,
    ) -> Result<(), StoreError> {
        let prepared = key::prepare(home, self.key_source(), passphrase)?;
        let mut text = Zeroizing::new(String::from("PRAGMA rekey = \"x'"));
        text.push_str(&Zeroizing::new(crate::digest::hex(prepared.key.bytes())));
        text.push_str("'\"");
        if let Err(e) = self.conn.execute_batch(&text) {
            key::withdraw(home);
            return Err(StoreError::of(&self.path, &e));
        }
        // from here on the database opens with the new key alone, and a later start would find that out too
        content_key::reseal(&self.conn, &self.content_key, &prepared.key)
            .map_err(|failure| failure.at(&self.path))?;
        self.key = prepared.key;
        key::finish(home)
    }
}

fn refused(attempted: &str, found: &str) -> StoreError {
    StoreError::Refused {
        attempted: attempted.to_owned(),
        found: found.to_owned(),
    }
}

fn in_use(attempted: &str) -> StoreError {
    refused(
        attempted,
        "another program has the database open; close it and try again",
    )
}

//! The store: what can be asked of it and what can be put into it.

use std::fmt;
use std::path::{Path, PathBuf};

use coding_model::{EncounterId, PersonId};
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::Failure;
use crate::home::Home;
use crate::ledger::{self, NewEvent};
use crate::seal::Key;
use crate::table::{encounter, encounter_key, setting};
use crate::{Head, KeySource, Mode, Passphrase, Recorded, StoreError, head, key};

mod encounters;
mod work;

/// Name of the database in the home folder.
pub const DATABASE_FILE: &str = "codetrail.db";

/// The database with its key. One at a time writes; others, in this or another process, wait up to five seconds.
pub struct Store {
    pub(crate) conn: Connection,
    pub(crate) home: Option<Home>,
    pub(crate) path: PathBuf,
    pub(crate) key: Key,
    pub(crate) content_key: Key,
    pub(crate) source: KeySource,
    pub(crate) mode: Mode,
    pub(crate) acting: Option<PersonId>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("path", &self.path)
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}

impl Store {
    pub(crate) fn assemble(
        conn: Connection,
        home: Option<Home>,
        path: PathBuf,
        key: Key,
        content_key: Key,
        source: KeySource,
        mode: Mode,
    ) -> Self {
        Self {
            conn,
            home,
            path,
            key,
            content_key,
            source,
            mode,
            acting: None,
        }
    }

    /// Whether it can be written to, and why not.
    #[must_use]
    pub fn mode(&self) -> &Mode {
        &self.mode
    }

    /// Where the key of the database is kept.
    #[must_use]
    pub fn key_source(&self) -> KeySource {
        self.source
    }

    /// The file of the database; `:memory:` for one in memory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the program remembers under a name.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.read(|conn| Ok(setting::get(conn, name)?))
    }

    /// Remembers something under a name. Not part of the ledger: what must be on record needs an event.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn put_setting(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        self.write(|tx, _| Ok(setting::put(tx, name, value)?))
    }

    /// Reads what is remembered under a name, and remembers in the same transaction what is to stand there instead;
    /// nothing is written where that is `None`. What the change tells besides is handed on.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn change_setting<T>(
        &mut self,
        name: &str,
        change: impl FnOnce(Option<String>) -> (Option<String>, T),
    ) -> Result<T, StoreError> {
        self.write(|tx, _| {
            let (value, told) = change(setting::get(tx, name)?);
            if let Some(value) = value {
                setting::put(tx, name, &value)?;
            }
            Ok(told)
        })
    }

    /// As [`Store::change_setting`], with an event in the same transaction, whose particulars the change tells: what is
    /// remembered and that it changed are on disk together, or neither is.
    ///
    /// # Errors
    /// Where the event may not be recorded, or nothing can be written.
    pub fn change_setting_on_record<T>(
        &mut self,
        name: &str,
        event: &NewEvent<'_>,
        change: impl FnOnce(Option<String>) -> (Option<(String, serde_json::Value)>, T),
    ) -> Result<T, StoreError> {
        event.check()?;
        self.write(|tx, _| {
            let (changed, told) = change(setting::get(tx, name)?);
            if let Some((value, body)) = changed {
                setting::put(tx, name, &value)?;
                ledger::append(
                    tx,
                    &NewEvent {
                        body,
                        ..event.clone()
                    },
                )?;
            }
            Ok(told)
        })
    }

    /// Takes out all settings whose names begin so; how many there were.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn remove_settings(&mut self, prefix: &str) -> Result<usize, StoreError> {
        self.write(|tx, _| Ok(setting::remove(tx, prefix)?))
    }

    /// Locks the key of the database with a passphrase, instead of where it was kept until now.
    ///
    /// # Errors
    /// Where the key file cannot be written; the key stays where it was then.
    pub fn set_passphrase(&mut self, passphrase: &Passphrase) -> Result<(), StoreError> {
        self.check_writable()?;
        if let Some(home) = &self.home {
            self.source = key::relock(home, &self.key, passphrase)?;
        }
        Ok(())
    }

    /// Accepts the ledger as it is though its kept head contradicts it, as after restoring an older copy. The
    /// contradiction is put on record, and the store can be written to again.
    ///
    /// # Errors
    /// Where there is no contradiction, or nothing can be written.
    pub fn accept_ledger(&mut self, at: &str, person: &str) -> Result<Recorded, StoreError> {
        let Mode::ReadOnly(crate::ReadOnlyReason::Ledger(fault)) = self.mode else {
            let found = "its kept head does not contradict it".to_owned();
            return Err(StoreError::Invalid {
                what: "the ledger as accepted",
                found,
            });
        };
        self.mode = Mode::ReadWrite;
        let accepted = self.write(|tx, _| crate::save::reanchoring(tx, fault, at, person));
        let written = accepted.and_then(|recorded| {
            let head = Head {
                sequence: recorded.sequence,
                hash: recorded.hash,
            };
            self.home
                .as_ref()
                .map_or(Ok(()), |home| head::write(home, head))
                .map(|()| recorded)
        });
        if written.is_err() {
            self.mode = Mode::ReadOnly(crate::ReadOnlyReason::Ledger(fault));
        }
        written
    }

    pub(crate) fn read<T>(
        &self,
        act: impl FnOnce(&Connection) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        // one snapshot for all statements of an act; ended without writing when dropped
        let tx = self
            .conn
            .unchecked_transaction()
            .map_err(|e| StoreError::of(&self.path, &e))?;
        act(&tx).map_err(|failure| failure.at(&self.path))
    }

    /// One writing transaction: all of it on disk, or nothing of it.
    pub(crate) fn write<T>(
        &mut self,
        act: impl FnOnce(&Transaction<'_>, &Self) -> Result<T, Failure>,
    ) -> Result<T, StoreError> {
        self.check_writable()?;
        let of = |e: rusqlite::Error| StoreError::of(&self.path, &e);
        let tx =
            Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate).map_err(of)?;
        let done = act(&tx, self).map_err(|failure| failure.at(&self.path))?;
        tx.commit().map_err(of)?;
        self.advance_head();
        Ok(done)
    }

    /// Moves the kept head on. What was committed stays so where this fails; the head is only behind then.
    pub(crate) fn advance_head(&self) {
        if let Some(home) = &self.home {
            let _ = head::advance(home, &self.conn);
        }
    }

    pub(crate) fn check_writable(&self) -> Result<(), StoreError> {
        match &self.mode {
            Mode::ReadWrite => Ok(()),
            Mode::ReadOnly(reason) => Err(StoreError::ReadOnly {
                path: self.path.clone(),
                found: reason.to_string(),
            }),
        }
    }

    /// The key of an encounter's content.
    pub(crate) fn encounter_key(&self, conn: &Connection, id: EncounterId) -> Result<Key, Failure> {
        let Some(wrapped) = encounter_key::wrapped(conn, id)? else {
            let known = encounter::get(conn, id)?;
            return Err(match known {
                Some(row) if row.erased => StoreError::Erased(id),
                Some(_) => self.corrupt(format!("the key of encounter {id} is missing")),
                None => StoreError::NoEncounter(id),
            }
            .into());
        };
        encounter_key::unwrap(&wrapped, &id.to_string(), &self.content_key).ok_or_else(|| {
            self.corrupt(format!("the key of encounter {id} does not open"))
                .into()
        })
    }

    pub(crate) fn unseal(
        &self,
        key: &Key,
        place: &str,
        sealed: &[u8],
    ) -> Result<zeroize::Zeroizing<Vec<u8>>, Failure> {
        key.open(place, sealed)
            .ok_or_else(|| self.corrupt(format!("{place} does not open")).into())
    }

    pub(crate) fn corrupt(&self, found: String) -> StoreError {
        StoreError::Corrupt {
            path: self.path.clone(),
            found,
        }
    }
}

#[cfg(test)]
mod tests;

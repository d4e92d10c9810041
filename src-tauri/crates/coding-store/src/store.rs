//! The store: what can be asked of it and what can be put into it.

use std::fmt;
use std::path::{Path, PathBuf};

use coding_model::{Decision, Encounter, EncounterId, Run, RunId};
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::Failure;
use crate::home::Home;
use crate::seal::Key;
use crate::table::{decision, document, encounter, encounter_key, event, run, setting, suggestion};
use crate::{
    Digest, EncounterSummary, Event, Head, KeySource, Mode, NewEvent, Passphrase, Recorded,
    StoreError, StoredRun, head, key, ledger,
};

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

    /// The encounters of the queue, in the order in which they were stored.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn encounters(&self) -> Result<Vec<EncounterSummary>, StoreError> {
        self.read(|conn| Ok(encounter::list(conn, 0, usize::MAX)?))
    }

    /// A page of the queue: at most `limit` encounters behind the given number (0 for the first page).
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn encounter_page(
        &self,
        after: u64,
        limit: usize,
    ) -> Result<Vec<EncounterSummary>, StoreError> {
        self.read(|conn| Ok(encounter::list(conn, after, limit)?))
    }

    /// How many encounters there are.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn encounter_count(&self) -> Result<u64, StoreError> {
        self.read(|conn| Ok(encounter::count(conn)?))
    }

    /// One encounter with its documents.
    ///
    /// # Errors
    /// Where there is none, its content was erased, or the database cannot be read.
    pub fn encounter(&self, id: EncounterId) -> Result<Encounter, StoreError> {
        self.read(|conn| {
            let key = self.encounter_key(conn, id)?;
            let row = encounter::get(conn, id)?.ok_or(StoreError::NoEncounter(id))?;
            let mut found = encounter::without_documents(id, row)?;
            for row in document::list(conn, id)? {
                found.documents.push(document::from_content(&self.unseal(
                    &key,
                    &document::place(&row.id),
                    &row.content,
                )?)?);
            }
            Ok(found)
        })
    }

    /// Stores an encounter: a new one, changed data of an old one, further documents. What is stored already
    /// is left as it is; documents that are not given are kept.
    ///
    /// # Errors
    /// [`StoreError::DocumentChanged`] where a stored document is given with other content; where the encounter
    /// was erased or nothing can be written.
    pub fn save_encounter(
        &mut self,
        encounter: &Encounter,
        at: &str,
        person: &str,
    ) -> Result<(), StoreError> {
        self.save_encounters(std::slice::from_ref(encounter), at, person)
    }

    /// Stores many encounters in one transaction: all or none.
    ///
    /// # Errors
    /// As [`Store::save_encounter`].
    pub fn save_encounters(
        &mut self,
        encounters: &[Encounter],
        at: &str,
        person: &str,
    ) -> Result<(), StoreError> {
        let content_key = self.content_key.clone();
        self.write(|tx, _| {
            encounters
                .iter()
                .try_for_each(|e| crate::save::encounter(tx, &content_key, e, at, person))
        })
    }

    /// Stores a run of the engine with its suggestions.
    ///
    /// # Errors
    /// Where it is stored already, the encounter is unknown or erased, or nothing can be written.
    pub fn save_run(
        &mut self,
        encounter: EncounterId,
        run: &Run,
        at: &str,
        person: &str,
    ) -> Result<Recorded, StoreError> {
        self.write(|tx, store| {
            crate::save::run(
                tx,
                &store.encounter_key(tx, encounter)?,
                encounter,
                run,
                at,
                person,
            )
        })
    }

    /// The run stored last for an encounter.
    ///
    /// # Errors
    /// Where the encounter is unknown or erased, or the database cannot be read.
    pub fn latest_run(&self, encounter: EncounterId) -> Result<Option<Run>, StoreError> {
        self.read(|conn| {
            let key = self.encounter_key(conn, encounter)?;
            run::latest(conn, encounter)?
                .map(|row| self.whole_run(conn, &key, row))
                .transpose()
        })
    }

    /// All runs of an encounter, in the order in which they were stored.
    ///
    /// # Errors
    /// Where the encounter is unknown or erased, or the database cannot be read.
    pub fn runs(&self, encounter: EncounterId) -> Result<Vec<StoredRun>, StoreError> {
        self.read(|conn| {
            let key = self.encounter_key(conn, encounter)?;
            run::list(conn, encounter)?
                .into_iter()
                .map(|row| {
                    let (at, person) = (row.at.clone(), row.person.clone());
                    let run = self.whole_run(conn, &key, row)?;
                    Ok(StoredRun { at, person, run })
                })
                .collect()
        })
    }

    /// One encounter as the queue shows it.
    ///
    /// # Errors
    /// Where there is none, or the database cannot be read.
    pub fn encounter_summary(&self, id: EncounterId) -> Result<EncounterSummary, StoreError> {
        self.read(|conn| {
            let found = encounter::one(conn, id)?;
            Ok(found.ok_or(StoreError::NoEncounter(id))?)
        })
    }

    /// One run of an encounter.
    ///
    /// # Errors
    /// Where the encounter is unknown or erased, or the database cannot be read.
    pub fn run(&self, encounter: EncounterId, id: RunId) -> Result<Option<Run>, StoreError> {
        self.read(|conn| {
            let key = self.encounter_key(conn, encounter)?;
            run::get(conn, encounter, id)?
                .map(|row| self.whole_run(conn, &key, row))
                .transpose()
        })
    }

    fn whole_run(&self, conn: &Connection, key: &Key, row: run::RunRow) -> Result<Run, Failure> {
        let rows = suggestion::list(conn, row.sequence)?;
        let mut run = row.without_suggestions()?;
        for row in rows {
            let content = self.unseal(key, &suggestion::place(&row.id), &row.content)?;
            run.suggestions.push(suggestion::from_content(&content)?);
        }
        Ok(run)
    }

    /// Records a decision and its event in one transaction. Once this answers, the decision is on disk.
    ///
    /// # Errors
    /// Where it is recorded already, names an encounter, suggestion, document or decision that is not there, or
    /// nothing can be written. Nothing is recorded then.
    pub fn record_decision(&mut self, decision: &Decision) -> Result<Recorded, StoreError> {
        self.write(|tx, store| {
            let key = store.encounter_key(tx, decision.encounter)?;
            crate::save::decision(tx, &key, decision)
        })
    }

    /// All decisions of an encounter in the order in which they were taken, undone ones included.
    ///
    /// # Errors
    /// Where the encounter is unknown or erased, or the database cannot be read.
    pub fn decisions(&self, encounter: EncounterId) -> Result<Vec<Decision>, StoreError> {
        self.read(|conn| {
            let key = self.encounter_key(conn, encounter)?;
            let open = |row: decision::DecisionRow| {
                let content = self.unseal(&key, &decision::place(&row.id), &row.content)?;
                Ok(decision::from_content(&content)?)
            };
            decision::list(conn, encounter)?
                .into_iter()
                .map(open)
                .collect()
        })
    }

    /// Appends an event of a caller's own kind.
    ///
    /// # Errors
    /// Where its kind is one of the store's own or malformed, or nothing can be written.
    pub fn append_event(&mut self, new: &NewEvent<'_>) -> Result<Recorded, StoreError> {
        new.check()?;
        self.write(|tx, _| ledger::append(tx, new))
    }

    /// The events of one encounter, or all of them, in order.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn events(&self, encounter: Option<EncounterId>) -> Result<Vec<Event>, StoreError> {
        self.event_page(encounter, 1, usize::MAX)
    }

    /// A page of events: at most `limit`, from a sequence on.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn event_page(
        &self,
        encounter: Option<EncounterId>,
        from: u64,
        limit: usize,
    ) -> Result<Vec<Event>, StoreError> {
        self.read(|conn| Ok(event::list(conn, encounter, from, limit)?))
    }

    /// The head of the ledger: what to write down elsewhere to know later that nothing before it was changed.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn head(&self) -> Result<Head, StoreError> {
        self.read(|conn| Ok(event::last(conn)?))
    }

    /// Erases an encounter's content for good by destroying its key. That it was, its events and the codes of
    /// its decisions stay on record, and the ledger still verifies. Copies made before are not reached.
    ///
    /// # Errors
    /// Where the encounter is unknown or erased already, or nothing can be written.
    pub fn erase_encounter(
        &mut self,
        id: EncounterId,
        at: &str,
        person: &str,
    ) -> Result<Recorded, StoreError> {
        let recorded = self.write(|tx, _| crate::save::erasure(tx, id, at, person))?;
        // the log still holds the pages with the key until it is written back; a reader in another program may
        // hold that up, and then the next checkpoint does it
        let _ = self
            .conn
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        Ok(recorded)
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

    /// The SHA-256 of a stored document's text.
    ///
    /// # Errors
    /// Where there is no such document, or the database cannot be read.
    pub fn document_sha256(
        &self,
        encounter: EncounterId,
        id: coding_model::DocumentId,
    ) -> Result<Digest, StoreError> {
        self.read(|conn| {
            let missing = StoreError::NoDocument {
                encounter,
                document: id,
            };
            Ok(document::sha256(conn, encounter, id)?.ok_or(missing)?)
        })
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

    fn unseal(
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

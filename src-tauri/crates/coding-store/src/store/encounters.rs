//! Encounters: the queue, their documents, and erasing them.

use coding_model::{DocumentId, Encounter, EncounterId};

use crate::table::{document, encounter};
use crate::{Digest, EncounterStatus, EncounterSummary, Recorded, Store, StoreError};

impl Store {
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

    /// An encounter that holds all of these texts already, the first that was stored; erased ones do not count.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn encounter_with(&self, texts: &[&str]) -> Result<Option<EncounterSummary>, StoreError> {
        self.read(|conn| {
            let mut holding: Option<Vec<EncounterId>> = None;
            for text in texts {
                let with = document::encounters_with(conn, Digest::of(text.as_bytes()))?;
                holding = Some(match holding {
                    None => with,
                    Some(before) => before.into_iter().filter(|id| with.contains(id)).collect(),
                });
            }
            for id in holding.unwrap_or_default() {
                let found = encounter::one(conn, id)?;
                if let Some(found) = found.filter(|e| e.status != EncounterStatus::Erased) {
                    return Ok(Some(found));
                }
            }
            Ok(None)
        })
    }

    /// The SHA-256 of a stored document's text.
    ///
    /// # Errors
    /// Where there is no such document, or the database cannot be read.
    pub fn document_sha256(
        &self,
        encounter: EncounterId,
        id: DocumentId,
    ) -> Result<Digest, StoreError> {
        self.read(|conn| {
            let missing = StoreError::NoDocument {
                encounter,
                document: id,
            };
            Ok(document::sha256(conn, encounter, id)?.ok_or(missing)?)
        })
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
}

//! Runs of the engine, decisions, and events.

use coding_model::{Decision, EncounterId, Run, RunId};
use rusqlite::Connection;

use crate::error::Failure;
use crate::seal::Key;
use crate::table::{decision, encounter, event, run, suggestion};
use crate::{Event, Head, NewEvent, Recorded, Store, StoreError, StoredRun, ledger};

impl Store {
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
            crate::statement::refuse_signed(tx, encounter)?;
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
    /// Where it is recorded already, names an encounter, suggestion, document or decision that is not there, the
    /// encounter is signed, or nothing can be written. Nothing is recorded then.
    pub fn record_decision(&mut self, decision: &Decision) -> Result<Recorded, StoreError> {
        self.record_decision_after(decision, None)
    }

    /// As [`Store::record_decision`], where the encounter has exactly so many decisions until now: somebody who decides
    /// by what they saw does not decide over what they did not see.
    ///
    /// # Errors
    /// As [`Store::record_decision`]; [`StoreError::Overtaken`] where there are more, [`StoreError::Signed`] where the
    /// encounter is signed.
    pub fn record_decision_after(
        &mut self,
        decision: &Decision,
        known: Option<usize>,
    ) -> Result<Recorded, StoreError> {
        self.write(|tx, store| {
            let key = store.encounter_key(tx, decision.encounter)?;
            crate::statement::refuse_signed(tx, decision.encounter)?;
            if let Some(known) = known {
                let summary = encounter::one(tx, decision.encounter)?
                    .ok_or(StoreError::NoEncounter(decision.encounter))?;
                if usize::try_from(summary.decisions).unwrap_or(usize::MAX) != known {
                    return Err(StoreError::Overtaken(decision.encounter).into());
                }
            }
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

    /// Appends an event that changes how an encounter is read; on a signed one it does not.
    ///
    /// # Errors
    /// As [`Store::append_event`]; where the encounter is signed. Nothing is recorded then.
    pub fn append_event_unsigned(&mut self, new: &NewEvent<'_>) -> Result<Recorded, StoreError> {
        new.check()?;
        self.write(|tx, _| {
            if let Some(encounter) = new.encounter {
                crate::statement::refuse_signed(tx, encounter)?;
            }
            ledger::append(tx, new)
        })
    }

    /// Appends several events in one transaction: all or none.
    ///
    /// # Errors
    /// As [`Store::append_event`].
    pub fn append_events(&mut self, new: &[NewEvent<'_>]) -> Result<Vec<Recorded>, StoreError> {
        new.iter().try_for_each(NewEvent::check)?;
        self.write(|tx, _| new.iter().map(|one| ledger::append(tx, one)).collect())
    }

    /// The events of one encounter, or all of them, in order.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn events(&self, encounter: Option<EncounterId>) -> Result<Vec<Event>, StoreError> {
        self.event_page(encounter, 1, usize::MAX)
    }

    /// The events of some kinds, in order; others are not read.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn events_of(&self, kinds: &[&str]) -> Result<Vec<Event>, StoreError> {
        self.read(|conn| Ok(event::of_kinds(conn, kinds)?))
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
}

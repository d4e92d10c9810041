//! People: their accounts, and who works with the database now.

use coding_model::{Person, PersonId};
use serde_json::json;

use crate::error::Failure;
use crate::key::{locked_line, unlock_line};
use crate::ledger::{self, covering};
use crate::seal::Key;
use crate::table::event::kind;
use crate::table::person::{self, PersonRow};
use crate::{NewEvent, Passphrase, Recorded, Store, StoreError};

/// What becomes of a person's passphrase where an account is saved.
#[derive(Debug, Clone, Copy)]
pub enum NewPassphrase<'a> {
    /// It stays what it is; a new person has none.
    Keep,
    /// It is set.
    Set(&'a Passphrase),
    /// It is taken off.
    Remove,
}

impl Store {
    /// The people of this installation, in the order in which they were added.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn people(&self) -> Result<Vec<Person>, StoreError> {
        self.read(|conn| {
            let rows = person::list(conn)?;
            Ok(rows
                .into_iter()
                .map(PersonRow::person)
                .collect::<Result<_, _>>()?)
        })
    }

    /// Whether a person has a passphrase.
    ///
    /// # Errors
    /// Where there is no such person, or the database cannot be read.
    pub fn has_passphrase(&self, id: PersonId) -> Result<bool, StoreError> {
        Ok(self.verifier(id)?.is_some())
    }

    /// Whether a passphrase is the person's; one who has none is never verified.
    ///
    /// # Errors
    /// Where there is no such person, or the database cannot be read.
    pub fn verify_person(&self, id: PersonId, given: &Passphrase) -> Result<bool, StoreError> {
        Ok(self
            .verifier(id)?
            .is_some_and(|line| unlock_line(&line, given).is_some()))
    }

    fn verifier(&self, id: PersonId) -> Result<Option<String>, StoreError> {
        self.read(|conn| {
            let row = person::get(conn, id)?.ok_or_else(|| none(id))?;
            Ok(row.verifier)
        })
    }

    /// Stores a person: a new one, or changed data of an old one.
    ///
    /// # Errors
    /// Where somebody else has the name, or nothing can be written.
    pub fn save_person(
        &mut self,
        given: &Person,
        passphrase: NewPassphrase<'_>,
        at: &str,
        by: &str,
    ) -> Result<Recorded, StoreError> {
        // slow on purpose, and so not inside the transaction
        let made = match passphrase {
            // a key that opens nothing: that it opens proves the passphrase
            NewPassphrase::Set(text) => Some(locked_line(&Key::random()?, text)?),
            NewPassphrase::Keep | NewPassphrase::Remove => None,
        };
        self.write(|tx, _| {
            if person::is_taken(tx, &given.name, given.id)? {
                return Err(Failure::from(StoreError::Refused {
                    attempted: format!("saving the person {:?}", given.name),
                    found: "somebody else has that name; add the credential or a middle initial"
                        .to_owned(),
                }));
            }
            let verifier = match passphrase {
                NewPassphrase::Set(_) => made,
                NewPassphrase::Remove => None,
                NewPassphrase::Keep => person::get(tx, given.id)?.and_then(|row| row.verifier),
            };
            let row = PersonRow::of(given, verifier, ledger::next(tx)?)?;
            let body = covering(
                row.hash(),
                json!({
                    "person": row.id, "name": row.name, "duties": given.duties, "active": row.active,
                    "passphrase": row.verifier.is_some(),
                }),
            );
            let recorded = ledger::append(
                tx,
                &NewEvent {
                    at,
                    person: by,
                    kind: kind::PERSON_SAVED,
                    encounter: None,
                    body,
                },
            )?;
            person::put(tx, &row)?;
            Ok(recorded)
        })
    }

    /// Who works with the database from now on; not on record until they do something.
    pub fn set_acting(&mut self, name: Option<String>) {
        self.acting = name;
    }

    /// Who works with the database, where somebody signed in.
    #[must_use]
    pub fn acting(&self) -> Option<&str> {
        self.acting.as_deref()
    }
}

fn none(id: PersonId) -> StoreError {
    StoreError::Refused {
        attempted: format!("looking for person {id}"),
        found: "there is none; reload the list of people".to_owned(),
    }
}

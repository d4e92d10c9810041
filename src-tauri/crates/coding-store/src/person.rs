//! People: their accounts, and who works with the database now.

use coding_model::{Duty, Person, PersonId};
use rusqlite::Connection;
use serde_json::json;

use crate::error::Failure;
use crate::key::{locked_line, unlock_line};
use crate::ledger::{self, covering};
use crate::seal::Key;
use crate::table::event::{self, kind};
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
    /// Where somebody else has the name, nobody would be an administrator any more, or nothing can be written.
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
            let others = person::list(tx)?.into_iter().map(PersonRow::person);
            let people: Vec<Person> = others.collect::<Result<_, _>>()?;
            let administers = |p: &Person| p.may(Duty::Administrator);
            let left = people.iter().any(|p| p.id != given.id && administers(p));
            if people.iter().any(administers) && !left && !administers(given) {
                // two programs may each take the role off somebody
                return Err(Failure::from(StoreError::Refused {
                    attempted: format!("saving the person {:?}", given.name),
                    found: "nobody would be an administrator any more; make somebody else one first"
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

    /// The person of an account.
    ///
    /// # Errors
    /// Where there is no such person, or the database cannot be read.
    pub fn person(&self, id: PersonId) -> Result<Person, StoreError> {
        self.read(|conn| {
            let row = person::get(conn, id)?.ok_or_else(|| none(id))?;
            Ok(row.person()?)
        })
    }

    /// Which account a name meant at any time.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn accounts(&self) -> Result<Accounts, StoreError> {
        self.read(|conn| Ok(Accounts::of(conn)?))
    }

    /// Who works with the database from now on; not on record until they do something.
    pub fn set_acting(&mut self, id: Option<PersonId>) {
        self.acting = id;
    }

    /// Who works with the database, where somebody signed in.
    #[must_use]
    pub fn acting(&self) -> Option<PersonId> {
        self.acting
    }
}

/// Which account a name meant at any time: names change and are given to others, the ledger says when.
#[derive(Debug, Clone, Default)]
pub struct Accounts {
    /// Sequence of the event that saved it, account, name; in order.
    saved: Vec<(u64, PersonId, String)>,
}

impl Accounts {
    pub(crate) fn of(conn: &Connection) -> rusqlite::Result<Self> {
        let events = event::of_kinds(conn, &[kind::PERSON_SAVED])?;
        let saved = events.iter().filter_map(|event| {
            let text = |name: &str| event.body.get(name)?.as_str();
            let id = PersonId::parse(text("person")?)?;
            Some((event.sequence, id, text("name")?.to_owned()))
        });
        Ok(Self {
            saved: saved.collect(),
        })
    }

    /// Whose name it was when an event of that sequence was recorded: of whoever bore it then; else of who bore it
    /// last before, or first after it, as where somebody worked before accounts were made. `None` for a name that no
    /// account ever had.
    #[must_use]
    pub fn whose(&self, name: &str, sequence: u64) -> Option<PersonId> {
        let until = self.saved.partition_point(|(at, ..)| *at <= sequence);
        let (before, after) = self.saved.split_at(until);
        let bore = |(_, id, given): &&(u64, PersonId, String)| {
            given == name
                && before
                    .iter()
                    .rev()
                    .find(|(_, other, _)| other == id)
                    .is_some_and(|(.., last)| last == name)
        };
        before
            .iter()
            .rev()
            .find(bore)
            .or_else(|| before.iter().rev().find(|(.., given)| given == name))
            .or_else(|| after.iter().find(|(.., given)| given == name))
            .map(|(_, id, _)| *id)
    }

    /// What whoever bore a name when an event was recorded is called now; the name itself where no account bore it.
    #[must_use]
    pub fn called(&self, name: &str, sequence: u64) -> String {
        let now = self.whose(name, sequence).and_then(|id| self.name(id));
        now.unwrap_or(name).to_owned()
    }

    /// The name an account has now.
    #[must_use]
    pub fn name(&self, id: PersonId) -> Option<&str> {
        let last = self.saved.iter().rev().find(|(_, other, _)| *other == id);
        last.map(|(.., name)| name.as_str())
    }
}

fn none(id: PersonId) -> StoreError {
    StoreError::Refused {
        attempted: format!("looking for person {id}"),
        found: "there is none; reload the list of people".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_whoever_bore_it_at_the_time() {
        let (one, other) = (PersonId::new(), PersonId::new());
        let saved = [
            (5, one, "Ann"),
            (9, one, "Ann Lee"),
            (12, other, "Ann"),
            (15, other, "Ann"),
        ];
        let accounts = Accounts {
            saved: saved.map(|(at, id, name)| (at, id, name.to_owned())).into(),
        };
        for (name, sequence, whose) in [
            ("Ann", 1, Some(one)),
            ("Ann", 6, Some(one)),
            ("Ann", 10, Some(one)),
            ("Ann", 13, Some(other)),
            ("Ann Lee", 7, Some(one)),
            ("Ann Lee", 20, Some(one)),
            ("Bea", 20, None),
        ] {
            assert_eq!(accounts.whose(name, sequence), whose, "{name} {sequence}");
        }
        assert_eq!(accounts.name(one), Some("Ann Lee"));
        assert_eq!(accounts.called("Ann", 6), "Ann Lee");
        assert_eq!(accounts.called("Bea", 6), "Bea");
        assert_eq!(accounts.name(PersonId::new()), None);
    }
}

//! Statements about an encounter: recorded in one transaction with their event, told with their words opened.

use coding_model::{EncounterId, PersonId, StatementId};
use rusqlite::Transaction;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::error::Failure;
use crate::ledger::{self, covering};
use crate::names::canonical;
use crate::seal::Key;
use crate::table::event::kind;
use crate::table::statement::{self, Signed, StatementRow, statement_kind};
use crate::table::{encounter as encounters, encounter_key};
use crate::{Accounts, NewEvent, Recorded, Store, StoreError, marks};

/// A statement to record.
#[derive(Debug, Clone)]
pub struct NewStatement<'a> {
    /// Identifier.
    pub id: StatementId,
    /// The encounter it is about.
    pub encounter: EncounterId,
    /// See [`statement_kind`].
    pub kind: &'a str,
    /// What it belongs to: the first statement of an audit or of a query.
    pub subject: Option<StatementId>,
    /// What may be read without the encounter's key: never words of a note or of a person.
    pub particulars: Value,
    /// The rest; sealed with the encounter's key.
    pub words: Value,
    /// The last statement about the encounter that its author knew of, 0 for none. Where there is a later one, it is
    /// refused; comments do not count, as they change nothing that was decided.
    pub after: u64,
    /// How many decisions its author knew of; `None` where it does not matter.
    pub decisions: Option<u32>,
    /// When, RFC 3339 in UTC.
    pub at: &'a str,
    /// Who.
    pub person: &'a str,
}

/// A statement as it was recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Place of its event in the ledger.
    pub sequence: u64,
    /// Identifier.
    pub id: StatementId,
    /// The encounter it is about.
    pub encounter: EncounterId,
    /// See [`statement_kind`].
    pub kind: String,
    /// What it belongs to.
    pub subject: Option<StatementId>,
    /// What may be read without the encounter's key.
    pub particulars: Value,
    /// The rest; `None` where it was not opened, or the encounter was erased.
    pub words: Option<Value>,
    /// When.
    pub at: String,
    /// Who, by the name of the time.
    pub person: String,
    /// Their account, where they have one.
    pub author: Option<PersonId>,
}

impl Store {
    /// Records a statement and its event in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Overtaken`] where something its author did not know of was recorded meanwhile; where it is
    /// recorded already, the encounter is unknown or erased, it amends what is not signed, or nothing can be
    /// written. Nothing is recorded then.
    pub fn record_statement(&mut self, new: &NewStatement<'_>) -> Result<Recorded, StoreError> {
        self.write(|tx, store| {
            let key = store.encounter_key(tx, new.encounter)?;
            save(tx, &key, new, store.acting)
        })
    }

    /// The statements about an encounter, in order, with their words.
    ///
    /// # Errors
    /// Where the encounter is unknown or erased, or the database cannot be read.
    pub fn statements(&self, encounter: EncounterId) -> Result<Vec<Statement>, StoreError> {
        self.read(|conn| {
            let key = self.encounter_key(conn, encounter)?;
            let accounts = Accounts::of(conn)?;
            let open = |(row, by): Signed| {
                let content = self.unseal(&key, &statement::place(&row.id), &row.content)?;
                let words = serde_json::from_slice(&content)?;
                told(row, by, Some(words), &accounts)
                    .ok_or_else(|| self.corrupt(MISFIT.to_owned()).into())
            };
            let rows = statement::list(conn, encounter)?;
            rows.into_iter().map(open).collect()
        })
    }

    /// All statements of a kind, in order, without their words; those about erased encounters are among them.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn statements_of_kind(&self, kind: &str) -> Result<Vec<Statement>, StoreError> {
        self.read(|conn| {
            let accounts = Accounts::of(conn)?;
            let told = |(row, by): Signed| {
                let told = told(row, by, None, &accounts);
                told.ok_or_else(|| self.corrupt(MISFIT.to_owned()).into())
            };
            let rows = statement::of_kind(conn, kind)?;
            rows.into_iter().map(told).collect()
        })
    }

    /// Whether an encounter is signed and was not opened again since.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn is_signed(&self, encounter: EncounterId) -> Result<bool, StoreError> {
        self.read(|conn| Ok(statement::is_signed(conn, encounter)?))
    }
}

const MISFIT: &str = "a statement holds a value that does not belong there";

fn told(
    row: StatementRow,
    by: Option<String>,
    words: Option<Value>,
    accounts: &Accounts,
) -> Option<Statement> {
    Some(Statement {
        author: match by {
            Some(id) => Some(PersonId::parse(&id)?),
            None => accounts.whose(&row.person, row.sequence),
        },
        sequence: row.sequence,
        id: StatementId::parse(&row.id)?,
        encounter: EncounterId::parse(&row.encounter)?,
        kind: row.kind,
        subject: match row.subject {
            Some(subject) => Some(StatementId::parse(&subject)?),
            None => None,
        },
        particulars: serde_json::from_str(&row.particulars).ok()?,
        words,
        at: row.at,
        person: row.person,
    })
}

fn save(
    tx: &Transaction<'_>,
    key: &Key,
    new: &NewStatement<'_>,
    by: Option<PersonId>,
) -> Result<Recorded, Failure> {
    let encounter = new.encounter;
    let (last, weighty) = statement::last(tx, encounter)?;
    let unknown = if new.kind == statement_kind::COMMENT {
        false
    } else {
        new.after < weighty
    };
    if unknown || new.after > last {
        return Err(StoreError::Overtaken(encounter).into());
    }
    if let Some(known) = new.decisions {
        let summary = encounters::one(tx, encounter)?.ok_or(StoreError::NoEncounter(encounter))?;
        if summary.decisions != known {
            return Err(StoreError::Overtaken(encounter).into());
        }
    }
    let signed = statement::is_signed(tx, encounter)?;
    match new.kind {
        statement_kind::SIGNATURE if signed => return Err(StoreError::Signed(encounter).into()),
        statement_kind::AMENDMENT if !signed => {
            return Err(StoreError::Refused {
                attempted: format!("amending encounter {encounter}"),
                found: "it is not signed; change its codes as they are".to_owned(),
            }
            .into());
        }
        _ => {}
    }
    let id = new.id.to_string();
    let content = Zeroizing::new(serde_json::to_vec(&new.words)?);
    let row = StatementRow {
        sequence: ledger::next(tx)?,
        encounter: encounter.to_string(),
        kind: new.kind.to_owned(),
        subject: new.subject.map(|s| s.to_string()),
        particulars: canonical(&new.particulars),
        person: new.person.to_owned(),
        at: new.at.to_owned(),
        content: key.seal(&statement::place(&id), &content)?,
        id,
    };
    let mut body = json!({"statement": row.id, "of": row.kind, "subject": row.subject});
    if let (Some(by), Value::Object(members)) = (by, &mut body) {
        members.insert("by".to_owned(), json!(by.to_string()));
    }
    let body = covering(row.hash(), body);
    let recorded = ledger::append(
        tx,
        &NewEvent {
            at: new.at,
            person: new.person,
            kind: kind::STATEMENT_RECORDED,
            encounter: Some(encounter),
            body,
        },
    )?;
    statement::insert(tx, &row)?;
    match new.kind {
        statement_kind::SIGNATURE => encounters::mark_signed(tx, encounter, 1)?,
        statement_kind::AMENDMENT => encounters::mark_signed(tx, encounter, 2)?,
        statement_kind::AUDIT => {
            if let Some(state) = marks::audit(tx, encounter)? {
                encounters::mark_audit(tx, encounter, Some(state))?;
            }
        }
        _ => {}
    }
    Ok(recorded)
}

/// Refuses where an encounter is signed: what is signed changes by an amendment alone.
pub(crate) fn refuse_signed(tx: &Transaction<'_>, encounter: EncounterId) -> Result<(), Failure> {
    if statement::is_signed(tx, encounter)? && encounter_key::wrapped(tx, encounter)?.is_some() {
        return Err(StoreError::Signed(encounter).into());
    }
    Ok(())
}

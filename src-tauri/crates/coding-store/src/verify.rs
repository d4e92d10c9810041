//! Verifying: the chain, the rows it covers, the kept head, the guards. The first fault is named.

mod cursor;
mod fault;

use std::collections::HashMap;

use rusqlite::{Connection, Row};
use serde::Deserialize;

use crate::error::Failure;
use crate::migrate::{self, MIGRATIONS};
use crate::table::event::{EventRow, digest, kind};
use crate::table::{decision, document, encounter, encounter_key, person, run, statement};
use crate::{Digest, Head, Store, StoreError, head};

use cursor::{Cursor, decision_row, document_row, run_row, statement_row};
pub use fault::Fault;

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Events that were found whole, up to the first fault.
    pub events: u64,
    /// Encounters, documents, runs and decisions that agree with their events, up to the first fault.
    pub rows: u64,
    /// The last event found whole.
    pub head: Head,
    /// The first fault; `None` where there is none.
    pub fault: Option<Fault>,
}

impl Store {
    /// Reads the whole ledger and everything it covers, and names the first row that was changed, taken away,
    /// added or moved. Finds also a cut tail, and guards that were taken off.
    ///
    /// # Errors
    /// Where the database cannot be read at all; a fault of the ledger is no error.
    pub fn verify(&self) -> Result<Verification, StoreError> {
        let kept = self.home.as_ref().map(head::read).transpose()?;
        self.read(|conn| {
            let mut progress = Verification {
                events: 0,
                rows: 0,
                head: Head::EMPTY,
                fault: None,
            };
            progress.fault = match self.ledger_fault(conn, &mut progress)? {
                Some(fault) => Some(fault),
                None => match &kept {
                    Some(kept) => head::compare(conn, kept)?.map(Fault::Head),
                    None => None,
                },
            };
            Ok(progress)
        })
    }

    /// Compares a head that was noted earlier with the ledger: it may have gone on since, and nothing else.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub fn compare_head(&self, noted: Head) -> Result<Option<crate::HeadFault>, StoreError> {
        self.read(|conn| Ok(head::compare(conn, &head::Kept::Head(noted))?))
    }

    /// Reads every page of the file and checks its authentication code, then the structure of the database.
    /// Finds damage in places that nothing else reads.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where any of it is damaged; or where the file cannot be read.
    pub fn check_file(&self) -> Result<(), StoreError> {
        for check in ["PRAGMA cipher_integrity_check", "PRAGMA integrity_check(1)"] {
            let found: Option<String> = self.read(|conn| {
                let mut statement = conn.prepare(check)?;
                let mut rows = statement.query([])?;
                Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
            })?;
            if let Some(found) = found.filter(|found| found != "ok") {
                return Err(self.corrupt(found.chars().take(120).collect()));
            }
        }
        Ok(())
    }

    fn ledger_fault(
        &self,
        conn: &Connection,
        progress: &mut Verification,
    ) -> Result<Option<Fault>, Failure> {
        if let Some(name) = schema_fault(conn)? {
            return Ok(Some(Fault::Schema { name }));
        }
        let mut documents = conn.prepare(&format!(
            "SELECT {}, hash FROM document ORDER BY sequence",
            document::COLUMNS
        ))?;
        let mut runs = conn.prepare(&format!(
            "SELECT {}, hash FROM run ORDER BY sequence",
            run::COLUMNS
        ))?;
        let mut decisions = conn.prepare(&format!(
            "SELECT {}, hash FROM decision ORDER BY sequence",
            decision::COLUMNS
        ))?;
        let mut statements = conn.prepare(&format!(
            "SELECT {}, hash FROM statement ORDER BY sequence",
            statement::COLUMNS
        ))?;
        let mut covered = [
            Cursor::new(
                "document",
                kind::DOCUMENT_ADDED,
                documents.query([])?,
                document_row,
            ),
            Cursor::new("run", kind::RUN_SAVED, runs.query([])?, run_row),
            Cursor::new(
                "decision",
                kind::DECISION_RECORDED,
                decisions.query([])?,
                decision_row,
            ),
            Cursor::new(
                "statement",
                kind::STATEMENT_RECORDED,
                statements.query([])?,
                statement_row,
            ),
        ];
        let mut encounters: HashMap<String, (u64, Option<Digest>)> = HashMap::new();
        let mut people: HashMap<String, (u64, Option<Digest>)> = HashMap::new();

        let mut statement = conn.prepare(
            "SELECT sequence, id, at, person, kind, encounter, body, previous, hash FROM event ORDER BY sequence",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let event = EventRow {
                sequence: row.get(0)?,
                id: row.get_ref(1)?.as_str()?,
                at: row.get_ref(2)?.as_str()?,
                person: row.get_ref(3)?.as_str()?,
                kind: row.get_ref(4)?.as_str()?,
                encounter: row.get_ref(5)?.as_str_or_null()?,
                body: row.get_ref(6)?.as_str()?,
                previous: row.get_ref(7)?.as_blob()?,
            };
            let stored = row.get_ref(8)?.as_blob()?;
            if let Some(fault) = event_fault(conn, &event, stored, progress.head)? {
                return Ok(Some(fault));
            }
            let sequence = event.sequence.cast_unsigned();
            // the stored hash was just found to be the event's own
            let hash = Digest::from_column(stored).unwrap_or(Digest::GENESIS);
            progress.head = Head { sequence, hash };
            progress.events += 1;
            if let Some(cursor) = covered.iter_mut().find(|cursor| cursor.kind == event.kind) {
                if let Some(fault) = cursor.meet(conn, sequence, recorded_row(event.body))? {
                    return Ok(Some(fault));
                }
                progress.rows += 1;
            } else if let (kind::ENCOUNTER_SAVED | kind::ENCOUNTER_ERASED, Some(id)) =
                (event.kind, event.encounter)
            {
                encounters.insert(id.to_owned(), (sequence, recorded_row(event.body)));
            } else if event.kind == kind::PERSON_SAVED {
                let id = recorded_person(event.body).unwrap_or_default();
                people.insert(id, (sequence, recorded_row(event.body)));
            }
        }
        for cursor in &mut covered {
            if let Some(found) = cursor.take(conn)? {
                return Ok(Some(Fault::RowUnrecorded {
                    table: cursor.table,
                    sequence: found.sequence,
                }));
            }
        }
        if let Some(fault) = stray_suggestion(conn)? {
            return Ok(Some(fault));
        }
        if let Some(fault) = person_fault(conn, people, progress)? {
            return Ok(Some(fault));
        }
        if let Some(fault) = self.encounter_fault(conn, encounters, progress)? {
            return Ok(Some(fault));
        }
        Ok(stray_key(conn)?)
    }

    /// Compares each encounter with the last event that recorded it, and looks for its key.
    fn encounter_fault(
        &self,
        conn: &Connection,
        mut recorded: HashMap<String, (u64, Option<Digest>)>,
        progress: &mut Verification,
    ) -> Result<Option<Fault>, Failure> {
        let table = "encounter";
        let columns = encounter::COLUMNS;
        let mut statement = conn.prepare(&format!(
            "SELECT {columns}, hash, (SELECT wrapped FROM encounter_key k WHERE k.encounter = e.id)
             FROM encounter e ORDER BY sequence"
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let found = encounter::EncounterRow::read(row)?;
            let Some((sequence, hash)) = recorded.remove(&found.id) else {
                return Ok(Some(Fault::RowUnrecorded {
                    table,
                    sequence: found.sequence,
                }));
            };
            let now = found.hash();
            if Some(now) != hash || digest(row, 10)? != now {
                return Ok(Some(Fault::RowChanged { table, sequence }));
            }
            let key_fits = match row.get_ref(11)?.as_blob_or_null()? {
                Some(wrapped) => {
                    !found.erased
                        && encounter_key::unwrap(wrapped, &found.id, &self.content_key).is_some()
                }
                None => found.erased,
            };
            if !key_fits {
                return Ok(Some(Fault::Key {
                    encounter: found.id,
                }));
            }
            progress.rows += 1;
        }
        Ok(missing(table, recorded))
    }
}

/// What is wrong with an event, given the last one that was whole.
fn event_fault(
    conn: &Connection,
    event: &EventRow<'_>,
    stored: &[u8],
    last: Head,
) -> rusqlite::Result<Option<Fault>> {
    let sequence = event.sequence.cast_unsigned();
    if sequence != last.sequence + 1 {
        return Ok(Some(Fault::EventMissing {
            sequence: last.sequence + 1,
        }));
    }
    if event.hash().as_bytes() != stored {
        let place: Option<u64> = conn
            .prepare_cached("SELECT sequence FROM event WHERE hash = ?1")?
            .query_map([event.previous], |row| row.get(0))?
            .next()
            .transpose()?;
        let from = place.unwrap_or(0) + 1;
        let moved = EventRow {
            sequence: from.cast_signed(),
            ..*event
        }
        .hash()
        .as_bytes()
            == stored;
        return Ok(Some(if moved {
            Fault::EventMoved { sequence, from }
        } else {
            Fault::EventChanged { sequence }
        }));
    }
    Ok((event.previous != last.hash.as_bytes()).then_some(Fault::ChainBroken { sequence }))
}

/// The hash of the row an event covers, from its body.
fn recorded_row(body: &str) -> Option<Digest> {
    #[derive(Deserialize)]
    struct Body<'a> {
        row: &'a str,
    }
    serde_json::from_str::<Body<'_>>(body)
        .ok()
        .and_then(|body| Digest::parse(body.row))
}

/// The person an event covers, from its body.
fn recorded_person(body: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Body {
        person: String,
    }
    serde_json::from_str::<Body>(body)
        .ok()
        .map(|body| body.person)
}

/// Compares each person with the last event that recorded them.
fn person_fault(
    conn: &Connection,
    mut recorded: HashMap<String, (u64, Option<Digest>)>,
    progress: &mut Verification,
) -> Result<Option<Fault>, Failure> {
    let table = "person";
    let columns = person::COLUMNS;
    let mut statement = conn.prepare(&format!(
        "SELECT {columns}, hash FROM person ORDER BY sequence"
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let found = person::PersonRow::read(row)?;
        let Some((sequence, hash)) = recorded.remove(&found.id) else {
            return Ok(Some(Fault::RowUnrecorded {
                table,
                sequence: found.sequence,
            }));
        };
        let now = found.hash();
        if Some(now) != hash || digest(row, 6)? != now {
            return Ok(Some(Fault::RowChanged { table, sequence }));
        }
        progress.rows += 1;
    }
    Ok(missing(table, recorded))
}

/// The first row that an event recorded and that is not there.
fn missing(table: &'static str, left: HashMap<String, (u64, Option<Digest>)>) -> Option<Fault> {
    left.into_values()
        .map(|(sequence, _)| sequence)
        .min()
        .map(|sequence| Fault::RowMissing { table, sequence })
}

/// A suggestion of no run.
fn stray_suggestion(conn: &Connection) -> rusqlite::Result<Option<Fault>> {
    let sql = "SELECT run FROM suggestion WHERE run NOT IN (SELECT sequence FROM run) LIMIT 1";
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    let stray = |row: &Row<'_>| {
        Ok(Fault::RowUnrecorded {
            table: "suggestion",
            sequence: row.get(0)?,
        })
    };
    rows.next()?.map(stray).transpose()
}

/// A key of no encounter.
fn stray_key(conn: &Connection) -> rusqlite::Result<Option<Fault>> {
    let sql = "SELECT encounter FROM encounter_key WHERE encounter NOT IN (SELECT id FROM encounter) LIMIT 1";
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    rows.next()?
        .map(|row| {
            Ok(Fault::Key {
                encounter: row.get(0)?,
            })
        })
        .transpose()
}

/// The first table, index or trigger that is not as the program makes it.
fn schema_fault(conn: &Connection) -> Result<Option<String>, Failure> {
    let mut model = Connection::open_in_memory()?;
    migrate::run(
        &mut model,
        std::path::Path::new(":memory:"),
        MIGRATIONS,
        |_| Ok(()),
    )?;
    let (expected, found) = (schema(&model)?, schema(conn)?);
    let differs = |a: &[(String, String)], b: &[(String, String)]| {
        a.iter().find(|item| !b.contains(item)).cloned()
    };
    Ok(differs(&expected, &found)
        .or_else(|| differs(&found, &expected))
        .map(|(name, _)| name))
}

fn schema(conn: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    // SQLite keeps statistics of its own in tables that any program may make
    conn.prepare("SELECT name, COALESCE(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

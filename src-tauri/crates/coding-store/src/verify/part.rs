//! A stretch of the ledger, walked together with the rows that its events cover.

use std::collections::HashMap;

use rusqlite::Connection;
use serde::Deserialize;

use super::Fault;
use super::cursor::{About, Cursor, decision_row, document_row, run_row, statement_row};
use crate::error::Failure;
use crate::marks::Recounted;
use crate::table::event::{self, EventRow, kind};
use crate::table::{decision, document, run, statement};
use crate::{Digest, Head};

/// What the ledger says of a row that may change.
#[derive(Debug, Clone, Copy)]
pub(super) struct Latest {
    /// The event that recorded it first.
    pub(super) first: u64,
    /// The event that recorded it last.
    pub(super) sequence: u64,
    /// The hash that one holds.
    pub(super) hash: Option<Digest>,
}

/// The rows that may change, by their identifiers.
#[derive(Debug, Default)]
pub(super) struct Recorded(pub(super) HashMap<String, Latest>);

impl Recorded {
    fn put(&mut self, id: &str, later: Latest) {
        match self.0.get_mut(id) {
            Some(known) => {
                *known = Latest {
                    first: known.first,
                    ..later
                };
            }
            None => {
                self.0.insert(id.to_owned(), later);
            }
        }
    }

    /// Takes on what was recorded after it.
    pub(super) fn extend(&mut self, later: Self) {
        if self.0.is_empty() {
            self.0 = later.0;
            return;
        }
        for (id, latest) in later.0 {
            self.put(&id, latest);
        }
    }

    /// The place of each in the order in which they were recorded first, from 1.
    pub(super) fn numbers(&self) -> HashMap<&str, u64> {
        let mut order: Vec<(u64, &str)> = self
            .0
            .iter()
            .map(|(id, latest)| (latest.first, id.as_str()))
            .collect();
        order.sort_unstable();
        (1..).zip(order).map(|(n, (_, id))| (id, n)).collect()
    }
}

/// What walking a stretch found.
pub(super) struct Part {
    pub(super) events: u64,
    pub(super) rows: u64,
    /// The last event found whole.
    pub(super) head: Head,
    pub(super) encounters: Recorded,
    pub(super) people: Recorded,
    /// What was counted of each encounter.
    pub(super) counts: HashMap<String, Recounted>,
    pub(super) fault: Option<Fault>,
}

/// Walks the events behind one and up to another.
pub(super) fn walk(conn: &Connection, from: u64, to: u64) -> Result<Part, Failure> {
    // what stands before the first event belongs to the first stretch, so that nothing is overlooked
    let bounds = [
        if from == 0 {
            i64::MIN
        } else {
            i64::try_from(from).unwrap_or(i64::MAX).saturating_add(1)
        },
        i64::try_from(to).unwrap_or(i64::MAX),
    ];
    let rows_of = |table: &str, columns: &str| {
        format!(
            "SELECT {columns}, hash FROM {table} WHERE sequence BETWEEN ?1 AND ?2 ORDER BY sequence"
        )
    };
    let mut documents = conn.prepare(&rows_of("document", document::COLUMNS))?;
    let mut runs = conn.prepare(&rows_of("run", run::COLUMNS))?;
    let mut decisions = conn.prepare(&rows_of("decision", decision::COLUMNS))?;
    let mut statements = conn.prepare(&rows_of("statement", statement::COLUMNS))?;
    let mut covered = [
        Cursor::new(
            "document",
            kind::DOCUMENT_ADDED,
            documents.query(bounds)?,
            document_row,
        ),
        Cursor::new("run", kind::RUN_SAVED, runs.query(bounds)?, run_row),
        Cursor::new(
            "decision",
            kind::DECISION_RECORDED,
            decisions.query(bounds)?,
            decision_row,
        ),
        Cursor::new(
            "statement",
            kind::STATEMENT_RECORDED,
            statements.query(bounds)?,
            statement_row,
        ),
    ];
    let before = event::hash_at(conn, from)?.unwrap_or(Digest::GENESIS);
    let mut part = Part {
        events: 0,
        rows: 0,
        head: Head {
            sequence: from,
            hash: before,
        },
        encounters: Recorded::default(),
        people: Recorded::default(),
        counts: HashMap::new(),
        fault: None,
    };
    part.fault = part.walk(conn, bounds, &mut covered)?;
    // the next stretch takes over where this one should have ended
    if part.fault.is_none() && part.head.sequence != to {
        part.fault = Some(Fault::EventMissing {
            sequence: part.head.sequence + 1,
        });
    }
    Ok(part)
}

impl Part {
    fn walk(
        &mut self,
        conn: &Connection,
        bounds: [i64; 2],
        covered: &mut [Cursor<'_>],
    ) -> Result<Option<Fault>, Failure> {
        let mut statement = conn.prepare(
            "SELECT sequence, id, at, person, kind, encounter, body, previous, hash FROM event
             WHERE sequence BETWEEN ?1 AND ?2 ORDER BY sequence",
        )?;
        let mut rows = statement.query(bounds)?;
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
            if let Some(fault) = event_fault(conn, &event, stored, self.head)? {
                return Ok(Some(fault));
            }
            let sequence = event.sequence.cast_unsigned();
            // the stored hash was just found to be the event's own
            let hash = Digest::from_column(stored).unwrap_or(Digest::GENESIS);
            self.head = Head { sequence, hash };
            self.events += 1;
            if let Some(cursor) = covered.iter_mut().find(|cursor| cursor.kind == event.kind) {
                match cursor.meet(conn, sequence, recorded_row(event.body))? {
                    Ok(about) => self.count(about),
                    Err(fault) => return Ok(Some(fault)),
                }
                self.rows += 1;
            } else if let (kind::ENCOUNTER_SAVED | kind::ENCOUNTER_ERASED, Some(id)) =
                (event.kind, event.encounter)
            {
                self.encounters.put(id, latest(sequence, event.body));
            } else if event.kind == kind::PERSON_SAVED {
                let id = recorded_person(event.body).unwrap_or_default();
                self.people.put(&id, latest(sequence, event.body));
            }
        }
        for cursor in covered {
            if let Some(found) = cursor.take(conn)? {
                return Ok(Some(Fault::RowUnrecorded {
                    table: cursor.table,
                    sequence: found.sequence,
                }));
            }
        }
        Ok(None)
    }

    fn count(&mut self, about: About) {
        match about {
            About::Document { encounter } => self.counts.entry(encounter).or_default().document(),
            About::Decision {
                encounter,
                id,
                particulars,
            } => {
                let counts = self.counts.entry(encounter).or_default();
                counts.decision(&id, &particulars);
            }
            About::Statement {
                encounter,
                kind,
                id,
                subject,
                particulars,
            } => {
                let counts = self.counts.entry(encounter).or_default();
                counts.statement(&kind, &id, subject.as_deref(), &particulars);
            }
            About::Run => {}
        }
    }
}

fn latest(sequence: u64, body: &str) -> Latest {
    Latest {
        first: sequence,
        sequence,
        hash: recorded_row(body),
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

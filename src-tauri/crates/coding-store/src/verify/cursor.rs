//! Walking a covered table beside the ledger.

use rusqlite::{Connection, Row, Rows};

use super::Fault;
use crate::Digest;
use crate::table::{decision, document, run, statement, suggestion};

/// A row of a covered table: the event it claims, and its hash, unless that differs from the stored one.
pub(super) struct Found {
    pub(super) sequence: u64,
    hash: Option<Digest>,
    about: About,
}

/// What a covered row says of its encounter.
pub(super) enum About {
    Document {
        encounter: String,
    },
    Decision {
        encounter: String,
        id: String,
        particulars: String,
    },
    Statement {
        encounter: String,
        kind: String,
        id: String,
        subject: Option<String>,
        particulars: String,
    },
    Run,
}

pub(super) type ReadRow = fn(&Connection, &Row<'_>) -> rusqlite::Result<Found>;

/// Walks a covered table beside the ledger: both are in the order of the events.
pub(super) struct Cursor<'a> {
    pub(super) table: &'static str,
    pub(super) kind: &'static str,
    rows: Rows<'a>,
    read: ReadRow,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(
        table: &'static str,
        kind: &'static str,
        rows: Rows<'a>,
        read: ReadRow,
    ) -> Self {
        Self {
            table,
            kind,
            rows,
            read,
        }
    }

    pub(super) fn take(&mut self, conn: &Connection) -> rusqlite::Result<Option<Found>> {
        let read = self.read;
        self.rows.next()?.map(|row| read(conn, row)).transpose()
    }

    /// Compares the next row with the event that should cover it.
    pub(super) fn meet(
        &mut self,
        conn: &Connection,
        sequence: u64,
        recorded: Option<Digest>,
    ) -> rusqlite::Result<Result<About, Fault>> {
        let table = self.table;
        Ok(match self.take(conn)? {
            None => Err(Fault::RowMissing { table, sequence }),
            Some(found) if found.sequence > sequence => Err(Fault::RowMissing { table, sequence }),
            Some(found) if found.sequence < sequence => Err(Fault::RowUnrecorded {
                table,
                sequence: found.sequence,
            }),
            Some(found) if found.hash.is_none() || found.hash != recorded => {
                Err(Fault::RowChanged { table, sequence })
            }
            Some(found) => Ok(found.about),
        })
    }
}

fn found(
    row: &Row<'_>,
    column: usize,
    (sequence, hash): (u64, Digest),
    about: About,
) -> rusqlite::Result<Found> {
    let stored = row.get_ref(column)?.as_blob()?;
    Ok(Found {
        sequence,
        hash: (stored == hash.as_bytes()).then_some(hash),
        about,
    })
}

pub(super) fn document_row(_: &Connection, row: &Row<'_>) -> rusqlite::Result<Found> {
    let document = document::DocumentRow::read(row)?;
    let covered = (document.sequence, document.hash());
    let encounter = document.encounter;
    found(row, 5, covered, About::Document { encounter })
}

pub(super) fn decision_row(_: &Connection, row: &Row<'_>) -> rusqlite::Result<Found> {
    let decision = decision::DecisionRow::read(row)?;
    let covered = (decision.sequence, decision.hash());
    let about = About::Decision {
        encounter: decision.encounter,
        id: decision.id,
        particulars: decision.particulars,
    };
    found(row, 11, covered, about)
}

pub(super) fn statement_row(_: &Connection, row: &Row<'_>) -> rusqlite::Result<Found> {
    let statement = statement::StatementRow::read(row)?;
    let covered = (statement.sequence, statement.hash());
    let about = About::Statement {
        encounter: statement.encounter,
        kind: statement.kind,
        id: statement.id,
        subject: statement.subject,
        particulars: statement.particulars,
    };
    found(row, 9, covered, about)
}

pub(super) fn run_row(conn: &Connection, row: &Row<'_>) -> rusqlite::Result<Found> {
    let run = run::RunRow::read(row)?;
    let suggestions = suggestion::list(conn, run.sequence)?;
    let hash = run.hash(suggestions.iter().map(suggestion::SuggestionRow::hash));
    found(row, 12, (run.sequence, hash), About::Run)
}

//! Walking a covered table beside the ledger.

use rusqlite::{Connection, Row, Rows};

use super::Fault;
use crate::Digest;
use crate::table::{decision, document, run, statement, suggestion};

/// A row of a covered table: the event it claims, and its hash, unless that differs from the stored one.
pub(super) struct Found {
    pub(super) sequence: u64,
    hash: Option<Digest>,
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
    ) -> rusqlite::Result<Option<Fault>> {
        let table = self.table;
        Ok(match self.take(conn)? {
            None => Some(Fault::RowMissing { table, sequence }),
            Some(found) if found.sequence > sequence => Some(Fault::RowMissing { table, sequence }),
            Some(found) if found.sequence < sequence => Some(Fault::RowUnrecorded {
                table,
                sequence: found.sequence,
            }),
            Some(found) => (found.hash.is_none() || found.hash != recorded)
                .then_some(Fault::RowChanged { table, sequence }),
        })
    }
}

fn found(row: &Row<'_>, column: usize, sequence: u64, hash: Digest) -> rusqlite::Result<Found> {
    let stored = row.get_ref(column)?.as_blob()?;
    Ok(Found {
        sequence,
        hash: (stored == hash.as_bytes()).then_some(hash),
    })
}

pub(super) fn document_row(_: &Connection, row: &Row<'_>) -> rusqlite::Result<Found> {
    let document = document::DocumentRow::read(row)?;
    found(row, 5, document.sequence, document.hash())
}

pub(super) fn decision_row(_: &Connection, row: &Row<'_>) -> rusqlite::Result<Found> {
    let decision = decision::DecisionRow::read(row)?;
    found(row, 11, decision.sequence, decision.hash())
}

pub(super) fn statement_row(_: &Connection, row: &Row<'_>) -> rusqlite::Result<Found> {
    let statement = statement::StatementRow::read(row)?;
    found(row, 9, statement.sequence, statement.hash())
}

pub(super) fn run_row(conn: &Connection, row: &Row<'_>) -> rusqlite::Result<Found> {
    let run = run::RunRow::read(row)?;
    let suggestions = suggestion::list(conn, run.sequence)?;
    found(
        row,
        12,
        run.sequence,
        run.hash(suggestions.iter().map(suggestion::SuggestionRow::hash)),
    )
}

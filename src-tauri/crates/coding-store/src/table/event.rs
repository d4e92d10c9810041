//! `event`: the audit ledger. Append-only, gapless, each row chained to the one before.

use coding_model::{EncounterId, EventId};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde_json::Value;

use crate::digest::RowDigest;
use crate::names::{from_json, misfit};
use crate::{Digest, Head};

pub(crate) const CREATE: &str = "
CREATE TABLE event (
    sequence  INTEGER PRIMARY KEY CHECK (sequence > 0),
    id        TEXT NOT NULL UNIQUE,
    at        TEXT NOT NULL,
    person    TEXT NOT NULL,
    kind      TEXT NOT NULL,
    encounter TEXT,
    body      TEXT NOT NULL CHECK (json_valid(body)),
    previous  BLOB NOT NULL CHECK (length(previous) = 32),
    hash      BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX event_by_encounter ON event (encounter, sequence) WHERE encounter IS NOT NULL;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: an event is never changed'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: an event is never deleted'); END;
CREATE TRIGGER event_follows_the_last BEFORE INSERT ON event
WHEN NEW.sequence IS NOT (SELECT COALESCE(MAX(sequence), 0) + 1 FROM event)
  OR NEW.previous IS NOT COALESCE((SELECT hash FROM event ORDER BY sequence DESC LIMIT 1), zeroblob(32))
  OR EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: an event follows the last one'); END;
";

/// Finds the events of one kind without reading the others (format 4).
pub(crate) const INDEX_BY_KIND: &str = "CREATE INDEX event_by_kind ON event (kind, sequence);";

const COLUMNS: &str = "sequence, id, at, person, kind, encounter, body, previous, hash";

/// What happened, as the `kind` column has it. The kinds named here are written by the store itself and cannot
/// be appended by a caller; callers have further ones ("encounter-opened", "exported").
pub mod kind {
    /// An encounter was stored or its data changed.
    pub const ENCOUNTER_SAVED: &str = "encounter-saved";
    /// A document was added to an encounter.
    pub const DOCUMENT_ADDED: &str = "document-added";
    /// A run of the engine was stored with its suggestions.
    pub const RUN_SAVED: &str = "run-saved";
    /// A person decided.
    pub const DECISION_RECORDED: &str = "decision-recorded";
    /// The key of an encounter was destroyed.
    pub const ENCOUNTER_ERASED: &str = "encounter-erased";
    /// A person accepted the ledger as it is though its kept head contradicted it.
    pub const LEDGER_REANCHORED: &str = "ledger-reanchored";
    /// A person stated something about an encounter: signed, amended, audited or queried it.
    pub const STATEMENT_RECORDED: &str = "statement-recorded";
    /// An account was added or changed.
    pub const PERSON_SAVED: &str = "person-saved";

    /// All of them.
    pub const OF_THE_STORE: &[&str] = &[
        ENCOUNTER_SAVED,
        DOCUMENT_ADDED,
        RUN_SAVED,
        DECISION_RECORDED,
        ENCOUNTER_ERASED,
        LEDGER_REANCHORED,
        STATEMENT_RECORDED,
        PERSON_SAVED,
    ];
}

/// One event of the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Place in the ledger, from 1, without gaps.
    pub sequence: u64,
    /// Identifier.
    pub id: EventId,
    /// When, RFC 3339 in UTC, as the caller gave it.
    pub at: String,
    /// Who.
    pub person: String,
    /// What happened (see [`kind`]).
    pub kind: String,
    /// The encounter it concerns.
    pub encounter: Option<EncounterId>,
    /// Particulars; never text of a note.
    pub body: Value,
    /// Hash of the event before; zeros for the first.
    pub previous: Digest,
    /// Hash of this event over all its columns.
    pub hash: Digest,
}

/// A row as it stands, for hashing and verifying.
pub(crate) struct EventRow<'a> {
    pub(crate) sequence: i64,
    pub(crate) id: &'a str,
    pub(crate) at: &'a str,
    pub(crate) person: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) encounter: Option<&'a str>,
    pub(crate) body: &'a str,
    pub(crate) previous: &'a [u8],
}

impl EventRow<'_> {
    /// The hash of the row.
    pub(crate) fn hash(&self) -> Digest {
        RowDigest::new("event.1")
            .int(self.sequence)
            .text(self.id)
            .text(self.at)
            .text(self.person)
            .text(self.kind)
            .maybe_text(self.encounter)
            .text(self.body)
            .blob(self.previous)
            .finish()
    }
}

pub(crate) fn insert(conn: &Connection, row: &EventRow<'_>, hash: Digest) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT INTO event (sequence, id, at, person, kind, encounter, body, previous, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        row.sequence,
        row.id,
        row.at,
        row.person,
        row.kind,
        row.encounter,
        row.body,
        row.previous,
        hash.as_bytes()
    ])?;
    Ok(())
}

/// The head of the ledger in the table.
pub(crate) fn last(conn: &Connection) -> rusqlite::Result<Head> {
    conn.prepare_cached("SELECT sequence, hash FROM event ORDER BY sequence DESC LIMIT 1")?
        .query_row([], |row| {
            Ok(Head {
                sequence: row.get(0)?,
                hash: digest(row, 1)?,
            })
        })
        .optional()
        .map(|head| head.unwrap_or(Head::EMPTY))
}

/// The stored hash of an event; that of no event for sequence 0.
pub(crate) fn hash_at(conn: &Connection, sequence: u64) -> rusqlite::Result<Option<Digest>> {
    if sequence == 0 {
        return Ok(Some(Digest::GENESIS));
    }
    conn.prepare_cached("SELECT hash FROM event WHERE sequence = ?1")?
        .query_row([i64::try_from(sequence).unwrap_or(i64::MAX)], |row| {
            digest(row, 0)
        })
        .optional()
}

/// The events of one encounter or of all, in order, from a sequence on, at most so many.
pub(crate) fn list(
    conn: &Connection,
    encounter: Option<EncounterId>,
    from: u64,
    limit: usize,
) -> rusqlite::Result<Vec<Event>> {
    let from = i64::try_from(from).unwrap_or(i64::MAX);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    match encounter {
        Some(encounter) => conn
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM event WHERE encounter = ?1 AND sequence >= ?2 ORDER BY sequence LIMIT ?3"
            ))?
            .query_map(params![encounter.to_string(), from, limit], event)?
            .collect(),
        None => conn
            .prepare_cached(&format!("SELECT {COLUMNS} FROM event WHERE sequence >= ?1 ORDER BY sequence LIMIT ?2"))?
            .query_map(params![from, limit], event)?
            .collect(),
    }
}

/// The events of some kinds, in order. The work grows with their number, not with that of the ledger.
pub(crate) fn of_kinds(conn: &Connection, kinds: &[&str]) -> rusqlite::Result<Vec<Event>> {
    let sql = format!("SELECT {COLUMNS} FROM event WHERE kind = ?1 ORDER BY sequence");
    let mut statement = conn.prepare_cached(&sql)?;
    let mut events = Vec::new();
    for kind in kinds {
        for found in statement.query_map([kind], event)? {
            events.push(found?);
        }
    }
    events.sort_by_key(|e| e.sequence);
    Ok(events)
}

fn event(row: &Row<'_>) -> rusqlite::Result<Event> {
    let id: String = row.get(1)?;
    let encounter: Option<String> = row.get(5)?;
    Ok(Event {
        sequence: row.get(0)?,
        id: EventId::parse(&id).ok_or_else(|| misfit(1))?,
        at: row.get(2)?,
        person: row.get(3)?,
        kind: row.get(4)?,
        encounter: encounter
            .map(|id| EncounterId::parse(&id).ok_or_else(|| misfit(5)))
            .transpose()?,
        body: from_json(6, row.get_ref(6)?.as_str()?)?,
        previous: digest(row, 7)?,
        hash: digest(row, 8)?,
    })
}

/// A digest column.
pub(crate) fn digest(row: &Row<'_>, column: usize) -> rusqlite::Result<Digest> {
    Digest::from_column(row.get_ref(column)?.as_blob()?).ok_or_else(|| misfit(column))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row<'a>(sequence: i64, id: &'a str, previous: &'a [u8]) -> EventRow<'a> {
        let (at, person, kind, body) = ("2026-02-03T10:00:00Z", "A. Coder", "exported", "{}");
        EventRow {
            sequence,
            id,
            at,
            person,
            kind,
            encounter: None,
            body,
            previous,
        }
    }

    #[test]
    fn an_event_follows_the_last_or_is_refused() {
        let conn = crate::table::fresh();
        assert_eq!(last(&conn).unwrap(), Head::EMPTY);
        let zeros = [0; 32];
        let ids = [EventId::new().to_string(), EventId::new().to_string()];
        let first = row(1, &ids[0], &zeros);
        insert(&conn, &first, first.hash()).unwrap();
        let hash = first.hash();
        assert_eq!(last(&conn).unwrap(), Head { sequence: 1, hash });
        for (wrong, why) in [
            (row(1, &ids[1], hash.as_bytes()), "its place is taken"),
            (row(3, &ids[1], hash.as_bytes()), "it leaves a gap"),
            (row(2, &ids[1], &zeros), "it names another predecessor"),
            (row(2, &ids[0], hash.as_bytes()), "its identifier is taken"),
        ] {
            assert!(insert(&conn, &wrong, wrong.hash()).is_err(), "{why}");
        }
        insert(&conn, &row(2, &ids[1], hash.as_bytes()), hash).unwrap();
        let listed: Vec<u64> = list(&conn, None, 2, 9)
            .unwrap()
            .iter()
            .map(|e| e.sequence)
            .collect();
        assert_eq!(listed, [2]);
    }

    #[test]
    fn events_of_a_kind_are_found_by_the_index() {
        let conn = crate::table::fresh();
        let mut previous = [0; 32];
        for (n, kind) in [(1, "one"), (2, "other"), (3, "third"), (4, "one")] {
            let id = EventId::new().to_string();
            let row = EventRow {
                kind,
                ..row(n, &id, &previous)
            };
            let hash = row.hash();
            insert(&conn, &row, hash).unwrap();
            previous = *hash.as_bytes();
        }
        let found = |kinds: &[&str]| -> Vec<u64> {
            let events = of_kinds(&conn, kinds).unwrap();
            events.iter().map(|e| e.sequence).collect()
        };
        assert_eq!(found(&["one"]), [1, 4]);
        assert_eq!(found(&["third", "one"]), [1, 3, 4], "in the ledger's order");
        assert_eq!(found(&["none"]), [0; 0]);
        let plan: String = conn
            .query_row(
                "EXPLAIN QUERY PLAN SELECT hash FROM event WHERE kind = 'one' ORDER BY sequence",
                [],
                |row| row.get(3),
            )
            .unwrap();
        assert!(plan.contains("event_by_kind"), "{plan}");
    }

    #[test]
    fn every_column_is_in_the_hash() {
        let zeros = [0; 32];
        let whole = || row(1, "a", &zeros);
        let changed = [
            EventRow {
                sequence: 2,
                ..whole()
            },
            EventRow { id: "b", ..whole() },
            EventRow {
                at: "2026-02-03T10:00:01Z",
                ..whole()
            },
            EventRow {
                person: "B. Coder",
                ..whole()
            },
            EventRow {
                kind: "opened",
                ..whole()
            },
            EventRow {
                encounter: Some(""),
                ..whole()
            },
            EventRow {
                body: "[]",
                ..whole()
            },
            EventRow {
                previous: &[1; 32],
                ..whole()
            },
        ];
        assert!(changed.iter().all(|row| row.hash() != whole().hash()));
    }

    #[test]
    fn the_hash_of_a_row_stays_what_it_is() {
        // a change of this encoding would make every existing ledger unverifiable
        let known = "ac2a343f6a84f1e3d08d3f6527595bafd7e6fff9f63c6df8002669d4f1a2c246";
        assert_eq!(row(1, "a", &[0; 32]).hash().to_string(), known);
    }
}

//! `statement`: what a person states about an encounter as a whole: a signature, an amendment, an act of an audit,
//! a query to a provider, a comment. One row an act, never changed, never deleted.

use coding_model::EncounterId;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::Digest;
use crate::digest::RowDigest;

/// `kind` and `particulars` hold what may be read without the encounter's key: codes, counts, reasons of a list,
/// never words of a note or of a person; `content` is the rest, sealed. `subject` is what it belongs to (an audit,
/// a query). `hash` is what the event `sequence` holds.
pub(crate) const CREATE: &str = "
CREATE TABLE statement (
    sequence    INTEGER PRIMARY KEY REFERENCES event (sequence),
    id          TEXT NOT NULL UNIQUE,
    encounter   TEXT NOT NULL REFERENCES encounter (id),
    kind        TEXT NOT NULL,
    subject     TEXT,
    particulars TEXT NOT NULL CHECK (json_valid(particulars)),
    person      TEXT NOT NULL,
    at          TEXT NOT NULL,
    content     BLOB NOT NULL,
    hash        BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX statement_by_encounter ON statement (encounter, sequence);
CREATE INDEX statement_by_kind ON statement (kind, sequence);
CREATE TRIGGER statement_is_never_changed BEFORE UPDATE ON statement
BEGIN SELECT RAISE(ABORT, 'a statement is never changed: state something else after it'); END;
CREATE TRIGGER statement_is_never_deleted BEFORE DELETE ON statement
BEGIN SELECT RAISE(ABORT, 'a statement is never deleted: state something else after it'); END;
CREATE TRIGGER statement_is_new BEFORE INSERT ON statement
WHEN EXISTS (SELECT 1 FROM statement WHERE id = NEW.id OR sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'a statement is never changed: state something else after it'); END;
";

/// What the queue shows of signatures and audits, counted as they are recorded.
pub(crate) const MARKS: &str = "
ALTER TABLE encounter ADD COLUMN signed INTEGER NOT NULL DEFAULT 0 CHECK (signed IN (0, 1, 2));
ALTER TABLE encounter ADD COLUMN audit TEXT;
";

/// The kinds that the store itself acts on; callers have further ones ("audit", "query").
pub mod statement_kind {
    /// The assigned codes were signed; from then on nothing is decided in the encounter.
    pub const SIGNATURE: &str = "signature";
    /// A signed encounter was opened again, with a reason.
    pub const AMENDMENT: &str = "amendment";
    /// An act of an audit.
    pub const AUDIT: &str = "audit";
    /// A query to a provider, or a change of its state.
    pub const QUERY: &str = "query";
    /// A comment on a code or on the encounter, or its withdrawal.
    pub const COMMENT: &str = "comment";
}

pub(crate) struct StatementRow {
    pub(crate) sequence: u64,
    pub(crate) id: String,
    pub(crate) encounter: String,
    pub(crate) kind: String,
    pub(crate) subject: Option<String>,
    pub(crate) particulars: String,
    pub(crate) person: String,
    pub(crate) at: String,
    pub(crate) content: Vec<u8>,
}

pub(crate) const COLUMNS: &str =
    "sequence, id, encounter, kind, subject, particulars, person, at, content";

impl StatementRow {
    pub(crate) fn hash(&self) -> Digest {
        RowDigest::new("statement.1")
            .int(self.sequence.cast_signed())
            .text(&self.id)
            .text(&self.encounter)
            .text(&self.kind)
            .maybe_text(self.subject.as_deref())
            .text(&self.particulars)
            .text(&self.person)
            .text(&self.at)
            .blob(&self.content)
            .finish()
    }

    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            sequence: row.get(0)?,
            id: row.get(1)?,
            encounter: row.get(2)?,
            kind: row.get(3)?,
            subject: row.get(4)?,
            particulars: row.get(5)?,
            person: row.get(6)?,
            at: row.get(7)?,
            content: row.get(8)?,
        })
    }
}

/// The place a statement's content is bound to.
pub(crate) fn place(id: &str) -> String {
    format!("statement.content {id}")
}

pub(crate) fn insert(conn: &Connection, row: &StatementRow) -> rusqlite::Result<()> {
    conn.prepare_cached(&format!(
        "INSERT INTO statement ({COLUMNS}, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
    ))?
    .execute(params![
        row.sequence,
        row.id,
        row.encounter,
        row.kind,
        row.subject,
        row.particulars,
        row.person,
        row.at,
        row.content,
        row.hash().as_bytes()
    ])?;
    Ok(())
}

/// Whose account recorded a statement, as its event says; NULL before that was noted, and where nobody has one.
const BY: &str =
    "(SELECT json_extract(body, '$.by') FROM event WHERE event.sequence = statement.sequence)";

/// A statement, and whose account recorded it.
pub(crate) type Signed = (StatementRow, Option<String>);

fn signed(row: &Row<'_>) -> rusqlite::Result<Signed> {
    Ok((StatementRow::read(row)?, row.get(9)?))
}

/// The statements about an encounter, in order.
pub(crate) fn list(conn: &Connection, encounter: EncounterId) -> rusqlite::Result<Vec<Signed>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS}, {BY} FROM statement WHERE encounter = ?1 ORDER BY sequence"
    ))?
    .query_map([encounter.to_string()], signed)?
    .collect()
}

/// All statements of a kind, in order.
pub(crate) fn of_kind(conn: &Connection, kind: &str) -> rusqlite::Result<Vec<Signed>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS}, {BY} FROM statement WHERE kind = ?1 ORDER BY sequence"
    ))?
    .query_map([kind], signed)?
    .collect()
}

/// The last statement about an encounter, and the last that is no comment; 0 where there is none.
pub(crate) fn last(conn: &Connection, encounter: EncounterId) -> rusqlite::Result<(u64, u64)> {
    conn.prepare_cached(
        "SELECT COALESCE(MAX(sequence), 0), COALESCE(MAX(sequence) FILTER (WHERE kind <> ?2), 0)
         FROM statement WHERE encounter = ?1",
    )?
    .query_row(
        params![encounter.to_string(), statement_kind::COMMENT],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Whether the encounter is signed, and was not opened again since.
pub(crate) fn is_signed(conn: &Connection, encounter: EncounterId) -> rusqlite::Result<bool> {
    let last: Option<String> = conn
        .prepare_cached(
            "SELECT kind FROM statement WHERE encounter = ?1 AND kind IN ('signature', 'amendment')
             ORDER BY sequence DESC LIMIT 1",
        )?
        .query_row([encounter.to_string()], |row| row.get(0))
        .optional()?;
    Ok(last.as_deref() == Some(statement_kind::SIGNATURE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(sequence: u64, encounter: EncounterId, kind: &str) -> StatementRow {
        StatementRow {
            sequence,
            id: format!("s{sequence}"),
            encounter: encounter.to_string(),
            kind: kind.to_owned(),
            subject: None,
            particulars: "{}".to_owned(),
            person: "A. Coder".to_owned(),
            at: "2026-02-03T10:00:00Z".to_owned(),
            content: vec![1, 2, 3],
        }
    }

    #[test]
    fn the_last_signature_or_amendment_says_whether_it_is_signed() {
        let conn = crate::table::fresh();
        conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        let (one, other) = (EncounterId::new(), EncounterId::new());
        assert!(!is_signed(&conn, one).unwrap());
        for (sequence, kind, signed) in [
            (1, "signature", true),
            (2, "audit", true),
            (3, "amendment", false),
            (4, "query", false),
            (5, "signature", true),
            (6, "comment", true),
        ] {
            insert(&conn, &row(sequence, one, kind)).unwrap();
            assert_eq!(is_signed(&conn, one).unwrap(), signed, "{sequence}");
        }
        assert!(!is_signed(&conn, other).unwrap());
        assert_eq!(last(&conn, one).unwrap(), (6, 5));
        assert_eq!(last(&conn, other).unwrap(), (0, 0));
        assert_eq!(list(&conn, one).unwrap().len(), 6);
        assert_eq!(of_kind(&conn, "audit").unwrap().len(), 1);
        assert!(conn.execute("DELETE FROM statement", []).is_err());
        assert!(
            conn.execute("UPDATE statement SET person = 'x'", [])
                .is_err()
        );
    }

    #[test]
    fn every_column_is_in_the_hash() {
        let id = EncounterId::new();
        let whole = || row(1, id, "audit");
        let mut changed: Vec<StatementRow> = (0..9).map(|_| whole()).collect();
        changed[0].sequence = 2;
        changed[1].id = "t".to_owned();
        changed[2].encounter = "e".to_owned();
        changed[3].kind = "query".to_owned();
        changed[4].subject = Some(String::new());
        changed[5].particulars = "[]".to_owned();
        changed[6].person = "B".to_owned();
        changed[7].at = "2026-02-03T10:00:01Z".to_owned();
        changed[8].content = vec![1, 2, 4];
        assert!(changed.iter().all(|row| row.hash() != whole().hash()));
    }
}

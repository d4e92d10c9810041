//! `suggestion`: one row a suggestion of a run. Code and place in the clear; its evidence, trail,
//! alternatives and findings sealed, since they quote the note. Never changed, never deleted.

use coding_model::{EncounterId, Suggestion, SuggestionId};
use rusqlite::{Connection, Row, params};

use crate::Digest;
use crate::digest::RowDigest;
use crate::names::misfit;

/// A suggestion needs no event of its own: the hash of its run covers it.
pub(crate) const CREATE: &str = "
CREATE TABLE suggestion (
    run        INTEGER NOT NULL REFERENCES run (sequence),
    ordinal    INTEGER NOT NULL,
    id         TEXT NOT NULL UNIQUE,
    encounter  TEXT NOT NULL REFERENCES encounter (id),
    code       TEXT NOT NULL,
    title      TEXT NOT NULL,
    list       TEXT NOT NULL,
    rank       INTEGER NOT NULL,
    role       TEXT NOT NULL,
    confidence REAL NOT NULL,
    content    BLOB NOT NULL,
    PRIMARY KEY (run, ordinal)
) STRICT;
CREATE TRIGGER suggestion_is_never_changed BEFORE UPDATE ON suggestion
BEGIN SELECT RAISE(ABORT, 'a suggestion is never changed'); END;
CREATE TRIGGER suggestion_is_never_deleted BEFORE DELETE ON suggestion
BEGIN SELECT RAISE(ABORT, 'a suggestion is never deleted'); END;
CREATE TRIGGER suggestion_is_new BEFORE INSERT ON suggestion
WHEN EXISTS (SELECT 1 FROM suggestion WHERE id = NEW.id OR (run = NEW.run AND ordinal = NEW.ordinal))
BEGIN SELECT RAISE(ABORT, 'a suggestion is never changed'); END;
";

pub(crate) struct SuggestionRow {
    pub(crate) run: u64,
    pub(crate) ordinal: u32,
    pub(crate) id: String,
    pub(crate) encounter: String,
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) list: String,
    pub(crate) rank: u32,
    pub(crate) role: String,
    pub(crate) confidence: f64,
    pub(crate) content: Vec<u8>,
}

const COLUMNS: &str =
    "run, ordinal, id, encounter, code, title, list, rank, role, confidence, content";

impl SuggestionRow {
    pub(crate) fn hash(&self) -> Digest {
        RowDigest::new("suggestion.1")
            .int(self.run.cast_signed())
            .int(self.ordinal.into())
            .text(&self.id)
            .text(&self.encounter)
            .text(&self.code)
            .text(&self.title)
            .text(&self.list)
            .int(self.rank.into())
            .text(&self.role)
            .real(self.confidence)
            .blob(&self.content)
            .finish()
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            run: row.get(0)?,
            ordinal: row.get(1)?,
            id: row.get(2)?,
            encounter: row.get(3)?,
            code: row.get(4)?,
            title: row.get(5)?,
            list: row.get(6)?,
            rank: row.get(7)?,
            role: row.get(8)?,
            confidence: row.get(9)?,
            content: row.get(10)?,
        })
    }
}

/// The place a suggestion's content is bound to.
pub(crate) fn place(id: &str) -> String {
    format!("suggestion.content {id}")
}

/// The suggestion of opened content.
pub(crate) fn from_content(content: &[u8]) -> rusqlite::Result<Suggestion> {
    serde_json::from_slice(content).map_err(|_| misfit(10))
}

pub(crate) fn insert(conn: &Connection, row: &SuggestionRow) -> rusqlite::Result<()> {
    conn.prepare_cached(&format!(
        "INSERT INTO suggestion ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
    ))?
    .execute(params![
        row.run,
        row.ordinal,
        row.id,
        row.encounter,
        row.code,
        row.title,
        row.list,
        row.rank,
        row.role,
        row.confidence,
        row.content
    ])?;
    Ok(())
}

/// The suggestions of a run, in order.
pub(crate) fn list(conn: &Connection, run: u64) -> rusqlite::Result<Vec<SuggestionRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM suggestion WHERE run = ?1 ORDER BY ordinal"
    ))?
    .query_map([run], SuggestionRow::read)?
    .collect()
}

/// Whether the encounter has such a suggestion.
pub(crate) fn exists(
    conn: &Connection,
    encounter: EncounterId,
    id: SuggestionId,
) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT 1 FROM suggestion WHERE id = ?1 AND encounter = ?2")?
        .exists(params![id.to_string(), encounter.to_string()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_keep_their_order_and_are_never_changed() {
        let conn = crate::table::fresh();
        conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        let encounter = EncounterId::new();
        let row = |ordinal| SuggestionRow {
            run: 1,
            ordinal,
            id: SuggestionId::new().to_string(),
            encounter: encounter.to_string(),
            code: "E11.9".to_owned(),
            title: "Type 2 diabetes mellitus without complications".to_owned(),
            list: "suggest".to_owned(),
            rank: ordinal,
            role: "secondary".to_owned(),
            confidence: 0.25,
            content: vec![ordinal as u8],
        };
        let (first, second) = (row(1), row(2));
        insert(&conn, &second).unwrap();
        insert(&conn, &first).unwrap();
        let hashes: Vec<Digest> = list(&conn, 1)
            .unwrap()
            .iter()
            .map(SuggestionRow::hash)
            .collect();
        assert_eq!(hashes, [first.hash(), second.hash()]);
        let id = SuggestionId::parse(&first.id).unwrap();
        assert!(exists(&conn, encounter, id).unwrap());
        assert!(!exists(&conn, EncounterId::new(), id).unwrap());
        assert!(insert(&conn, &first).is_err());
        assert!(conn.execute("UPDATE suggestion SET rank = 9", []).is_err());
        assert!(conn.execute("DELETE FROM suggestion", []).is_err());
    }
}

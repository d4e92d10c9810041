//! `learned`: for each encounter, how often a code was accepted and rejected for the same words. Derived from the
//! decisions, so it can be made anew at any time, and not part of the ledger. The words are of the note: they are
//! sealed with the encounter's key, and go with it.

use coding_model::EncounterId;
use icd10cm::Code;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

/// `content` is the encounter's rows as JSON, sealed.
pub(crate) const CREATE: &str = "
CREATE TABLE learned (
    encounter TEXT PRIMARY KEY REFERENCES encounter (id),
    content   BLOB NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Decisions on one code for the same words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnedRow {
    /// The words as they are compared.
    pub words: String,
    /// The code.
    pub code: Code,
    /// How often it was accepted.
    pub accepted: u32,
    /// How often it was rejected.
    pub rejected: u32,
}

/// The place an encounter's rows are bound to.
pub(crate) fn place(encounter: &str) -> String {
    format!("learned.content {encounter}")
}

/// Puts the rows of an encounter in place of what was there.
pub(crate) fn put(
    conn: &Connection,
    encounter: EncounterId,
    content: &[u8],
) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT INTO learned (encounter, content) VALUES (?1, ?2)
         ON CONFLICT (encounter) DO UPDATE SET content = excluded.content",
    )?
    .execute(params![encounter.to_string(), content])?;
    Ok(())
}

/// Takes the rows of an encounter away.
pub(crate) fn delete(conn: &Connection, encounter: EncounterId) -> rusqlite::Result<()> {
    conn.execute(
        "DELETE FROM learned WHERE encounter = ?1",
        [encounter.to_string()],
    )?;
    Ok(())
}

/// Takes all rows away.
pub(crate) fn clear(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute("DELETE FROM learned", [])?;
    Ok(())
}

/// All encounters' rows, sealed.
pub(crate) fn list(conn: &Connection) -> rusqlite::Result<Vec<(String, Vec<u8>)>> {
    conn.prepare_cached("SELECT encounter, content FROM learned ORDER BY encounter")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

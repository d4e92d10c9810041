//! `encounter_key`: the key of each encounter's content, wrapped. Deleting a row erases the content for good.

use coding_model::EncounterId;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::seal::Key;

pub(crate) const CREATE: &str = "
CREATE TABLE encounter_key (
    encounter TEXT PRIMARY KEY REFERENCES encounter (id),
    wrapped   BLOB NOT NULL
) STRICT, WITHOUT ROWID;
";

/// The place a wrapped key is bound to.
pub(crate) fn place(encounter: &str) -> String {
    format!("encounter_key.wrapped {encounter}")
}

pub(crate) fn insert(
    conn: &Connection,
    encounter: EncounterId,
    wrapped: &[u8],
) -> rusqlite::Result<()> {
    conn.prepare_cached("INSERT INTO encounter_key (encounter, wrapped) VALUES (?1, ?2)")?
        .execute(params![encounter.to_string(), wrapped])?;
    Ok(())
}

/// The wrapped key; `None` where the encounter was erased (or never was).
pub(crate) fn wrapped(
    conn: &Connection,
    encounter: EncounterId,
) -> rusqlite::Result<Option<Vec<u8>>> {
    conn.prepare_cached("SELECT wrapped FROM encounter_key WHERE encounter = ?1")?
        .query_row([encounter.to_string()], |row| row.get(0))
        .optional()
}

pub(crate) fn unwrap(wrapped: &[u8], encounter: &str, content_key: &Key) -> Option<Key> {
    content_key
        .open(&place(encounter), wrapped)
        .and_then(|bytes| Key::from_slice(&bytes))
}

/// Destroys the key; says whether there was one.
pub(crate) fn delete(conn: &Connection, encounter: EncounterId) -> rusqlite::Result<bool> {
    Ok(conn.execute(
        "DELETE FROM encounter_key WHERE encounter = ?1",
        [encounter.to_string()],
    )? > 0)
}

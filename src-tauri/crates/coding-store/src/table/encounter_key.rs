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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_opens_for_its_own_encounter_until_it_is_destroyed() {
        let conn = crate::table::fresh();
        conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        let (one, other) = (EncounterId::new(), EncounterId::new());
        let (content_key, key) = (Key::random().unwrap(), Key::random().unwrap());
        insert(
            &conn,
            one,
            &content_key
                .seal(&place(&one.to_string()), key.bytes())
                .unwrap(),
        )
        .unwrap();
        let found = wrapped(&conn, one).unwrap().unwrap();
        let opened = unwrap(&found, &one.to_string(), &content_key).unwrap();
        assert_eq!(opened.bytes(), key.bytes());
        assert!(
            unwrap(&found, &other.to_string(), &content_key).is_none(),
            "bound to its encounter"
        );
        assert!(delete(&conn, one).unwrap());
        assert_eq!(wrapped(&conn, one).unwrap(), None);
        assert!(!delete(&conn, one).unwrap());
    }
}

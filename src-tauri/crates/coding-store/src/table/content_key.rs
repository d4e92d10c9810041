//! `content_key`: the one key that wraps the keys of all encounters, itself sealed with the key of the file.

use rusqlite::{Connection, OptionalExtension as _};

use crate::error::Failure;
use crate::seal::Key;

pub(crate) const CREATE: &str = "
CREATE TABLE content_key (
    number INTEGER PRIMARY KEY CHECK (number = 1),
    sealed BLOB NOT NULL
) STRICT;
";

const PLACE: &str = "content_key.sealed 1";

/// The sealed content key; `None` in a database that has none yet.
pub(crate) fn sealed(conn: &Connection) -> rusqlite::Result<Option<Vec<u8>>> {
    conn.query_row(
        "SELECT sealed FROM content_key WHERE number = 1",
        [],
        |row| row.get(0),
    )
    .optional()
}

/// Makes the content key of a new database.
pub(crate) fn create(conn: &Connection, file_key: &Key) -> Result<(), Failure> {
    let key = Key::random()?;
    conn.execute(
        "INSERT INTO content_key (number, sealed) VALUES (1, ?1)",
        [file_key.seal(PLACE, key.bytes())?],
    )?;
    Ok(())
}

/// Seals the content key with another key of the file.
pub(crate) fn reseal(conn: &Connection, key: &Key, file_key: &Key) -> Result<(), Failure> {
    conn.execute(
        "UPDATE content_key SET sealed = ?1 WHERE number = 1",
        [file_key.seal(PLACE, key.bytes())?],
    )?;
    Ok(())
}

/// Opens the content key.
pub(crate) fn open(sealed: &[u8], file_key: &Key) -> Option<Key> {
    file_key
        .open(PLACE, sealed)
        .and_then(|bytes| Key::from_slice(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_content_key_and_the_files_key_opens_it() {
        let conn = crate::table::fresh();
        let file_key = Key::random().unwrap();
        assert_eq!(sealed(&conn).unwrap(), None);
        assert!(create(&conn, &file_key).is_ok());
        assert!(create(&conn, &file_key).is_err(), "a second one is refused");
        let found = sealed(&conn).unwrap().unwrap();
        assert!(open(&found, &file_key).is_some());
        assert!(open(&found, &Key::random().unwrap()).is_none());
    }
}

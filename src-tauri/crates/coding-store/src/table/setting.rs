//! `setting`: what the program remembers about itself. Not part of the ledger.

use rusqlite::{Connection, OptionalExtension as _, params};

pub(crate) const CREATE: &str = "
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
";

pub(crate) fn get(conn: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    conn.query_row("SELECT value FROM setting WHERE name = ?1", [name], |row| {
        row.get(0)
    })
    .optional()
}

pub(crate) fn put(conn: &Connection, name: &str, value: &str) -> rusqlite::Result<()> {
    conn.execute(
        "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        params![name, value],
    )?;
    Ok(())
}

/// Takes out all settings whose names begin so; how many there were.
pub(crate) fn remove(conn: &Connection, prefix: &str) -> rusqlite::Result<usize> {
    conn.execute(
        "DELETE FROM setting WHERE substr(name, 1, length(?1)) = ?1",
        [prefix],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_what_was_put_last() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(CREATE).unwrap();
        assert_eq!(get(&conn, "person").unwrap(), None);
        put(&conn, "person", "A. Coder").unwrap();
        put(&conn, "person", "B. Coder").unwrap();
        assert_eq!(get(&conn, "person").unwrap().as_deref(), Some("B. Coder"));
        put(&conn, "model.reply.1", "x").unwrap();
        put(&conn, "model.reply.2", "y").unwrap();
        assert_eq!(remove(&conn, "model.reply.").unwrap(), 2);
        assert_eq!(remove(&conn, "model.reply.").unwrap(), 0);
        assert_eq!(get(&conn, "person").unwrap().as_deref(), Some("B. Coder"));
    }
}

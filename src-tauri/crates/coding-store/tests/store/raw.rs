//! The database through another door: a connection of its own with the key from the home folder.

use std::path::Path;

use coding_store::DATABASE_FILE;
use rusqlite::Connection;

pub fn raw(home: &Path) -> Connection {
    let conn = Connection::open(home.join(DATABASE_FILE)).unwrap();
    let key = std::fs::read_to_string(home.join("key")).unwrap();
    conn.execute_batch(&format!("PRAGMA key = \"x'{}'\"", key.trim()))
        .unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    conn
}

/// The triggers of the database, taken off, and how to put them back.
pub fn without_triggers(conn: &Connection) -> Vec<String> {
    let triggers: Vec<(String, String)> = conn
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    triggers
        .into_iter()
        .map(|(name, sql)| {
            conn.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
            sql
        })
        .collect()
}

/// Changes the database behind its guards and puts them back.
pub fn tamper(home: &Path, sql: &str) -> usize {
    let conn = raw(home);
    let triggers = without_triggers(&conn);
    let changed = conn.execute(sql, []).unwrap();
    triggers
        .iter()
        .for_each(|sql| conn.execute_batch(sql).unwrap());
    changed
}

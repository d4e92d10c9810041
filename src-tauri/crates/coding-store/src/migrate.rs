//! Formats of the database: forward only, all or nothing. An older program refuses a newer file.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::{StoreError, table};

/// Says "Codetrail" in the file's header ("CTra").
pub(crate) const APPLICATION_ID: i64 = 0x4354_7261;

/// What leads from one format to the next: SQL, in order. The n-th leads to format n + 1 (counted from 0).
pub(crate) type Migration = &'static [&'static str];

/// All formats there have been.
pub(crate) const MIGRATIONS: &[Migration] = &[
    table::FORMAT_1,
    table::FORMAT_2,
    table::FORMAT_3,
    table::FORMAT_4,
    table::FORMAT_5,
];

/// The format of a file, after it was found to be ours; 0 for a new one.
pub(crate) fn format(conn: &Connection, path: &Path) -> Result<i64, StoreError> {
    let of = |e: rusqlite::Error| StoreError::of(path, &e);
    let application: i64 = pragma(conn, "application_id").map_err(of)?;
    let format: i64 = pragma(conn, "user_version").map_err(of)?;
    let tables: i64 = conn
        .query_row("SELECT COUNT(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(of)?;
    let empty = application == 0 && format == 0 && tables == 0;
    if application != APPLICATION_ID && !empty {
        let found = format!("application id {application}, {tables} tables and indexes");
        return Err(StoreError::Foreign {
            path: path.to_path_buf(),
            found,
        });
    }
    let known = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    if format > known {
        return Err(StoreError::Newer {
            path: path.to_path_buf(),
            found: format,
            known,
        });
    }
    Ok(format)
}

/// Brings a database to the newest of the formats in one transaction. The format is read inside it, so that two
/// programs starting at once do it once; `finish` runs in it too.
pub(crate) fn run(
    conn: &mut Connection,
    path: &Path,
    migrations: &[Migration],
    finish: impl FnOnce(&Transaction<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let of = |e: rusqlite::Error| StoreError::of(path, &e);
    let tx = conn
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(of)?;
    let from = usize::try_from(format(&tx, path)?).unwrap_or(0);
    for statement in migrations.iter().skip(from).copied().flatten() {
        tx.execute_batch(statement).map_err(of)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)
        .map_err(of)?;
    tx.pragma_update(None, "user_version", migrations.len().max(from))
        .map_err(of)?;
    finish(&tx)?;
    tx.commit().map_err(of)
}

fn pragma(conn: &Connection, name: &str) -> rusqlite::Result<i64> {
    conn.pragma_query_value(None, name, |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(conn: &Connection) -> (i64, Vec<String>) {
        let mut statement = conn
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            .unwrap();
        let tables = statement
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        (pragma(conn, "user_version").unwrap(), tables)
    }

    #[test]
    fn migrations_are_all_or_nothing() {
        let path = Path::new("x");
        let mut conn = Connection::open_in_memory().unwrap();
        run(&mut conn, path, &[&["CREATE TABLE a (x)"]], |_| Ok(())).unwrap();
        let before = state(&conn);
        assert_eq!(before, (1, vec!["a".to_owned()]));

        // `format` knows one format only, so a failing second one is tried through the same door
        let broken: &[Migration] = &[
            &["CREATE TABLE a (x)"],
            &[
                "CREATE TABLE b (x)",
                "INSERT INTO a VALUES (1)",
                "CREATE TABLE a (x)",
            ],
        ];
        assert!(matches!(
            run(&mut conn, path, broken, |_| Ok(())),
            Err(StoreError::Statement { .. })
        ));
        assert_eq!(state(&conn), before, "the half that worked was taken back");
        assert_eq!(
            conn.query_row("SELECT COUNT(*) FROM a", [], |r| r.get::<_, i64>(0))
                .unwrap(),
            0
        );

        let failing = run(
            &mut conn,
            path,
            &[&["CREATE TABLE a (x)"], &["CREATE TABLE b (x)"]],
            |_| Err(StoreError::Random),
        );
        assert!(matches!(failing, Err(StoreError::Random)));
        assert_eq!(state(&conn), before, "a failing end takes all of it back");

        run(
            &mut conn,
            path,
            &[&["CREATE TABLE a (x)"], &["CREATE TABLE b (x)"]],
            |_| Ok(()),
        )
        .unwrap();
        assert_eq!(
            state(&conn),
            (2, vec!["a".to_owned(), "b".to_owned()]),
            "only the second one ran"
        );
    }

    #[test]
    fn a_newer_format_and_a_foreign_database_are_refused() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE a (x)").unwrap();
        assert!(matches!(
            format(&conn, Path::new("x")),
            Err(StoreError::Foreign { .. })
        ));
        conn.pragma_update(None, "application_id", APPLICATION_ID)
            .unwrap();
        conn.pragma_update(None, "user_version", MIGRATIONS.len() + 1)
            .unwrap();
        assert!(matches!(
            format(&conn, Path::new("x")),
            Err(StoreError::Newer { found, known, .. }) if found == known + 1
        ));
    }

    #[test]
    fn every_table_is_strict() {
        let mut conn = Connection::open_in_memory().unwrap();
        run(&mut conn, Path::new("x"), MIGRATIONS, |_| Ok(())).unwrap();
        let lax: i64 = conn
            .query_row("SELECT COUNT(*) FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND NOT strict", [], |r| r.get(0))
            .unwrap();
        assert_eq!(lax, 0);
    }
}

//! Any single change behind all guards is found: bytes, rows, order, deletions and cut tails, drawn at random.

use coding_store::{OpenOptions, Store};
use proptest::prelude::*;
use rusqlite::types::Value;

use crate::raw::{raw, without_triggers};
use crate::support::options;
use crate::tampering::{copy, fault, sample};

/// Every column of the ledger's tables.
const COLUMNS: &[(&str, &[&str])] = &[
    (
        "event",
        &[
            "sequence",
            "id",
            "at",
            "person",
            "kind",
            "encounter",
            "body",
            "previous",
            "hash",
        ],
    ),
    (
        "decision",
        &[
            "sequence",
            "id",
            "encounter",
            "suggestion",
            "act",
            "code",
            "particulars",
            "release",
            "person",
            "at",
            "content",
            "hash",
        ],
    ),
    (
        "document",
        &["sequence", "id", "encounter", "sha256", "content", "hash"],
    ),
    (
        "run",
        &[
            "sequence",
            "id",
            "encounter",
            "at",
            "person",
            "release",
            "effective",
            "engine",
            "elapsed_ms",
            "stages",
            "problems",
            "suggestions",
            "hash",
        ],
    ),
    (
        "suggestion",
        &[
            "run",
            "ordinal",
            "id",
            "encounter",
            "code",
            "title",
            "list",
            "rank",
            "role",
            "confidence",
            "content",
        ],
    ),
    (
        "encounter",
        &[
            "number",
            "id",
            "title",
            "setting",
            "admitted",
            "date",
            "sex",
            "age",
            "erased",
            "salt",
            "sequence",
            "hash",
            "documents",
            "decisions",
            "assigned",
            "signed",
            "audit",
        ],
    ),
    ("encounter_key", &["encounter", "wrapped"]),
    (
        "statement",
        &[
            "sequence",
            "id",
            "encounter",
            "kind",
            "subject",
            "particulars",
            "person",
            "at",
            "content",
            "hash",
        ],
    ),
    (
        "person",
        &[
            "number", "id", "name", "duties", "active", "verifier", "sequence", "hash",
        ],
    ),
    ("content_key", &["number", "sealed"]),
];

/// A change of one row or of the order of two, given by numbers that any row and column answer to.
#[derive(Debug, Clone)]
enum Mutation {
    Byte {
        table: usize,
        row: usize,
        column: usize,
        byte: usize,
        with: u8,
    },
    Delete {
        table: usize,
        row: usize,
    },
    Swap {
        table: usize,
        rows: (usize, usize),
        column: usize,
    },
    Cut {
        events: usize,
    },
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        8 => (0..COLUMNS.len(), any::<usize>(), any::<usize>(), any::<usize>(), 1_u8..).prop_map(
            |(table, row, column, byte, with)| Mutation::Byte { table, row, column, byte, with }),
        2 => (0..COLUMNS.len(), any::<usize>()).prop_map(|(table, row)| Mutation::Delete { table, row }),
        2 => (0..COLUMNS.len(), any::<(usize, usize)>(), any::<usize>()).prop_map(
            |(table, rows, column)| Mutation::Swap { table, rows, column }),
        1 => (1_usize..8).prop_map(|events| Mutation::Cut { events }),
    ]
}

/// Does it, behind all guards; `false` where it changes nothing.
fn apply(conn: &rusqlite::Connection, mutation: &Mutation) -> bool {
    let rows = |table: &str| -> Vec<i64> {
        let key = if table == "encounter_key" {
            "ROW_NUMBER() OVER (ORDER BY encounter)"
        } else {
            "rowid"
        };
        let sql = format!("SELECT {key} FROM {table}");
        conn.prepare(&sql)
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap()
    };
    let at = |table: &str| {
        match table {
        "encounter_key" => {
            "encounter = (SELECT encounter FROM encounter_key ORDER BY encounter LIMIT 1 OFFSET ?1 - 1)".to_owned()
        }
        _ => "rowid = ?1".to_owned(),
    }
    };
    let get = |table: &str, row: i64, column: &str| -> Value {
        let sql = format!("SELECT {column} FROM {table} WHERE {}", at(table));
        conn.query_row(&sql, [row], |row| row.get(0)).unwrap()
    };
    let set = |table: &str, row: i64, column: &str, value: &Value| -> bool {
        // a value that a constraint of the table refuses cannot be written by anyone
        let sql = format!("UPDATE {table} SET {column} = ?2 WHERE {}", at(table));
        conn.execute(&sql, rusqlite::params![row, value]).is_ok()
    };
    match mutation {
        Mutation::Byte {
            table,
            row,
            column,
            byte,
            with,
        } => {
            let (table, columns) = COLUMNS[*table];
            let rows = rows(table);
            let (row, column) = (rows[row % rows.len()], columns[column % columns.len()]);
            let old = get(table, row, column);
            let new = match &old {
                Value::Null => Value::Text("x".to_owned()),
                Value::Integer(n) => Value::Integer(n ^ i64::from(*with)),
                Value::Real(n) => Value::Real(f64::from_bits(n.to_bits() ^ u64::from(*with))),
                Value::Text(text) if text.is_empty() => Value::Text("x".to_owned()),
                Value::Text(text) => {
                    let mut bytes = text.clone().into_bytes();
                    let place = byte % bytes.len();
                    // to another printable character, so that it stays text
                    bytes[place] = 32 + (bytes[place] - 32 + with % 94 + 1) % 95;
                    Value::Text(String::from_utf8(bytes).unwrap())
                }
                Value::Blob(bytes) if bytes.is_empty() => Value::Blob(vec![*with]),
                Value::Blob(bytes) => {
                    let mut bytes = bytes.clone();
                    let place = byte % bytes.len();
                    bytes[place] ^= with;
                    Value::Blob(bytes)
                }
            };
            new != old && set(table, row, column, &new)
        }
        Mutation::Delete { table, row } => {
            let table = COLUMNS[*table].0;
            let rows = rows(table);
            let row = rows[row % rows.len()];
            conn.execute(&format!("DELETE FROM {table} WHERE {}", at(table)), [row])
                .unwrap()
                == 1
        }
        Mutation::Swap {
            table,
            rows: (a, b),
            column,
        } => {
            let (table, columns) = COLUMNS[*table];
            let rows = rows(table);
            let (a, b, column) = (
                rows[a % rows.len()],
                rows[b % rows.len()],
                columns[column % columns.len()],
            );
            let (first, second) = (get(table, a, column), get(table, b, column));
            if first == second
                || ["sequence", "id", "run", "ordinal", "encounter"].contains(&column)
            {
                return false;
            }
            set(table, a, column, &second) && set(table, b, column, &first)
        }
        Mutation::Cut { events } => {
            let events = i64::try_from(*events).unwrap();
            conn.execute(
                "DELETE FROM event WHERE sequence > (SELECT MAX(sequence) FROM event) - ?1",
                [events],
            )
            .unwrap()
                > 0
        }
    }
}

/// How many mutations are tried: 300, or as many as `CODETRAIL_TAMPER_ROUNDS` says.
fn rounds() -> u32 {
    std::env::var("CODETRAIL_TAMPER_ROUNDS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(300)
}

#[test]
fn any_mutation_is_found() {
    let home = sample();
    assert_eq!(fault(home.path()), None);
    let reading = OpenOptions {
        read_only: true,
        ..options()
    };
    let changed = std::cell::Cell::new(0_u32);
    let config = ProptestConfig {
        cases: rounds(),
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(mutation in mutation())| {
        let home = copy(home.path());
        let conn = raw(home.path());
        conn.execute_batch("PRAGMA synchronous = OFF; BEGIN").unwrap();
        let triggers = without_triggers(&conn);
        let done = apply(&conn, &mutation);
        triggers.iter().for_each(|sql| conn.execute_batch(sql).unwrap());
        conn.execute_batch("COMMIT").unwrap();
        // unreadable counts as found: the error says that the database is damaged
        for parts in [1, 3] {
            let found = Store::open(home.path(), &reading)
                .and_then(|store| store.verify_in(parts))
                .map_or(true, |verification| verification.fault.is_some());
            prop_assert_eq!(found, done, "{:?} in {} parts", mutation, parts);
        }
        changed.set(changed.get() + u32::from(done));
    });
    assert!(
        changed.get() > rounds() / 2,
        "only {} mutations changed anything",
        changed.get()
    );
}

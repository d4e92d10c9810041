//! One table, one file: its SQL, its row, its queries, its tests.

pub(crate) mod content_key;
pub(crate) mod decision;
pub(crate) mod document;
pub(crate) mod encounter;
pub(crate) mod encounter_key;
pub(crate) mod event;
pub(crate) mod learned;
pub(crate) mod person;
pub(crate) mod run;
pub(crate) mod setting;
pub(crate) mod statement;
pub(crate) mod suggestion;

/// The tables of format 1, in the order in which they refer to each other.
pub(crate) const FORMAT_1: &[&str] = &[
    event::CREATE,
    content_key::CREATE,
    encounter::CREATE,
    encounter_key::CREATE,
    document::CREATE,
    run::CREATE,
    suggestion::CREATE,
    decision::CREATE,
    setting::CREATE,
];

/// What format 2 adds.
pub(crate) const FORMAT_2: &[&str] = &[learned::CREATE];

/// What format 3 adds.
pub(crate) const FORMAT_3: &[&str] = &[
    person::CREATE,
    statement::CREATE,
    statement::MARKS,
    document::BY_TEXT,
];

/// What format 4 adds.
pub(crate) const FORMAT_4: &[&str] = &[event::INDEX_BY_KIND];

/// Format 5 adds no table: what the queue shows beside an encounter is compared with the ledger from it on, and
/// counted anew on the way there.
pub(crate) const FORMAT_5: &[&str] = &[];

/// A database with all tables, for the tests of each.
#[cfg(test)]
pub(crate) fn fresh() -> rusqlite::Connection {
    let mut conn = rusqlite::Connection::open_in_memory().unwrap();
    let path = std::path::Path::new(":memory:");
    crate::migrate::run(&mut conn, path, crate::migrate::MIGRATIONS, |_| Ok(())).unwrap();
    conn
}

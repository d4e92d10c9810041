//! `person`: one row an account of this installation. Never deleted: who left is made inactive.

use coding_model::{Person, PersonId};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::Digest;
use crate::digest::RowDigest;
use crate::names::{from_json, misfit};

/// `verifier` proves a passphrase without holding it. `sequence` names the event that covers the row as it is.
pub(crate) const CREATE: &str = "
CREATE TABLE person (
    number   INTEGER PRIMARY KEY,
    id       TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL COLLATE NOCASE UNIQUE,
    duties   TEXT NOT NULL CHECK (json_valid(duties)),
    active   INTEGER NOT NULL CHECK (active IN (0, 1)),
    verifier TEXT,
    sequence INTEGER NOT NULL REFERENCES event (sequence),
    hash     BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE TRIGGER person_is_never_deleted BEFORE DELETE ON person
BEGIN SELECT RAISE(ABORT, 'a person is made inactive, never deleted'); END;
";

pub(crate) struct PersonRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) duties: String,
    pub(crate) active: bool,
    pub(crate) verifier: Option<String>,
    pub(crate) sequence: u64,
}

pub(crate) const COLUMNS: &str = "id, name, duties, active, verifier, sequence";

impl PersonRow {
    pub(crate) fn of(
        person: &Person,
        verifier: Option<String>,
        sequence: u64,
    ) -> serde_json::Result<Self> {
        Ok(Self {
            id: person.id.to_string(),
            name: person.name.clone(),
            duties: serde_json::to_string(&person.duties)?,
            active: person.active,
            verifier,
            sequence,
        })
    }

    pub(crate) fn hash(&self) -> Digest {
        RowDigest::new("person.1")
            .int(self.sequence.cast_signed())
            .text(&self.id)
            .text(&self.name)
            .text(&self.duties)
            .int(self.active.into())
            .maybe_text(self.verifier.as_deref())
            .finish()
    }

    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            duties: row.get(2)?,
            active: row.get(3)?,
            verifier: row.get(4)?,
            sequence: row.get(5)?,
        })
    }

    pub(crate) fn person(self) -> rusqlite::Result<Person> {
        Ok(Person {
            id: PersonId::parse(&self.id).ok_or_else(|| misfit(0))?,
            name: self.name,
            duties: from_json(2, &self.duties)?,
            active: self.active,
        })
    }
}

/// All people, in the order in which they were added.
pub(crate) fn list(conn: &Connection) -> rusqlite::Result<Vec<PersonRow>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM person ORDER BY number"))?
        .query_map([], PersonRow::read)?
        .collect()
}

pub(crate) fn get(conn: &Connection, id: PersonId) -> rusqlite::Result<Option<PersonRow>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM person WHERE id = ?1"))?
        .query_row([id.to_string()], PersonRow::read)
        .optional()
}

/// Whether somebody else has the name, in whatever case.
pub(crate) fn is_taken(conn: &Connection, name: &str, id: PersonId) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM person WHERE name = ?1 AND id <> ?2)")?
        .query_row(params![name, id.to_string()], |row| row.get(0))
}

/// Stores a row, new or in place of the one with its identifier.
pub(crate) fn put(conn: &Connection, row: &PersonRow) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT INTO person (id, name, duties, active, verifier, sequence, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, duties = excluded.duties,
             active = excluded.active, verifier = excluded.verifier, sequence = excluded.sequence,
             hash = excluded.hash",
    )?
    .execute(params![
        row.id,
        row.name,
        row.duties,
        row.active,
        row.verifier,
        row.sequence,
        row.hash().as_bytes()
    ])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use coding_model::Duty;

    #[test]
    fn a_person_is_stored_found_and_changed() {
        let conn = crate::table::fresh();
        conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        let mut person = Person {
            id: PersonId::new(),
            name: "B. Auditor, CCS".to_owned(),
            duties: vec![Duty::Auditor],
            active: true,
        };
        put(&conn, &PersonRow::of(&person, None, 1).unwrap()).unwrap();
        let found = get(&conn, person.id).unwrap().unwrap();
        assert_eq!(found.person().unwrap(), person);
        assert!(is_taken(&conn, "b. auditor, ccs", PersonId::new()).unwrap());
        assert!(!is_taken(&conn, "b. auditor, ccs", person.id).unwrap());

        person.active = false;
        put(
            &conn,
            &PersonRow::of(&person, Some("x".to_owned()), 2).unwrap(),
        )
        .unwrap();
        let listed = list(&conn).unwrap();
        assert_eq!(listed.len(), 1);
        assert!(!listed[0].active && listed[0].verifier.as_deref() == Some("x"));
        assert!(conn.execute("DELETE FROM person", []).is_err());
    }

    #[test]
    fn every_column_is_in_the_hash() {
        let whole = || PersonRow {
            id: "a".to_owned(),
            name: "A".to_owned(),
            duties: "[]".to_owned(),
            active: true,
            verifier: None,
            sequence: 1,
        };
        let mut changed: Vec<PersonRow> = (0..6).map(|_| whole()).collect();
        changed[0].id = "b".to_owned();
        changed[1].name = "B".to_owned();
        changed[2].duties = "[\"coder\"]".to_owned();
        changed[3].active = false;
        changed[4].verifier = Some(String::new());
        changed[5].sequence = 2;
        assert!(changed.iter().all(|row| row.hash() != whole().hash()));
    }
}

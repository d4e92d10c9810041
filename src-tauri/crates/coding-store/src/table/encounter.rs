//! `encounter`: one row a stay or visit, with what the queue shows of it.

use coding_model::{Encounter, EncounterId, Setting, Sex};
use icd10cm::Date;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::Digest;
use crate::digest::RowDigest;
use crate::marks::Marks;
use crate::names::{misfit, name_of, named};

/// `salt` keeps the hash of a row that was erased from being guessed back; it is erased with it.
/// `sequence` names the event that covers the row as it is, `hash` is what that event holds.
pub(crate) const CREATE: &str = "
CREATE TABLE encounter (
    number     INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    title      TEXT NOT NULL,
    setting    TEXT NOT NULL CHECK (setting IN ('inpatient', 'outpatient', 'emergency')),
    admitted   TEXT,
    date       TEXT,
    sex        TEXT CHECK (sex IN ('female', 'male')),
    age        INTEGER CHECK (age >= 0),
    erased     INTEGER NOT NULL DEFAULT 0 CHECK (erased IN (0, 1)),
    salt       BLOB NOT NULL,
    sequence   INTEGER NOT NULL REFERENCES event (sequence),
    hash       BLOB NOT NULL CHECK (length(hash) = 32),
    documents  INTEGER NOT NULL DEFAULT 0,
    decisions  INTEGER NOT NULL DEFAULT 0,
    assigned   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TRIGGER encounter_is_never_deleted BEFORE DELETE ON encounter
BEGIN SELECT RAISE(ABORT, 'an encounter is erased, never deleted'); END;
";

/// How far an encounter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncounterStatus {
    /// Nothing decided yet.
    New,
    /// Decisions were taken.
    InProgress,
    /// Its codes are signed.
    Signed,
    /// It was signed, and is open again for an amendment.
    Amending,
    /// Its content was erased.
    Erased,
}

/// What the queue shows of an encounter.
#[derive(Debug, Clone, PartialEq)]
pub struct EncounterSummary {
    /// Identifier.
    pub id: EncounterId,
    /// Place in the order in which encounters were stored, from 1.
    pub number: u64,
    /// Title; empty once erased.
    pub title: String,
    /// Setting.
    pub setting: Setting,
    /// Day of admission.
    pub admitted: Option<Date>,
    /// Discharge date or date of service.
    pub date: Option<Date>,
    /// Sex, where known.
    pub sex: Option<Sex>,
    /// Age in years, where known.
    pub age: Option<u16>,
    /// Number of documents.
    pub documents: u32,
    /// Number of decisions, undone ones included.
    pub decisions: u32,
    /// Number of codes assigned now.
    pub assigned: u32,
    /// How far it is.
    pub status: EncounterStatus,
    /// State of its last audit, where there was one ("returned").
    pub audit: Option<String>,
}

/// The part of a row that its event covers.
pub(crate) struct EncounterRow {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) setting: String,
    pub(crate) admitted: Option<String>,
    pub(crate) date: Option<String>,
    pub(crate) sex: Option<String>,
    pub(crate) age: Option<u16>,
    pub(crate) erased: bool,
    pub(crate) salt: Vec<u8>,
    pub(crate) sequence: u64,
}

impl EncounterRow {
    pub(crate) fn of(encounter: &Encounter, salt: Vec<u8>) -> Self {
        Self {
            id: encounter.id.to_string(),
            title: encounter.title.clone(),
            setting: name_of(&encounter.setting),
            admitted: encounter.admitted.map(|d| d.to_string()),
            date: encounter.date.map(|d| d.to_string()),
            sex: encounter.sex.as_ref().map(name_of),
            age: encounter.age,
            erased: false,
            salt,
            sequence: 0,
        }
    }

    /// What is left of it: that there was one.
    pub(crate) fn blank(id: EncounterId) -> Self {
        Self {
            id: id.to_string(),
            title: String::new(),
            setting: name_of(&Setting::default()),
            admitted: None,
            date: None,
            sex: None,
            age: None,
            erased: true,
            salt: Vec::new(),
            sequence: 0,
        }
    }

    pub(crate) fn hash(&self) -> Digest {
        RowDigest::new("encounter.1")
            .int(self.sequence.cast_signed())
            .text(&self.id)
            .text(&self.title)
            .text(&self.setting)
            .maybe_text(self.admitted.as_deref())
            .maybe_text(self.date.as_deref())
            .maybe_text(self.sex.as_deref())
            .maybe_int(self.age.map(i64::from))
            .int(self.erased.into())
            .blob(&self.salt)
            .finish()
    }

    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        (
            &self.title,
            &self.setting,
            &self.admitted,
            &self.date,
            &self.sex,
            self.age,
            self.erased,
        ) == (
            &other.title,
            &other.setting,
            &other.admitted,
            &other.date,
            &other.sex,
            other.age,
            other.erased,
        )
    }

    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            title: row.get(1)?,
            setting: row.get(2)?,
            admitted: row.get(3)?,
            date: row.get(4)?,
            sex: row.get(5)?,
            age: row.get(6)?,
            erased: row.get(7)?,
            salt: row.get(8)?,
            sequence: row.get(9)?,
        })
    }
}

pub(crate) const COLUMNS: &str =
    "id, title, setting, admitted, date, sex, age, erased, salt, sequence";

pub(crate) fn get(conn: &Connection, id: EncounterId) -> rusqlite::Result<Option<EncounterRow>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM encounter WHERE id = ?1"))?
        .query_row([id.to_string()], EncounterRow::read)
        .optional()
}

/// Stores a row, new or in place of the one with its identifier.
pub(crate) fn put(conn: &Connection, row: &EncounterRow, hash: Digest) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT INTO encounter (id, title, setting, admitted, date, sex, age, erased, salt, sequence, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (id) DO UPDATE SET title = excluded.title, setting = excluded.setting,
             admitted = excluded.admitted, date = excluded.date, sex = excluded.sex, age = excluded.age,
             erased = excluded.erased, salt = excluded.salt, sequence = excluded.sequence, hash = excluded.hash",
    )?
    .execute(params![
        row.id,
        row.title,
        row.setting,
        row.admitted,
        row.date,
        row.sex,
        row.age,
        row.erased,
        row.salt,
        row.sequence,
        hash.as_bytes()
    ])?;
    Ok(())
}

pub(crate) fn count_document(conn: &Connection, id: EncounterId) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE encounter SET documents = documents + 1 WHERE id = ?1")?
        .execute([id.to_string()])?;
    Ok(())
}

pub(crate) fn count_decision(
    conn: &Connection,
    id: EncounterId,
    assigned: usize,
) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "UPDATE encounter SET decisions = decisions + 1, assigned = ?2 WHERE id = ?1",
    )?
    .execute(params![
        id.to_string(),
        i64::try_from(assigned).unwrap_or(i64::MAX)
    ])?;
    Ok(())
}

/// Whether it is signed: 1 signed, 2 open again.
pub(crate) fn mark_signed(conn: &Connection, id: EncounterId, signed: i64) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE encounter SET signed = ?2 WHERE id = ?1")?
        .execute(params![id.to_string(), signed])?;
    Ok(())
}

/// State of the audit that was acted in last.
pub(crate) fn mark_audit(
    conn: &Connection,
    id: EncounterId,
    state: Option<&str>,
) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE encounter SET audit = ?2 WHERE id = ?1")?
        .execute(params![id.to_string(), state])?;
    Ok(())
}

/// How many codes are assigned.
pub(crate) fn mark_assigned(
    conn: &Connection,
    id: EncounterId,
    assigned: usize,
) -> rusqlite::Result<()> {
    conn.prepare_cached("UPDATE encounter SET assigned = ?2 WHERE id = ?1")?
        .execute(params![
            id.to_string(),
            i64::try_from(assigned).unwrap_or(i64::MAX)
        ])?;
    Ok(())
}

/// The columns that no event of the encounter holds.
pub(crate) const MARKS: &str = "number, documents, decisions, assigned, signed, audit";

/// Reads [`MARKS`] from a column on.
pub(crate) fn marks(row: &Row<'_>, from: usize) -> rusqlite::Result<Marks> {
    Ok(Marks {
        number: row.get(from)?,
        documents: row.get(from + 1)?,
        decisions: row.get(from + 2)?,
        assigned: row.get(from + 3)?,
        signed: row.get(from + 4)?,
        audit: row.get(from + 5)?,
    })
}

pub(crate) fn count(conn: &Connection) -> rusqlite::Result<u64> {
    conn.query_row("SELECT COUNT(*) FROM encounter", [], |row| row.get(0))
}

/// The queue behind a number, in order, at most so many.
pub(crate) fn list(
    conn: &Connection,
    after: u64,
    limit: usize,
) -> rusqlite::Result<Vec<EncounterSummary>> {
    conn.prepare_cached(
        "SELECT id, number, title, setting, admitted, date, sex, age, documents, decisions, assigned, erased, signed, audit
         FROM encounter WHERE number > ?1 ORDER BY number LIMIT ?2",
    )?
    .query_map(params![after.min(i64::MAX as u64), i64::try_from(limit).unwrap_or(i64::MAX)], summary)?
    .collect()
}

/// One encounter as the queue shows it.
pub(crate) fn one(
    conn: &Connection,
    id: EncounterId,
) -> rusqlite::Result<Option<EncounterSummary>> {
    conn.prepare_cached(
        "SELECT id, number, title, setting, admitted, date, sex, age, documents, decisions, assigned, erased, signed, audit
         FROM encounter WHERE id = ?1",
    )?
    .query_row([id.to_string()], summary)
    .optional()
}

fn summary(row: &Row<'_>) -> rusqlite::Result<EncounterSummary> {
    let decisions: u32 = row.get(9)?;
    let status = match (row.get(11)?, row.get::<_, i64>(12)?, decisions) {
        (true, ..) => EncounterStatus::Erased,
        (false, 1, _) => EncounterStatus::Signed,
        (false, 2, _) => EncounterStatus::Amending,
        (false, _, 0) => EncounterStatus::New,
        (false, ..) => EncounterStatus::InProgress,
    };
    Ok(EncounterSummary {
        id: EncounterId::parse(row.get_ref(0)?.as_str()?).ok_or_else(|| misfit(0))?,
        number: row.get(1)?,
        title: row.get(2)?,
        setting: Setting::parse(row.get_ref(3)?.as_str()?).ok_or_else(|| misfit(3))?,
        admitted: date(row, 4)?,
        date: date(row, 5)?,
        sex: row
            .get_ref(6)?
            .as_str_or_null()?
            .map(|s| Sex::parse(s).ok_or_else(|| misfit(6)))
            .transpose()?,
        age: row.get(7)?,
        documents: row.get(8)?,
        decisions,
        assigned: row.get(10)?,
        status,
        audit: row.get(13)?,
    })
}

fn date(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Date>> {
    row.get_ref(column)?
        .as_str_or_null()?
        .map(|d| Date::parse(d).map_err(|_| misfit(column)))
        .transpose()
}

/// The encounter of a row, its documents still missing.
pub(crate) fn without_documents(id: EncounterId, row: EncounterRow) -> rusqlite::Result<Encounter> {
    let date = |column, text: Option<String>| {
        text.map(|t| Date::parse(&t).map_err(|_| misfit(column)))
            .transpose()
    };
    Ok(Encounter {
        id,
        title: row.title,
        setting: named(2, row.setting)?,
        admitted: date(3, row.admitted)?,
        date: date(4, row.date)?,
        sex: row.sex.map(|s| named(5, s)).transpose()?,
        age: row.age,
        documents: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encounter() -> Encounter {
        Encounter {
            id: EncounterId::new(),
            title: "Visit".to_owned(),
            setting: Setting::Inpatient,
            admitted: Date::parse("2026-02-01").ok(),
            date: Date::parse("2026-02-03").ok(),
            sex: Some(Sex::Male),
            age: Some(0),
            documents: Vec::new(),
        }
    }

    #[test]
    fn an_encounter_is_listed_counted_and_blanked() {
        let conn = crate::table::fresh();
        conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        let given = encounter();
        let row = EncounterRow::of(&given, vec![7; 16]);
        put(&conn, &row, row.hash()).unwrap();
        count_document(&conn, given.id).unwrap();
        count_decision(&conn, given.id, 3).unwrap();
        let found = get(&conn, given.id).unwrap().unwrap();
        assert!(found.says_the_same(&row) && found.hash() == row.hash());
        assert_eq!(without_documents(given.id, found).unwrap(), given);
        let summary = list(&conn, 0, 9).unwrap().swap_remove(0);
        assert_eq!(one(&conn, given.id).unwrap().as_ref(), Some(&summary));
        assert_eq!(one(&conn, EncounterId::new()).unwrap(), None);
        assert_eq!(
            (summary.documents, summary.decisions, summary.assigned),
            (1, 1, 3)
        );
        assert_eq!(
            (summary.number, summary.age, summary.setting),
            (1, Some(0), Setting::Inpatient)
        );

        let blank = EncounterRow::blank(given.id);
        put(&conn, &blank, blank.hash()).unwrap();
        let summary = list(&conn, 0, 9).unwrap().swap_remove(0);
        assert_eq!(
            (summary.status, summary.number, summary.date),
            (EncounterStatus::Erased, 1, None)
        );
        assert_eq!(count(&conn).unwrap(), 1);
    }

    #[test]
    fn the_salt_keeps_equal_rows_from_having_equal_hashes() {
        let given = encounter();
        let hash = |salt| EncounterRow::of(&given, vec![salt; 16]).hash();
        assert_ne!(hash(1), hash(2));
    }
}

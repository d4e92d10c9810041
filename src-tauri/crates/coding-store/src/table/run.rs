//! `run`: one row a run of the engine, with what ran at each stage. Never changed, never deleted.

use coding_model::{EncounterId, Problem, Run, RunId, StageRecord};
use icd10cm::{Date, Release};
use rusqlite::{Connection, OptionalExtension as _, Row, params};

use crate::Digest;
use crate::digest::RowDigest;
use crate::names::{from_json, misfit};

/// `hash` covers the row and, through their hashes, its suggestions; it is what the event `sequence` holds.
pub(crate) const CREATE: &str = "
CREATE TABLE run (
    sequence    INTEGER PRIMARY KEY REFERENCES event (sequence),
    id          TEXT NOT NULL UNIQUE,
    encounter   TEXT NOT NULL REFERENCES encounter (id),
    at          TEXT NOT NULL,
    person      TEXT NOT NULL,
    release     TEXT NOT NULL,
    effective   TEXT NOT NULL,
    engine      TEXT NOT NULL,
    elapsed_ms  REAL NOT NULL,
    stages      TEXT NOT NULL CHECK (json_valid(stages)),
    problems    TEXT NOT NULL CHECK (json_valid(problems)),
    suggestions INTEGER NOT NULL,
    hash        BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX run_by_encounter ON run (encounter, sequence);
CREATE TRIGGER run_is_never_changed BEFORE UPDATE ON run
BEGIN SELECT RAISE(ABORT, 'a run is never changed'); END;
CREATE TRIGGER run_is_never_deleted BEFORE DELETE ON run
BEGIN SELECT RAISE(ABORT, 'a run is never deleted'); END;
CREATE TRIGGER run_is_new BEFORE INSERT ON run
WHEN EXISTS (SELECT 1 FROM run WHERE id = NEW.id OR sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'a run is never changed'); END;
";

/// A stored run, and when and on whose behalf it was stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRun {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who.
    pub person: String,
    /// The run.
    pub run: Run,
}

pub(crate) struct RunRow {
    pub(crate) sequence: u64,
    pub(crate) id: String,
    pub(crate) encounter: String,
    pub(crate) at: String,
    pub(crate) person: String,
    pub(crate) release: String,
    pub(crate) effective: String,
    pub(crate) engine: String,
    pub(crate) elapsed_ms: f64,
    pub(crate) stages: String,
    pub(crate) problems: String,
    pub(crate) suggestions: u32,
}

pub(crate) const COLUMNS: &str = "sequence, id, encounter, at, person, release, effective, engine, elapsed_ms, \
                                  stages, problems, suggestions";

impl RunRow {
    /// The hash of the row and of the rows of its suggestions, in their order.
    pub(crate) fn hash(&self, suggestions: impl Iterator<Item = Digest>) -> Digest {
        let row = RowDigest::new("run.1")
            .int(self.sequence.cast_signed())
            .text(&self.id)
            .text(&self.encounter)
            .text(&self.at)
            .text(&self.person)
            .text(&self.release)
            .text(&self.effective)
            .text(&self.engine)
            .real(self.elapsed_ms)
            .text(&self.stages)
            .text(&self.problems)
            .int(self.suggestions.into());
        suggestions
            .fold(row, |row, suggestion| row.blob(suggestion.as_bytes()))
            .finish()
    }

    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            sequence: row.get(0)?,
            id: row.get(1)?,
            encounter: row.get(2)?,
            at: row.get(3)?,
            person: row.get(4)?,
            release: row.get(5)?,
            effective: row.get(6)?,
            engine: row.get(7)?,
            elapsed_ms: row.get(8)?,
            stages: row.get(9)?,
            problems: row.get(10)?,
            suggestions: row.get(11)?,
        })
    }

    /// The run of the row, its suggestions still missing.
    pub(crate) fn without_suggestions(self) -> rusqlite::Result<Run> {
        Ok(Run {
            id: RunId::parse(&self.id).ok_or_else(|| misfit(1))?,
            release: Release {
                effective: Date::parse(&self.effective).map_err(|_| misfit(6))?,
                name: self.release,
            },
            engine: self.engine,
            stages: from_json::<Vec<StageRecord>>(9, &self.stages)?,
            elapsed_ms: self.elapsed_ms,
            suggestions: Vec::new(),
            problems: from_json::<Vec<Problem>>(10, &self.problems)?,
        })
    }
}

pub(crate) fn insert(conn: &Connection, row: &RunRow, hash: Digest) -> rusqlite::Result<()> {
    conn.prepare_cached(&format!(
        "INSERT INTO run ({COLUMNS}, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
    ))?
    .execute(params![
        row.sequence,
        row.id,
        row.encounter,
        row.at,
        row.person,
        row.release,
        row.effective,
        row.engine,
        row.elapsed_ms,
        row.stages,
        row.problems,
        row.suggestions,
        hash.as_bytes()
    ])?;
    Ok(())
}

pub(crate) fn exists(conn: &Connection, id: RunId) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT 1 FROM run WHERE id = ?1")?
        .exists([id.to_string()])
}

/// The run stored last for an encounter.
pub(crate) fn latest(
    conn: &Connection,
    encounter: EncounterId,
) -> rusqlite::Result<Option<RunRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM run WHERE encounter = ?1 ORDER BY sequence DESC LIMIT 1"
    ))?
    .query_row([encounter.to_string()], RunRow::read)
    .optional()
}

/// All runs of an encounter, in order.
pub(crate) fn list(conn: &Connection, encounter: EncounterId) -> rusqlite::Result<Vec<RunRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM run WHERE encounter = ?1 ORDER BY sequence"
    ))?
    .query_map([encounter.to_string()], RunRow::read)?
    .collect()
}

/// One run of an encounter.
pub(crate) fn get(
    conn: &Connection,
    encounter: EncounterId,
    id: RunId,
) -> rusqlite::Result<Option<RunRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM run WHERE id = ?1 AND encounter = ?2"
    ))?
    .query_row(params![id.to_string(), encounter.to_string()], RunRow::read)
    .optional()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_run_stored_last_is_the_latest_and_its_hash_covers_its_suggestions() {
        let conn = crate::table::fresh();
        conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        let encounter = EncounterId::new();
        let row = |sequence| RunRow {
            sequence,
            id: RunId::new().to_string(),
            encounter: encounter.to_string(),
            at: "2026-02-03T10:00:00Z".to_owned(),
            person: "A. Coder".to_owned(),
            release: "FY2026-04".to_owned(),
            effective: "2026-04-01".to_owned(),
            engine: "local 0.1.0".to_owned(),
            elapsed_ms: 0.1 + 0.2,
            stages: "[]".to_owned(),
            problems: "[]".to_owned(),
            suggestions: 1,
        };
        let (first, second) = (row(1), row(2));
        let suggestion = Digest::of(b"suggestion");
        for row in [&first, &second] {
            insert(&conn, row, row.hash([suggestion].into_iter())).unwrap();
        }
        let found = latest(&conn, encounter).unwrap().unwrap();
        assert_eq!(
            found.hash([suggestion].into_iter()),
            second.hash([suggestion].into_iter())
        );
        assert_ne!(
            found.hash([].into_iter()),
            second.hash([suggestion].into_iter())
        );
        let id = RunId::parse(&first.id).unwrap();
        assert!(exists(&conn, id).unwrap() && get(&conn, encounter, id).unwrap().is_some());
        let listed: Vec<u64> = list(&conn, encounter)
            .unwrap()
            .iter()
            .map(|r| r.sequence)
            .collect();
        assert_eq!(listed, [1, 2]);
        assert!(
            get(&conn, EncounterId::new(), id).unwrap().is_none(),
            "not one of that encounter"
        );
        let run = first.without_suggestions().unwrap();
        assert_eq!(
            (run.elapsed_ms, run.release),
            (0.1 + 0.2, Release::from_name("FY2026-04").unwrap())
        );
        assert!(conn.execute("UPDATE run SET engine = 'x'", []).is_err());
        assert!(conn.execute("DELETE FROM run", []).is_err());
    }
}

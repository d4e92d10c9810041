//! `decision`: one row an act of a person. Never changed, never deleted: an act is undone by another act.

use coding_model::{Act, Decision, DecisionId, EncounterId};
use rusqlite::{Connection, Row, params};

use crate::Digest;
use crate::digest::RowDigest;
use crate::names::{from_json, misfit};

/// `act` and `code` name the act for a reader, `particulars` is the whole act as JSON without a person's own
/// words; `content` is the whole decision, sealed. `hash` is what the event `sequence` holds.
pub(crate) const CREATE: &str = "
CREATE TABLE decision (
    sequence    INTEGER PRIMARY KEY REFERENCES event (sequence),
    id          TEXT NOT NULL UNIQUE,
    encounter   TEXT NOT NULL REFERENCES encounter (id),
    suggestion  TEXT REFERENCES suggestion (id),
    act         TEXT NOT NULL,
    code        TEXT,
    particulars TEXT NOT NULL CHECK (json_valid(particulars)),
    release     TEXT NOT NULL,
    person      TEXT NOT NULL,
    at          TEXT NOT NULL,
    content     BLOB NOT NULL,
    hash        BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX decision_by_encounter ON decision (encounter, sequence);
CREATE TRIGGER decision_is_never_changed BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'a decision is never changed: undo it by another one'); END;
CREATE TRIGGER decision_is_never_deleted BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'a decision is never deleted: undo it by another one'); END;
CREATE TRIGGER decision_is_new BEFORE INSERT ON decision
WHEN EXISTS (SELECT 1 FROM decision WHERE id = NEW.id OR sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'a decision is never changed: undo it by another one'); END;
";

pub(crate) struct DecisionRow {
    pub(crate) sequence: u64,
    pub(crate) id: String,
    pub(crate) encounter: String,
    pub(crate) suggestion: Option<String>,
    pub(crate) act: String,
    pub(crate) code: Option<String>,
    pub(crate) particulars: String,
    pub(crate) release: String,
    pub(crate) person: String,
    pub(crate) at: String,
    pub(crate) content: Vec<u8>,
}

pub(crate) const COLUMNS: &str =
    "sequence, id, encounter, suggestion, act, code, particulars, release, person, at, content";

impl DecisionRow {
    /// The row of a decision, its content sealed already.
    pub(crate) fn of(
        sequence: u64,
        decision: &Decision,
        content: Vec<u8>,
    ) -> serde_json::Result<Self> {
        let (act, code) = name(&decision.act);
        let mut public = decision.act.clone();
        if let Act::Rejected { note: words, .. } | Act::Overridden { reason: words, .. } =
            &mut public
        {
            words.clear();
        }
        Ok(Self {
            sequence,
            id: decision.id.to_string(),
            encounter: decision.encounter.to_string(),
            suggestion: decision.suggestion.map(|s| s.to_string()),
            act: act.to_owned(),
            code,
            particulars: serde_json::to_string(&public)?,
            release: decision.release.clone(),
            person: decision.person.clone(),
            at: decision.at.clone(),
            content,
        })
    }

    pub(crate) fn hash(&self) -> Digest {
        RowDigest::new("decision.1")
            .int(self.sequence.cast_signed())
            .text(&self.id)
            .text(&self.encounter)
            .maybe_text(self.suggestion.as_deref())
            .text(&self.act)
            .maybe_text(self.code.as_deref())
            .text(&self.particulars)
            .text(&self.release)
            .text(&self.person)
            .text(&self.at)
            .blob(&self.content)
            .finish()
    }

    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            sequence: row.get(0)?,
            id: row.get(1)?,
            encounter: row.get(2)?,
            suggestion: row.get(3)?,
            act: row.get(4)?,
            code: row.get(5)?,
            particulars: row.get(6)?,
            release: row.get(7)?,
            person: row.get(8)?,
            at: row.get(9)?,
            content: row.get(10)?,
        })
    }
}

/// The name of an act and the code it leaves or concerns.
fn name(act: &Act) -> (&'static str, Option<String>) {
    match act {
        Act::Accepted { code } => ("accepted", Some(code.to_string())),
        Act::Revised { to, .. } => ("revised", Some(to.to_string())),
        Act::Rejected { code, .. } => ("rejected", Some(code.to_string())),
        Act::Deferred { code } => ("deferred", Some(code.to_string())),
        Act::Added { code } => ("added", Some(code.to_string())),
        Act::Removed { code } => ("removed", Some(code.to_string())),
        Act::Resequenced { .. } => ("resequenced", None),
        Act::PresentOnAdmission { code, .. } => ("present-on-admission", Some(code.to_string())),
        Act::Overridden { codes, .. } => ("overridden", codes.first().map(ToString::to_string)),
        Act::Undone { .. } => ("undone", None),
    }
}

/// The place a decision's content is bound to.
pub(crate) fn place(id: &str) -> String {
    format!("decision.content {id}")
}

/// The decision of opened content.
pub(crate) fn from_content(content: &[u8]) -> rusqlite::Result<Decision> {
    serde_json::from_slice(content).map_err(|_| misfit(10))
}

pub(crate) fn insert(conn: &Connection, row: &DecisionRow) -> rusqlite::Result<()> {
    conn.prepare_cached(&format!(
        "INSERT INTO decision ({COLUMNS}, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
    ))?
    .execute(params![
        row.sequence,
        row.id,
        row.encounter,
        row.suggestion,
        row.act,
        row.code,
        row.particulars,
        row.release,
        row.person,
        row.at,
        row.content,
        row.hash().as_bytes()
    ])?;
    Ok(())
}

/// The encounter of a decision; `None` where there is no such decision.
pub(crate) fn is_of(
    conn: &Connection,
    id: DecisionId,
    encounter: EncounterId,
) -> rusqlite::Result<Option<bool>> {
    let mut statement = conn.prepare_cached("SELECT encounter = ?2 FROM decision WHERE id = ?1")?;
    let mut rows = statement.query(params![id.to_string(), encounter.to_string()])?;
    rows.next()?.map(|row| row.get(0)).transpose()
}

/// The decisions of an encounter, in order.
pub(crate) fn list(
    conn: &Connection,
    encounter: EncounterId,
) -> rusqlite::Result<Vec<DecisionRow>> {
    conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM decision WHERE encounter = ?1 ORDER BY sequence"
    ))?
    .query_map([encounter.to_string()], DecisionRow::read)?
    .collect()
}

/// The acts of an encounter, in order, without the words that are sealed.
pub(crate) fn acts(
    conn: &Connection,
    encounter: EncounterId,
) -> rusqlite::Result<Vec<(DecisionId, Act)>> {
    conn.prepare_cached(
        "SELECT id, particulars FROM decision WHERE encounter = ?1 ORDER BY sequence",
    )?
    .query_map([encounter.to_string()], |row| {
        let id = DecisionId::parse(row.get_ref(0)?.as_str()?).ok_or_else(|| misfit(0))?;
        Ok((id, from_json(1, row.get_ref(1)?.as_str()?)?))
    })?
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use coding_model::RejectReason;
    use icd10cm::Code;

    #[test]
    fn a_persons_words_stay_out_of_the_clear_columns() {
        let decision = Decision {
            id: DecisionId::new(),
            encounter: EncounterId::new(),
            suggestion: None,
            act: Act::Rejected {
                code: Code::parse("J18.9").unwrap(),
                reason: RejectReason::NegatedOrOther,
                note: "mother had pneumonia".to_owned(),
            },
            evidence: Vec::new(),
            index_path: None,
            trail: Vec::new(),
            walk: Vec::new(),
            release: "FY2026".to_owned(),
            person: "A. Coder".to_owned(),
            at: "2026-02-03T10:00:00Z".to_owned(),
            evidence_viewed_ms: 0,
        };
        let row = DecisionRow::of(1, &decision, Vec::new()).unwrap();
        assert_eq!(
            (row.act.as_str(), row.code.as_deref()),
            ("rejected", Some("J18.9"))
        );
        assert_eq!(
            row.particulars,
            r#"{"act":"rejected","code":"J18.9","reason":"negated-or-other","note":""}"#
        );
    }
}

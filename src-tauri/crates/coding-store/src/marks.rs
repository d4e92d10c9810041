//! What the queue shows beside an encounter: counted when something is recorded, and derived again from what is on
//! record to verify it.

use coding_audit::{Audit, Entry, Who};
use coding_model::{Act, DecisionId, EncounterId, StatementId};
use rusqlite::Connection;

use crate::assigned_codes;
use crate::table::statement::statement_kind;
use crate::table::{decision, encounter, statement};

/// The columns of an encounter that no event of its own holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Place in the order in which encounters were stored, from 1.
    pub(crate) number: u64,
    /// Number of documents.
    pub(crate) documents: u64,
    /// Number of decisions, undone ones included.
    pub(crate) decisions: u64,
    /// Number of codes assigned.
    pub(crate) assigned: u64,
    /// 0 never signed, 1 signed, 2 open again.
    pub(crate) signed: i64,
    /// State of the audit that was acted in last.
    pub(crate) audit: Option<String>,
}

/// What is on record of an encounter, as far as marks are made of it.
#[derive(Debug, Default)]
pub(crate) struct Recounted {
    documents: u64,
    decisions: u64,
    acts: Vec<(DecisionId, Act)>,
    /// Whether an act was met that this program does not know.
    unknown: bool,
    signed: i64,
    audits: Audits,
}

impl Recounted {
    pub(crate) fn document(&mut self) {
        self.documents += 1;
    }

    pub(crate) fn decision(&mut self, id: &str, particulars: &str) {
        self.decisions += 1;
        match (DecisionId::parse(id), serde_json::from_str(particulars)) {
            // neither changes which codes are assigned
            (Some(_), Ok(Act::PresentOnAdmission { .. } | Act::Overridden { .. })) => {}
            (Some(id), Ok(act)) => self.acts.push((id, act)),
            _ => self.unknown = true,
        }
    }

    pub(crate) fn statement(
        &mut self,
        kind: &str,
        id: &str,
        subject: Option<&str>,
        particulars: &str,
    ) {
        match kind {
            statement_kind::SIGNATURE => self.signed = 1,
            statement_kind::AMENDMENT => self.signed = 2,
            statement_kind::AUDIT => self.audits.put(id, subject, particulars),
            _ => {}
        }
    }

    /// Takes on what was recorded after it.
    pub(crate) fn extend(&mut self, later: Self) {
        self.documents += later.documents;
        self.decisions += later.decisions;
        self.acts.extend(later.acts);
        self.unknown |= later.unknown;
        if later.signed > 0 {
            self.signed = later.signed;
        }
        self.audits.0.extend(later.audits.0);
    }

    /// The first column that is not what is on record.
    pub(crate) fn differs(&self, found: &Marks, number: u64) -> Option<&'static str> {
        let assigned = || assigned_codes(self.acts.iter().map(|(id, act)| (*id, act))).len() as u64;
        if found.number != number {
            Some("number")
        } else if found.documents != self.documents {
            Some("documents")
        } else if found.decisions != self.decisions {
            Some("decisions")
        } else if !self.unknown && found.assigned != assigned() {
            Some("assigned")
        } else if found.signed != self.signed {
            Some("signed")
        } else {
            (found.audit.as_deref() != self.audits.state()).then_some("audit")
        }
    }
}

/// The acts of the audits of one encounter, in order, each with the audit it belongs to.
#[derive(Debug, Default)]
struct Audits(Vec<(StatementId, Entry)>);

impl Audits {
    fn put(&mut self, id: &str, subject: Option<&str>, particulars: &str) {
        let entry = || {
            let id = StatementId::parse(id)?;
            let root = subject.map_or(Some(id), StatementId::parse)?;
            Some((
                root,
                Entry {
                    id,
                    // where an audit stands does not hang on who acted
                    person: Who {
                        id: None,
                        name: String::new(),
                    },
                    at: String::new(),
                    act: serde_json::from_str(particulars).ok()?,
                },
            ))
        };
        self.0.extend(entry());
    }

    /// Where the audit stands that was acted in last.
    fn state(&self) -> Option<&'static str> {
        self.0.iter().rev().find_map(|(root, _)| {
            let entries: Vec<Entry> = self
                .0
                .iter()
                .filter(|(of, _)| of == root)
                .map(|(_, entry)| entry.clone())
                .collect();
            Some(Audit::of(&entries)?.state.name())
        })
    }
}

/// Where the audit of an encounter stands that was acted in last; `None` where there is none.
pub(crate) fn audit(conn: &Connection, id: EncounterId) -> rusqlite::Result<Option<&'static str>> {
    let mut audits = Audits::default();
    for (row, _) in statement::list(conn, id)? {
        if row.kind == statement_kind::AUDIT {
            audits.put(&row.id, row.subject.as_deref(), &row.particulars);
        }
    }
    Ok(audits.state())
}

/// Counts the marks of all encounters anew: earlier programs counted what no verification compared.
pub(crate) fn recount(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(
        "UPDATE encounter SET
             documents = (SELECT COUNT(*) FROM document d WHERE d.encounter = encounter.id),
             decisions = (SELECT COUNT(*) FROM decision d WHERE d.encounter = encounter.id),
             signed = COALESCE((SELECT CASE kind WHEN 'signature' THEN 1 ELSE 2 END FROM statement s
                 WHERE s.encounter = encounter.id AND kind IN ('signature', 'amendment')
                 ORDER BY sequence DESC LIMIT 1), 0)",
    )?;
    let told: Vec<String> = conn
        .prepare("SELECT id FROM encounter WHERE decisions > 0 OR signed > 0 OR audit IS NOT NULL")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in told.iter().filter_map(|id| EncounterId::parse(id)) {
        match decision::acts(conn, id) {
            Ok(acts) => {
                let assigned = assigned_codes(acts.iter().map(|(id, act)| (*id, act)));
                encounter::mark_assigned(conn, id, assigned.len())?;
            }
            // an act this program does not know; verifying leaves it out as well
            Err(rusqlite::Error::FromSqlConversionFailure(..)) => {}
            Err(error) => return Err(error),
        }
        encounter::mark_audit(conn, id, audit(conn, id)?)?;
    }
    Ok(())
}

//! Gathering the record of an encounter from the database and the release in force.

use std::collections::HashSet;

use coding_model::{Act, EncounterId, Role};
use coding_store::{Event, Statement, assigned_codes};
use icd10cm::{Code, EntryKind, NoteKind};
use interchange::record::{
    AssignedCode, CheckedNote, DocumentHash, FORMAT, Origin, Record, RecordedEvent, RecordedHead,
    RecordedRun, RecordedStatement, TabularLine,
};

use serde_json::json;

use crate::bag::{self, Assigned};
use crate::codeset::Edition;
use crate::decision::{effective, undone};
use crate::{ApiError, App, auditing, clock, settings};

/// The record of an encounter as it is now.
pub(super) fn of(app: &App, id: EncounterId) -> Result<Record, ApiError> {
    let mut record = app.store(|store| {
        let encounter = store.encounter(id)?;
        let documents = encounter
            .documents
            .iter()
            .map(|d| {
                Ok(DocumentHash {
                    document: d.id,
                    sha256: store.document_sha256(id, d.id)?.to_string(),
                })
            })
            .collect::<Result<_, ApiError>>()?;
        let runs = store.runs(id)?;
        let decisions = store.decisions(id)?;
        let (stated, blind) = auditing::told(store, store.statements(id)?)?;
        let head = store.head()?;
        Ok(Record {
            format: FORMAT,
            program: format!("Codetrail {}", env!("CARGO_PKG_VERSION")),
            at: clock::now(),
            person: settings::person(store)?,
            release: None,
            encounter,
            documents,
            codes: Vec::new(),
            findings: Vec::new(),
            pairs_checked: 0,
            not_checked: Vec::new(),
            runs: runs
                .into_iter()
                .map(|r| RecordedRun {
                    at: r.at,
                    person: r.person,
                    run: r.run,
                })
                .collect(),
            undone: decisions
                .iter()
                .map(|d| d.id)
                .filter({
                    let undone = undone(&decisions);
                    move |id| undone.contains(id)
                })
                .collect(),
            decisions,
            stated: stated.into_iter().map(statement).collect(),
            events: store.events(Some(id))?.into_iter().map(event).collect(),
            head: RecordedHead {
                sequence: head.sequence,
                hash: head.hash.to_string(),
            },
            withheld: blind,
            only: None,
        })
    })?;
    // without a code set the record is still told, without titles, notes and findings
    let edition = app
        .library()
        .select(None, record.encounter.date)
        .ok()
        .map(|s| s.edition);
    code(&mut record, edition.as_deref());
    if record.withheld {
        withhold(&mut record);
    }
    Ok(record)
}

/// Takes out what tells an auditor what the engine said: they see it once they reveal it, not by a file.
fn withhold(record: &mut Record) {
    record.runs.clear();
    record.decisions.retain(|d| {
        matches!(
            d.act,
            Act::Overridden { .. } | Act::PresentOnAdmission { .. } | Act::Resequenced { .. }
        )
    });
    for decision in &mut record.decisions {
        decision.trail.clear();
        decision.suggestion = None;
    }
    let left: HashSet<_> = record.decisions.iter().map(|d| d.id).collect();
    record.undone.retain(|id| left.contains(id));
    for code in &mut record.codes {
        code.origin = Origin::Withheld;
        code.index_path = None;
        code.confirmed.retain(|id| left.contains(id));
    }
    for event in &mut record.events {
        if !TOLD_BLIND.contains(&event.kind.as_str()) {
            event.body = json!({"withheld": true});
        }
    }
}

/// Kinds of events whose particulars say nothing of the engine.
const TOLD_BLIND: &[&str] = &[
    "encounter-saved",
    "document-added",
    "statement-recorded",
    "exported",
];

fn statement(statement: Statement) -> RecordedStatement {
    RecordedStatement {
        sequence: statement.sequence,
        id: statement.id.to_string(),
        kind: statement.kind,
        subject: statement.subject.map(|s| s.to_string()),
        at: statement.at,
        person: statement.person,
        particulars: statement.particulars,
        words: statement.words.unwrap_or_default(),
    }
}

fn event(event: Event) -> RecordedEvent {
    RecordedEvent {
        sequence: event.sequence,
        id: event.id.to_string(),
        at: event.at,
        person: event.person,
        kind: event.kind,
        body: event.body,
        hash: event.hash.to_string(),
    }
}

/// Adds the codes and what the rules say of them.
fn code(record: &mut Record, edition: Option<&Edition>) {
    let effective = effective(&record.decisions);
    let codes = assigned_codes(record.decisions.iter().map(|d| (d.id, &d.act)));
    let assigned: Vec<Assigned<'_>> = codes
        .iter()
        .filter_map(|code| Assigned::of(*code, &effective))
        .collect();
    let told = (1_u32..)
        .zip(&assigned)
        .map(|(n, a)| assigned_code(n, a, &codes, edition))
        .collect();
    if let Some(edition) = edition {
        let checked = coding_rules::check_with(
            edition.codebook(),
            &edition.lists(),
            &bag::code_set(&record.encounter, &assigned),
        );
        record.release = Some(edition.name().to_owned());
        record.findings = checked.findings;
        record.pairs_checked = checked.pairs_checked;
        record.not_checked = checked
            .unavailable
            .iter()
            .map(|u| format!("{} ({})", u.rule, crate::dto::name_of(&u.list)))
            .collect();
    }
    record.codes = told;
}

fn assigned_code(
    sequence: u32,
    assigned: &Assigned<'_>,
    all: &[Code],
    edition: Option<&Edition>,
) -> AssignedCode {
    let code = assigned.code;
    let mut seen = HashSet::new();
    let evidence = assigned
        .about
        .iter()
        .flat_map(|d| &d.evidence)
        .filter(|span| seen.insert((span.document, span.range)))
        .cloned()
        .collect();
    AssignedCode {
        sequence,
        code,
        title: edition
            .and_then(|e| e.codebook().title(code))
            .unwrap_or_default(),
        role: if sequence == 1 {
            Role::FirstListed
        } else {
            Role::Secondary
        },
        origin: match assigned.by.act {
            Act::Accepted { .. } => Origin::Engine,
            Act::Revised { .. } => Origin::Both,
            _ => Origin::Person,
        },
        decision: assigned.by.id,
        confirmed: assigned.about.iter().map(|d| d.id).collect(),
        poa: assigned.poa,
        evidence,
        index_path: assigned
            .about
            .iter()
            .rev()
            .find_map(|d| d.index_path.clone()),
        verified: assigned.is_verified(),
        lineage: edition.map(|e| lineage(e, code)).unwrap_or_default(),
        notes: edition.map(|e| notes(e, code, all)).unwrap_or_default(),
    }
}

fn lineage(edition: &Edition, code: Code) -> Vec<TabularLine> {
    let Some(entry) = edition.codebook().entry_of(code) else {
        return Vec::new();
    };
    let mut lines: Vec<TabularLine> = entry
        .ancestors()
        .map(|e| TabularLine {
            label: match e.kind() {
                EntryKind::Chapter => format!("chapter {}", e.label()),
                EntryKind::Block | EntryKind::Entry => e.label().to_owned(),
            },
            title: e.title().to_owned(),
        })
        .collect();
    lines.reverse();
    if entry.code() != Some(code) {
        lines.push(TabularLine {
            label: entry.label().to_owned(),
            title: entry.title().to_owned(),
        });
    }
    lines
}

/// Every note in force, with the other assigned codes that it names.
fn notes(edition: &Edition, code: Code, all: &[Code]) -> Vec<CheckedNote> {
    let Some(entry) = edition.codebook().entry_of(code) else {
        return Vec::new();
    };
    entry
        .effective_notes()
        .map(|effective| {
            let note = effective.note;
            // codes in an inclusion term are part of a name, never a reference
            let refers = note.kind() != NoteKind::InclusionTerm;
            let names = |other: &&Code| {
                **other != code && refers && note.references().any(|r| r.covers(**other))
            };
            CheckedNote {
                kind: note.kind().name().to_owned(),
                text: note.sentence(),
                inherited_from: effective.inherited.then(|| note.owner().place()),
                names: all.iter().filter(names).copied().collect(),
            }
        })
        .collect()
}

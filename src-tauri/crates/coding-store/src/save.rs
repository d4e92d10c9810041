//! What is written for each act, inside its transaction: the event first, then the row it covers.

use coding_model::{Act, Decision, Encounter, EncounterId, Run};
use rusqlite::{Connection, Transaction};
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use crate::error::Failure;
use crate::ledger::{self, covering};
use crate::names::name_of;
use crate::seal::{Key, random};
use crate::table::decision::DecisionRow;
use crate::table::document::DocumentRow;
use crate::table::encounter::EncounterRow;
use crate::table::event::kind;
use crate::table::run::RunRow;
use crate::table::suggestion::SuggestionRow;
use crate::table::{
    decision as decisions, document, encounter as encounters, encounter_key, learned, run as runs,
    suggestion,
};
use crate::{Digest, HeadFault, NewEvent, Recorded, StoreError, assigned_codes};

pub(crate) fn encounter(
    tx: &Transaction<'_>,
    content_key: &Key,
    given: &Encounter,
    at: &str,
    person: &str,
) -> Result<(), Failure> {
    let id = given.id;
    let mut salt = vec![0_u8; 16];
    random(&mut salt)?;
    let mut row = EncounterRow::of(given, salt);
    let stored = encounters::get(tx, id)?;
    if stored.as_ref().is_some_and(|stored| stored.erased) {
        return Err(StoreError::Erased(id).into());
    }
    if !stored
        .as_ref()
        .is_some_and(|stored| stored.says_the_same(&row))
    {
        row.sequence = ledger::next(tx)?;
        let body = covering(row.hash(), json!({}));
        ledger::append(
            tx,
            &NewEvent {
                at,
                person,
                kind: kind::ENCOUNTER_SAVED,
                encounter: Some(id),
                body,
            },
        )?;
        encounters::put(tx, &row, row.hash())?;
    }
    let key = match encounter_key::wrapped(tx, id)? {
        Some(wrapped) => {
            encounter_key::unwrap(&wrapped, &row.id, content_key).ok_or_else(|| {
                StoreError::Invalid {
                    what: "an encounter",
                    found: "its stored key does not open".to_owned(),
                }
            })?
        }
        None => {
            let key = Key::random()?;
            encounter_key::insert(
                tx,
                id,
                &content_key.seal(&encounter_key::place(&row.id), key.bytes())?,
            )?;
            key
        }
    };
    given
        .documents
        .iter()
        .try_for_each(|given| document(tx, &key, id, given, at, person))
}

fn document(
    tx: &Transaction<'_>,
    key: &Key,
    encounter: EncounterId,
    given: &coding_model::Document,
    at: &str,
    person: &str,
) -> Result<(), Failure> {
    if let Some(stored) = document::get(tx, given.id)? {
        let same = stored.encounter == encounter.to_string()
            && key
                .open(&document::place(&stored.id), &stored.content)
                .is_some_and(|content| {
                    document::from_content(&content).is_ok_and(|document| document == *given)
                });
        return if same {
            Ok(())
        } else {
            Err(StoreError::DocumentChanged(given.id).into())
        };
    }
    let id = given.id.to_string();
    let content = Zeroizing::new(document::to_content(given)?);
    let row = DocumentRow {
        sequence: ledger::next(tx)?,
        encounter: encounter.to_string(),
        sha256: Digest::of(given.text.as_bytes()),
        content: key.seal(&document::place(&id), &content)?,
        id,
    };
    let body = covering(
        row.hash(),
        json!({"document": row.id, "sha256": row.sha256.to_string()}),
    );
    ledger::append(
        tx,
        &NewEvent {
            at,
            person,
            kind: kind::DOCUMENT_ADDED,
            encounter: Some(encounter),
            body,
        },
    )?;
    document::insert(tx, &row)?;
    Ok(encounters::count_document(tx, encounter)?)
}

pub(crate) fn run(
    tx: &Transaction<'_>,
    key: &Key,
    encounter: EncounterId,
    run: &Run,
    at: &str,
    person: &str,
) -> Result<Recorded, Failure> {
    if runs::exists(tx, run.id)? {
        return Err(StoreError::Duplicate {
            what: "run",
            id: run.id.to_string(),
        }
        .into());
    }
    let sequence = ledger::next(tx)?;
    let row = RunRow {
        sequence,
        id: run.id.to_string(),
        encounter: encounter.to_string(),
        at: at.to_owned(),
        person: person.to_owned(),
        release: run.release.name.clone(),
        effective: run.release.effective.to_string(),
        engine: run.engine.clone(),
        elapsed_ms: if run.elapsed_ms.is_finite() {
            run.elapsed_ms
        } else {
            0.0
        },
        stages: serde_json::to_string(&run.stages)?,
        problems: serde_json::to_string(&run.problems)?,
        suggestions: u32::try_from(run.suggestions.len()).unwrap_or(u32::MAX),
    };
    let suggestions: Vec<SuggestionRow> = (1_u32..)
        .zip(&run.suggestions)
        .map(|(ordinal, given)| {
            let id = given.id.to_string();
            let content = Zeroizing::new(serde_json::to_vec(given)?);
            Ok(SuggestionRow {
                run: sequence,
                ordinal,
                encounter: row.encounter.clone(),
                code: given.code.to_string(),
                title: given.title.clone(),
                list: name_of(&given.list),
                rank: given.rank,
                role: name_of(&given.role),
                confidence: f64::from(given.confidence.get()),
                content: key.seal(&suggestion::place(&id), &content)?,
                id,
            })
        })
        .collect::<Result<_, Failure>>()?;
    let hash = row.hash(suggestions.iter().map(SuggestionRow::hash));
    let body = covering(
        hash,
        json!({
            "run": row.id, "engine": row.engine, "release": row.release, "suggestions": row.suggestions,
        }),
    );
    let recorded = ledger::append(
        tx,
        &NewEvent {
            at,
            person,
            kind: kind::RUN_SAVED,
            encounter: Some(encounter),
            body,
        },
    )?;
    runs::insert(tx, &row, hash)?;
    suggestions
        .iter()
        .try_for_each(|row| suggestion::insert(tx, row))?;
    Ok(recorded)
}

pub(crate) fn decision(
    tx: &Transaction<'_>,
    key: &Key,
    given: &Decision,
) -> Result<Recorded, Failure> {
    let encounter = given.encounter;
    if decisions::is_of(tx, given.id, encounter)?.is_some() {
        return Err(StoreError::Duplicate {
            what: "decision",
            id: given.id.to_string(),
        }
        .into());
    }
    if let Some(suggestion) = given.suggestion
        && !suggestion::exists(tx, encounter, suggestion)?
    {
        return Err(StoreError::NoSuggestion {
            encounter,
            suggestion,
        }
        .into());
    }
    if let Act::Undone { decision } = given.act
        && decisions::is_of(tx, decision, encounter)? != Some(true)
    {
        return Err(StoreError::NoDecision {
            encounter,
            decision,
        }
        .into());
    }
    let content = Zeroizing::new(serde_json::to_vec(given)?);
    let sealed = key.seal(&decisions::place(&given.id.to_string()), &content)?;
    let row = DecisionRow::of(ledger::next(tx)?, given, sealed)?;
    let body = covering(
        row.hash(),
        json!({
            "decision": row.id, "act": row.act, "code": row.code, "release": row.release,
            "documents": documents_of(tx, given)?,
        }),
    );
    let new = NewEvent {
        at: &given.at,
        person: &given.person,
        kind: kind::DECISION_RECORDED,
        encounter: Some(encounter),
        body,
    };
    let recorded = ledger::append(tx, &new)?;
    decisions::insert(tx, &row)?;
    let acts = decisions::acts(tx, encounter)?;
    let assigned = assigned_codes(acts.iter().map(|(id, act)| (*id, act)));
    encounters::count_decision(tx, encounter, assigned.len())?;
    Ok(recorded)
}

/// The documents a decision stands on, with the hashes of their texts as they were then.
fn documents_of(conn: &Connection, decision: &Decision) -> Result<Map<String, Value>, Failure> {
    let encounter = decision.encounter;
    let mut documents = Map::new();
    for span in &decision.evidence {
        let sha256 =
            document::sha256(conn, encounter, span.document)?.ok_or(StoreError::NoDocument {
                encounter,
                document: span.document,
            })?;
        documents.insert(span.document.to_string(), json!(sha256.to_string()));
    }
    Ok(documents)
}

pub(crate) fn erasure(
    tx: &Transaction<'_>,
    id: EncounterId,
    at: &str,
    person: &str,
) -> Result<Recorded, Failure> {
    match encounters::get(tx, id)? {
        None => return Err(StoreError::NoEncounter(id).into()),
        Some(row) if row.erased => return Err(StoreError::Erased(id).into()),
        Some(_) => {}
    }
    encounter_key::delete(tx, id)?;
    learned::delete(tx, id)?;
    let mut row = EncounterRow::blank(id);
    row.sequence = ledger::next(tx)?;
    let body = covering(row.hash(), json!({}));
    let recorded = ledger::append(
        tx,
        &NewEvent {
            at,
            person,
            kind: kind::ENCOUNTER_ERASED,
            encounter: Some(id),
            body,
        },
    )?;
    encounters::put(tx, &row, row.hash())?;
    Ok(recorded)
}

pub(crate) fn reanchoring(
    tx: &Transaction<'_>,
    fault: HeadFault,
    at: &str,
    person: &str,
) -> Result<Recorded, Failure> {
    let kept = match fault {
        HeadFault::Ahead { kept, .. } | HeadFault::Differs { kept } => json!(kept.to_string()),
        HeadFault::Absent { .. } | HeadFault::Unreadable => Value::Null,
    };
    let body = json!({"found": fault.to_string(), "kept": kept});
    ledger::append(
        tx,
        &NewEvent {
            at,
            person,
            kind: kind::LEDGER_REANCHORED,
            encounter: None,
            body,
        },
    )
}

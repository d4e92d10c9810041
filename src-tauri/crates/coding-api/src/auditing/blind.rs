//! What an auditor is not told before they reveal it: what the engine said of a chart, what became of that, and what
//! others found in it.

use std::collections::HashSet;

use coding_audit::{Audit, AuditState, Entry, Who};
use coding_model::{Duty, EncounterId};
use coding_store::{Statement, Store, statement_kind};
use serde_json::Value;

use super::{is_told, per_audit};
use crate::{ApiError, ErrorCode, people};

/// Whether an audit is one that a person makes blind now.
pub(super) fn holds(audit: &Audit, me: &Who) -> bool {
    audit.auditor.is(me) && audit.state == AuditState::Auditing && !audit.revealed
}

/// The charts that a person audits blind now.
pub(super) fn charts(all: &[(EncounterId, Vec<Entry>)], me: &Who) -> HashSet<EncounterId> {
    all.iter()
        .filter(|(_, entries)| Audit::of(entries).is_some_and(|a| holds(&a, me)))
        .map(|(encounter, _)| *encounter)
        .collect()
}

/// Whether who works now audits a chart blind: then nothing that tells of the engine is shown of it.
pub(crate) fn is_blind(store: &Store, encounter: EncounterId) -> Result<bool, ApiError> {
    let me = people::who(store)?;
    let statements = store.statements(encounter)?;
    let mut audits = per_audit(&statements, &store.accounts()?).into_iter();
    Ok(audits.any(|entries| Audit::of(&entries).is_some_and(|a| holds(&a, &me))))
}

/// Refuses what would tell of the engine while who works now audits the chart blind.
pub(crate) fn require_revealed(
    store: &Store,
    encounter: EncounterId,
    attempted: &str,
) -> Result<(), ApiError> {
    if is_blind(store, encounter)? {
        return Err(refused(attempted));
    }
    Ok(())
}

pub(super) fn refused(attempted: &str) -> ApiError {
    ApiError::new(
        ErrorCode::NotAllowed,
        format!("{attempted}: you audit this chart blind; judge its codes and reveal it first"),
    )
}

/// What a person may be told of the statements on a chart: those of audits that are not theirs to see are left out.
/// Where they audit it blind, what the engine suggested is as well, and so are others' audits; whether that is so.
pub(crate) fn told(
    store: &Store,
    statements: Vec<Statement>,
) -> Result<(Vec<Statement>, bool), ApiError> {
    let me = people::who(store)?;
    let auditor = people::require(store, Duty::Auditor, "auditing").is_ok();
    let audits: Vec<Audit> = per_audit(&statements, &store.accounts()?)
        .iter()
        .filter_map(|entries| Audit::of(entries))
        .collect();
    let blind = audits.iter().any(|a| holds(a, &me));
    let seen = |s: &Statement| {
        let root = s.subject.unwrap_or(s.id);
        s.kind != statement_kind::AUDIT
            || audits
                .iter()
                .filter(|a| a.id == root && is_told(a, &me, auditor))
                .any(|a| !blind || a.auditor.is(&me))
    };
    let mut told: Vec<Statement> = statements.into_iter().filter(seen).collect();
    if blind {
        told.iter_mut()
            .filter(|s| s.kind == statement_kind::SIGNATURE)
            .for_each(blinded);
    }
    Ok((told, blind))
}

/// Takes out of a signature what tells of the engine: its codes, what became of them, and warnings of suggestions that
/// nobody decided on.
fn blinded(signature: &mut Statement) {
    if let Some(particulars) = signature.particulars.as_object_mut() {
        for name in [
            "engine",
            "accepted",
            "revised",
            "rejected",
            "added",
            "undecided",
            "risks",
        ] {
            particulars.remove(name);
        }
    }
    if let Some(words) = signature.words.as_mut().and_then(Value::as_object_mut) {
        words.remove("warnings");
        words.remove("acknowledged");
    }
}

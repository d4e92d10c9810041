//! Handing an audit over: its auditor left, or gives it to somebody else.

use coding_audit::{Audit, AuditAct, Gone, Who};
use coding_model::{Duty, PersonId, StatementId};
use coding_store::Store;
use serde_json::json;

use super::{WORDS, entries, last, list, state};
use crate::dto::AuditRowDto;
use crate::{ApiError, App, ErrorCode, encounter, people};

const ATTEMPTED: &str = "handing an audit over";

/// Gives an audit to another auditor, or to oneself; from then on it is theirs. An administrator or an auditor does,
/// where its auditor does not audit any more; its auditor does at any time.
///
/// # Errors
/// Where there is no such audit, its auditor can go on, the other is no active auditor or signed the chart, no reason
/// is given, or nothing can be written.
pub fn audit_hand_over(
    app: &App,
    encounter: &str,
    audit: &str,
    to: Option<&str>,
    words: &str,
) -> Result<Vec<AuditRowDto>, ApiError> {
    let id = encounter::identifier(encounter)?;
    let none =
        || ApiError::not_found("handing an audit over: there is no such audit; reload the list");
    let root = StatementId::parse(audit).ok_or_else(none)?;
    let words: String = words.trim().chars().take(WORDS).collect();
    if words.is_empty() {
        return Err(ApiError::input(format!(
            "{ATTEMPTED}: say why, in your own words"
        )));
    }
    app.store(|store| {
        people::require_one(store, &[Duty::Auditor, Duty::Administrator], ATTEMPTED)?;
        let me = people::who(store)?;
        let to = receiver(store, to, &me)?;
        let statements = store.statements(id)?;
        let audit = Audit::of(&entries(&statements, root, &store.accounts()?)).ok_or_else(none)?;
        let act = AuditAct::HandedOver {
            to: to.name,
            to_id: to.id,
        };
        let gone = gone(store, &audit, &me)?;
        audit.permits(&act, &me, &[], gone).map_err(|refusal| {
            ApiError::new(ErrorCode::NotAllowed, format!("{ATTEMPTED}: {refusal}"))
        })?;
        let after = last(&statements);
        let words = json!({"words": words});
        state(
            store,
            id,
            StatementId::new(),
            Some(root),
            &act,
            words,
            after,
        )?;
        list(store)
    })
}

/// Who is to go on: an active auditor, by account or name; where nobody has an account, whoever works now.
fn receiver(store: &Store, to: Option<&str>, me: &Who) -> Result<Who, ApiError> {
    let people = store.people()?;
    if people.is_empty() {
        return Ok(me.clone());
    }
    let found = people.into_iter().find(|p| match to {
        Some(text) => p.id.to_string() == text || p.name.eq_ignore_ascii_case(text.trim()),
        None => Some(p.id) == me.id,
    });
    match found {
        Some(person) if person.may(Duty::Auditor) => Ok(Who {
            id: Some(person.id),
            name: person.name,
        }),
        Some(person) => Err(ApiError::input(format!(
            "{ATTEMPTED}: {} is no auditor who may sign in; choose one",
            person.name
        ))),
        None => Err(ApiError::not_found(format!(
            "{ATTEMPTED}: there is no such person; reload the list of people"
        ))),
    }
}

/// Who of an audit cannot act any more. Where nobody has an account, only whoever works now is there.
pub(super) fn gone(store: &Store, audit: &Audit, me: &Who) -> Result<Gone, ApiError> {
    let people = store.people()?;
    if people.is_empty() {
        return Ok(Gone {
            auditor: !audit.auditor.is(me),
            coder: false,
        });
    }
    let lacks = |id: Option<PersonId>, duty| {
        let found = people.iter().find(|p| Some(p.id) == id);
        !found.is_some_and(|p| p.may(duty))
    };
    Ok(Gone {
        auditor: lacks(audit.auditor.id, Duty::Auditor),
        coder: lacks(audit.coder.id, Duty::Coder),
    })
}

/// Whether whoever works now may give an audit to somebody who can go on.
pub(super) fn may(store: &Store, audit: &Audit, me: &Who) -> Result<bool, ApiError> {
    let duties = [Duty::Auditor, Duty::Administrator];
    let allowed = people::require_one(store, &duties, ATTEMPTED).is_ok();
    let own = audit.auditor.is(me);
    Ok(allowed && (own || !audit.coder.is(me) && gone(store, audit, me)?.auditor))
}

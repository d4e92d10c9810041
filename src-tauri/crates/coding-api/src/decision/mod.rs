//! Deciding: what a person accepts, rejects, revises, adds, removes and takes back. Each act is one row that is
//! on disk, together with its event in the ledger, before the answer is given.

mod act;
mod fold;

use coding_model::{Act, Decision, DecisionId, Duty, Encounter, EncounterId, Run};
use coding_store::Store;

pub(crate) use act::evidence;
pub(crate) use fold::{SuggestionState, effective, states, undone};

use crate::codeset::Edition;
use crate::dto::{DecideDto, DecidedDto, DecisionDto, name_of};
use crate::{ApiError, App, auditing, bag, clock, encounter, learning, people, settings};
use act::Chart;

/// Records a decision.
///
/// # Errors
/// Where the chart, suggestion or code is not there, the code may not be reported, evidence is missing, or
/// nothing can be written. Nothing is recorded then.
pub fn decide(app: &App, asked: &DecideDto) -> Result<DecidedDto, ApiError> {
    let id = encounter::identifier(&asked.encounter)?;
    record(app, id, |chart| {
        let read = chart.read(asked)?;
        Ok(Decision {
            suggestion: read.suggestion,
            act: read.act,
            evidence: read.evidence,
            index_path: read.index_path,
            trail: read.trail,
            walk: read.walk,
            evidence_viewed_ms: asked.evidence_viewed_ms,
            ..blank(chart)
        })
    })
}

/// Takes the last decision that counts back, by a decision of its own.
///
/// # Errors
/// Where there is nothing to undo, or nothing can be written.
pub fn decide_undo(app: &App, id: &str) -> Result<DecidedDto, ApiError> {
    let id = encounter::identifier(id)?;
    record(app, id, |chart| {
        undoing(chart, fold::to_undo(chart.decisions), "undo")
    })
}

/// Takes the last undoing back.
///
/// # Errors
/// Where there is nothing to redo, or nothing can be written.
pub fn decide_redo(app: &App, id: &str) -> Result<DecidedDto, ApiError> {
    let id = encounter::identifier(id)?;
    record(app, id, |chart| {
        undoing(chart, fold::to_redo(chart.decisions), "redo")
    })
}

fn undoing(
    chart: &Chart<'_>,
    target: Option<DecisionId>,
    what: &str,
) -> Result<Decision, ApiError> {
    let decision =
        target.ok_or_else(|| ApiError::not_found(format!("there is nothing to {what}")))?;
    Ok(Decision {
        act: Act::Undone { decision },
        ..blank(chart)
    })
}

/// A decision with everything but its act.
fn blank(chart: &Chart<'_>) -> Decision {
    let id = DecisionId::new();
    Decision {
        id,
        encounter: chart.encounter.id,
        suggestion: None,
        act: Act::Undone { decision: id },
        evidence: Vec::new(),
        index_path: None,
        trail: Vec::new(),
        walk: Vec::new(),
        release: chart.edition.name().to_owned(),
        person: chart.person.to_owned(),
        at: clock::now(),
        evidence_viewed_ms: 0,
    }
}

/// Reads the chart, makes a decision and records it, with nobody else in between.
fn record(
    app: &App,
    id: EncounterId,
    make: impl FnOnce(&Chart<'_>) -> Result<Decision, ApiError>,
) -> Result<DecidedDto, ApiError> {
    // the book is opened before the database is held: opening one may take a second
    let date = app.store(|store| Ok(store.encounter(id)?.date))?;
    let edition = app.library().select(None, date)?.edition;
    app.store(|store| {
        people::require(store, Duty::Coder, "deciding")?;
        auditing::require_revealed(store, id, "deciding")?;
        let (encounter, run, mut decisions) = load(store, id)?;
        let person = settings::person(store)?;
        let decision = make(&Chart {
            encounter: &encounter,
            run: run.as_ref(),
            decisions: &decisions,
            edition: &edition,
            person: &person,
        })?;
        // another program may have recorded something since: what was checked against the old chart is refused then
        store.record_decision_after(&decision, Some(decisions.len()))?;
        decisions.push(decision);
        // derived from what is on disk now, and made anew on request: it must not cost a decision
        let _ = learning::record(store, id, run.as_ref(), &decisions);
        Ok(decided(&edition, &encounter, run.as_ref(), &decisions))
    })
}

fn load(
    store: &Store,
    id: EncounterId,
) -> Result<(Encounter, Option<Run>, Vec<Decision>), ApiError> {
    Ok((
        store.encounter(id)?,
        store.latest_run(id)?,
        store.decisions(id)?,
    ))
}

fn decided(
    edition: &Edition,
    encounter: &Encounter,
    run: Option<&Run>,
    decisions: &[Decision],
) -> DecidedDto {
    let states = run.map(|run| {
        let ids = run.suggestions.iter().map(|s| s.id.to_string());
        ids.zip(states(run, decisions))
            .map(|(id, s)| (id, s.name.to_owned(), s.revised_to.map(|c| c.to_string())))
            .collect()
    });
    DecidedDto {
        decisions: list(decisions),
        bag: bag::bag(Some(edition), encounter, decisions),
        states: states.unwrap_or_default(),
    }
}

/// All decisions in order, undone ones too.
pub(crate) fn list(decisions: &[Decision]) -> Vec<DecisionDto> {
    let undone = undone(decisions);
    decisions
        .iter()
        .map(|d| row(d, undone.contains(&d.id)))
        .collect()
}

/// Leaves of decisions what says nothing of the engine, for who audits the chart blind: overrides, indicators, order.
pub(crate) fn withhold(decisions: &mut Vec<DecisionDto>) {
    decisions.retain(|d| {
        ["overridden", "present-on-admission", "resequenced"].contains(&d.act.as_str())
    });
    for decision in decisions {
        decision.suggestion = None;
    }
}

fn row(decision: &Decision, undone: bool) -> DecisionDto {
    let (act, code, from, reason) = match &decision.act {
        Act::Accepted { code } => ("accepted", Some(code), None, String::new()),
        Act::Revised { from, to } => ("revised", Some(to), Some(from), String::new()),
        Act::Rejected { code, reason, note } => {
            let reason = name_of(reason);
            let text = match (reason.as_str(), note.as_str()) {
                ("unstated", note) => note.to_owned(),
                (reason, "") => reason.to_owned(),
                (reason, note) => format!("{reason}: {note}"),
            };
            ("rejected", Some(code), None, text)
        }
        Act::Deferred { code } => ("deferred", Some(code), None, String::new()),
        Act::Added { code } => ("added", Some(code), None, String::new()),
        Act::Removed { code } => ("removed", Some(code), None, String::new()),
        Act::Resequenced { .. } => ("resequenced", None, None, String::new()),
        Act::PresentOnAdmission { code, indicator } => (
            "present-on-admission",
            Some(code),
            None,
            indicator.name().to_owned(),
        ),
        Act::Overridden {
            rule,
            codes,
            reason,
        } => (
            "overridden",
            codes.first(),
            None,
            format!("{rule}: {reason}"),
        ),
        Act::Undone { .. } => ("undone", None, None, String::new()),
    };
    DecisionDto {
        id: decision.id.to_string(),
        suggestion: decision.suggestion.map(|s| s.to_string()),
        act: act.to_owned(),
        code: code.map(ToString::to_string),
        from: from.map(ToString::to_string),
        reason,
        person: decision.person.clone(),
        at: decision.at.clone(),
        undone,
    }
}

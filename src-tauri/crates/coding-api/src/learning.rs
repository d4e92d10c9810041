//! What the decisions of this installation say of the same words: derived from the ledger, given to a run as counts.
//! It can be looked at, switched off, forgotten and derived anew. Audits and exercises run without it.

use std::collections::BTreeMap;

use coding_engine::learning::{Learned, Verdicts, key};
use coding_model::{Act, Decision, Duty, EncounterId, EvidenceSpan, RejectReason, Run};
use coding_store::{EncounterStatus, LearnedRow, Store};
use icd10cm::Code;

use crate::decision::effective;
use crate::dto::{LearnedDto, LearningDto};
use crate::{ApiError, App, clock, people};

/// Setting: "off" where runs do without.
const SWITCH: &str = "learning";
/// Setting: decisions before this moment were forgotten.
const SINCE: &str = "learning.since";

/// Who may change it.
const CHANGING: &[Duty] = &[Duty::Coder, Duty::Administrator];

/// Whether a run takes earlier decisions into account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Learning {
    /// Where a person has not switched it off.
    #[default]
    On,
    /// Never: for audits and exercises, where nobody's habits may count.
    Off,
}

/// What was learned.
///
/// # Errors
/// Where the database cannot be read.
pub fn learning_list(app: &App) -> Result<LearningDto, ApiError> {
    app.store(|store| listed(store))
}

/// Switches it on or off. Counts go on while it is off.
///
/// # Errors
/// Where nothing can be written.
pub fn learning_switch(app: &App, on: bool) -> Result<LearningDto, ApiError> {
    app.store(|store| {
        people::require_one(store, CHANGING, "changing what is learned")?;
        store.put_setting(SWITCH, if on { "on" } else { "off" })?;
        listed(store)
    })
}

/// Forgets what was learned: decisions from now on count. The decisions themselves stay on record.
///
/// # Errors
/// Where nothing can be written.
pub fn learning_reset(app: &App) -> Result<LearningDto, ApiError> {
    app.store(|store| {
        people::require_one(store, CHANGING, "changing what is learned")?;
        store.put_setting(SINCE, &clock::now())?;
        store.clear_learned()?;
        listed(store)
    })
}

/// Derives the counts anew from the decisions of all charts.
///
/// # Errors
/// Where the database cannot be read or written.
pub fn learning_rebuild(app: &App) -> Result<LearningDto, ApiError> {
    app.store(|store| {
        people::require_one(store, CHANGING, "changing what is learned")?;
        store.clear_learned()?;
        for summary in store.encounters()? {
            if summary.status != EncounterStatus::Erased {
                let run = store.latest_run(summary.id)?;
                let decisions = store.decisions(summary.id)?;
                record(store, summary.id, run.as_ref(), &decisions)?;
            }
        }
        listed(store)
    })
}

/// Puts what the decisions on a chart say in place of what they said before.
pub(crate) fn record(
    store: &mut Store,
    encounter: EncounterId,
    run: Option<&Run>,
    decisions: &[Decision],
) -> Result<(), ApiError> {
    let since = store.setting(SINCE)?.unwrap_or_default();
    Ok(store.put_learned(encounter, &verdicts(run, decisions, &since))?)
}

/// What a run of a chart may go by: the decisions on all other charts.
pub(crate) fn known(
    store: &Store,
    encounter: EncounterId,
    learning: Learning,
) -> Result<Learned, ApiError> {
    let mut learned = Learned::default();
    if learning == Learning::Off || !is_on(store)? {
        return Ok(learned);
    }
    for row in store.learned(Some(encounter))? {
        let verdicts = Verdicts {
            accepted: row.accepted,
            rejected: row.rejected,
        };
        learned.add(&row.words, row.code, verdicts);
    }
    Ok(learned)
}

fn is_on(store: &Store) -> Result<bool, ApiError> {
    Ok(store.setting(SWITCH)?.as_deref() != Some("off"))
}

fn listed(store: &Store) -> Result<LearningDto, ApiError> {
    let rows = store.learned(None)?;
    Ok(LearningDto {
        on: is_on(store)?,
        rows: rows
            .into_iter()
            .map(|row| LearnedDto {
                shift: Verdicts {
                    accepted: row.accepted,
                    rejected: row.rejected,
                }
                .shift(),
                words: row.words,
                code: row.code.to_string(),
                accepted: row.accepted,
                rejected: row.rejected,
            })
            .collect(),
    })
}

/// What the decisions that count say, for words of the note and a code. A rejection that is about this note alone
/// (denied here, historical here) says nothing of the words elsewhere.
fn verdicts(run: Option<&Run>, decisions: &[Decision], since: &str) -> Vec<LearnedRow> {
    let mut sums: BTreeMap<(String, String), LearnedRow> = BTreeMap::new();
    let mut add = |evidence: &[EvidenceSpan], code: Code, accepted: bool| {
        let Some(words) = evidence.first().map(|e| key(&e.quote)) else {
            return;
        };
        if words.is_empty() {
            return;
        }
        let row = sums
            .entry((words.clone(), code.to_string()))
            .or_insert(LearnedRow {
                words,
                code,
                accepted: 0,
                rejected: 0,
            });
        // one chart speaks once for the same words
        row.accepted = u32::from(accepted);
        row.rejected = u32::from(!accepted);
    };
    for decision in effective(decisions) {
        if decision.at.as_str() < since {
            continue;
        }
        let suggested = decision.suggestion.and_then(|id| {
            let suggestions = &run?.suggestions;
            suggestions.iter().find(|s| s.id == id)
        });
        let evidence = match suggested {
            Some(s) => s.evidence.as_slice(),
            None => decision.evidence.as_slice(),
        };
        match &decision.act {
            Act::Accepted { code } | Act::Added { code } => add(evidence, *code, true),
            Act::Revised { from, to } => {
                add(evidence, *from, false);
                add(evidence, *to, true);
            }
            Act::Rejected { code, reason, .. } if is_about_the_words(*reason) => {
                add(evidence, *code, false);
            }
            Act::Rejected { .. }
            | Act::Deferred { .. }
            | Act::Removed { .. }
            | Act::Resequenced { .. }
            | Act::PresentOnAdmission { .. }
            | Act::Overridden { .. }
            | Act::Undone { .. } => {}
        }
    }
    sums.into_values().collect()
}

fn is_about_the_words(reason: RejectReason) -> bool {
    match reason {
        RejectReason::Unstated
        | RejectReason::NotSupported
        | RejectReason::OtherCode
        | RejectReason::Specificity
        | RejectReason::NotReportable
        | RejectReason::Integral => true,
        RejectReason::NegatedOrOther
        | RejectReason::Historical
        | RejectReason::Uncertain
        | RejectReason::Author => false,
    }
}

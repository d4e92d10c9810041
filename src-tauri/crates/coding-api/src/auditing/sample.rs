//! Drawing signed charts to audit.

use coding_audit::{Candidate, Plan, Risk, Who, by_risk, random};
use coding_model::{Duty, EncounterId};
use coding_store::{EncounterStatus, NewEvent, Store, statement_kind};
use serde_json::json;

use super::{all, blind, called};

use crate::dto::{SampleInDto, SampledDto};
use crate::signing::Signature;
use crate::{ApiError, App, clock, people};

/// The largest sample.
const MOST: u32 = 500;
/// Kind of the event of a sample.
const SAMPLED: &str = "audit-sampled";

/// How a signed chart came to be audited, as the ledger has it: by the last sample since its signature that holds it,
/// else by choice.
pub(super) fn plan(store: &Store, id: EncounterId, signature: u64) -> Result<Plan, ApiError> {
    let id = id.to_string();
    let events = store.events_of(&[SAMPLED])?;
    let sample = events.iter().rev().find(|event| {
        let drawn = event.body["drawn"].as_array();
        event.sequence > signature && drawn.is_some_and(|ids| ids.iter().any(|one| one == &id))
    });
    let text = |name: &str| {
        sample
            .and_then(|e| e.body[name].as_str())
            .map(str::to_owned)
    };
    let number = |name: &str| {
        let value = sample.and_then(|e| e.body[name].as_u64());
        value.and_then(|n| u32::try_from(n).ok()).unwrap_or(1)
    };
    let held = sample
        .and_then(|e| u32::try_from(e.body["drawn"].as_array()?.len()).ok())
        .unwrap_or(1);
    Ok(Plan {
        kind: text("as").unwrap_or_else(|| "chosen".to_owned()),
        seed: text("seed").unwrap_or_default(),
        // how many were asked for may be more than there were
        drawn: (held, number("of")),
    })
}

/// Draws signed charts that nobody audits, and puts on record that it was drawn and from which seed.
///
/// # Errors
/// Where the person is no auditor, the kind or the size is not understood, or nothing can be written.
pub fn audit_sample(app: &App, asked: &SampleInDto) -> Result<Vec<SampledDto>, ApiError> {
    let seed = asked.seed.trim();
    if seed.is_empty() || seed.chars().count() > 60 || seed.chars().any(char::is_control) {
        return Err(ApiError::input(
            "drawing a sample: the seed must have between 1 and 60 characters; anything will do, and it is kept",
        ));
    }
    if asked.size == 0 || asked.size > MOST {
        return Err(ApiError::input(format!(
            "drawing a sample: {} charts; ask for 1 to {MOST}",
            asked.size
        )));
    }
    let draw = match asked.kind.as_str() {
        "random" => random,
        "risk" => by_risk,
        other => {
            return Err(ApiError::input(format!(
                "drawing a sample: {:?} is no kind; it is random or risk",
                other.chars().take(12).collect::<String>()
            )));
        }
    };
    app.store(|store| {
        people::require(store, Duty::Auditor, "drawing a sample")?;
        let me = people::who(store)?;
        let accounts = store.accounts()?;
        let mut last = std::collections::BTreeMap::new();
        // what one audits blind is drawn already, and its risks would tell of the engine
        let blind = blind::charts(&all(store)?, &me);
        let signatures = store.statements_of_kind(statement_kind::SIGNATURE)?;
        for statement in signatures
            .into_iter()
            .filter(|s| !blind.contains(&s.encounter))
        {
            if let Some(signature) = Signature::of(&statement) {
                last.insert(
                    statement.encounter.to_string(),
                    (
                        Who {
                            id: statement.author,
                            name: statement.person,
                        },
                        statement.at,
                        signature,
                    ),
                );
            }
        }
        let mut titles = std::collections::HashMap::new();
        last.retain(|id, (coder, ..)| {
            let wanted = asked
                .coder
                .as_ref()
                .is_none_or(|c| *c == called(&accounts, coder));
            let summary = EncounterId::parse(id).and_then(|id| store.encounter_summary(id).ok());
            let open = summary.as_ref().is_some_and(|s| {
                s.status == EncounterStatus::Signed
                    && s.audit.as_deref().is_none_or(|a| a == "closed")
            });
            if let (true, true, Some(summary)) = (wanted, open, summary) {
                titles.insert(id.clone(), summary.title);
                return true;
            }
            false
        });
        let candidates: Vec<Candidate> = last
            .iter()
            .map(|(id, (_, _, signature))| Candidate {
                id: id.clone(),
                risks: Risk::ALL
                    .into_iter()
                    .filter_map(|risk| {
                        let named = signature.risks.iter().find(|(n, _)| n == risk.name());
                        named.map(|(_, count)| (risk, *count))
                    })
                    .collect(),
            })
            .collect();
        let size = usize::try_from(asked.size).unwrap_or(0);
        let drawn = draw(&candidates, size, seed);
        let ids: Vec<&str> = drawn.iter().map(|d| d.id.as_str()).collect();
        store.append_event(&NewEvent {
            at: &clock::now(),
            person: &me.name,
            kind: SAMPLED,
            encounter: None,
            body: json!({
                "as": asked.kind, "seed": seed, "size": asked.size, "of": candidates.len(), "drawn": ids,
            }),
        })?;
        let of = u32::try_from(candidates.len()).unwrap_or(u32::MAX);
        Ok(drawn
            .iter()
            .filter_map(|one| {
                let (coder, at, signature) = last.get(&one.id)?;
                Some(SampledDto {
                    encounter: one.id.clone(),
                    title: titles.get(&one.id).cloned().unwrap_or_default(),
                    coder: coder.name.clone(),
                    at: at.clone(),
                    codes: u32::try_from(signature.codes.len()).unwrap_or(u32::MAX),
                    risks: signature
                        .risks
                        .iter()
                        .map(|(name, count)| format!("{count} × {}", name.replace('-', " ")))
                        .collect(),
                    weight: one.weight,
                    of,
                    own: coder.is(&me),
                })
            })
            .collect())
    })
}

//! Which encounters may go into a data set: those that somebody put in by name. Each act is an event of the
//! ledger, and the last one holds.

use std::collections::HashSet;

use coding_model::{Duty, EncounterId};
use coding_store::{NewEvent, Store};
use serde_json::json;

use crate::{ApiError, App, clock, encounter, people, settings};

const IN: &str = "dataset-opted-in";
/// Who may let charts go out as a data set.
pub(super) const SHARING: &[Duty] = &[Duty::Administrator, Duty::Trainer];
const OUT: &str = "dataset-opted-out";

/// Puts an encounter into the data set, or takes it out again.
///
/// # Errors
/// Where who works now is neither an administrator nor a trainer or is to give their passphrase again first, there is no
/// such encounter, or nothing can be written.
pub fn dataset_opt_in(app: &App, id: &str, included: bool) -> Result<(), ApiError> {
    let attempted = "putting a chart into the data set";
    let id = encounter::identifier(id)?;
    app.require_confirmation(attempted)?;
    app.store(|store| {
        people::require_one(store, SHARING, attempted)?;
        store.encounter(id)?;
        if opted(store)?.contains(&id) == included {
            return Ok(());
        }
        let (at, person) = (clock::now(), settings::person(store)?);
        store.append_event(&NewEvent {
            at: &at,
            person: &person,
            kind: if included { IN } else { OUT },
            encounter: Some(id),
            body: json!({"purpose": "dataset"}),
        })?;
        Ok(())
    })
}

/// The encounters that are in the data set, as texts.
///
/// # Errors
/// Where the database cannot be read.
pub fn opted_in(app: &App) -> Result<Vec<String>, ApiError> {
    app.store(|store| {
        let mut ids: Vec<String> = opted(store)?.iter().map(EncounterId::to_string).collect();
        ids.sort();
        Ok(ids)
    })
}

/// The encounters that are in the data set.
pub(super) fn opted(store: &Store) -> Result<HashSet<EncounterId>, ApiError> {
    let mut opted = HashSet::new();
    for event in store.events_of(&[IN, OUT])? {
        match (event.kind.as_str(), event.encounter) {
            (IN, Some(id)) => {
                opted.insert(id);
            }
            (OUT, Some(id)) => {
                opted.remove(&id);
            }
            _ => {}
        }
    }
    Ok(opted)
}

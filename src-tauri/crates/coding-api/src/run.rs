//! Running the engine over an encounter.

use std::time::Instant;

use coding_engine::{Passed, RunOptions};
use coding_model::{Encounter, Run};

use crate::codeset::Edition;
use crate::dto::RunDto;
use crate::{ApiError, App, clock, encounter, settings, suggestion};

/// Codes an encounter and records the run with its suggestions.
///
/// # Errors
/// Where there is no such encounter, no release, or nothing can be written.
pub fn run_start(app: &App, id: &str) -> Result<RunDto, ApiError> {
    let id = encounter::identifier(id)?;
    let (encounter, decisions) =
        app.store(|store| Ok((store.encounter(id)?, store.decisions(id)?)))?;
    let edition = app.library().select(None, encounter.date)?.edition;
    let run = perform(&edition, &encounter, RunOptions::default())?;
    app.store(|store| {
        let person = settings::person(store)?;
        Ok(store.save_run(id, &run, &clock::now(), &person)?)
    })?;
    Ok(suggestion::run(
        &run,
        &encounter,
        &decisions,
        Some(&edition),
    ))
}

/// Codes an encounter and measures the time.
pub(crate) fn perform(
    edition: &Edition,
    encounter: &Encounter,
    options: RunOptions,
) -> Result<Run, ApiError> {
    perform_watched(edition, encounter, options, &mut |_| {})
}

/// As [`perform`], and shows what comes out of each stage.
pub(crate) fn perform_watched(
    edition: &Edition,
    encounter: &Encounter,
    options: RunOptions,
    watch: &mut dyn FnMut(Passed<'_>),
) -> Result<Run, ApiError> {
    let engine = edition.engine()?;
    let started = Instant::now();
    let mut run = engine.run_watched(encounter, &options, watch);
    run.elapsed_ms = started.elapsed().as_secs_f64() * 1000.0;
    Ok(run)
}

//! Running the engine over an encounter.

use std::sync::Arc;
use std::time::Instant;

use coding_engine::learning::Learned;
use coding_engine::{Passed, RunOptions, Worked};
use coding_model::{Decision, Duty, Encounter, Run, StageRecord};

use crate::codeset::Edition;
use crate::dto::RunDto;
use crate::learning::{self, Learning};
use crate::people::Beginner;
use crate::{
    ApiError, App, auditing, clock, encounter, fault, people, settings, suggestion, threshold,
    training,
};

/// Codes an encounter and records the run with its suggestions.
///
/// # Errors
/// Where there is no such encounter, no release, or nothing can be written.
pub fn run_start(app: &App, id: &str) -> Result<RunDto, ApiError> {
    run_start_with(app, id, Learning::On)
}

/// As [`run_start`], with or without what was learned from earlier decisions. Audits and exercises run without.
///
/// # Errors
/// As [`run_start`].
pub fn run_start_with(app: &App, id: &str, learning: Learning) -> Result<RunDto, ApiError> {
    let begun = Begun::to_code(app, id, learning)?;
    let engine = begun.edition.engine()?;
    let mut worked = Worked::default();
    let started = Instant::now();
    let options = RunOptions::default();
    let mut run = engine.run_kept(&begun.encounter, &options, &mut |_| {}, &mut worked);
    run.elapsed_ms = started.elapsed().as_secs_f64() * 1000.0;
    app.worked.keep(begun.encounter.id, worked);
    begun.finish(app, run)
}

/// What a run of a chart of the queue needs.
pub(crate) struct Begun {
    pub encounter: Encounter,
    pub edition: Arc<Edition>,
    pub decisions: Vec<Decision>,
    /// Who began it.
    pub by: Beginner,
    learned: Learned,
    from: f32,
}

impl Begun {
    /// As [`Begun::read`], for a run that is kept: by a coder, on a chart that is not signed.
    pub fn to_code(app: &App, id: &str, learning: Learning) -> Result<Self, ApiError> {
        let chart = encounter::identifier(id)?;
        app.store(|store| {
            people::require(store, Duty::Coder, "having a chart read")?;
            // told before anything is asked of a model; kept to where the run is saved
            if store.is_signed(chart)? {
                return Err(coding_store::StoreError::Signed(chart).into());
            }
            Ok(())
        })?;
        Self::read(app, id, learning)
    }

    pub fn read(app: &App, id: &str, learning: Learning) -> Result<Self, ApiError> {
        let id = encounter::identifier(id)?;
        training::require_none(app, "having a chart read")?;
        let (encounter, decisions, learned, from, by) = app.store(|store| {
            auditing::require_revealed(store, id, "having a chart read")?;
            let encounter = store.encounter(id)?;
            let from = threshold::of(store, encounter.setting)?;
            let learned = learning::known(store, id, learning)?;
            let by = Beginner::of(store);
            Ok((encounter, store.decisions(id)?, learned, from, by))
        })?;
        fault::provoke(&encounter);
        let edition = app.library().select(None, encounter.date)?.edition;
        Ok(Self {
            encounter,
            edition,
            decisions,
            by,
            learned,
            from,
        })
    }

    /// Shifts by what was learned, records the run and divides its lists. What a model chose it chose with all of
    /// the chart before it: neither past decisions nor a threshold move it to another list. A run is kept under the
    /// name of who began it, or not at all.
    pub fn finish(self, app: &App, mut run: Run) -> Result<RunDto, ApiError> {
        let id = self.encounter.id;
        if !self.learned.is_empty() && !run.is_selected() {
            let shifted = self.learned.apply(&mut run.suggestions, self.from);
            run.stages.push(StageRecord {
                stage: "learn".to_owned(),
                agent: "local".to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                count: u32::try_from(shifted).unwrap_or(u32::MAX),
            });
        }
        app.store(|store| {
            self.by.require(store, "keeping what was read")?;
            let person = settings::person(store)?;
            store.save_run(id, &run, &clock::now(), &person)?;
            threshold::apply(store, self.encounter.setting, &mut run)
        })?;
        Ok(suggestion::run(
            &run,
            &self.encounter,
            &self.decisions,
            Some(&self.edition),
        ))
    }
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

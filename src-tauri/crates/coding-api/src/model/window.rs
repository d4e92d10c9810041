//! A run of the window with a model: what would be sent, the run itself as it goes, and stopping it.

use std::sync::Arc;

use coding_engine::{Correction, Engine, Passed, RunOptions, Worked};
use coding_model::{EncounterId, Run};

use super::endpoints::{deidentifies, reach_name};
use super::progress::Watch;
use super::saved::Models;
use super::{Profiled, dry, probe};
use crate::dto::{ModelPreviewDto, QuestionDto, RunDto};
use crate::learning::Learning;
use crate::run::Begun;
use crate::{ApiError, App, encounter};

/// The most questions that are shown before a yes; the rest hold the same chart in the same form.
const SHOWN: usize = 60;

/// Exactly what would be sent to an endpoint: for a chart the questions of a run with what is set now, without one
/// the question of a test. Nothing is sent.
///
/// # Errors
/// Where there is no such chart or endpoint, no release, or nothing is set that asks a model.
pub fn model_preview(
    app: &App,
    endpoint: &str,
    encounter: Option<&str>,
    deidentify: bool,
) -> Result<ModelPreviewDto, ApiError> {
    let models = app.store(|store| Models::load(store))?;
    let saved = models.find(endpoint)?;
    let redact = deidentify || super::Policy::read(app.home()).deidentify;
    let payloads = match encounter {
        Some(id) => {
            let begun = Begun::read(app, id, Learning::Off)?;
            let asked = saved.request(models.stages, redact);
            dry::payloads(app, &asked, &begun.edition, &begun.encounter)?
        }
        None => dry::shown(&saved.endpoint, &[probe::question()], redact),
    };
    let questions: Vec<QuestionDto> = payloads
        .iter()
        .take(SHOWN)
        .map(|payload| QuestionDto {
            prompt: payload.prompt.clone(),
            bytes: sent_bytes(&payload.body),
            body: payload.body.clone(),
        })
        .collect();
    let marks = payloads.iter().map(|payload| payload.marks).max();
    Ok(ModelPreviewDto {
        endpoint: saved.id.clone(),
        host: saved.endpoint.host(),
        url: saved.endpoint.target()?.to_string(),
        reach: reach_name(saved.endpoint.reach()).to_owned(),
        deidentified: redact,
        marks: u32::try_from(marks.unwrap_or(0)).unwrap_or(u32::MAX),
        questions,
    })
}

/// Codes a chart with the model that is set, tells how far it is, and records the run. A model that cannot answer is
/// stood in for by the local engine, and the run says so; a run that is cancelled keeps what was done.
///
/// # Errors
/// Where no model is set or it may not be called ([`crate::ErrorCode::Consent`] where a person must look and say yes
/// first), where there is no such chart or no release, or nothing can be written.
pub fn model_run(app: &Arc<App>, encounter: &str, watch: Watch) -> Result<RunDto, ApiError> {
    let begun = Begun::to_code(app, encounter, Learning::On)?;
    // each reading is asked for by who works now; the corrections that follow it belong to it
    app.model.disown(begun.encounter.id);
    require_confirmed(app, begun.encounter.id)?;
    let mut worked = Worked::default();
    let run = asked(app, &begun, watch, |engine, watch| {
        let options = RunOptions::default();
        engine.run_kept(&begun.encounter, &options, watch, &mut worked)
    })?;
    app.worked.keep(begun.encounter.id, worked);
    begun.finish(app, run)
}

/// What depends on corrections, run again with the model that is set. Where nobody who works now had the chart read
/// with it, they confirm that first.
pub(crate) fn rework(
    app: &Arc<App>,
    begun: &Begun,
    worked: &Worked,
    corrections: &[Correction],
    watch: Watch,
) -> Result<Run, ApiError> {
    // a reading of another day, of another person or by the command line was not confirmed here
    require_confirmed(app, begun.encounter.id)?;
    asked(app, begun, watch, |engine, watch| {
        let options = RunOptions::default();
        engine.rework(&begun.encounter, worked, corrections, &options, watch)
    })
}

/// Asks for the passphrase, where one is set, unless whoever works now gave it for a reading of this chart.
fn require_confirmed(app: &App, id: EncounterId) -> Result<(), ApiError> {
    if app.model.is_confirmed(id) {
        return Ok(());
    }
    app.require_confirmation("asking a model")?;
    app.model.confirm(id);
    Ok(())
}

/// Does something with the agents that are set, for a chart of the queue.
fn asked(
    app: &Arc<App>,
    begun: &Begun,
    watch: Watch,
    work: impl FnOnce(&Engine, &mut dyn FnMut(Passed<'_>)) -> Run,
) -> Result<Run, ApiError> {
    let models = app.store(|store| Models::load(store))?;
    let saved = models.asked().ok_or_else(|| {
        ApiError::input(
            "reading the chart with a model: none is set; add one and choose what it does in the settings",
        )
    })?;
    let asked = saved.request(models.stages, deidentifies(app, &models));
    let running = app.model.begin(begun.encounter.id)?;
    let profiled = Profiled::reopen(app, &asked, running.cancel.clone(), begun.by)?.telling(watch);
    let (edition, encounter) = (&begun.edition, &begun.encounter);
    let (run, _) = profiled.perform_by(edition, encounter, true, &mut |_| {}, work)?;
    Ok(run)
}

/// Stops a run that is under way: calls in the air end at once, and what the model had not answered is the local
/// engine's. False where none is.
///
/// # Errors
/// Where the identifier is none.
pub fn model_cancel(app: &App, encounter: &str) -> Result<bool, ApiError> {
    Ok(app.model.cancel(encounter::identifier(encounter)?))
}

/// Size of a body as it is sent, without the indentation it is shown with.
fn sent_bytes(body: &str) -> u32 {
    let sent = serde_json::from_str::<serde_json::Value>(body).map(|v| v.to_string().len());
    u32::try_from(sent.unwrap_or(body.len())).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use coding_store::{OpenOptions, Passphrase};

    use super::*;
    use crate::ErrorCode;

    #[test]
    fn a_correction_asks_for_the_passphrase_unless_the_reading_did() {
        let home = tempfile::tempdir().unwrap();
        let app = App::new(home.path()).with_options(OpenOptions {
            keyring: false,
            passphrase: Some(Passphrase::new("correct horse".to_owned())),
            ..OpenOptions::default()
        });
        app.store(|_| Ok(())).unwrap();
        let (one, other) = (EncounterId::new(), EncounterId::new());
        let refused = |id| require_confirmed(&app, id).unwrap_err().code == ErrorCode::Confirm;
        app.prove(None);
        assert!(refused(one));
        app.prove(Some(crate::clock::instant()));
        require_confirmed(&app, one).unwrap();
        app.prove(None);
        require_confirmed(&app, one).unwrap();
        assert!(refused(other), "another chart was not confirmed");
        // a new reading of the same chart is one more request
        app.model.disown(one);
        assert!(refused(one));
        app.prove(Some(crate::clock::instant()));
        require_confirmed(&app, one).unwrap();
        app.prove(None);
        // whoever signs in or unlocks after another starts anew
        app.model.forget_client();
        assert!(refused(one));
    }
}

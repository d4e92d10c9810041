//! Runs with a model's agents.

use std::sync::{Arc, PoisonError};
use std::time::Instant;

use coding_engine::{Engine, Passed, RunOptions};
use coding_llm::{
    Cancel, Client, Keep, Observer, Redaction, STOOD_IN, Session, Shelf, Stages, Usage,
};
use coding_model::{Encounter, Problem, Run, TrailStep};
use serde::Serialize;

use super::kept::Kept;
use super::progress::{Progress, Told, Watch};
use super::record::Recorder;
use super::{Asked, Policy};
use crate::codeset::Edition;
use crate::people::Beginner;
use crate::{ApiError, App};

/// A profile with its model, ready to code any number of charts.
pub struct Profiled {
    stages: Stages,
    client: Arc<Client>,
    app: Arc<App>,
    cancel: Cancel,
    redaction: Option<Redaction>,
    progress: Option<Arc<Progress>>,
    by: Beginner,
}

/// What asking a model took, as answers have it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelUse {
    /// Profile.
    pub profile: &'static str,
    /// Host.
    pub host: String,
    /// "this machine", "private network", "outside".
    pub reach: &'static str,
    /// Model.
    pub model: String,
    /// Sums over the calls.
    #[serde(flatten)]
    pub usage: Usage,
}

impl ModelUse {
    /// What several runs took together; none where no model was asked.
    #[must_use]
    pub fn sum<'a>(mut uses: impl Iterator<Item = &'a Self>) -> Option<Self> {
        let mut sum = uses.next()?.clone();
        for used in uses {
            sum.usage.join(&used.usage);
        }
        Some(sum)
    }
}

impl Profiled {
    /// Opens what is asked for. Nothing is sent yet, and no connection is made.
    ///
    /// # Errors
    /// Where the endpoint cannot be used or may not be called, the key cannot be read, or the calls could not be put
    /// on record.
    pub fn open(app: &Arc<App>, asked: &Asked) -> Result<Self, ApiError> {
        let by = app.store(|store| Ok(Beginner::of(store)))?;
        let client = opened(app, asked)?;
        Ok(Self::with(app, asked, client, Cancel::default(), by))
    }

    /// As [`Profiled::open`] for what somebody began, with the client and the answers of before where the same place
    /// is asked.
    pub(super) fn reopen(
        app: &Arc<App>,
        asked: &Asked,
        cancel: Cancel,
        by: Beginner,
    ) -> Result<Self, ApiError> {
        // whatever is open: it must be allowed now
        asked.permit(app, &asked.endpoint()?)?;
        let client = match app.model.client(asked) {
            Some(client) => client,
            None => {
                let client = opened(app, asked)?;
                app.model.keep_client(asked, &client);
                client
            }
        };
        Ok(Self::with(app, asked, client, cancel, by))
    }

    fn with(
        app: &Arc<App>,
        asked: &Asked,
        client: Arc<Client>,
        cancel: Cancel,
        by: Beginner,
    ) -> Self {
        let deidentify = asked.deidentify || Policy::read(app.home()).deidentify;
        Self {
            stages: asked.stages,
            client,
            app: Arc::clone(app),
            cancel,
            redaction: deidentify.then(Redaction::default),
            progress: None,
            by,
        }
    }

    /// Tells how far the runs with it are, all together, from now on.
    #[must_use]
    pub fn telling(mut self, watch: Watch) -> Self {
        self.progress = Some(Progress::new(self.client.endpoint().prices, watch));
        self
    }

    /// What stops all runs.
    #[must_use]
    pub fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    /// How many charts are best coded at once: as many as there may be questions in the air.
    #[must_use]
    pub fn at_once(&self) -> usize {
        self.client.endpoint().limits.in_flight.max(1)
    }

    /// Codes a chart and measures the time. A model that cannot answer is stood in for, and the run says so.
    ///
    /// # Errors
    /// Where the code set cannot be opened.
    pub(crate) fn perform(
        &self,
        edition: &Edition,
        encounter: &Encounter,
        options: RunOptions,
        of_the_queue: bool,
        watch: &mut dyn FnMut(Passed<'_>),
    ) -> Result<(Run, ModelUse), ApiError> {
        self.perform_by(edition, encounter, of_the_queue, watch, |engine, watch| {
            engine.run_watched(encounter, &options, watch)
        })
    }

    /// As [`Profiled::perform`], with whatever is done with the engine.
    pub(super) fn perform_by(
        &self,
        edition: &Edition,
        encounter: &Encounter,
        of_the_queue: bool,
        watch: &mut dyn FnMut(Passed<'_>),
        work: impl FnOnce(&Engine, &mut dyn FnMut(Passed<'_>)) -> Run,
    ) -> Result<(Run, ModelUse), ApiError> {
        let base = edition.engine()?;
        let shelf = shelf(&self.app, edition)?;
        let recorder = Arc::new(Recorder {
            app: Arc::clone(&self.app),
            profile: self.stages.name(),
            encounter: of_the_queue.then_some(encounter.id),
            by: self.by,
        });
        let progress = self.progress.as_ref();
        let observer: Arc<dyn Observer> = match progress {
            Some(progress) => Arc::new(Told {
                recorder: Arc::clone(&recorder),
                progress: Arc::clone(progress),
            }),
            None => recorder.clone(),
        };
        let session = self
            .client
            .session(observer, self.cancel.clone(), self.redaction.clone());
        let started = Instant::now();
        let model = Arc::new(session.clone());
        let engine = self.stages.engine(&base, &shelf, model);
        let mut run = work(&engine, &mut |passed| {
            if let Some(progress) = progress {
                progress.passed(passed);
            }
            watch(passed);
        });
        say_who_stood_in(&mut run);
        run.elapsed_ms = started.elapsed().as_secs_f64() * 1000.0;
        let used = self.used(&session);
        if self.cancel.is_cancelled() {
            run.problems.push(Problem {
                stage: "run".to_owned(),
                message: "it was cancelled: what the model had not answered by then is the local engine's".to_owned(),
            });
        }
        if used.usage.calls + used.usage.failed > 0 {
            recorder.used(&used.usage, &used.host, &used.model)?;
        }
        Ok((run, used))
    }

    fn used(&self, session: &Session) -> ModelUse {
        let endpoint = self.client.endpoint();
        ModelUse {
            profile: self.stages.name(),
            host: endpoint.host(),
            reach: endpoint.reach().label(),
            model: endpoint.model.clone(),
            usage: session.usage(),
        }
    }
}

/// A client for what is asked for, which is allowed, and whose calls can be put on record.
fn opened(app: &Arc<App>, asked: &Asked) -> Result<Arc<Client>, ApiError> {
    app.require_confirmation("asking a model")?;
    let endpoint = asked.endpoint()?;
    let permit = asked.permit(app, &endpoint)?;
    let key = asked.key.read(app)?;
    // a ledger that cannot be written to is told now, not at the first call
    app.store(|store| match store.mode() {
        coding_store::Mode::ReadWrite => Ok(()),
        coding_store::Mode::ReadOnly(reason) => Err(ApiError::new(
            crate::ErrorCode::ReadOnly,
            format!(
                "asking a model: every call is put on record, and the database is read-only: {reason}; use the \
                 local profile"
            ),
        )),
    })?;
    let keep = asked
        .keep
        .then(|| Arc::new(Kept(Arc::clone(app))) as Arc<dyn Keep>);
    let client = Client::open_keeping(endpoint, key.as_ref(), &permit, keep)?;
    Ok(Arc::new(client))
}

/// Where agents look things up in a release; one a release for as long as the program runs.
pub(super) fn shelf(app: &App, edition: &Edition) -> Result<Arc<Shelf>, ApiError> {
    let open = &app.model.shelves;
    let known = |name: &str| {
        let shelves = open.lock().unwrap_or_else(PoisonError::into_inner);
        shelves.get(name).map(Arc::clone)
    };
    if let Some(shelf) = known(edition.name()) {
        return Ok(shelf);
    }
    let shelf = Arc::new(Shelf::new(edition.search()?, edition.guidelines()));
    let mut shelves = open.lock().unwrap_or_else(PoisonError::into_inner);
    shelves.insert(edition.name().to_owned(), Arc::clone(&shelf));
    Ok(shelf)
}

/// Where the local engine answered in a model's place, the trail of every code says so.
fn say_who_stood_in(run: &mut Run) {
    for stage in run.stages.iter().filter(|s| s.agent == STOOD_IN) {
        let why = run
            .problems
            .iter()
            .find(|p| p.stage == stage.stage && p.message.starts_with("the local engine answered"));
        let step = TrailStep {
            stage: stage.stage.clone(),
            agent: STOOD_IN.to_owned(),
            text: why.map_or_else(
                || "the local engine answered in place of the model".to_owned(),
                |p| p.message.clone(),
            ),
        };
        for suggestion in &mut run.suggestions {
            suggestion.trail.push(step.clone());
        }
    }
}

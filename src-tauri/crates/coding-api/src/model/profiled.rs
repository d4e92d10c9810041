//! Runs with a model's agents.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use coding_engine::{Passed, RunOptions};
use coding_llm::{Cancel, Client, Keep, Profile, Redaction, Session, Shelf, Usage};
use coding_model::{Encounter, Problem, Run};
use serde::Serialize;

use super::kept::Kept;
use super::record::Recorder;
use super::{Asked, Policy};
use crate::codeset::Edition;
use crate::{ApiError, App};

/// A profile with its model, ready to code any number of charts.
pub struct Profiled {
    profile: Profile,
    client: Arc<Client>,
    app: Arc<App>,
    cancel: Cancel,
    redaction: Option<Redaction>,
    shelves: Mutex<HashMap<String, Arc<Shelf>>>,
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
        let endpoint = asked.endpoint()?;
        let permit = asked.permit(app, &endpoint)?;
        let key = asked.key.read()?;
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
        let deidentify = asked.deidentify || Policy::read(app.home()).deidentify;
        Ok(Self {
            profile: asked.profile,
            client: Arc::new(Client::open_keeping(
                endpoint,
                key.as_ref(),
                &permit,
                asked
                    .keep
                    .then(|| Arc::new(Kept(Arc::clone(app))) as Arc<dyn Keep>),
            )?),
            app: Arc::clone(app),
            cancel: Cancel::default(),
            redaction: deidentify.then(Redaction::default),
            shelves: Mutex::default(),
        })
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
        let base = edition.engine()?;
        let shelf = self.shelf(edition)?;
        let recorder = Arc::new(Recorder {
            app: Arc::clone(&self.app),
            profile: self.profile.name(),
            encounter: of_the_queue.then_some(encounter.id),
        });
        let session = self.client.session(
            recorder.clone(),
            self.cancel.clone(),
            self.redaction.clone(),
        );
        let started = Instant::now();
        let model = Arc::new(session.clone());
        let engine = self.profile.engine(&base, &shelf, model);
        let mut run = engine.run_watched(encounter, &options, watch);
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
            profile: self.profile.name(),
            host: endpoint.host(),
            reach: endpoint.reach().label(),
            model: endpoint.model.clone(),
            usage: session.usage(),
        }
    }

    fn shelf(&self, edition: &Edition) -> Result<Arc<Shelf>, ApiError> {
        let mut shelves = self.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shelf) = shelves.get(edition.name()) {
            return Ok(Arc::clone(shelf));
        }
        let shelf = Arc::new(shelf(edition)?);
        shelves.insert(edition.name().to_owned(), Arc::clone(&shelf));
        Ok(shelf)
    }
}

/// Where agents look things up in a release.
pub(super) fn shelf(edition: &Edition) -> Result<Shelf, ApiError> {
    Ok(Shelf::new(edition.search()?, edition.guidelines()))
}

//! Every call on record before it is made.

use std::sync::Arc;

use coding_llm::{Observer, Planned};
use coding_model::EncounterId;
use coding_store::NewEvent;
use serde_json::{Value, json};

use crate::people::Beginner;
use crate::{ApiError, App, clock, settings};

/// Kind of the event of one call.
const CALLED: &str = "model-called";
/// Kind of the event of one run with a model.
const USED: &str = "model-used";

/// Writes calls into the ledger: where to, which model, which prompt, how much; never what.
pub(super) struct Recorder {
    pub app: Arc<App>,
    pub profile: &'static str,
    /// The encounter of the chart, where it is one of the queue.
    pub encounter: Option<EncounterId>,
    /// Who asks.
    pub by: Beginner,
}

impl Recorder {
    fn append(&self, kind: &str, body: Value) -> Result<(), ApiError> {
        self.app.store(|store| {
            self.by.require(store, "asking a model")?;
            let person = settings::person(store)?;
            store.append_event(&NewEvent {
                at: &clock::now(),
                person: &person,
                kind,
                encounter: self.encounter,
                body,
            })?;
            Ok(())
        })
    }

    /// Sums of a run.
    pub fn used(&self, usage: &coding_llm::Usage, host: &str, model: &str) -> Result<(), ApiError> {
        self.append(
            USED,
            json!({
                "host": host, "model": model, "profile": self.profile,
                "calls": usage.calls, "cached": usage.cached, "failed": usage.failed,
                "tokens_in": usage.tokens_in, "tokens_out": usage.tokens_out,
            }),
        )
    }
}

impl Observer for Recorder {
    fn before(&self, planned: &Planned) -> bool {
        let body = json!({
            "host": planned.host, "model": planned.model, "prompt": planned.prompt,
            "bytes": planned.bytes, "profile": self.profile,
        });
        self.append(CALLED, body).is_ok()
    }
}

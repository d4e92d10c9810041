//! What would be sent, without sending it.

use std::sync::{Arc, Mutex, PoisonError};

use coding_engine::RunOptions;
use coding_llm::{CallError, Endpoint, Model, Prompt, Redaction, Reply};
use coding_model::Encounter;

use super::{Asked, Policy, profiled};
use crate::codeset::Edition;
use crate::{ApiError, App};

/// One question as it would be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    /// Where to.
    pub host: String,
    /// How far that is.
    pub reach: &'static str,
    /// Which prompt.
    pub prompt: String,
    /// The body, as it would go over the wire but for the indentation.
    pub body: String,
    /// How many marks stand in the place of what identifies.
    pub marks: usize,
}

/// Writes questions down and answers none.
struct Unsent {
    name: String,
    asked: Mutex<Vec<Prompt>>,
}

impl Model for Unsent {
    fn name(&self) -> &str {
        &self.name
    }

    fn ask(&self, prompts: &[Prompt]) -> Vec<Result<Reply, CallError>> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.extend_from_slice(prompts);
        prompts.iter().map(|_| Err(CallError::Cancelled)).collect()
    }
}

/// The questions of a run, with the local engine in the model's place: later questions depend on earlier answers, but
/// hold the same chart in the same form. Nothing is sent, and neither consent nor key is needed.
///
/// # Errors
/// Where the endpoint cannot be used or the code set cannot be opened.
pub(crate) fn payloads(
    app: &App,
    asked: &Asked,
    edition: &Edition,
    encounter: &Encounter,
) -> Result<Vec<Payload>, ApiError> {
    let endpoint = asked.endpoint()?;
    let shelf = profiled::shelf(app, edition)?;
    let unsent = Arc::new(Unsent {
        name: endpoint.model.clone(),
        asked: Mutex::default(),
    });
    let base = edition.engine()?;
    let engine = asked.stages.engine(&base, &shelf, unsent.clone());
    let _ = engine.run(encounter, &RunOptions::default());
    let redact = asked.deidentify || Policy::read(app.home()).deidentify;
    let prompts = unsent.asked.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(shown(&endpoint, &prompts, redact))
}

/// Questions as they would be sent.
pub(super) fn shown(endpoint: &Endpoint, prompts: &[Prompt], redact: bool) -> Vec<Payload> {
    let redaction = redact.then(Redaction::default);
    prompts
        .iter()
        .map(|prompt| Payload {
            host: endpoint.host(),
            reach: endpoint.reach().label(),
            prompt: prompt.id(),
            body: coding_llm::payload(endpoint, prompt, redaction.as_ref()),
            marks: redaction.as_ref().map_or(0, |r| r.apply(prompt).1.len()),
        })
        .collect()
}

/// The questions that coding a note would send.
///
/// # Errors
/// As [`crate::answer::NoteCoder::code`], and where the endpoint cannot be used.
pub fn dry_run(
    app: &App,
    asked: &Asked,
    coder: &crate::answer::NoteCoder<'_>,
    note: crate::answer::NoteIn,
) -> Result<Vec<Payload>, ApiError> {
    let (encounter, edition) = coder.encounter(note)?;
    payloads(app, asked, &edition, &encounter)
}

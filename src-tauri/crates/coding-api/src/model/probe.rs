//! Whether an endpoint answers. Nothing of a chart is sent.

use std::sync::Arc;
use std::time::Instant;

use coding_llm::codec::probe;
use coding_llm::{Cancel, Client, Model as _, Prompt};
use coding_model::Duty;

use super::record::Recorder;
use super::saved::Models;
use crate::dto::ModelTestedDto;
use crate::people::{self, Beginner};
use crate::{ApiError, App};

/// Longest wait for the answer to a test, in seconds.
const PATIENCE_S: u64 = 60;

pub(super) fn question() -> Prompt {
    probe::prompt()
}

/// Asks an endpoint whether it answers. For a host outside a person has seen the question and said yes to it
/// (`confirmed`), which is no yes for anything else.
///
/// # Errors
/// Where who works now is no administrator or is to give their passphrase again first, there is no such endpoint, it
/// may not be called, or the call cannot be put on record.
pub fn model_endpoint_test(
    app: &Arc<App>,
    endpoint: &str,
    confirmed: bool,
) -> Result<ModelTestedDto, ApiError> {
    let (models, by) = app.store(|store| {
        people::require(store, Duty::Administrator, "testing a model's endpoint")?;
        Ok((Models::load(store)?, Beginner::of(store)))
    })?;
    app.require_confirmation("testing a model's endpoint")?;
    let saved = models.find(endpoint)?;
    let mut asked = saved.request(models.stages, false);
    asked.patience_s = Some(asked.patience_s.unwrap_or(PATIENCE_S).min(PATIENCE_S));
    let place = asked.endpoint()?;
    if confirmed {
        asked.consent = vec![place.host()];
    }
    let permit = asked.permit(app, &place)?;
    let key = asked.key.read(app)?;
    // a client of its own: what was answered before proves nothing now
    let client = Arc::new(Client::open(place, key.as_ref(), &permit)?);
    let recorder = Arc::new(Recorder {
        app: Arc::clone(app),
        profile: "test",
        encounter: None,
        by,
    });
    let session = client.session(recorder, Cancel::default(), None);
    let begun = Instant::now();
    let answer = session.ask(&[question()]).pop();
    let ms = begun.elapsed().as_secs_f64() * 1000.0;
    let usage = session.usage();
    let tokens = u32::try_from(usage.tokens_in + usage.tokens_out).unwrap_or(u32::MAX);
    let (answered, formed, message) = match answer {
        Some(Ok(reply)) if probe::is_formed(&reply) => (
            true,
            true,
            format!("{} answers in the asked form.", saved.endpoint.model),
        ),
        Some(Ok(_)) => (
            true,
            false,
            format!(
                "{} answers, but not in the asked form: statements that cannot be read are dropped. A server that \
                 keeps answers to a JSON schema does better.",
                saved.endpoint.model
            ),
        ),
        Some(Err(error)) => (false, false, sentence(&error.to_string())),
        None => (false, false, "It was not asked.".to_owned()),
    };
    Ok(ModelTestedDto {
        answered,
        formed,
        ms,
        tokens,
        message,
    })
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), chars.as_str())
}

//! Asking a language model: what a person may say about it, whether it is allowed, and a run with it.
//!
//! Nothing here is on until a person names an endpoint. An endpoint outside this machine and its network needs a yes
//! for its host besides, a policy may forbid all of it, and every call is an event of the ledger before it is made.

mod dry;
mod endpoints;
mod kept;
mod key;
mod open;
mod policy;
mod probe;
mod profiled;
mod progress;
mod record;
mod saved;
mod window;

pub use coding_llm::{Cancel, Profile, Provider, Stage, Stages, Usage};
pub use dry::{Payload, dry_run};
pub(crate) use endpoints::is_network_on;
pub use endpoints::{
    model_choose, model_consent, model_consent_withdraw, model_endpoint_remove,
    model_endpoint_save, model_reset, model_settings,
};
pub(crate) use kept::clear;
pub use kept::forget;
pub use key::KeyFrom;
pub(crate) use open::Open;
pub use policy::Policy;
pub(crate) use policy::is_offline;
pub use probe::model_endpoint_test;
pub use profiled::{ModelUse, Profiled};
pub use progress::Watch;
pub(crate) use window::rework;
pub use window::{model_cancel, model_preview, model_run};

use std::path::PathBuf;

use coding_llm::endpoint::Prices;
use coding_llm::{Denied, Endpoint, EndpointError};
use coding_llm::{Permit, Terms};

use crate::{ApiError, App, ErrorCode};

/// What a person asks for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Asked {
    /// Which agents.
    pub stages: Stages,
    /// How the endpoint is spoken to.
    pub provider: Provider,
    /// Its address.
    pub url: String,
    /// The model's name there.
    pub model: String,
    /// Where the key is.
    pub key: KeyFrom,
    /// Hosts that a person has said yes to.
    pub consent: Vec<String>,
    /// Nothing may go out.
    pub offline: bool,
    /// Takes out what says whose chart it is before anything is sent.
    pub deidentify: bool,
    /// Keeps answers in the encrypted database, so that work that broke off goes on where it was.
    pub keep: bool,
    /// A proxy to go through.
    pub proxy: Option<String>,
    /// Certificates of an authority to trust besides the platform's.
    pub authority: Option<PathBuf>,
    /// Questions in the air at once.
    pub in_flight: Option<usize>,
    /// Seconds for one attempt at a question.
    pub patience_s: Option<u64>,
    /// The most tokens of an answer.
    pub answer_tokens: Option<u32>,
    /// The most characters of a note in one question.
    pub note_chars: Option<usize>,
    /// Prices of a million tokens of questions and of answers.
    pub prices: Option<(f64, f64)>,
}

impl Asked {
    /// The endpoint that it names.
    ///
    /// # Errors
    /// Where it cannot be used.
    pub fn endpoint(&self) -> Result<Endpoint, ApiError> {
        let mut endpoint = Endpoint::new(self.provider, &self.url, &self.model);
        endpoint.proxy.clone_from(&self.proxy);
        endpoint.authority.clone_from(&self.authority);
        if let Some(n) = self.in_flight {
            endpoint.limits.in_flight = n;
        }
        if let Some(seconds) = self.patience_s {
            endpoint.limits.total_s = seconds;
            endpoint.limits.idle_s = endpoint.limits.idle_s.min(seconds);
        }
        if let Some(tokens) = self.answer_tokens {
            endpoint.limits.answer_tokens = tokens;
        }
        if let Some(chars) = self.note_chars {
            endpoint.limits.note_chars = chars;
        }
        endpoint.prices = self.prices.map(|(input, output)| Prices { input, output });
        endpoint.check()?;
        Ok(endpoint)
    }

    /// Whether another asks at the same place in the same way, so that its answers hold.
    pub(crate) fn same_place(&self, other: &Self) -> bool {
        let place = |asked: &Self| Self {
            stages: Stages::default(),
            consent: Vec::new(),
            offline: false,
            deidentify: false,
            ..asked.clone()
        };
        place(self) == place(other)
    }

    /// The right to call it, by the policy, the switches and the consent.
    ///
    /// # Errors
    /// Why it may not be called.
    pub fn permit(&self, app: &App, endpoint: &Endpoint) -> Result<Permit, ApiError> {
        let policy = Policy::read(app.home());
        let terms = Terms {
            offline: self.offline || app.model.is_offline() || policy::is_offline(),
            forbidden: policy.forbidden,
            allowed: policy.hosts,
            consented: self.consent.clone(),
        };
        Ok(Permit::ask(endpoint, &terms)?)
    }
}

impl From<EndpointError> for ApiError {
    fn from(error: EndpointError) -> Self {
        Self::input(format!("asking a model: {error}"))
    }
}

impl From<Denied> for ApiError {
    fn from(error: Denied) -> Self {
        let code = match error {
            Denied::Consent { .. } => ErrorCode::Consent,
            Denied::Offline { .. } | Denied::Policy { .. } => ErrorCode::Input,
        };
        Self::new(code, format!("asking a model: {error}"))
    }
}

/// Puts a system's agent at a stage, both by name.
///
/// # Errors
/// Where there is no such stage or no such agent for it; the message names those that there are.
pub fn put_agent(stages: &mut Stages, stage: &str, by: &str) -> Result<(), ApiError> {
    let list = |names: Vec<&str>| names.join(", ");
    let Some(stage) = Stage::parse(stage) else {
        let known = Stage::ALL.into_iter().map(Stage::name).collect();
        return Err(ApiError::input(format!(
            "choosing an agent: there is no stage {stage:?}; it is one of {}",
            list(known)
        )));
    };
    if Profile::parse(by).is_some_and(|by| stages.put(stage, by)) {
        return Ok(());
    }
    let known = stage.offers().iter().map(|by| by.name()).collect();
    Err(ApiError::input(format!(
        "choosing an agent: the stage {} has none of {by:?}; it is one of {}",
        stage.name(),
        list(known)
    )))
}

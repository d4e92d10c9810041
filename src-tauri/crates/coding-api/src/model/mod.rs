//! Asking a language model: what a person may say about it, whether it is allowed, and a run with it.
//!
//! Nothing here is on until a person names an endpoint. An endpoint outside this machine and its network needs a yes
//! for its host besides, a policy may forbid all of it, and every call is an event of the ledger before it is made.

mod dry;
mod kept;
mod key;
mod policy;
mod profiled;
mod record;

pub use coding_llm::{Cancel, Profile, Provider, Usage};
pub use dry::{Payload, dry_run};
pub use kept::forget;
pub use key::KeyFrom;
pub use policy::Policy;
pub use profiled::{ModelUse, Profiled};

use std::path::PathBuf;

use coding_llm::endpoint::Prices;
use coding_llm::{Denied, Endpoint, EndpointError};
use coding_llm::{Permit, Terms};

use crate::{ApiError, App, ErrorCode};

/// What a person asks for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Which agents.
    pub profile: Profile,
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
        endpoint.prices = self.prices.map(|(input, output)| Prices { input, output });
        endpoint.check()?;
        Ok(endpoint)
    }

    /// The right to call it, by the policy, the switches and the consent.
    ///
    /// # Errors
    /// Why it may not be called.
    pub fn permit(&self, app: &App, endpoint: &Endpoint) -> Result<Permit, ApiError> {
        let policy = Policy::read(app.home());
        let terms = Terms {
            offline: self.offline || policy::is_offline(),
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
        Self::new(ErrorCode::Input, format!("asking a model: {error}"))
    }
}

//! The one door to the network: a client for one endpoint, and sessions that ask through it.

mod attempt;
mod session;

use std::sync::Arc;

use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Certificate, Proxy, Url, redirect};
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

use crate::cache::{Cache, Keep};
use crate::cancel::Cancel;
use crate::endpoint::{Endpoint, EndpointError, Reach};
use crate::model::Prompt;
use crate::permit::Permit;
use crate::redact::Redaction;
use crate::secret::Secret;
use crate::usage::Observer;
use crate::wire;

pub use session::Session;

/// A client for one endpoint. It owns the threads of the network; dropping it closes what is open.
pub struct Client {
    inner: Arc<Inner>,
    runtime: Option<Runtime>,
}

struct Inner {
    endpoint: Endpoint,
    target: Url,
    host: String,
    headers: HeaderMap,
    http: reqwest::Client,
    permits: Semaphore,
    cache: Cache,
    /// What distinguishes this place from others in the cache.
    place: String,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("host", &self.inner.host)
            .field("model", &self.inner.endpoint.model)
            .finish_non_exhaustive()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // dropping a runtime waits for its threads, which a caller may not do everywhere
            runtime.shutdown_background();
        }
    }
}

impl Client {
    /// A client for an endpoint that may be called. No connection is made yet.
    ///
    /// # Errors
    /// Where the endpoint, its proxy or its certificates cannot be used, or the permit is for another host.
    pub fn open(
        endpoint: Endpoint,
        key: Option<&Secret>,
        permit: &Permit,
    ) -> Result<Self, EndpointError> {
        Self::open_keeping(endpoint, key, permit, None)
    }

    /// As [`Client::open`], with a place where answers outlive the program.
    ///
    /// # Errors
    /// As [`Client::open`].
    pub fn open_keeping(
        endpoint: Endpoint,
        key: Option<&Secret>,
        permit: &Permit,
        keep: Option<Arc<dyn Keep>>,
    ) -> Result<Self, EndpointError> {
        endpoint.check()?;
        let host = endpoint.host();
        if permit.host() != host {
            return Err(EndpointError::Address);
        }
        let target = endpoint.target()?;
        let machine = |e: &dyn std::fmt::Display| EndpointError::Machine(e.to_string());
        let mut headers = HeaderMap::new();
        for (name, value, is_key) in wire::headers(endpoint.provider, key) {
            let mut value = HeaderValue::from_str(&value).map_err(|_| {
                EndpointError::Machine("the key cannot stand in a header".to_owned())
            })?;
            value.set_sensitive(is_key);
            headers.insert(name, value);
        }
        let mut builder = reqwest::Client::builder()
            // a redirect would carry the note to a host that nobody said yes to
            .redirect(redirect::Policy::none())
            .connect_timeout(endpoint.connect())
            .user_agent(concat!("codetrail/", env!("CARGO_PKG_VERSION")))
            .referer(false);
        builder = match &endpoint.proxy {
            Some(proxy) => {
                builder.proxy(Proxy::all(proxy.as_str()).map_err(|_| EndpointError::Proxy)?)
            }
            // what stays near must not be handed to a proxy that the environment names
            None if endpoint.reach() != Reach::Public => builder.no_proxy(),
            None => builder,
        };
        if target.host_str() == Some("localhost") {
            // whatever the resolver thinks: this machine
            let near = [([127, 0, 0, 1], 0).into()];
            builder = builder.resolve_to_addrs("localhost", &near);
        }
        if let Some(path) = &endpoint.authority {
            let pem =
                std::fs::read(path).map_err(|e| EndpointError::Authority(e.kind().to_string()))?;
            let found = Certificate::from_pem_bundle(&pem)
                .ok()
                .filter(|found| !found.is_empty())
                .ok_or_else(|| EndpointError::Authority("it holds no certificate".to_owned()))?;
            builder = builder.tls_certs_merge(found);
        }
        let http = builder.build().map_err(|e| machine(&e.without_url()))?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("model")
            .enable_all()
            .build()
            .map_err(|e| machine(&e))?;
        let place = format!("{} {} {}", endpoint.provider.name(), target, endpoint.model);
        Ok(Self {
            inner: Arc::new(Inner {
                permits: Semaphore::new(endpoint.limits.in_flight.clamp(1, 256)),
                endpoint,
                target,
                host,
                headers,
                http,
                cache: Cache::keeping(keep),
                place,
            }),
            runtime: Some(runtime),
        })
    }

    /// The endpoint.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.inner.endpoint
    }

    /// A session: the calls of one run, with their observer and their way to be stopped.
    #[must_use]
    pub fn session(
        self: &Arc<Self>,
        observer: Arc<dyn Observer>,
        cancel: Cancel,
        redaction: Option<Redaction>,
    ) -> Session {
        Session::new(Arc::clone(self), observer, cancel, redaction)
    }
}

/// The body that a question would be sent with, pretty-printed: for a person to look at before saying yes.
#[must_use]
pub fn payload(endpoint: &Endpoint, prompt: &Prompt, redaction: Option<&Redaction>) -> String {
    let sent = match redaction {
        Some(redaction) => redaction.apply(prompt).0,
        None => prompt.clone(),
    };
    let request = wire::request(endpoint.provider, &endpoint.model, &sent, false);
    serde_json::to_string_pretty(&request.body).unwrap_or_default()
}

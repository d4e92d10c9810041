//! The one door to the network: a client for one endpoint, and sessions that ask through it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Certificate, Proxy, StatusCode, Url, redirect};
use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

use crate::cache::{Cache, Keep};
use crate::cancel::Cancel;
use crate::endpoint::{Endpoint, EndpointError, Reach};
use crate::model::{CallError, Model, Prompt, Reply};
use crate::permit::Permit;
use crate::redact::Redaction;
use crate::secret::Secret;
use crate::usage::{Call, Observer, Outcome, Planned, Usage};
use crate::wire::{self, Arrived};

/// The longest answer, in bytes as they arrive.
const LONGEST_ANSWER: usize = 4 << 20;
/// The longest time that a server may ask to be left alone.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// So many failures one after the other, and the model is not asked again in a session.
const GIVE_UP: u32 = 3;

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
        Session {
            client: Arc::clone(self),
            observer,
            cancel,
            redaction,
            used: Arc::default(),
            failures: Arc::default(),
        }
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

/// The calls of one run.
#[derive(Clone)]
pub struct Session {
    client: Arc<Client>,
    observer: Arc<dyn Observer>,
    cancel: Cancel,
    redaction: Option<Redaction>,
    used: Arc<Mutex<Usage>>,
    failures: Arc<AtomicU32>,
}

impl Session {
    /// What was used so far.
    #[must_use]
    pub fn usage(&self) -> Usage {
        *self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What stops it.
    #[must_use]
    pub fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    async fn answer(&self, prompt: Prompt) -> Result<Reply, CallError> {
        let inner = &self.client.inner;
        let started = Instant::now();
        let (sent, restore) = match &self.redaction {
            Some(redaction) => {
                let (sent, map) = redaction.apply(&prompt);
                (sent, Some(map))
            }
            None => (prompt, None),
        };
        let request = wire::request(inner.endpoint.provider, &inner.endpoint.model, &sent, false);
        let body = request.body.to_string();
        let planned = Planned {
            host: inner.host.clone(),
            model: inner.endpoint.model.clone(),
            prompt: sent.id(),
            bytes: body.len(),
        };
        let key = sent.key(&inner.place);
        let mut call = Call {
            planned,
            outcome: Outcome::Cached,
            attempts: 0,
            received: 0,
            tokens_in: 0,
            tokens_out: 0,
            elapsed: Duration::ZERO,
        };
        let outcome = match inner.cache.get(&key) {
            Some(reply) => Ok(reply),
            None => {
                let asked = tokio::select! {
                    biased;
                    () = self.cancel.cancelled() => Err(CallError::Cancelled),
                    answer = self.over_the_network(&sent, body, &mut call) => answer,
                };
                match &asked {
                    Ok(reply) => {
                        call.outcome = Outcome::Answered;
                        self.failures.store(0, Ordering::Relaxed);
                        if !reply.truncated {
                            inner.cache.put(key, &reply.text);
                        }
                    }
                    Err(error) => {
                        call.outcome = Outcome::Failed(word(error));
                        if !matches!(error, CallError::Cancelled | CallError::GivenUp) {
                            self.failures.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                }
                asked
            }
        };
        call.elapsed = started.elapsed();
        self.used
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .add(&call, inner.endpoint.prices);
        self.observer.after(&call);
        outcome.map(|mut reply| {
            if let Some(map) = restore {
                reply.text = map.restore(&reply.text);
            }
            reply
        })
    }

    /// Asks, and asks again where the server is busy.
    async fn over_the_network(
        &self,
        prompt: &Prompt,
        body: String,
        call: &mut Call,
    ) -> Result<Reply, CallError> {
        let inner = &self.client.inner;
        let _in_flight = inner
            .permits
            .acquire()
            .await
            .map_err(|_| CallError::Cancelled)?;
        if !self.is_available() {
            return Err(CallError::GivenUp);
        }
        if !self.observer.before(&call.planned) {
            return Err(CallError::Unrecorded);
        }
        let attempts = inner.endpoint.limits.attempts.clamp(1, 10);
        let mut body = body;
        let mut plain = false;
        loop {
            call.attempts += 1;
            let total = inner.endpoint.total();
            let attempt = tokio::time::timeout(total, inner.attempt(body.clone())).await;
            let failed = match attempt {
                Ok(Ok(arrived)) => {
                    call.received = arrived.text.len();
                    call.tokens_in = arrived.tokens_in;
                    call.tokens_out = arrived.tokens_out;
                    return Ok(Reply {
                        truncated: arrived.truncated || !arrived.done,
                        text: arrived.text,
                    });
                }
                Ok(Err(failed)) => failed,
                Err(_) => Failed::of(CallError::TimedOut {
                    host: inner.host.clone(),
                    after: total,
                }),
            };
            let refused = matches!(
                failed.error,
                CallError::Refused {
                    status: 400 | 422,
                    ..
                }
            );
            if refused && !plain {
                // a server that does not know schemas is asked once more without one; the codec checks anyway
                plain = true;
                let provider = inner.endpoint.provider;
                let request = wire::request(provider, &inner.endpoint.model, prompt, true);
                body = request.body.to_string();
                continue;
            }
            let Some(wait) = failed.again else {
                return Err(failed.error);
            };
            if call.attempts >= attempts {
                return Err(match failed.error {
                    CallError::Busy { host, status, .. } => CallError::Busy {
                        host,
                        status,
                        attempts: call.attempts,
                    },
                    error => error,
                });
            }
            tokio::time::sleep(wait.unwrap_or_else(|| back_off(call.attempts, &body))).await;
        }
    }
}

impl Model for Session {
    fn name(&self) -> &str {
        let endpoint = self.client.endpoint();
        endpoint.model.as_str()
    }

    fn is_available(&self) -> bool {
        !self.cancel.is_cancelled() && self.failures.load(Ordering::Relaxed) < GIVE_UP
    }

    fn note_chars(&self) -> usize {
        self.client.inner.endpoint.limits.note_chars.max(1000)
    }

    fn answer_tokens(&self) -> u32 {
        self.client.inner.endpoint.limits.answer_tokens.max(64)
    }

    fn ask(&self, prompts: &[Prompt]) -> Vec<Result<Reply, CallError>> {
        let Some(runtime) = &self.client.runtime else {
            return prompts.iter().map(|_| Err(CallError::Cancelled)).collect();
        };
        let asked: Vec<_> = prompts
            .iter()
            .map(|prompt| {
                let (session, prompt) = (self.clone(), prompt.clone());
                runtime.spawn(async move { session.answer(prompt).await })
            })
            .collect();
        runtime.block_on(async {
            let mut answers = Vec::with_capacity(asked.len());
            for answer in asked {
                answers.push(answer.await.unwrap_or(Err(CallError::Cancelled)));
            }
            answers
        })
    }
}

/// A failed attempt, and whether another may be made: at once or after a time of one's own choice.
struct Failed {
    error: CallError,
    again: Option<Option<Duration>>,
}

impl Failed {
    fn of(error: CallError) -> Self {
        Self { error, again: None }
    }
}

impl Inner {
    async fn attempt(&self, body: String) -> Result<Arrived, Failed> {
        let host = || self.host.clone();
        let malformed = |found| {
            Failed::of(CallError::Malformed {
                host: host(),
                found,
            })
        };
        let idle = self.endpoint.idle();
        let slow = || {
            Failed::of(CallError::TimedOut {
                host: host(),
                after: idle,
            })
        };
        let sent = self
            .http
            .post(self.target.clone())
            .headers(self.headers.clone())
            .header("content-type", "application/json")
            .body(body)
            .send();
        let mut response = match tokio::time::timeout(idle, sent).await {
            Err(_) => return Err(slow()),
            Ok(Err(error)) => {
                let found = if error.is_connect() {
                    "no connection"
                } else if error.is_timeout() {
                    "no connection in time"
                } else {
                    "the connection broke"
                };
                return Err(Failed {
                    error: CallError::Unreachable {
                        host: host(),
                        found,
                    },
                    again: Some(None),
                });
            }
            Ok(Ok(response)) => response,
        };
        let status = response.status();
        if !status.is_success() {
            return Err(self.refusal(status, response.headers()));
        }
        let provider = self.endpoint.provider;
        let mut arrived = Arrived::default();
        let (mut waiting, mut all, mut total) = (Vec::new(), Vec::new(), 0_usize);
        loop {
            let piece = match tokio::time::timeout(idle, response.chunk()).await {
                Err(_) => return Err(slow()),
                Ok(Err(_)) => {
                    return Err(Failed {
                        error: CallError::Unreachable {
                            host: host(),
                            found: "the connection broke",
                        },
                        again: Some(None),
                    });
                }
                Ok(Ok(None)) => break,
                Ok(Ok(Some(piece))) => piece,
            };
            total += piece.len();
            if total > LONGEST_ANSWER {
                return Err(malformed("it does not end"));
            }
            // what waits holds no line end: only the new piece is looked through
            let mut from = waiting.len();
            waiting.extend_from_slice(&piece);
            let mut begin = 0;
            while let Some(at) = waiting
                .get(from..)
                .and_then(|new| new.iter().position(|b| *b == b'\n'))
            {
                let line = waiting.get(begin..from + at).unwrap_or_default();
                arrived.line(provider, &String::from_utf8_lossy(line));
                if !arrived.understood {
                    all.extend_from_slice(line);
                    all.push(b'\n');
                }
                from += at + 1;
                begin = from;
            }
            waiting.drain(..begin);
            if arrived.failed {
                break;
            }
        }
        if !waiting.is_empty() {
            arrived.line(provider, &String::from_utf8_lossy(&waiting));
            all.extend_from_slice(&waiting);
        }
        if !arrived.understood {
            arrived.whole(provider, &String::from_utf8_lossy(&all));
        }
        if arrived.failed {
            return Err(Failed {
                error: CallError::Malformed {
                    host: host(),
                    found: "it broke off with an error",
                },
                again: Some(None),
            });
        }
        if !arrived.understood {
            return Err(malformed("it is not of the provider's form"));
        }
        Ok(arrived)
    }

    fn refusal(&self, status: StatusCode, headers: &HeaderMap) -> Failed {
        let (host, code) = (self.host.clone(), status.as_u16());
        match code {
            401 | 403 => Failed::of(CallError::Key { host, status: code }),
            408 | 409 | 425 | 429 | 500..=599 => {
                let asked = headers
                    .get(RETRY_AFTER)
                    .and_then(|v| v.to_str().ok())
                    .and_then(|v| v.trim().parse::<f64>().ok())
                    .filter(|s| s.is_finite() && *s >= 0.0)
                    .map(|s| Duration::from_secs_f64(s.min(1e6)));
                Failed {
                    error: CallError::Busy {
                        host,
                        status: code,
                        attempts: 1,
                    },
                    // a server that wants to be left alone for longer than a person would wait is given up
                    again: match asked {
                        Some(wait) if wait > LONGEST_WAIT => None,
                        Some(wait) => Some(Some(wait)),
                        None => Some(None),
                    },
                }
            }
            _ => Failed::of(CallError::Refused { host, status: code }),
        }
    }
}

/// Half a second, doubled with each attempt, spread by up to a quarter so that calls do not return in step.
fn back_off(attempt: u32, body: &str) -> Duration {
    let base = 500_u64 << attempt.saturating_sub(1).min(6);
    let spread = body.bytes().fold(u64::from(attempt), |h, b| {
        h.wrapping_mul(31).wrapping_add(b.into())
    });
    Duration::from_millis(base + spread % (base / 4).max(1))
}

fn word(error: &CallError) -> &'static str {
    match error {
        CallError::Cancelled => "cancelled",
        CallError::Unrecorded => "unrecorded",
        CallError::GivenUp => "given-up",
        CallError::Unreachable { .. } => "unreachable",
        CallError::TimedOut { .. } => "timed-out",
        CallError::Key { .. } => "key-refused",
        CallError::Refused { .. } => "refused",
        CallError::Busy { .. } => "busy",
        CallError::Malformed { .. } => "malformed",
    }
}

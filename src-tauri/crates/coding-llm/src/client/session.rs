//! The calls of one run: recorded, counted, asked again where the server is busy, stopped when a person says so.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Client;
use super::attempt::Failed;
use crate::cancel::Cancel;
use crate::model::{CallError, Model, Prompt, Reply};
use crate::redact::Redaction;
use crate::usage::{Call, Observer, Outcome, Planned, Usage};
use crate::wire;

/// So many failures one after the other, and the model is not asked again in a session.
const GIVE_UP: u32 = 3;
/// Attempts at connecting to a host that does not answer; the pause between them is the server's time to start.
const CONNECTS: u32 = 2;

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
    pub(super) fn new(
        client: Arc<Client>,
        observer: Arc<dyn Observer>,
        cancel: Cancel,
        redaction: Option<Redaction>,
    ) -> Self {
        Self {
            client,
            observer,
            cancel,
            redaction,
            used: Arc::default(),
            failures: Arc::default(),
        }
    }

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
                        self.failed(error);
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

    /// Counts failures: where nobody listens there is no use in asking again.
    fn failed(&self, error: &CallError) {
        match error {
            CallError::Cancelled | CallError::GivenUp => {}
            CallError::Unreachable { found, .. } if *found == super::attempt::REFUSED => {
                self.failures.store(GIVE_UP, Ordering::Relaxed);
            }
            _ => {
                self.failures.fetch_add(1, Ordering::Relaxed);
            }
        }
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
            let most = if failed.unconnected {
                attempts.min(CONNECTS)
            } else {
                attempts
            };
            if call.attempts >= most {
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
        self.observer.queued(prompts.len());
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

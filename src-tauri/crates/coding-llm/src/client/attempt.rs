//! One attempt at one question.

use std::error::Error;
use std::io::ErrorKind;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};

use super::Inner;
use crate::model::CallError;
use crate::wire::Arrived;

/// The longest answer, in bytes as they arrive.
const LONGEST_ANSWER: usize = 4 << 20;
/// The longest time that a server may ask to be left alone.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// What is found where nobody listens: asking again at once would find the same.
pub(super) const REFUSED: &str = "connection refused";

/// A failed attempt, and whether another may be made: at once or after a time of one's own choice.
pub(super) struct Failed {
    pub(super) error: CallError,
    pub(super) again: Option<Option<Duration>>,
    /// Whether the host was not even connected.
    pub(super) unconnected: bool,
}

impl Failed {
    pub(super) fn of(error: CallError) -> Self {
        Self {
            error,
            again: None,
            unconnected: false,
        }
    }

    /// A failure after which another attempt may be made, after a time of one's own choice.
    fn passing(error: CallError) -> Self {
        Self {
            again: Some(None),
            ..Self::of(error)
        }
    }
}

impl Inner {
    pub(super) async fn attempt(&self, body: String) -> Result<Arrived, Failed> {
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
                return Err(self.unreachable(&error));
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
                    return Err(Failed::passing(CallError::Unreachable {
                        host: host(),
                        found: "the connection broke",
                    }));
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
            return Err(Failed::passing(CallError::Malformed {
                host: host(),
                found: "it broke off with an error",
            }));
        }
        if !arrived.understood {
            return Err(malformed("it is not of the provider's form"));
        }
        Ok(arrived)
    }

    fn unreachable(&self, error: &reqwest::Error) -> Failed {
        let host = self.host.clone();
        let unconnected = error.is_connect();
        let found = if unconnected && is_refused(error) {
            return Failed::of(CallError::Unreachable {
                host,
                found: REFUSED,
            });
        } else if unconnected {
            "no connection"
        } else if error.is_timeout() {
            "no connection in time"
        } else {
            "the connection broke"
        };
        Failed {
            unconnected,
            ..Failed::passing(CallError::Unreachable { host, found })
        }
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
                    unconnected: false,
                }
            }
            _ => Failed::of(CallError::Refused { host, status: code }),
        }
    }
}

/// Whether the machine was reached and nobody listened there.
fn is_refused(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(inner) = cause {
        let io = inner.downcast_ref::<std::io::Error>();
        if io.is_some_and(|e| e.kind() == ErrorKind::ConnectionRefused) {
            return true;
        }
        cause = inner.source();
    }
    false
}

//! What an agent sees of a model: questions in, answers out.

use std::time::Duration;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    /// The task it is for ("extract").
    pub task: &'static str,
    /// Version of the prompt's text.
    pub version: u32,
    /// What the model is to be.
    pub system: String,
    /// What it is asked, the note included.
    pub user: String,
    /// JSON schema of the answer.
    pub schema: Value,
    /// The most tokens of the answer.
    pub answer_tokens: u32,
}

impl Prompt {
    /// Name and version ("extract/1"), as audit events and run records have it.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}/{}", self.task, self.version)
    }

    /// What the cache knows it by, together with where it is asked.
    pub(crate) fn key(&self, place: &str) -> [u8; 32] {
        let mut hash = Sha256::new();
        let limit = self.answer_tokens.to_string();
        let schema = self.schema.to_string();
        for part in [place, &self.id(), &self.system, &self.user, &schema, &limit] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize().into()
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// What the model wrote.
    pub text: String,
    /// Whether it was cut off by the limit of tokens.
    pub truncated: bool,
}

/// Why there is no answer. No variant holds text of a note, an answer or a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The person, or whoever started the run, stopped it.
    #[error("the run was cancelled")]
    Cancelled,
    /// The call could not be put on record, so it was not made.
    #[error("the call could not be recorded in the ledger, so it was not made")]
    Unrecorded,
    /// Too many calls failed one after the other.
    #[error("the model failed repeatedly and is not asked again in this run")]
    GivenUp,
    /// The host cannot be reached.
    #[error("{host} could not be reached ({found}); check that the model's server runs")]
    Unreachable {
        /// Host.
        host: String,
        /// What kind of failure.
        found: &'static str,
    },
    /// It took too long.
    #[error("{host} did not answer within {} s; raise the time limit or use a faster model", .after.as_secs())]
    TimedOut {
        /// Host.
        host: String,
        /// The time waited.
        after: Duration,
    },
    /// The key is wrong or missing.
    #[error("{host} refused the key (status {status}); check the key")]
    Key {
        /// Host.
        host: String,
        /// HTTP status.
        status: u16,
    },
    /// The server refused.
    #[error("{host} refused the question (status {status}); check address and model")]
    Refused {
        /// Host.
        host: String,
        /// HTTP status.
        status: u16,
    },
    /// The server is busy or broken, and stayed so.
    #[error(
        "{host} stayed unavailable (status {status}) over {attempts} attempts; try again later"
    )]
    Busy {
        /// Host.
        host: String,
        /// HTTP status.
        status: u16,
        /// Attempts made.
        attempts: u32,
    },
    /// The answer is none, or is too long to be one.
    #[error("{host} sent no usable answer ({found})")]
    Malformed {
        /// Host.
        host: String,
        /// What is wrong with it.
        found: &'static str,
    },
}

/// A model that can be asked. Synchronous: it returns when all answers are there.
pub trait Model: Send + Sync {
    /// Name of the model, as run records have it.
    fn name(&self) -> &str;

    /// Whether it can be asked now.
    fn is_available(&self) -> bool {
        true
    }

    /// The most characters of a note that go into one question.
    fn note_chars(&self) -> usize {
        crate::endpoint::Limits::default().note_chars
    }

    /// The most tokens of an answer.
    fn answer_tokens(&self) -> u32 {
        crate::endpoint::Limits::default().answer_tokens
    }

    /// Asks all questions, as many at once as it may, and answers in their order.
    fn ask(&self, prompts: &[Prompt]) -> Vec<Result<Reply, CallError>>;
}

//! What calls cost, and what is told of each: never their content.

use std::time::Duration;

use serde::Serialize;

use crate::endpoint::Prices;

/// Sums over calls.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Usage {
    /// Questions that were answered, over the network.
    pub calls: u64,
    /// Questions answered from the cache.
    pub cached: u64,
    /// Questions without an answer.
    pub failed: u64,
    /// Tokens of questions, as the server counts them.
    pub tokens_in: u64,
    /// Tokens of answers.
    pub tokens_out: u64,
    /// Cost by the endpoint's prices; 0 where they are not known.
    pub cost: f64,
    /// Sum of the times of all calls, in seconds.
    pub seconds: f64,
}

impl Usage {
    /// Adds what others used.
    pub fn join(&mut self, other: &Self) {
        self.calls += other.calls;
        self.cached += other.cached;
        self.failed += other.failed;
        self.tokens_in += other.tokens_in;
        self.tokens_out += other.tokens_out;
        self.cost += other.cost;
        self.seconds += other.seconds;
    }

    /// Adds a call.
    pub fn add(&mut self, call: &Call, prices: Option<Prices>) {
        match call.outcome {
            Outcome::Answered => self.calls += 1,
            Outcome::Cached => self.cached += 1,
            Outcome::Failed(_) => self.failed += 1,
        }
        self.tokens_in += call.tokens_in;
        self.tokens_out += call.tokens_out;
        self.seconds += call.elapsed.as_secs_f64();
        if let Some(prices) = prices {
            let million = 1e6;
            self.cost += call.tokens_in as f64 / million * prices.input
                + call.tokens_out as f64 / million * prices.output;
        }
    }
}

/// How a question ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Answered over the network.
    Answered,
    /// Answered from the cache; nothing was sent.
    Cached,
    /// Not answered: a word for why.
    Failed(&'static str),
}

impl Outcome {
    /// One word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Cached => "cached",
            Self::Failed(why) => why,
        }
    }
}

/// One call that is about to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Host.
    pub host: String,
    /// Model.
    pub model: String,
    /// Prompt and its version ("extract/1").
    pub prompt: String,
    /// Size of the request's body, in bytes.
    pub bytes: usize,
}

/// One call that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// What was planned.
    pub planned: Planned,
    /// How it ended.
    pub outcome: Outcome,
    /// Attempts.
    pub attempts: u32,
    /// Size of the answer, in bytes.
    pub received: usize,
    /// Tokens of the question.
    pub tokens_in: u64,
    /// Tokens of the answer.
    pub tokens_out: u64,
    /// Time from the first attempt to the end.
    pub elapsed: Duration,
}

/// Hears of calls. It is called from threads of the network, and should be quick.
pub trait Observer: Send + Sync {
    /// So many questions will be asked, as many at once as may be.
    fn queued(&self, questions: usize) {
        let _ = questions;
    }

    /// Before anything is sent. Where it returns false nothing is: a call that cannot be recorded is not made.
    fn before(&self, planned: &Planned) -> bool {
        let _ = planned;
        true
    }

    /// When it is over.
    fn after(&self, call: &Call) {
        let _ = call;
    }
}

/// Hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unobserved;

impl Observer for Unobserved {}

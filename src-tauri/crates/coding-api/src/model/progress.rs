//! How far a run with a model is, told as it goes. Never with content.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use coding_engine::Passed;
use coding_llm::endpoint::Prices;
use coding_llm::{Call, Observer, Outcome, Planned, Usage};

use super::record::Recorder;
use crate::dto::ModelProgressDto;

/// Whom it is told.
pub type Watch = Arc<dyn Fn(ModelProgressDto) + Send + Sync>;

/// Keeps count and tells.
pub(super) struct Progress {
    begun: Instant,
    prices: Option<Prices>,
    now: Mutex<(ModelProgressDto, Usage)>,
    watch: Watch,
}

impl Progress {
    pub fn new(prices: Option<Prices>, watch: Watch) -> Arc<Self> {
        let first = ModelProgressDto {
            stage: "extract".to_owned(),
            cost: prices.map(|_| 0.0),
            ..ModelProgressDto::default()
        };
        let progress = Arc::new(Self {
            begun: Instant::now(),
            prices,
            now: Mutex::new((first, Usage::default())),
            watch,
        });
        progress.tell(|_, _| ());
        progress
    }

    fn tell(&self, change: impl FnOnce(&mut ModelProgressDto, &mut Usage)) {
        let told = {
            let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
            let (told, usage) = &mut *now;
            change(told, usage);
            told.ms = self.begun.elapsed().as_secs_f64() * 1000.0;
            told.clone()
        };
        (self.watch)(told);
    }

    /// What came out of a stage says which one is at work now.
    pub fn passed(&self, passed: Passed<'_>) {
        self.tell(|told, _| {
            let (stage, more) = match passed {
                Passed::Extracted(found) => ("navigate", (&mut told.mentions, found.len())),
                Passed::Navigated(found) => ("validate", (&mut told.entries, found.len())),
                // of the next document, or of the whole chart: the page shows what is asked
                Passed::Validated(found) => ("reconcile", (&mut told.candidates, found.len())),
                Passed::Reconciled(_) => ("verify", (&mut told.candidates, 0)),
            };
            *more.0 = more.0.saturating_add(whole(more.1));
            stage.clone_into(&mut told.stage);
        });
    }
}

fn whole(n: impl TryInto<u32>) -> u32 {
    n.try_into().unwrap_or(u32::MAX)
}

/// Puts calls on record, then tells of them.
pub(super) struct Told {
    pub recorder: Arc<Recorder>,
    pub progress: Arc<Progress>,
}

impl Observer for Told {
    fn queued(&self, questions: usize) {
        self.progress.tell(|told, _| {
            told.questions = told.questions.saturating_add(whole(questions));
        });
    }

    fn before(&self, planned: &Planned) -> bool {
        if !self.recorder.before(planned) {
            return false;
        }
        let stage = stage_of(&planned.prompt);
        self.progress.tell(|told, _| {
            told.in_the_air += 1;
            stage.clone_into(&mut told.stage);
        });
        true
    }

    fn after(&self, call: &Call) {
        self.recorder.after(call);
        let prices = self.progress.prices;
        self.progress.tell(|told, usage| {
            usage.add(call, prices);
            if call.attempts > 0 {
                told.in_the_air = told.in_the_air.saturating_sub(1);
            }
            match call.outcome {
                Outcome::Answered => told.answered += 1,
                Outcome::Cached => {
                    told.answered += 1;
                    told.cached += 1;
                }
                Outcome::Failed(_) => told.failed += 1,
            }
            told.tokens_in = whole(usage.tokens_in);
            told.tokens_out = whole(usage.tokens_out);
            told.cost = prices.map(|_| usage.cost);
        });
    }
}

/// The stage that a prompt belongs to.
fn stage_of(prompt: &str) -> &'static str {
    match prompt.split('/').next().unwrap_or_default() {
        "extract" | "diagnose" => "extract",
        "navigate" => "navigate",
        "validate" | "rerank" => "validate",
        "reconcile" | "select" => "reconcile",
        _ => "verify",
    }
}

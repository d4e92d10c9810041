//! One run of the pipeline over an encounter: what ran, so that it can be repeated.

use icd10cm::Release;
use serde::{Deserialize, Serialize};

use crate::{Problem, RunId, Suggestion};

/// What ran at one stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageRecord {
    /// Stage name: segment, extract, navigate, validate, reconcile, verify.
    pub stage: String,
    /// Agent that answered.
    pub agent: String,
    /// Its version.
    pub version: String,
    /// How many things came out.
    pub count: u32,
}

/// One run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Identifier.
    pub id: RunId,
    /// Release the codes are of.
    pub release: Release,
    /// Engine name and version ("local 0.1.0").
    pub engine: String,
    /// What ran, stage by stage.
    pub stages: Vec<StageRecord>,
    /// Time taken, in milliseconds.
    pub elapsed_ms: f64,
    /// The suggestions, best first.
    pub suggestions: Vec<Suggestion>,
    /// What was passed over.
    pub problems: Vec<Problem>,
}

/// What the agent of the last selection is called where it reports what a model put in order.
pub const AS_ORDERED: &str = "local, as the model ordered";

impl Run {
    /// Whether a model that saw the chart chose what is suggested, so that no probability decides.
    #[must_use]
    pub fn is_selected(&self) -> bool {
        let reconcile = self.stages.iter().find(|s| s.stage == "reconcile");
        reconcile.is_some_and(|s| s.agent == AS_ORDERED || s.agent.starts_with("model "))
    }
}

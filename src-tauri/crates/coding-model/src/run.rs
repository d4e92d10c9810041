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

//! What a person may set about suggestions, and what was learned from decisions.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// From which confidence a code is suggested.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ThresholdDto {
    /// "inpatient" or "outpatient"; an emergency visit is an outpatient one.
    pub setting: String,
    /// The confidence, 0 to 1.
    pub value: f32,
    /// The one with the best F1 on the data it was fitted on.
    pub fitted: f32,
}

/// What was learned from decisions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LearningDto {
    /// Whether new runs take it into account.
    pub on: bool,
    /// Most decisions first.
    pub rows: Vec<LearnedDto>,
}

/// Decisions on one code for the same words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LearnedDto {
    /// The words, lower case.
    pub words: String,
    /// The code.
    pub code: String,
    /// How often it was accepted, or chosen in place of another.
    pub accepted: u32,
    /// How often it was rejected, or given up for another.
    pub rejected: u32,
    /// What they add to the log-odds of the code.
    pub shift: f32,
}

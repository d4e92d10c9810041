//! Releases, installed and learnt from in the window.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far an installation or a training is.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct InstallProgressDto {
    /// "fetch", "compile", "prepare", "learn".
    pub step: String,
    /// What is being done, as a line.
    pub text: String,
    /// How much of the step is done, 0 to 1, where that is known.
    pub share: Option<f64>,
}

/// An installation that is done.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct InstalledDto {
    /// The release.
    pub release: String,
    /// Its billable codes.
    pub billable: usize,
    /// What a person should know, a line each.
    pub notices: Vec<String>,
}

/// What was learnt from an installed release.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LearntDto {
    /// The release.
    pub release: String,
    /// Name of its model; null where there is none, or none that can be used.
    pub model: Option<String>,
    /// Why the one that is there cannot be used; empty where it can.
    pub problem: String,
}

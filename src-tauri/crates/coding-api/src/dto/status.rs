//! The state of the installation.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One installed release.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReleaseDto {
    /// "FY2026-04"
    pub name: String,
    /// First day in force.
    pub effective: String,
    /// Billable codes.
    pub billable: u32,
    /// The parts with their source and counts.
    pub parts: Vec<PartDto>,
    /// Things the parser met and passed over.
    pub problems: u32,
}

/// One part of a release.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PartDto {
    /// "tabular", "index", "external-cause", "neoplasm", "drug".
    pub part: String,
    /// "official" or "starter".
    pub source: String,
    /// Entries in it.
    pub entries: u32,
}

/// The state of the installation.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct StatusDto {
    /// Program version.
    pub version: String,
    /// Who works here.
    pub person: String,
    /// Installed releases, newest first; empty where none is.
    pub releases: Vec<ReleaseDto>,
    /// How the database is protected, in one sentence.
    pub protection: String,
    /// Whether decisions can be written.
    pub writable: bool,
    /// Whether any network connection is allowed (off unless a person adds an endpoint).
    pub network: bool,
    /// Things a person should know, one line each.
    pub problems: Vec<String>,
}

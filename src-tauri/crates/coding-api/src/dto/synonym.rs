//! The synonym layer of look-ups.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A short or lay form and what it stands for.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SynonymDto {
    /// As it is asked.
    pub short: String,
    /// In words of the index.
    pub expansion: String,
    /// "abbreviations", "lay terms", "synonyms", "drug classes" for the carried tables, "your synonyms" for one's own.
    pub source: String,
    /// Words around it that tell this meaning from others.
    pub contexts: Vec<String>,
    /// Whether look-ups use it.
    pub enabled: bool,
}

/// Rows of the synonym layer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SynonymListDto {
    /// How many rows there are that were asked for.
    pub total: u32,
    /// The rows, one's own first.
    pub rows: Vec<SynonymDto>,
    /// What could not be read of one's own, one line each.
    pub problems: Vec<String>,
}

/// What a short form was written out as, or might be.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MeaningDto {
    /// As asked.
    pub short: String,
    /// In words of the index.
    pub expansion: String,
    /// The table it stands in.
    pub source: String,
    /// The whole query with this meaning written out: what to search for when it is chosen.
    pub query: String,
}

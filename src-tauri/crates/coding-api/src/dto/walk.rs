//! The way of a decision through the book.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::NodeRef;

/// Something that could be chosen at a hop.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OfferDto {
    /// Title, path, column or note.
    pub text: String,
    /// The code that goes with it.
    pub code: Option<String>,
    /// Whether the way went on there.
    pub chosen: bool,
}

/// One hop.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PathStepDto {
    /// Number from 1.
    pub number: u32,
    /// "search", "entry", "cell", "see", "see-also", "see-category", "tabular", "notes", "seventh", "verified",
    /// "alternative", "guideline".
    pub kind: String,
    /// What was opened, chosen or searched.
    pub text: String,
    /// Index entry to open.
    pub at: Option<NodeRef>,
    /// Tabular entry to open.
    pub code: Option<String>,
    /// Why the hop does not hold in the release; none where it does.
    pub problem: Option<String>,
    /// What was on offer there. For a search: what it offers today.
    pub offered: Vec<OfferDto>,
    /// How many more there were.
    pub more: u32,
}

/// The way of a decision through the book, to be walked again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct WalkDto {
    /// Decision.
    pub decision: String,
    /// The code it assigned.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Release it was made with.
    pub release: String,
    /// Whether that release is installed; without it nothing can be held against it.
    pub installed: bool,
    /// "person", or "engine" where a suggestion was accepted that nobody looked up.
    pub by: String,
    /// Who decided.
    pub person: String,
    /// When, RFC 3339.
    pub at: String,
    /// Whether every hop holds in the release.
    pub holds: bool,
    /// Whether an index entry or cell on the way prints the code or its stem.
    pub index: bool,
    /// Whether the code's entry in the Tabular List was passed.
    pub tabular: bool,
    /// The hops in order.
    pub steps: Vec<PathStepDto>,
}

//! A code the engine would have a person look at.

use icd10cm::Code;
use serde::{Deserialize, Serialize};

use crate::{Assertion, Confidence, EvidenceSpan, Finding, IndexPath, SuggestionId, TrailStep};

/// Which list a suggestion stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum List {
    /// The engine would report it.
    Suggest,
    /// Worth a person's look.
    Consider,
}

/// What part a code plays in the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Principal diagnosis (inpatient) or first-listed diagnosis (outpatient).
    FirstListed,
    /// Any other.
    #[default]
    Secondary,
}

/// How an alternative stands to the suggested code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// Same parent.
    Sibling,
    /// Same grandparent, other parent.
    Cousin,
    /// Another entry of the index for the same words.
    Candidate,
}

/// A code that was thought of and not chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    /// The code, billable in the release.
    pub code: Code,
    /// Its title.
    pub title: String,
    /// How it stands to the suggested one.
    pub relation: Relation,
    /// Why it lost.
    pub why_not: String,
}

/// One suggestion; never edited once made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Identifier.
    pub id: SuggestionId,
    /// A billable code of the release, 7th character included.
    pub code: Code,
    /// Its full title.
    pub title: String,
    /// List.
    pub list: List,
    /// Place in the ranked list, from 1.
    pub rank: u32,
    /// Part in the set.
    pub role: Role,
    /// Calibrated confidence.
    pub confidence: Confidence,
    /// What the note claims.
    pub assertion: Assertion,
    /// The quotes it stands on; never empty.
    pub evidence: Vec<EvidenceSpan>,
    /// The index entry it was reached by.
    pub index_path: Option<IndexPath>,
    /// What else was thought of.
    pub alternatives: Vec<Alternative>,
    /// What the rules say of it.
    pub findings: Vec<Finding>,
    /// How it came about, stage by stage.
    pub trail: Vec<TrailStep>,
}

//! Optional lists beside the classification. Each has a year of its own and is never guessed at.

mod hcc;
mod mce;
mod poa;
mod severity;

use icd10cm::Codebook;
use serde::{Deserialize, Serialize};

pub use hcc::HccMap;
pub use mce::{AgeGroup, Mce};
pub use poa::PoaExempt;
pub use severity::Severities;

/// Names a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// Medicare Code Editor lists.
    Mce,
    /// Codes exempt from present-on-admission reporting.
    PoaExempt,
    /// Diagnosis to HCC mapping.
    Hcc,
    /// CC and MCC lists.
    Severities,
    /// An earlier release of the classification.
    EarlierRelease,
}

/// The lists that are installed.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// Medicare Code Editor lists.
    pub mce: Option<Mce>,
    /// Codes exempt from present-on-admission reporting.
    pub poa_exempt: Option<PoaExempt>,
    /// Diagnosis to HCC mapping.
    pub hcc: Option<HccMap>,
    /// CC and MCC lists.
    pub severities: Option<Severities>,
    /// An earlier release, to tell a revised code from one that never was.
    pub earlier: Option<Codebook>,
}

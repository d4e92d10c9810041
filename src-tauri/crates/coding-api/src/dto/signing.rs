//! Signing a chart.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{BagDto, FindingDto};

/// What there is to know before signing, and what was signed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SignSummaryDto {
    /// Encounter.
    pub encounter: String,
    /// "open", "signed", "amending".
    pub state: String,
    /// What was seen: sent back with the signature, which is refused where the chart changed since.
    pub seen: String,
    /// The codes in sequence with the findings.
    pub bag: BagDto,
    /// Whether present on admission is to be told.
    pub inpatient: bool,
    /// Release the codes are of.
    pub release: Option<String>,
    /// What keeps it from being signed, one line each.
    pub blockers: Vec<String>,
    /// What is to be looked at before, one line each.
    pub warnings: Vec<String>,
    /// Findings that block signing and are not overridden.
    pub blocking: Vec<FindingDto>,
    /// Suggestions on the list to suggest that nobody decided on.
    pub undecided: u32,
    /// The signatures so far, in order.
    pub signatures: Vec<SignatureDto>,
}

/// A signature or an amendment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SignatureDto {
    /// "signature", "amendment".
    pub kind: String,
    /// Number of the signature, from 1; 0 for an amendment.
    pub number: u32,
    /// Who.
    pub person: String,
    /// When, RFC 3339.
    pub at: String,
    /// The codes as they were signed: "E11.22", "E11.22 (Y)".
    pub codes: Vec<String>,
    /// Why it was opened again.
    pub reason: String,
    /// Place in the ledger.
    #[ts(type = "number")]
    pub sequence: u64,
}

/// A signature to record.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SignDto {
    /// Encounter.
    pub encounter: String,
    /// As the summary had it.
    pub seen: String,
    /// Whether the warnings were looked at.
    pub acknowledged: bool,
    /// Share of the text that was never on screen, 0 to 1, where it was measured.
    pub unread: Option<f32>,
}

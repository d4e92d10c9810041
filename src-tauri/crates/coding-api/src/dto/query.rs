//! Queries to providers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::EvidenceInDto;

/// A query to write or to check.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct QueryInDto {
    /// Encounter.
    pub encounter: String,
    /// The draft it takes the place of.
    pub id: Option<String>,
    /// "clarify", "confirm-documented", "present-on-admission", "cause-and-effect".
    pub purpose: String,
    /// "options", "yes-no", "open".
    pub form: String,
    /// The question.
    pub question: String,
    /// Options of one's own; "other" and "unable to determine" are added.
    pub options: Vec<String>,
    /// Clinical indicators: stretches of the documents.
    pub indicators: Vec<EvidenceInDto>,
    /// Whether it is sent now; one with problems is not.
    pub send: bool,
}

/// What keeps a query from being compliant.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct QueryProblemDto {
    /// Rule id ("QRY-02").
    pub rule: String,
    /// The words that give offence.
    pub words: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// A query as it stands.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct QueryDto {
    /// Identifier.
    pub id: String,
    /// "draft", "sent", "answered", "withdrawn".
    pub state: String,
    /// Purpose.
    pub purpose: String,
    /// Form.
    pub form: String,
    /// The question.
    pub question: String,
    /// The options as the provider sees them.
    pub options: Vec<String>,
    /// The quoted indicators.
    pub indicators: Vec<String>,
    /// The answer, once there is one.
    pub answer: String,
    /// Who wrote it.
    pub person: String,
    /// When it changed last.
    pub at: String,
    /// The whole query as it goes out, in plain text.
    pub text: String,
}

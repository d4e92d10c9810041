//! Encounters and documents.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{BagDto, DecisionDto, RunDto};

/// A row of the queue.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EncounterRowDto {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// "inpatient", "outpatient", "emergency".
    pub setting: String,
    /// Discharge date or date of service.
    pub date: Option<String>,
    /// "female", "male".
    pub sex: Option<String>,
    /// Years.
    pub age: Option<u16>,
    /// Number of documents.
    pub documents: u32,
    /// Codes assigned so far.
    pub assigned: u32,
    /// Decisions taken so far.
    pub decisions: u32,
    /// "new", "in-progress", "signed", "amending".
    pub status: String,
    /// State of its last audit: "auditing", "returned", "answered", "escalated", "closed".
    #[serde(default)]
    #[ts(optional = nullable)]
    pub audit: Option<String>,
    /// Release that holds for the date, or the nearest that is installed.
    pub release: Option<String>,
    /// Said where that release is not the one in force on the date.
    pub release_notice: Option<String>,
}

/// A stretch of a document, UTF-16 code units, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SpanDto {
    /// First unit.
    pub start: u32,
    /// Behind the last unit.
    pub end: u32,
}

/// A section of a document.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SectionDto {
    /// Heading as written; empty for text before the first heading.
    pub title: String,
    /// Kind ("assessment", "family", …).
    pub kind: String,
    /// The heading's own stretch.
    pub heading: SpanDto,
    /// The whole section, heading included.
    pub span: SpanDto,
}

/// A document with its text.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DocumentDto {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Kind ("progress-note", …).
    pub kind: String,
    /// Author with credential.
    pub author: String,
    /// "provider", "nurse", "other-clinician", "diagnostic", "patient".
    pub author_role: String,
    /// Day.
    pub date: String,
    /// The text.
    pub text: String,
    /// Its sections, in order.
    pub sections: Vec<SectionDto>,
}

/// An open encounter.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EncounterDto {
    /// The queue's row.
    pub row: EncounterRowDto,
    /// Documents in order.
    pub documents: Vec<DocumentDto>,
    /// The last run of the engine, where there was one.
    pub run: Option<RunDto>,
    /// All decisions in order, undone ones too.
    pub decisions: Vec<DecisionDto>,
    /// The codes assigned now, in sequence, with the rules' findings.
    pub bag: BagDto,
    /// Whether what tells of the engine is left out, since whoever opened it audits it blind.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub withheld: bool,
    /// Said where the release in use is not the one in force on the encounter's date.
    pub release_notice: Option<String>,
}

/// A new encounter with one document, pasted or read from a file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NewEncounterDto {
    /// Title; may be empty.
    pub title: String,
    /// "inpatient", "outpatient", "emergency".
    pub setting: String,
    /// Discharge date or date of service.
    pub date: Option<String>,
    /// "female", "male".
    pub sex: Option<String>,
    /// Years.
    pub age: Option<u16>,
    /// The note.
    pub text: String,
}

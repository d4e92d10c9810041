//! Audits and their scores.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{DocumentDto, EvidenceInDto, SpanDto};

/// A sample to draw.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SampleInDto {
    /// "random", "risk".
    pub kind: String,
    /// The seed: the same seed draws the same.
    pub seed: String,
    /// How many.
    pub size: u32,
    /// Only what this person signed.
    pub coder: Option<String>,
}

/// A signed chart that was drawn.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SampledDto {
    /// Encounter.
    pub encounter: String,
    /// Its title.
    pub title: String,
    /// Who signed it.
    pub coder: String,
    /// When.
    pub at: String,
    /// How many codes were signed.
    pub codes: u32,
    /// What makes it worth a second look: "2 × override".
    pub risks: Vec<String>,
    /// The weight it was drawn with.
    pub weight: u32,
    /// How many it was drawn from.
    pub of: u32,
    /// Whether the person who asks signed it.
    pub own: bool,
}

/// A signed chart to take up.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AuditOpenDto {
    /// Encounter.
    pub encounter: String,
    /// Why one audits oneself, where one does: it is recorded.
    pub of_oneself: Option<String>,
}

/// An act in an audit.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AuditActDto {
    /// Encounter.
    pub encounter: String,
    /// Audit.
    pub audit: String,
    /// The last statement that was seen, as the audit had it.
    #[ts(type = "number")]
    pub after: u64,
    /// "agree", "change", "remove", "add", "poa", "first", "query-missed", "withdraw", "reveal", "return",
    /// "acknowledge", "rebut", "uphold", "concede", "escalate", "close", "reopen".
    pub act: String,
    /// The code it is about.
    pub code: Option<String>,
    /// The code or indicator that is right.
    pub to: Option<String>,
    /// The finding or judgement it is about.
    pub finding: Option<String>,
    /// Kind of error ("SP").
    pub reason: Option<String>,
    /// Guideline or note that is cited.
    pub citation: Option<String>,
    /// Kind of error to train on.
    pub topic: Option<String>,
    /// In the person's own words.
    #[serde(default)]
    pub words: String,
    /// Stretches of the documents it stands on.
    #[serde(default)]
    pub evidence: Vec<EvidenceInDto>,
}

/// An audit in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AuditRowDto {
    /// Audit.
    pub id: String,
    /// Encounter.
    pub encounter: String,
    /// Its title; empty once erased.
    pub title: String,
    /// Who signed.
    pub coder: String,
    /// Who audits.
    pub auditor: String,
    /// When it was opened.
    pub opened: String,
    /// "auditing", "returned", "answered", "escalated", "closed".
    pub state: String,
    /// How it came about: "random, seed 2026-02, 5 of 40".
    pub plan: String,
    /// Findings that stand.
    pub findings: u32,
    /// Findings that are rebutted and not decided on.
    pub disputed: u32,
    /// Whether whoever works now may look at it; an administrator who is no auditor is told that it is there.
    pub told: bool,
    /// Whether they may give it to another auditor.
    pub hand_over: bool,
    /// Whether the auditor signed it.
    pub of_oneself: bool,
}

/// Where a code stands in a set.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PlaceDto {
    /// From 1.
    pub position: u32,
    /// Present on admission, where it was told.
    pub poa: Option<String>,
}

/// A code in four sets.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CompareRowDto {
    /// Code.
    pub code: String,
    /// Title.
    pub title: String,
    /// In what is assigned now.
    pub coder: Option<PlaceDto>,
    /// In what the engine suggested; told only once it was revealed.
    pub engine: Option<PlaceDto>,
    /// In what the auditor would have.
    pub auditor: Option<PlaceDto>,
    /// In what was signed.
    pub signed: Option<PlaceDto>,
    /// The code in its place on the other side.
    pub pair: Option<String>,
    /// "agreement", "specificity", "added", "removed", "first-listed", "poa", "amended", "engine-only",
    /// "engine-missed".
    pub difference: String,
    /// The auditor's judgement of a signed code: "agreed", "changed", "removed"; empty where there is none yet.
    pub verdict: String,
    /// The words it stands on.
    pub evidence: Vec<AuditEvidenceDto>,
}

/// Words of a document.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AuditEvidenceDto {
    /// Document.
    pub document: String,
    /// Stretch.
    pub span: SpanDto,
    /// The words.
    pub quote: String,
}

/// Something said about a finding.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AuditSaidDto {
    /// Who.
    pub person: String,
    /// When.
    pub at: String,
    /// "found", "acknowledged", "rebutted", "upheld", "conceded".
    pub what: String,
    /// In their words.
    pub words: String,
}

/// A finding of an audit.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AuditFindingDto {
    /// Identifier.
    pub id: String,
    /// "change", "remove", "add", "poa", "first", "query-missed".
    pub kind: String,
    /// The code it is shown at.
    pub code: Option<String>,
    /// The code or indicator that is right.
    pub to: Option<String>,
    /// Titles of both.
    pub titles: Vec<String>,
    /// Kind of error ("SP").
    pub reason: String,
    /// In words.
    pub reason_name: String,
    /// Guideline or note.
    pub citation: String,
    /// Kind of error to train on.
    pub topic: String,
    /// Whether it was found before the engine's codes were shown.
    pub blind: bool,
    /// "open", "acknowledged", "rebutted", "upheld", "conceded".
    pub answer: String,
    /// Everything said about it.
    pub thread: Vec<AuditSaidDto>,
    /// The words it stands on.
    pub evidence: Vec<AuditEvidenceDto>,
}

/// A kind of error.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReasonDto {
    /// Short name.
    pub short: String,
    /// In words.
    pub name: String,
}

/// An audit as it stands.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AuditDto {
    /// In the list.
    pub row: AuditRowDto,
    /// The last statement about the encounter; sent back with an act.
    #[ts(type = "number")]
    pub after: u64,
    /// Release of the codes.
    pub release: Option<String>,
    /// Whether present on admission was to be told.
    pub inpatient: bool,
    /// The documents.
    pub documents: Vec<DocumentDto>,
    /// Every code of any set, the signed ones first.
    pub rows: Vec<CompareRowDto>,
    /// What was found.
    pub findings: Vec<AuditFindingDto>,
    /// Whether the engine's codes are shown.
    pub revealed: bool,
    /// Signed codes that were not judged yet.
    pub unjudged: Vec<String>,
    /// What the person who asks may do now: "judge", "reveal", "return", "answer", "decide", "escalate", "close",
    /// "reopen".
    pub may: Vec<String>,
    /// Kinds of errors to choose from.
    pub reasons: Vec<ReasonDto>,
}

/// A share with its interval.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ShareDto {
    /// How many.
    #[ts(type = "number")]
    pub hits: u64,
    /// Of how many.
    #[ts(type = "number")]
    pub of: u64,
    /// 0 to 1; nothing of nothing.
    pub value: Option<f64>,
    /// Lower end of Wilson's interval at 95 %.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A row of a table of scores.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ScoreRowDto {
    /// "all", "coder", "month", "chapter", "topic".
    pub group: String,
    /// Whose or of what.
    pub name: String,
    /// The share.
    pub share: ShareDto,
}

/// A measure with its formula.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MeasureDto {
    /// "code-over-code", "case-over-case", "first-listed", "poa", "error-rate", "acceptance", "found".
    pub id: String,
    /// In words.
    pub name: String,
    /// The formula.
    pub formula: String,
    /// Whether more is better.
    pub up: bool,
    /// What is aimed at, where something is.
    pub target: Option<f64>,
    /// All, and by group.
    pub rows: Vec<ScoreRowDto>,
}

/// What comes of all audits.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ScoresDto {
    /// Audits that were returned or closed.
    pub audits: u32,
    /// Signatures.
    pub signatures: u32,
    /// The measures.
    pub measures: Vec<MeasureDto>,
    /// The same as a table for a spreadsheet.
    pub csv: String,
}

//! Runs, suggestions, decisions and the code bag.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SpanDto;

/// A quote of a document.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EvidenceDto {
    /// Document.
    pub document: String,
    /// Where it stands.
    pub span: SpanDto,
    /// Verbatim text.
    pub quote: String,
    /// Title of its section.
    pub section: String,
    /// Whether the quote no longer stands there.
    pub stale: bool,
}

/// The entry of the book a code was reached by.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PathDto {
    /// "official", "starter", "derived", "tabular".
    pub source: String,
    /// Titles from the main term down.
    pub terms: Vec<String>,
    /// The entry to open: book and node number; none for derived and tabular paths.
    pub node: Option<NodeRef>,
}

/// Names an entry of a book of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NodeRef {
    /// Book.
    pub book: BookDto,
    /// Number of the node in the book.
    pub node: u32,
}

/// The books of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum BookDto {
    /// Alphabetic Index to Diseases and Injuries.
    Index,
    /// External Cause of Injuries Index.
    ExternalCause,
    /// Neoplasm Table.
    Neoplasm,
    /// Table of Drugs and Chemicals.
    Drug,
}

/// A code that was thought of and not chosen.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AlternativeDto {
    /// Code, dotted.
    pub code: String,
    /// Title.
    pub title: String,
    /// "sibling", "cousin", "candidate".
    pub relation: String,
    /// Why it lost.
    pub why_not: String,
}

/// What a rule says.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FindingDto {
    /// Rule id.
    pub rule: String,
    /// "error", "warning", "info".
    pub severity: String,
    /// Whether a person may proceed all the same, if they say why.
    pub overridable: bool,
    /// Codes concerned.
    pub codes: Vec<String>,
    /// One sentence.
    pub message: String,
    /// Note or guideline.
    pub authority: String,
    /// What would mend it.
    pub fix: Option<String>,
    /// The reason for which it was overridden.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub overridden: Option<String>,
}

/// One step of how a suggestion came about.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TrailStepDto {
    /// Stage.
    pub stage: String,
    /// Agent or person.
    pub agent: String,
    /// What was seen and done.
    pub text: String,
}

/// One suggestion.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SuggestionDto {
    /// Identifier.
    pub id: String,
    /// Code, dotted.
    pub code: String,
    /// Full title.
    pub title: String,
    /// "suggest" or "consider".
    pub list: String,
    /// Place from 1.
    pub rank: u32,
    /// Whether a rule or a guideline keeps it on the list to consider, however sure the engine is.
    pub held_back: bool,
    /// "first-listed" or "secondary".
    pub role: String,
    /// 0..1.
    pub confidence: f32,
    /// "high", "medium", "low".
    pub band: String,
    /// "", "neg", "fam", "hx", "if", "uncertain", "other".
    pub assertion: String,
    /// Quotes, never empty.
    pub evidence: Vec<EvidenceDto>,
    /// Entry of the book.
    pub path: Option<PathDto>,
    /// Alternatives.
    pub alternatives: Vec<AlternativeDto>,
    /// Findings.
    pub findings: Vec<FindingDto>,
    /// Trail.
    pub trail: Vec<TrailStepDto>,
    /// "undecided", "accepted", "rejected", "revised", "deferred".
    pub state: String,
    /// The code it was revised to.
    pub revised_to: Option<String>,
}

/// One run of the engine.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RunDto {
    /// Identifier.
    pub id: String,
    /// Release.
    pub release: String,
    /// Engine.
    pub engine: String,
    /// Milliseconds.
    pub elapsed_ms: f64,
    /// Suggestions, best first.
    pub suggestions: Vec<SuggestionDto>,
    /// What was passed over.
    pub problems: Vec<String>,
    /// Who answered at each stage.
    pub stages: Vec<RunStageDto>,
    /// How many unverified statements of a model were dropped.
    pub unverified: u32,
    /// Whether a model that saw the chart chose what is suggested, so that no threshold divides the lists.
    pub selected: bool,
}

/// Who answered at a stage.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RunStageDto {
    /// Stage.
    pub stage: String,
    /// Agent.
    pub agent: String,
    /// How many things came out.
    pub count: u32,
    /// Whether the local engine answered in place of a model.
    pub stood_in: bool,
}

/// A decision as recorded.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DecisionDto {
    /// Identifier.
    pub id: String,
    /// Suggestion decided on.
    pub suggestion: Option<String>,
    /// "accepted", "revised", "rejected", "deferred", "added", "removed", "resequenced", "undone".
    pub act: String,
    /// Code concerned (for a revision the new one).
    pub code: Option<String>,
    /// For a revision: the suggested code.
    pub from: Option<String>,
    /// Reason and note of a rejection, or empty.
    pub reason: String,
    /// Who.
    pub person: String,
    /// When, RFC 3339.
    pub at: String,
    /// Whether a later decision took it back.
    pub undone: bool,
}

/// A decision to record.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DecideDto {
    /// Encounter.
    pub encounter: String,
    /// Suggestion, where it is about one.
    pub suggestion: Option<String>,
    /// "accept", "reject", "revise", "defer", "add", "remove", "resequence", "poa", "override".
    pub act: String,
    /// Code for revise, add, remove and poa.
    pub code: Option<String>,
    /// Rule of the finding to override.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub rule: String,
    /// Present on admission for poa: "Y", "N", "U", "W", "exempt".
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub poa: String,
    /// New order for resequence; the finding's codes for override.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub order: Vec<String>,
    /// Reason for reject: "unstated", "not-supported", "negated-or-other", "historical", "uncertain",
    /// "integral", "other-code", "specificity", "not-reportable", "author".
    pub reason: Option<String>,
    /// The person's own words.
    #[serde(default)]
    #[ts(optional, as = "Option<String>")]
    pub note: String,
    /// Evidence for add and revise: stretches of documents.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<EvidenceInDto>>")]
    pub evidence: Vec<EvidenceInDto>,
    /// Entry of the book the code was reached by, for add and revise.
    pub node: Option<NodeRef>,
    /// Steps walked in the book, a line each: "search: WORDS", "index: A > b > c" (a table's cell: "index: A > b | HEAD"),
    /// "see: TEXT", "see also: TEXT", "see category: CODE", "tabular: CODE", "notes: CODE", "7th: A",
    /// "verified: CODE", "alternative: CODE", "guideline: I.C.9.a". For add and revise they must hold in the
    /// encounter's release and pass the code's entry in the Tabular List.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub steps: Vec<String>,
    /// How long the evidence was on screen.
    #[serde(default)]
    #[ts(optional, as = "Option<u32>")]
    pub evidence_viewed_ms: u32,
}

/// A stretch of a document a person selected.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EvidenceInDto {
    /// Document.
    pub document: String,
    /// Stretch.
    pub span: SpanDto,
}

/// One assigned code.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BagCodeDto {
    /// Code.
    pub code: String,
    /// Title.
    pub title: String,
    /// The decision that assigned it.
    pub decision: String,
    /// "engine" (accepted as suggested), "person" (added), "both" (revised); "withheld" where the chart is audited blind.
    pub origin: String,
    /// Has live evidence.
    pub evidence: bool,
    /// The quotes that the decisions behind it stand on.
    pub quotes: Vec<EvidenceDto>,
    /// Has an index path.
    pub path: bool,
    /// Was verified in the Tabular List by a person.
    pub tabular: bool,
    /// Present on admission, where it was told: "Y", "N", "U", "W", "exempt".
    #[serde(default)]
    #[ts(optional = nullable)]
    pub poa: Option<String>,
    /// Whether the list of the release exempts it from reporting that.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub poa_exempt: bool,
}

/// The codes assigned now.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BagDto {
    /// In sequence.
    pub codes: Vec<BagCodeDto>,
    /// Findings of the rules over them.
    pub findings: Vec<FindingDto>,
    /// Pairs checked against Excludes1.
    pub pairs_checked: u32,
}

/// What changed with a decision.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DecidedDto {
    /// All decisions.
    pub decisions: Vec<DecisionDto>,
    /// The bag.
    pub bag: BagDto,
    /// States of all suggestions of the run: identifier, state, revised-to code.
    pub states: Vec<(String, String, Option<String>)>,
}

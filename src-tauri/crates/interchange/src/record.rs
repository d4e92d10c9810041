//! The record of an encounter: what an auditor, another program or another Codetrail is given.

use std::collections::HashMap;

use clinical_text::{Offsets, TextRange, Unit};
use coding_model::{
    Act, Decision, DecisionId, Document, DocumentId, Encounter, EncounterId, EvidenceSpan, Finding,
    IndexPath, Poa, Role, Run,
};
use icd10cm::Code;
use serde::{Deserialize, Serialize};

/// Number of the format of a record as JSON.
pub const FORMAT: u32 = 1;

/// Everything known of an encounter, at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// [`FORMAT`].
    pub format: u32,
    /// Program and version that made the record.
    pub program: String,
    /// When it was made, RFC 3339 in UTC.
    pub at: String,
    /// Who asked for it.
    pub person: String,
    /// Release that the titles, notes and findings are of; none where no code set is installed.
    pub release: Option<String>,
    /// The encounter with the whole text of its documents.
    pub encounter: Encounter,
    /// SHA-256 of each document's text, as the ledger holds it.
    pub documents: Vec<DocumentHash>,
    /// The codes assigned now, in sequence.
    pub codes: Vec<AssignedCode>,
    /// What the rules say of them as a set.
    pub findings: Vec<Finding>,
    /// Pairs of codes that were checked against the Excludes1 notes.
    pub pairs_checked: u32,
    /// Rules that could not be applied, each with the list it lacks.
    pub not_checked: Vec<String>,
    /// All runs of the engine, in order.
    pub runs: Vec<RecordedRun>,
    /// All decisions in order, those taken back included.
    pub decisions: Vec<Decision>,
    /// Decisions that were taken back.
    pub undone: Vec<DecisionId>,
    /// What people stated of the encounter as a whole, in order: signatures, amendments, audits, queries,
    /// and comments where they were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stated: Vec<RecordedStatement>,
    /// The events of the ledger that concern the encounter, in order.
    pub events: Vec<RecordedEvent>,
    /// The last event of the whole ledger.
    pub head: RecordedHead,
    /// Whether runs, decisions and where the codes came from are left out: the record is for somebody who audits the
    /// chart blind.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
    /// The one code it tells of, where it was narrowed to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only: Option<Code>,
}

/// The SHA-256 of a document's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentHash {
    /// The document.
    pub document: DocumentId,
    /// 64 hexadecimal digits.
    pub sha256: String,
}

/// What a record says where [`Record::withheld`] is set.
pub const WITHHELD: &str = "Runs of the engine, decisions on its suggestions, ways through the index and where the codes \
    came from are withheld: the chart is being audited blind. They are told once the engine's codes are shown in the \
    audit.";

/// Who brought a code up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Suggested by the engine and accepted as suggested.
    Engine,
    /// Added by a person.
    Person,
    /// Suggested by the engine and revised by a person.
    Both,
    /// Not told to whoever audits the chart blind.
    Withheld,
}

/// One assigned code with all that it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignedCode {
    /// Place in the sequence, from 1.
    pub sequence: u32,
    /// The code.
    pub code: Code,
    /// Its title in the record's release; empty where that is not installed.
    pub title: String,
    /// First-listed or principal, or secondary.
    pub role: Role,
    /// Who brought it up.
    pub origin: Origin,
    /// The decision that assigned it.
    pub decision: DecisionId,
    /// All decisions that assigned or confirmed it and still count.
    pub confirmed: Vec<DecisionId>,
    /// Present on admission, where it was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poa: Option<Poa>,
    /// The text it stands on.
    pub evidence: Vec<EvidenceSpan>,
    /// The way through the index.
    pub index_path: Option<IndexPath>,
    /// Whether a person opened or verified its entry in the Tabular List.
    pub verified: bool,
    /// Chapter, block and ancestors in the Tabular List, from the top.
    pub lineage: Vec<TabularLine>,
    /// Every note in force for it.
    pub notes: Vec<CheckedNote>,
}

/// A line of the Tabular List.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TabularLine {
    /// Code, block or chapter.
    pub label: String,
    /// Title.
    pub title: String,
}

/// A note in force, and which of the assigned codes it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedNote {
    /// Kind as the Tabular List has it ("excludes1", "use-additional").
    pub kind: String,
    /// The note with its label.
    pub text: String,
    /// The entry that carries it, where it is inherited.
    pub inherited_from: Option<String>,
    /// Other assigned codes that it names.
    pub names: Vec<Code>,
}

/// A run, and on whose behalf.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordedRun {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who.
    pub person: String,
    /// The run.
    pub run: Run,
}

/// What a person stated of the encounter as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordedStatement {
    /// Place in the ledger.
    pub sequence: u64,
    /// Identifier.
    pub id: String,
    /// "signature", "amendment", "audit", "query", "comment".
    pub kind: String,
    /// The statement that began the audit or query it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who.
    pub person: String,
    /// Codes, counts and kinds.
    pub particulars: serde_json::Value,
    /// In the person's words, with quotes.
    pub words: serde_json::Value,
}

/// An event of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordedEvent {
    /// Place in the ledger.
    pub sequence: u64,
    /// Identifier.
    pub id: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who.
    pub person: String,
    /// What happened ("decision-recorded").
    pub kind: String,
    /// Particulars.
    pub body: serde_json::Value,
    /// SHA-256 of the event, 64 hexadecimal digits.
    pub hash: String,
}

/// The end of a ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedHead {
    /// Sequence of the last event.
    pub sequence: u64,
    /// Its hash.
    pub hash: String,
}

impl Record {
    /// The encounter's identifier.
    #[must_use]
    pub fn id(&self) -> EncounterId {
        self.encounter.id
    }

    /// One document.
    #[must_use]
    pub fn document(&self, id: DocumentId) -> Option<&Document> {
        self.encounter.documents.iter().find(|d| d.id == id)
    }

    /// The SHA-256 of a document's text; empty where it is not known.
    #[must_use]
    pub fn sha256(&self, id: DocumentId) -> &str {
        self.documents
            .iter()
            .find(|d| d.document == id)
            .map_or("", |d| d.sha256.as_str())
    }

    /// One decision.
    #[must_use]
    pub fn decision(&self, id: DecisionId) -> Option<&Decision> {
        self.decisions.iter().find(|d| d.id == id)
    }

    /// The suggestion that a decision is about, with its run.
    #[must_use]
    pub fn suggestion_of(
        &self,
        decision: &Decision,
    ) -> Option<(&RecordedRun, &coding_model::Suggestion)> {
        let id = decision.suggestion?;
        self.runs
            .iter()
            .find_map(|run| Some((run, run.run.suggestions.iter().find(|s| s.id == id)?)))
    }

    /// The findings that concern a code.
    pub fn findings_of(&self, code: Code) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(move |f| f.codes.contains(&code))
    }

    /// The decision that overrides a finding, and the reason it gives; none where none holds.
    #[must_use]
    pub fn override_of(&self, finding: &Finding) -> Option<(&Decision, &str)> {
        self.decisions.iter().rev().find_map(|d| match &d.act {
            Act::Overridden {
                rule,
                codes,
                reason,
            } if !self.undone.contains(&d.id)
                && *rule == finding.rule
                && *codes == finding.codes =>
            {
                Some((d, reason.as_str()))
            }
            _ => None,
        })
    }

    /// Whether it tells of one code of several.
    #[must_use]
    pub fn is_of_one_code(&self) -> bool {
        self.only.is_some()
    }

    /// The record with everything that concerns one assigned code, and nothing of the other codes; `None` where
    /// the code is not assigned. Documents, runs' facts and the ledger's head stay.
    #[must_use]
    pub fn of_code(&self, code: Code) -> Option<Self> {
        let mut record = self.clone();
        record.codes.retain(|c| c.code == code);
        if record.codes.is_empty() {
            return None;
        }
        record.findings.retain(|f| f.codes.contains(&code));
        let name = code.to_string();
        record.stated.retain(|s| {
            ["code", "from", "to"]
                .iter()
                .any(|m| s.particulars.get(m).and_then(serde_json::Value::as_str) == Some(&name))
        });
        record.only = Some(code);
        Some(record)
    }
}

/// Code points of ranges in the documents of an encounter.
pub(crate) struct Places<'a>(HashMap<DocumentId, (&'a str, Offsets<'a>)>);

impl<'a> Places<'a> {
    pub(crate) fn of(encounter: &'a Encounter) -> Self {
        Self(
            encounter
                .documents
                .iter()
                .map(|d| {
                    (
                        d.id,
                        (d.text.as_str(), Offsets::new(&d.text, Unit::CodePoint)),
                    )
                })
                .collect(),
        )
    }

    /// First code point and the one behind the last; `None` where the span does not lie in its document.
    pub(crate) fn points(&self, span: &EvidenceSpan) -> Option<(u32, u32)> {
        let (text, offsets) = self.0.get(&span.document)?;
        span.range.slice(text)?;
        Some((
            offsets.from_byte(span.range.start()),
            offsets.from_byte(span.range.end()),
        ))
    }

    /// The range of code points; `None` where they leave the text.
    pub(crate) fn range(&self, document: DocumentId, start: u32, end: u32) -> Option<TextRange> {
        let (_, offsets) = self.0.get(&document)?;
        Some(TextRange::new(
            offsets.to_byte(start)?,
            offsets.to_byte(end)?,
        ))
    }
}

//! A set of codes and what is known of its encounter.

pub use coding_model::Poa;
use coding_model::{Assertion, AuthorRole, IndexPath, Setting, Sex};
use icd10cm::{Code, Date};
use serde::{Deserialize, Serialize};

/// The codes of one encounter in sequence, with the facts that rules ask for. Everything but the codes
/// is optional: a rule that lacks a fact says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeSet {
    /// The codes in sequence; the first is the principal or first-listed diagnosis.
    pub codes: Vec<Line>,
    /// Where the patient was seen.
    pub setting: Setting,
    /// Sex, where known.
    pub sex: Option<Sex>,
    /// Completed years at the encounter, where known.
    pub age: Option<u16>,
    /// Discharge date or date of service.
    pub date: Option<Date>,
    /// Whether the patient is pregnant, where known.
    pub pregnant: Option<bool>,
    /// What the notes say; `None` where no note was read.
    pub facts: Option<Facts>,
    /// Codes of earlier encounters of the same patient, where known.
    pub prior: Vec<PriorCode>,
}

/// One entered code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The code, or the text that is to become one.
    pub entered: Entered,
    /// Present on admission indicator.
    #[serde(default)]
    pub poa: Option<Poa>,
    /// The text the code stands on; `None` where the caller keeps no evidence at all.
    #[serde(default)]
    pub evidence: Option<Vec<EvidenceFact>>,
    /// The way through the Alphabetic Index; `None` where the caller keeps no paths at all.
    #[serde(default)]
    pub path: Option<PathFact>,
    /// Sides named near the evidence; `None` where nobody looked.
    #[serde(default)]
    pub sides: Option<Vec<Side>>,
    /// Name of the release the code was kept from, where it comes from a favourite or template ("FY2021").
    #[serde(default)]
    pub kept_from: Option<String>,
}

/// What was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Entered {
    /// A well-formed code.
    Code(Code),
    /// Anything else, as typed; read leniently (case, dot, O for 0, I for 1).
    Raw(String),
}

/// A side of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    Right,
    /// Both.
    Bilateral,
}

/// One quote a code stands on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EvidenceFact {
    /// The words.
    pub quote: String,
    /// What the note claims about them.
    pub assertion: Assertion,
    /// Who wrote the document.
    pub author: AuthorRole,
    /// Title of the section; empty where there is none.
    pub section: String,
    /// Kind of the document ("discharge-summary", "progress-note", "laboratory", …); empty if unknown.
    pub document_kind: String,
    /// Whether the quote still stands in the document; `None` where nobody looked.
    pub live: Option<bool>,
    /// The same paragraph stands in an earlier document of the record.
    pub copied_forward: bool,
    /// The document arrived or changed after the decision.
    pub changed_since_decision: bool,
    /// Monitored, evaluated, assessed or treated; `None` where nobody looked.
    pub meat: Option<bool>,
}

/// The way through the index and what was printed where it ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PathFact {
    /// The way; `None` where the code was entered without the index.
    pub path: Option<IndexPath>,
    /// Why there is no way ("known code", "tabular browse").
    pub reason: Option<String>,
    /// The code was taken from a line that says only "see".
    pub from_see: bool,
    /// The entry is printed with a trailing dash.
    pub printed_dash: bool,
    /// The code was looked up in the Tabular List afterwards; `None` if unknown.
    pub verified: Option<bool>,
    /// The code printed in brackets behind this one: its manifestation.
    pub bracketed: Option<Code>,
    /// Titles of subterms at the end of the way that were not taken.
    pub untaken: Vec<String>,
}

/// What the notes say, as far as rules ask for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Conditions, procedures and statuses named.
    pub mentions: Vec<MentionFact>,
    /// Names of drugs and drug classes on the medication lists.
    pub medications: Vec<String>,
}

/// One thing named in a note.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MentionFact {
    /// Its words, in any case.
    pub phrase: String,
    /// What the note claims about it.
    pub assertion: Assertion,
    /// Who wrote the document.
    pub author: AuthorRole,
    /// Title of the section; empty where there is none.
    pub section: String,
}

/// A code of an earlier encounter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriorCode {
    /// The code.
    pub code: Code,
    /// Day of that encounter.
    pub date: Option<Date>,
}

impl Line {
    /// A code and nothing else.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self::entered(Entered::Code(code))
    }

    fn entered(entered: Entered) -> Self {
        Self {
            entered,
            poa: None,
            evidence: None,
            path: None,
            sides: None,
            kept_from: None,
        }
    }

    /// A code as typed; what does not read strictly as one is kept as typed.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        Self::entered(Entered::from(text.to_owned()))
    }
}

impl From<String> for Entered {
    /// A code in its normal form; anything else stays as typed.
    fn from(text: String) -> Self {
        match Code::parse(&text) {
            Ok(code) if code.to_string() == text => Self::Code(code),
            _ => Self::Raw(text),
        }
    }
}

impl From<Entered> for String {
    fn from(entered: Entered) -> Self {
        match entered {
            Entered::Code(code) => code.to_string(),
            Entered::Raw(text) => text,
        }
    }
}

impl CodeSet {
    /// Codes in sequence and nothing else.
    #[must_use]
    pub fn of(codes: &[Code]) -> Self {
        Self {
            codes: codes.iter().copied().map(Line::new).collect(),
            ..Self::default()
        }
    }
}

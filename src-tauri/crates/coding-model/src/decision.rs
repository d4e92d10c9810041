//! What a person decided.

use icd10cm::Code;
use serde::{Deserialize, Serialize};

use crate::{
    BookHop, DecisionId, EncounterId, EvidenceSpan, IndexPath, Poa, SuggestionId, TrailStep,
};

/// Why a suggestion was rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RejectReason {
    /// No reason given.
    #[default]
    Unstated,
    /// The text does not support it.
    NotSupported,
    /// Negated, or about somebody else.
    NegatedOrOther,
    /// Historical, not current.
    Historical,
    /// Uncertain diagnosis in an outpatient setting (IV.H).
    Uncertain,
    /// Integral to another coded condition (I.B.5).
    Integral,
    /// Another code says it better or excludes it.
    OtherCode,
    /// Wrong specificity: site, side, severity, 7th character.
    Specificity,
    /// Not reportable at this encounter.
    NotReportable,
    /// The author is not a provider (I.B.14).
    Author,
}

/// A person's act: a closed set, recorded and never edited. Undo is an act of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "act")]
pub enum Act {
    /// The suggested code is right.
    Accepted {
        /// The code.
        code: Code,
    },
    /// Another code is right.
    Revised {
        /// The suggested code.
        from: Code,
        /// The right code.
        to: Code,
    },
    /// The suggestion is wrong.
    Rejected {
        /// The suggested code.
        code: Code,
        /// Why.
        reason: RejectReason,
        /// In the person's words; may be empty.
        note: String,
    },
    /// Not now.
    Deferred {
        /// The suggested code.
        code: Code,
    },
    /// A code the engine did not suggest.
    Added {
        /// The code.
        code: Code,
    },
    /// An assigned code was taken out again.
    Removed {
        /// The code.
        code: Code,
    },
    /// The assigned codes were put in another order.
    Resequenced {
        /// All assigned codes in their new order.
        order: Vec<Code>,
    },
    /// Whether an assigned code was present on admission was told.
    PresentOnAdmission {
        /// The code.
        code: Code,
        /// The indicator.
        indicator: Poa,
    },
    /// A finding that blocks signing was set aside with a reason.
    Overridden {
        /// The rule of the finding.
        rule: String,
        /// The codes of the finding.
        codes: Vec<Code>,
        /// In the person's words; never empty.
        reason: String,
    },
    /// An earlier decision was taken back.
    Undone {
        /// The decision taken back.
        decision: DecisionId,
    },
}

/// One decision with its justification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Identifier.
    pub id: DecisionId,
    /// Encounter decided on.
    pub encounter: EncounterId,
    /// The suggestion decided on, where there was one.
    pub suggestion: Option<SuggestionId>,
    /// The act.
    pub act: Act,
    /// The text it stands on.
    pub evidence: Vec<EvidenceSpan>,
    /// The way through the index.
    pub index_path: Option<IndexPath>,
    /// Steps taken in the book, where a person walked.
    pub trail: Vec<TrailStep>,
    /// The same steps as hops that can be walked again; empty where nobody walked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub walk: Vec<BookHop>,
    /// Release the codes are of.
    pub release: String,
    /// Who decided.
    pub person: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// How long the evidence was on screen before, in milliseconds.
    pub evidence_viewed_ms: u32,
}

//! Kinds of errors, as audits and quizzes count them.

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $short:literal,)*) => {
        /// The taxonomy. The short names are those of the trainer's tables.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum ErrorKind {
            $($(#[$doc])* #[serde(rename = $short)] $name,)*
        }

        impl ErrorKind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Short name.
            #[must_use]
            pub fn short(self) -> &'static str {
                match self {
                    $(Self::$name => $short,)*
                }
            }
        }
    };
}

kinds! {
    /// Wrong main term: a site or an adjective.
    MainTerm = "MT",
    /// Stopped at the default code.
    StoppedAtDefault = "ST",
    /// Wrong subterm or level of indentation.
    Subterm = "SB",
    /// Ignored a *see*.
    CrossReference = "XR",
    /// Missed a nonessential modifier.
    NonessentialModifier = "NM",
    /// Not verified in the Tabular List, or missed a note in force.
    Tabular = "TB",
    /// Codes that exclude each other.
    Excludes = "EX",
    /// Manifestation before etiology.
    CodeFirst = "CF",
    /// An additional code is missing.
    UseAdditional = "UA",
    /// 7th character or placeholder.
    SeventhCharacter = "7C",
    /// Side.
    Laterality = "LT",
    /// Less or more specific than documented.
    Specificity = "SP",
    /// Uncertain diagnosis in a setting that does not code it.
    Uncertain = "UN",
    /// History as current, or the reverse.
    History = "HX",
    /// Negated, or of another person.
    Negated = "NEG",
    /// Integral symptom.
    Symptom = "SY",
    /// Combination code missed.
    Combination = "CB",
    /// Sequence, principal or first-listed diagnosis.
    Sequence = "SQ",
    /// Present on admission.
    PresentOnAdmission = "POA",
    /// Of another fiscal year.
    FiscalYear = "FY",
    /// Documented by somebody whose word does not count for it.
    Source = "SRC",
    /// Trusted a wrong suggestion.
    OverTrust = "OV",
    /// Left out.
    Omission = "OM",
    /// Should have been queried.
    Query = "QY",
}

impl ErrorKind {
    /// Whether it is about a code that is not there.
    #[must_use]
    pub fn is_omission(self) -> bool {
        matches!(self, Self::Omission | Self::UseAdditional)
    }
}

/// An error that was found in an answer, and why it is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundError {
    /// Kind.
    pub kind: ErrorKind,
    /// Code it is about, as text; empty for a main term.
    pub code: String,
    /// Why, in one sentence.
    pub why: String,
}

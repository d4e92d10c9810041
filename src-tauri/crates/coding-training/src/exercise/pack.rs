//! What a pack's file says.

use coding_model::{Poa, Setting};
use icd10cm::{BookKind, Code};
use serde::{Deserialize, Serialize};

use crate::score::ErrorKind;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExerciseKind {
    /// Find the main term in a sentence.
    MainTerm,
    /// Walk the index to the code.
    Walk,
    /// Verify a code in the Tabular List, ticking the notes that matter.
    Verify,
    /// Complete 7th character and laterality.
    Complete,
    /// Code a whole chart.
    Chart,
    /// Put codes in sequence.
    Sequence,
    /// Find what is wrong in a coded chart.
    Audit,
    /// Decide on suggestions, some of which are wrong on purpose.
    Vigilance,
}

impl ExerciseKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::MainTerm,
        Self::Walk,
        Self::Verify,
        Self::Complete,
        Self::Chart,
        Self::Sequence,
        Self::Audit,
        Self::Vigilance,
    ];
}

/// A code of the right answer, with the way to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The code, billable in the pack's release.
    pub code: Code,
    /// Words of the text that it stands on, verbatim.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Titles of the index line it is reached by; may be empty outside of walks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<String>,
    /// Book of the path.
    #[serde(default = "index", skip_serializing_if = "is_index")]
    pub book: BookKind,
    /// Column of a table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u8>,
    /// Whether leaving it out is no error ("may be reported").
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Charts and sequences of inpatients: the indicator to be given; none where it is not asked for.
    #[serde(default, with = "indicator", skip_serializing_if = "Option::is_none")]
    pub poa: Option<Poa>,
}

fn index() -> BookKind {
    BookKind::Index
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that serde asks for"
)]
fn is_index(book: &BookKind) -> bool {
    *book == BookKind::Index
}

/// Presence on admission as a pack has it: "Y", "N", "U", "W", "exempt".
mod indicator {
    use coding_model::Poa;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    #[allow(clippy::ref_option, reason = "the form that serde asks for")]
    pub fn serialize<S: Serializer>(poa: &Option<Poa>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(poa.map_or("", Poa::name))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Poa>, D::Error> {
        let text = String::deserialize(from)?;
        let found = Poa::parse(&text);
        found
            .map(Some)
            .ok_or_else(|| D::Error::custom("poa is Y, N, U, W or exempt"))
    }
}

/// A tempting answer, and why it is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trap {
    /// The code.
    pub code: Code,
    /// What kind of error it is.
    pub error: ErrorKind,
    /// The note or rule that rules it out.
    pub why: String,
}

/// A defect of a coded chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flag {
    /// The code that is wrong; for an omission, the code that is missing.
    pub code: Code,
    /// What kind of error it is.
    pub error: ErrorKind,
    /// Why.
    pub why: String,
    /// What should stand instead; none where it is to be taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Code>,
}

/// A suggestion of a vigilance exercise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposed {
    /// The code.
    pub code: Code,
    /// Words of the text that are shown as its evidence, verbatim.
    pub words: String,
    /// What is wrong with it; none where it is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorKind>,
    /// Why it is right or wrong.
    pub why: String,
}

/// An exercise. Which fields are filled depends on its kind; [`super::check()`] sees to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// Identifier, single among all packs.
    pub id: String,
    /// What is asked.
    pub kind: ExerciseKind,
    /// The sentence or chart.
    pub text: String,
    /// Where the patient was seen.
    #[serde(default)]
    pub setting: Setting,
    /// Main term: the words of the text that lead to it, verbatim.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Main term: entries that are as right as the reference's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accept: Vec<String>,
    /// The right codes in their sequence, with the way to each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Reference>,
    /// Verify, complete, sequence, audit: what the learner is given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<Code>,
    /// Verify: beginnings of the notes that matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Audit: the defects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wrong: Vec<Flag>,
    /// Vigilance: the suggestions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<Proposed>,
    /// Tempting answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub traps: Vec<Trap>,
    /// Time in an examination; by kind where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// Hints, each saying more than the one before.
    pub hints: Vec<String>,
    /// Why the answer is right.
    pub why: String,
    /// On whose authority: guideline section of the release's fiscal year, or note of the Tabular List.
    pub cite: String,
}

impl Exercise {
    /// Time in an examination, in seconds: as the exercise says, else by kind and number of codes.
    #[must_use]
    pub fn limit(&self) -> u32 {
        let codes = u32::try_from(self.codes.len()).unwrap_or(u32::MAX);
        self.seconds.unwrap_or(match self.kind {
            ExerciseKind::MainTerm => 60,
            ExerciseKind::Walk | ExerciseKind::Complete | ExerciseKind::Sequence => 180,
            ExerciseKind::Verify | ExerciseKind::Audit | ExerciseKind::Vigilance => 240,
            ExerciseKind::Chart => codes.saturating_mul(120).saturating_add(180),
        })
    }

    /// Whether the indicator of presence on admission is asked for.
    #[must_use]
    pub fn asks_poa(&self) -> bool {
        matches!(self.kind, ExerciseKind::Chart | ExerciseKind::Sequence)
            && self.codes.iter().any(|c| c.poa.is_some())
    }
}

/// A pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Identifier: the file's name.
    pub id: String,
    /// Title.
    pub title: String,
    /// Grade, from 1 (first steps) to 10 (messy charts).
    pub level: u8,
    /// Release that the answers are of.
    pub release: String,
    /// Licence.
    pub license: String,
    /// What it is about and for whom.
    pub about: String,
    /// The exercises.
    #[serde(rename = "exercise", default)]
    pub exercises: Vec<Exercise>,
}

/// Why a file is no pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PackError(String);

/// The file of a pack; [`read`] of it is the pack again.
///
/// # Errors
/// Where it cannot be put into TOML.
pub fn write(pack: &Pack) -> Result<String, PackError> {
    toml::to_string(pack).map_err(|e| PackError(e.to_string()))
}

/// Reads a pack's file.
///
/// # Errors
/// Where it is not TOML of that form: one line with the place and what is wrong there.
pub fn read(text: &str) -> Result<Pack, PackError> {
    toml::from_str(text).map_err(|e| {
        let line = e
            .span()
            .and_then(|s| text.get(..s.start))
            .map_or(1, |before| before.matches('\n').count() + 1);
        let said: Vec<&str> = e.message().split_whitespace().collect();
        PackError(format!("line {line}: {}", said.join(" ")))
    })
}

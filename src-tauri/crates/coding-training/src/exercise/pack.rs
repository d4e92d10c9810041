//! What a pack's file says.

use coding_model::Setting;
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
    #[serde(default)]
    pub words: String,
    /// Titles of the index line it is reached by; may be empty outside of walks.
    #[serde(default)]
    pub path: Vec<String>,
    /// Book of the path.
    #[serde(default = "index")]
    pub book: BookKind,
    /// Column of a table.
    #[serde(default)]
    pub column: Option<u8>,
    /// Whether leaving it out is no error ("may be reported").
    #[serde(default)]
    pub optional: bool,
}

fn index() -> BookKind {
    BookKind::Index
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
    #[serde(default)]
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
    #[serde(default)]
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
    #[serde(default)]
    pub words: String,
    /// Main term: entries that are as right as the reference's.
    #[serde(default)]
    pub accept: Vec<String>,
    /// The right codes in their sequence, with the way to each.
    #[serde(default)]
    pub codes: Vec<Reference>,
    /// Verify, complete, sequence, audit: what the learner is given.
    #[serde(default)]
    pub given: Vec<Code>,
    /// Verify: beginnings of the notes that matter.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Audit: the defects.
    #[serde(default)]
    pub wrong: Vec<Flag>,
    /// Vigilance: the suggestions.
    #[serde(default)]
    pub suggestions: Vec<Proposed>,
    /// Tempting answers.
    #[serde(default)]
    pub traps: Vec<Trap>,
    /// Hints, each saying more than the one before.
    pub hints: Vec<String>,
    /// Why the answer is right.
    pub why: String,
    /// On whose authority: guideline section of the release's fiscal year, or note of the Tabular List.
    pub cite: String,
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

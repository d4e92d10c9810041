//! Clinical language as data: the tables under `assets/knowledge` and `assets/lexicon`.
//!
//! Tables are tab-separated, one entry a line; `#` begins a comment line. A row that cannot be used is
//! reported and left out.

mod read;

use coding_model::Problem;

pub use read::Stem;

/// An abbreviation and one of its meanings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abbreviation {
    /// As written in charts.
    pub short: String,
    /// Meaning in index vocabulary; what stands behind a comma is a subterm or modifier.
    pub expansion: String,
    /// Words around it that select this meaning; empty for the default meaning.
    pub contexts: Vec<String>,
    /// Whether it has other meanings too.
    pub ambiguous: bool,
    /// Category: "diagnosis", "negation", "device", …
    pub category: String,
}

/// A lay, informal or variant phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayTerm {
    /// As written in charts.
    pub phrase: String,
    /// Index phrase: "main term, subterm, subterm".
    pub target: String,
}

/// A phrase that by itself stands for a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhraseCode {
    /// As written in charts.
    pub phrase: String,
    /// Code, code without its 7th character, or stem.
    pub code: Stem,
    /// Kind of phrase ("personal_history", "device", "stage", "organism", …).
    pub kind: String,
    /// Remark.
    pub note: String,
}

/// A drug and its code for long-term use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LongTermDrug {
    /// Generic or brand name.
    pub drug: String,
    /// Z79 code.
    pub code: Stem,
    /// Class ("insulin", "oral hypoglycemic", …).
    pub class: String,
    /// Usual indications, index phrases.
    pub indications: Vec<String>,
}

/// A cue of ConText.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    /// Words, lower case.
    pub words: String,
    /// "negation", "uncertainty", "historical", "family", "hypothetical", "other_experiencer", "pseudo", "termination".
    pub category: String,
    /// "forward", "backward", "both", "-".
    pub direction: String,
    /// Tokens it reaches; 0 for the whole sentence.
    pub scope: usize,
    /// Remark ("chronic-current", "weak: …").
    pub note: String,
}

/// A heading and the kind of section it opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Words, lower case.
    pub words: String,
    /// Section kind.
    pub kind: String,
    /// An ordinary word that is a heading only when it stands alone on its line or a colon follows.
    pub needs_delimiter: bool,
}

/// All tables.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// `abbreviations.tsv`
    pub abbreviations: Vec<Abbreviation>,
    /// `lay_terms.tsv`
    pub lay_terms: Vec<LayTerm>,
    /// `status.tsv`
    pub status: Vec<PhraseCode>,
    /// `stages.tsv`
    pub stages: Vec<PhraseCode>,
    /// `organisms.tsv`
    pub organisms: Vec<PhraseCode>,
    /// `long_term_drugs.tsv`
    pub drugs: Vec<LongTermDrug>,
    /// `context_cues.tsv`
    pub cues: Vec<Cue>,
    /// `sections.tsv`
    pub headings: Vec<Heading>,
    /// `integral_symptoms.tsv`: symptom, then the definitive diagnosis it is integral to (I.B.5).
    pub integral: Vec<(Stem, Stem)>,
    /// The other tables as rows, by file name without its ending.
    pub tables: std::collections::BTreeMap<String, Vec<Vec<String>>>,
}

impl Lexicon {
    /// The tables the project carries.
    #[must_use]
    pub fn carried() -> (Self, Vec<Problem>) {
        Self::parse(read::CARRIED.iter().copied())
    }

    /// Reads tables by name ("abbreviations", "status", …); a later table of the same name adds to an earlier one.
    #[must_use]
    pub fn parse<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Vec<Problem>) {
        let mut lexicon = Self::default();
        let mut problems = Vec::new();
        for (name, text) in files {
            read::table(&mut lexicon, name, text, &mut problems);
        }
        (lexicon, problems)
    }

    /// Rows of a table that has no type of its own; empty where it is not there.
    pub fn rows(&self, name: &str) -> &[Vec<String>] {
        self.tables.get(name).map_or(&[], Vec::as_slice)
    }
}

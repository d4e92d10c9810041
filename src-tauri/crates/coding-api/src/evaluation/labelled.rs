//! Notes with the codes that people gave them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::answer::NoteIn;

/// A line of a file of labelled notes.
#[derive(Debug, Clone, Deserialize)]
pub struct LabelledNote {
    /// The note.
    #[serde(flatten)]
    pub note: NoteIn,
    /// Codes by the name of their label set.
    pub codes: BTreeMap<String, Vec<String>>,
    /// Where a diagnosis is named.
    #[serde(default)]
    pub diagnoses: Vec<LabelledSpan>,
    /// Where the text supports one.
    #[serde(default)]
    pub evidence: Vec<LabelledSpan>,
}

/// A stretch of a note that stands for a code.
#[derive(Debug, Clone, Deserialize)]
pub struct LabelledSpan {
    /// The code.
    pub code: String,
    /// Its words.
    #[serde(default)]
    pub text: String,
    /// First code point, and the one behind the last.
    pub span: (usize, usize),
}

impl LabelledNote {
    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong with it, without quoting it.
    pub fn parse(line: &str) -> Result<Self, String> {
        serde_json::from_str(line).map_err(|e| {
            let found = if e.is_data() {
                "it lacks id, text or codes, or one of them has another form"
            } else {
                "it is not JSON"
            };
            format!("{found} (at byte {})", e.column())
        })
    }
}

//! A condition mentioned in a text.

use clinical_text::TextRange;
use serde::{Deserialize, Serialize};

use crate::Assertion;

/// A condition mentioned in one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Where it stands, in pieces where it is discontinuous; never empty.
    pub ranges: Vec<TextRange>,
    /// The words in index vocabulary ("diabetes type 2").
    pub phrase: String,
    /// What the note claims about it.
    pub assertion: Assertion,
    /// Title of the section it stands in.
    pub section: String,
    /// What found it: a dictionary, a cue, a rule.
    pub found_by: String,
}

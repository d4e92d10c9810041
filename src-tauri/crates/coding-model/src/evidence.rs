//! The text a suggestion stands on.

use clinical_text::TextRange;
use serde::{Deserialize, Serialize};

use crate::DocumentId;

/// A verbatim quote and where it stands. A suggestion without one is never shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EvidenceSpan {
    /// The document.
    pub document: DocumentId,
    /// Byte range in the document's text.
    pub range: TextRange,
    /// The text of the range at the time the evidence was recorded.
    pub quote: String,
    /// Title of the section it stands in; empty where the note has none.
    pub section: String,
}

impl EvidenceSpan {
    /// The evidence of a range; `None` where the range leaves the text, cuts a character or is empty.
    #[must_use]
    pub fn cut(document: DocumentId, text: &str, range: TextRange, section: &str) -> Option<Self> {
        let quote = range
            .slice(text)
            .filter(|quote| !quote.trim().is_empty())?
            .to_owned();
        Some(Self {
            document,
            range,
            quote,
            section: section.to_owned(),
        })
    }

    /// Whether the quote still stands in the text where it was; a mismatch is shown as stale, never mended.
    #[must_use]
    pub fn is_live(&self, text: &str) -> bool {
        self.range.slice(text) == Some(self.quote.as_str())
    }
}

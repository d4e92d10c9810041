//! What a caller can act on.

/// Why a tokenizer could not be read, extended or written.
#[derive(Debug, thiserror::Error)]
pub enum TokenizerError {
    /// The file is not a tokenizer.
    #[error(
        "reading the tokenizer: {0}; name a Hugging Face tokenizer.json, as saved by a fast tokenizer"
    )]
    Unreadable(String),
    /// The tokenizer refused the work.
    #[error("{attempted}: the tokenizer answered {found}; check it with its own library")]
    Refused {
        /// What was attempted.
        attempted: &'static str,
        /// What it answered.
        found: String,
    },
}

impl TokenizerError {
    pub(crate) fn refused(
        attempted: &'static str,
    ) -> impl FnOnce(Box<dyn std::error::Error + Send + Sync>) -> Self {
        move |found| Self::Refused {
            attempted,
            found: found.to_string(),
        }
    }
}

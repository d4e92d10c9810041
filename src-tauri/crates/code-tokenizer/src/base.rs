//! The tokenizer that a model has, as read and written here.

use tokenizers::{AddedToken, Tokenizer};

use crate::error::TokenizerError;

/// A token that stands for itself.
pub(crate) fn token(text: &str) -> AddedToken {
    AddedToken::from(text, false)
        .single_word(true)
        .normalized(false)
}

/// Reads a `tokenizer.json`. Cutting off and padding are settings for training, and would hide what is proven
/// here.
pub(crate) fn read(bytes: &[u8]) -> Result<Tokenizer, TokenizerError> {
    Tokenizer::from_bytes(bytes).map_err(|e| TokenizerError::Unreadable(e.to_string()))
}

/// A tokenizer that encodes whole texts.
pub(crate) fn whole(mut tokenizer: Tokenizer) -> Result<Tokenizer, TokenizerError> {
    tokenizer
        .with_truncation(None)
        .map_err(TokenizerError::refused("turning truncation off"))?;
    tokenizer.with_padding(None);
    Ok(tokenizer)
}

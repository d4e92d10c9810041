//! Adding the codes.

use icd10cm::Codebook;
use tokenizers::AddedToken;

use crate::base::{read, token};
use crate::error::TokenizerError;
use crate::initialization::{self, Initialization};
use crate::spelling::{self, Spellings};

/// A tokenizer with the codes of a release.
pub struct Built {
    /// The extended `tokenizer.json`.
    pub tokenizer: String,
    /// What each new row of an embedding table may be initialized from.
    pub initialization: Initialization,
}

/// Adds every code and header of a release to a tokenizer. The tokens are matched in the text as it is written,
/// before the tokenizer normalizes it, and only as whole words, the longest first: `E11` is not found in
/// `E11.9`, and `e11.9` is left to the tokenizer as it was. They are not special tokens, so that decoding
/// never leaves them out.
///
/// # Errors
/// Where `base` is no tokenizer, or cannot be written again.
pub fn build(base: &[u8], book: &Codebook, spellings: Spellings) -> Result<Built, TokenizerError> {
    let base = read(base)?;
    let mut extended = base.clone();
    let list = spelling::all(book, spellings);
    let tokens: Vec<AddedToken> = list.iter().map(|s| token(&s.text)).collect();
    extended.add_tokens(&tokens);
    let initialization = initialization::make(&base, &extended, book, &list)?;
    let tokenizer = extended
        .to_string(false)
        .map_err(TokenizerError::refused("writing the tokenizer"))?;
    Ok(Built {
        tokenizer,
        initialization,
    })
}

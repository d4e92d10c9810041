//! Every code of a release as one token of a Hugging Face tokenizer, and the proof of it.
//!
//! [`build`] adds codes and headers to a tokenizer that a language model already has, and says for each new
//! row of the model's embedding table what it may be initialized from: the tokens of the code's title, the
//! row of its parent, the rows of its siblings. [`check`] encodes and decodes every code, alone and in running
//! text. A crate of its own, so that the desktop program does not carry a tokenizer.
#![forbid(unsafe_code)]

mod base;
mod build;
mod check;
mod error;
mod initialization;
mod spelling;

pub use build::{Built, build};
pub use check::{Depth, Fault, Report, check};
pub use error::TokenizerError;
pub use initialization::{Initialization, Row, RowKind};
pub use spelling::Spellings;

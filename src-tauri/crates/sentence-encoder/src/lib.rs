//! What does a sentence mean, by a model that a person has on disk?
//!
//! A [`SentenceEncoder`] is made of the files of a Hugging Face folder: `config.json`, `tokenizer.json` and
//! `model.safetensors` of a BERT or RoBERTa encoder, with the pooling of Sentence Transformers where the folder has it
//! (the mean over the tokens otherwise). It is the forward pass and no more: no training, no graphics card.
//!
//! The crate opens no file and no connection, and starts no threads.
#![forbid(unsafe_code)]

mod config;
mod encoder;
mod forward;
mod pooling;
mod weights;

pub use encoder::{Files, SentenceEncoder};

/// Why a folder's files make no encoder. Displayed as a clause that says what was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncoderError {
    /// `config.json`, or the pooling beside it.
    #[error("config.json {0}")]
    Config(String),
    /// The layers behind the encoder.
    #[error("the model's modules {0}")]
    Modules(String),
    /// `tokenizer.json`.
    #[error("tokenizer.json {0}")]
    Tokenizer(String),
    /// `model.safetensors`.
    #[error("model.safetensors {0}")]
    Weights(String),
}

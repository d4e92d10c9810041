//! Sentences into vectors.

use std::fmt;

use ndarray::{Axis, Slice};
use retrieval::dense::Embed;
use tokenizers::{Tokenizer, TruncationParams};

use crate::EncoderError;
use crate::config::{Activation, Config};
use crate::forward::{Token, forward};
use crate::pooling::{Pooling, check_modules};
use crate::weights::Weights;

/// Most tokens of a text that are read: a phrase of the book or a sentence.
const LONGEST: usize = 128;
/// Texts are put together until they have so many tokens; then they go through the layers at once.
const TOGETHER: usize = 512;

/// The files of a model's folder.
#[derive(Debug, Clone, Copy)]
pub struct Files<'f> {
    /// `config.json`.
    pub config: &'f [u8],
    /// `tokenizer.json`.
    pub tokenizer: &'f [u8],
    /// `model.safetensors`.
    pub weights: &'f [u8],
    /// `modules.json` of Sentence Transformers, where the folder has it.
    pub modules: Option<&'f [u8]>,
    /// `1_Pooling/config.json`, where the folder has it; the mean of the tokens otherwise.
    pub pooling: Option<&'f [u8]>,
}

/// A sentence encoder, ready to be asked. The same files give the same vectors on the same processor.
pub struct SentenceEncoder {
    config: Config,
    activation: Activation,
    pooling: Pooling,
    tokenizer: Tokenizer,
    weights: Weights,
}

impl SentenceEncoder {
    /// Reads the files of a folder and tries them on a word.
    ///
    /// # Errors
    /// Where a file cannot be read, is of a kind of model that is not supported, or does not fit the others.
    pub fn read(files: &Files<'_>) -> Result<Self, EncoderError> {
        let config = Config::read(files.config)?;
        let activation = config.activation()?;
        files.modules.map_or(Ok(()), check_modules)?;
        let pooling = files.pooling.map_or(Ok(Pooling::Mean), Pooling::read)?;
        let unusable = |found: String| EncoderError::Tokenizer(format!("cannot be used ({found})"));
        let mut tokenizer =
            Tokenizer::from_bytes(files.tokenizer).map_err(|e| unusable(e.to_string()))?;
        let room = config.max_position_embeddings - config.first_position();
        tokenizer.with_padding(None);
        tokenizer
            .with_truncation(Some(TruncationParams {
                max_length: LONGEST.min(room),
                ..TruncationParams::default()
            }))
            .map_err(|e| unusable(e.to_string()))?;
        let weights = Weights::read(files.weights, &config)?;
        let words = weights.words.nrows();
        if tokenizer.get_vocab_size(true) > words {
            return Err(EncoderError::Weights(format!(
                "has rows for {words} tokens, fewer than tokenizer.json knows"
            )));
        }
        let encoder = Self {
            config,
            activation,
            pooling,
            tokenizer,
            weights,
        };
        if encoder.embed("disease").iter().all(|v| *v == 0.0) {
            return Err(EncoderError::Tokenizer(
                "makes nothing of a word".to_owned(),
            ));
        }
        Ok(encoder)
    }

    fn tokens(&self, text: &str) -> Vec<Token> {
        // a text that the tokenizer cannot read means nothing to the model
        let Ok(encoding) = self.tokenizer.encode(text, true) else {
            return Vec::new();
        };
        let first = self.config.first_position();
        let kinds = encoding.get_type_ids().iter();
        encoding
            .get_ids()
            .iter()
            .zip(kinds)
            .enumerate()
            .map(|(place, (word, kind))| Token {
                word: *word as usize,
                position: first + place,
                kind: *kind as usize,
            })
            .collect()
    }
}

impl Embed for SentenceEncoder {
    fn dimensions(&self) -> usize {
        self.config.hidden_size
    }

    fn embed(&self, text: &str) -> Vec<f32> {
        self.embed_all(&[text]).pop().unwrap_or_default()
    }

    fn embed_all(&self, texts: &[&str]) -> Vec<Vec<f32>> {
        let mut vectors = Vec::with_capacity(texts.len());
        let (mut tokens, mut sentences) = (Vec::new(), Vec::new());
        for (i, text) in texts.iter().enumerate() {
            let start = tokens.len();
            tokens.extend(self.tokens(text));
            sentences.push(start..tokens.len());
            if tokens.len() < TOGETHER && i + 1 < texts.len() {
                continue;
            }
            let state = forward(
                &self.weights,
                &self.config,
                self.activation,
                &tokens,
                &sentences,
            );
            vectors.extend(sentences.drain(..).map(|sentence| {
                if sentence.is_empty() {
                    vec![0.0; self.config.hidden_size]
                } else {
                    self.pooling
                        .pool(state.slice_axis(Axis(0), Slice::from(sentence)))
                }
            }));
            tokens.clear();
        }
        vectors
    }

    fn is_quick(&self) -> bool {
        false
    }
}

impl fmt::Debug for SentenceEncoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SentenceEncoder")
            .field("config", &self.config)
            .field("pooling", &self.pooling)
            .finish_non_exhaustive()
    }
}

//! Entries that mean the same without sharing words.
//!
//! A text becomes a vector: the sum of its words' vectors, each the mean of the vectors of its parts
//! (the word itself and its character n-grams, hashed into a table; after P. Bojanowski et al.,
//! "Enriching word vectors with subword information", 2017). The table is learnt from pairs of texts
//! that mean the same ([`Trainer`]); entries are compared by cosine ([`Vectors`]).

mod embedder;
mod random;
mod subword;
mod train;
mod vectors;

use crate::explanation::Explanation;

pub use embedder::Embedder;
pub use random::Draw;
pub use train::{Pair, Trainer, Training};
pub use vectors::{Neighbour, Vectors};

/// What makes vectors of texts: texts that mean the same come near each other.
pub trait Embed: std::fmt::Debug + Send + Sync {
    /// How many values a vector has.
    fn dimensions(&self) -> usize;

    /// The vector of a text, of length 1; zeros where it means nothing to the model.
    fn embed(&self, text: &str) -> Vec<f32>;

    /// The vectors of several texts, in their order.
    fn embed_all(&self, texts: &[&str]) -> Vec<Vec<f32>> {
        texts.iter().map(|text| self.embed(text)).collect()
    }

    /// Why a text and entry `doc` are as near as they are.
    fn explain(&self, text: &str, vectors: &Vectors, doc: u32) -> Explanation {
        let entry = vectors.get(doc).unwrap_or_default();
        let cosine = embedder::dot(&self.embed(text), &entry);
        Explanation::leaf("nearness in meaning (cosine), of the whole texts", cosine)
    }

    /// Whether a text takes microseconds; one that takes longer is asked for less.
    fn is_quick(&self) -> bool {
        true
    }
}

/// A set of entries that can be searched by vector.
pub trait Nearest {
    /// The entries whose vectors are nearest to `query` by cosine, best first, at most `limit`, of
    /// those that `filter` lets pass. A query of zeros finds nothing.
    fn nearest(&self, query: &[f32], limit: usize, filter: &dyn Fn(u32) -> bool) -> Vec<Neighbour>;
}

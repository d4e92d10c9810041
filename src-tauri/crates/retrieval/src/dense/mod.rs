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

pub use embedder::Embedder;
pub use random::Draw;
pub use train::{Pair, Trainer, Training};
pub use vectors::{Neighbour, Vectors};

/// A set of entries that can be searched by vector.
pub trait Nearest {
    /// The entries whose vectors are nearest to `query` by cosine, best first, at most `limit`, of
    /// those that `filter` lets pass. A query of zeros finds nothing.
    fn nearest(&self, query: &[f32], limit: usize, filter: &dyn Fn(u32) -> bool) -> Vec<Neighbour>;
}

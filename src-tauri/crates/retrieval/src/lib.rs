//! Which entries are like this phrase, and why.
//!
//! A [`Corpus`] holds short entries (titles, index paths, synonyms) as weighted words; a [`Query`] is
//! a phrase in any word order. Each word of a query is resolved against the vocabulary (exactly, as
//! a prefix, as a misspelling, joined or split: [`resolve`]), the entries are scored by BM25 with
//! coverage and completeness ([`bm25`]), and any score can be taken apart again
//! ([`Corpus::explain`]). [`dense`] finds entries that share meaning rather than words, and [`fusion`]
//! makes one list of several.
//!
//! The crate knows nothing of any classification or document. It does no input or output of its own
//! (an index is a set of columns in a [`mapped`] file), and the same input gives the same output.
#![forbid(unsafe_code)]

pub mod bm25;
mod corpus;
pub mod dense;
mod explanation;
pub mod fusion;
mod fuzzy;
pub mod normalize;
mod query;
pub mod resolve;
mod search;
mod spelling;
mod vocabulary;

pub use corpus::{Corpus, CorpusBuilder, Doc, FieldWeight};
pub use explanation::Explanation;
pub use query::{Query, QueryOptions, QueryWord};
pub use search::Hit;
pub use spelling::Spelling;
pub use vocabulary::Vocabulary;

//! Where things are in a clinical text: ranges, tokens, sentences, sections, UTF-16.
#![forbid(unsafe_code)]

mod range;

pub use range::TextRange;

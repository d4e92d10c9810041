//! Where things are in a clinical text: ranges, lines, sentences, sections, problem-list items, UTF-16.
//!
//! Text is immutable; everything else is a range beside it.
#![forbid(unsafe_code)]

mod deidentify;
mod item;
mod offsets;
mod range;
mod section;
mod sentence;

pub use deidentify::{Deidentified, Identifier, IdentifierKind, deidentify, identifiers};
pub use item::{Item, items};
pub use offsets::{Offsets, Unit};
pub use range::TextRange;
pub use section::{Heading, Section, SectionKind, sections};
pub use sentence::sentences;

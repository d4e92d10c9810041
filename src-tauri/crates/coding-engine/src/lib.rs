//! How a note becomes suggestions: tasks, agents, pipeline, grounding. No input or output, no clock,
//! no threads of its own; the same input gives the same output.
#![forbid(unsafe_code)]

pub mod lexicon;
pub mod search;

pub use lexicon::Lexicon;

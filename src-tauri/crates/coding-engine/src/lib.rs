//! How a note becomes suggestions: tasks, agents, pipeline, grounding. No input or output, no clock,
//! no threads of its own; the same input gives the same output.
#![forbid(unsafe_code)]

pub mod calibration;
pub mod complete;
pub mod dictionary;
pub mod extract;
mod grounding;
mod leaf;
pub mod learning;
pub mod lexicon;
pub mod local;
pub mod pipeline;
pub mod score;
pub mod search;
pub mod structure;
pub mod task;
pub mod trees;

pub use dictionary::Dictionary;
pub use lexicon::Lexicon;
pub use pipeline::{Correction, Engine, MAX_DOCUMENT, Passed, Reach, RunOptions, Worked};

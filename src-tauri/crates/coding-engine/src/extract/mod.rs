//! From text to mentions.

pub mod abbreviation;
pub mod context;
pub mod matcher;

//! From text to mentions.

pub mod abbreviation;
pub mod context;
pub mod laterality;
pub mod matcher;
pub mod phrases;
pub mod seventh;

//! Indexes and tables: from their XML to rows, and cross references to their targets.

pub(crate) mod parse;
pub(crate) mod resolve;

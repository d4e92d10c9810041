//! Charts in and records out, as bytes and values: no file is opened here, no clock read, nothing sent.
//!
//! [`read`] makes charts of files, [`lines`] notes of lines of JSON. [`record`] is everything that can be told of an encounter; [`write`] puts it into a format.
#![forbid(unsafe_code)]

pub mod lines;
pub mod read;
pub mod record;
pub mod write;

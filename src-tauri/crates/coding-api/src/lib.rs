//! What a person can do: use cases, wire types, error codes.
#![forbid(unsafe_code)]

pub mod dto;
mod error;

pub use error::{ApiError, ErrorCode};

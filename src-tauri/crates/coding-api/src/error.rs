//! Errors as the outside sees them: a code where the interface branches on it, and one clear line.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of error it is, where a caller does something different about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum ErrorCode {
    /// The input is not usable; the message says what to do.
    Input,
    /// No release is installed, or not the asked one.
    NoRelease,
    /// There is no such thing.
    NotFound,
    /// The database cannot be used.
    Store,
    /// The database cannot be written to.
    ReadOnly,
    /// Something outside failed: disk or network.
    Outside,
}

/// An error: a code and one line that says what was attempted, what was found and what to do.
#[derive(Debug, Clone, Serialize, Deserialize, TS, thiserror::Error)]
#[ts(export)]
#[error("{message}")]
pub struct ApiError {
    /// Kind.
    pub code: ErrorCode,
    /// One line; never holds note text.
    pub message: String,
}

impl ApiError {
    /// An error of a kind.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

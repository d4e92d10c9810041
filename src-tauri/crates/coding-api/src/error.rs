//! Errors as the outside sees them: a code where the interface branches on it, and one clear line.

use std::path::Path;

use coding_store::StoreError;
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
    /// The database is locked with a passphrase, and none that fits was given.
    Locked,
    /// Nobody has signed in, or the program is locked.
    SignIn,
    /// The passphrase of who works now is to be given again.
    Confirm,
    /// The person who works now has not the role for it.
    NotAllowed,
    /// Somebody else changed the same thing meanwhile; it is to be looked at anew.
    Overtaken,
    /// The chart is signed; it changes by an amendment alone.
    Signed,
    /// The database cannot be written to.
    ReadOnly,
    /// What is set cannot be read by this version; it can be set aside and begun anew.
    Unreadable,
    /// A person must first look at what would be sent to a host outside, and say yes.
    Consent,
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
        Self {
            code,
            message: message.into(),
        }
    }

    /// The input is not usable.
    pub fn input(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Input, message)
    }

    /// There is no such thing.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::NotFound, message)
    }

    /// Something outside failed.
    pub fn outside(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Outside, message)
    }

    /// What is to be written, or that it could not be put into words.
    pub(crate) fn kept<T>(attempted: &str, made: serde_json::Result<T>) -> Result<T, Self> {
        made.map_err(|error| {
            Self::new(
                ErrorCode::Store,
                format!("{attempted}: it could not be put into a form to write: {error}; nothing was written"),
            )
        })
    }

    /// The disk refused something: what was attempted, on which file.
    pub(crate) fn disk(attempted: &str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let place = path.display().to_string();
        move |error| {
            Self::outside(format!(
                "{attempted} {place}: {error}; check the disk and the folder's permissions"
            ))
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let code = match error {
            StoreError::ReadOnly { .. } => ErrorCode::ReadOnly,
            StoreError::PassphraseNeeded { .. } | StoreError::PassphraseWrong { .. } => {
                ErrorCode::Locked
            }
            StoreError::Overtaken(_) => ErrorCode::Overtaken,
            StoreError::Signed(_) => ErrorCode::Signed,
            StoreError::NoEncounter(_) | StoreError::NoDocument { .. } => ErrorCode::NotFound,
            _ => ErrorCode::Store,
        };
        Self::new(code, error.to_string())
    }
}

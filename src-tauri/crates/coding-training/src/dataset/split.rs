//! Which part of the data set something belongs to.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Parts of the data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    /// To learn from: eight in ten.
    Train,
    /// To choose by: one in ten.
    Validation,
    /// To measure on: one in ten.
    Test,
}

impl Split {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Train, Self::Validation, Self::Test];

    /// Name of its file.
    #[must_use]
    pub fn file(self) -> &'static str {
        match self {
            Self::Train => "train.jsonl",
            Self::Validation => "validation.jsonl",
            Self::Test => "test.jsonl",
        }
    }
}

/// The part of a key: the hash of an encounter, so that all of one encounter lies in one part and stays there
/// whatever else is exported; for what is synthetic, the code, so that no code is learnt and measured at once.
#[must_use]
pub fn split_of(key: &str) -> Split {
    match hash(key).first().copied().unwrap_or(0) % 10 {
        0..=7 => Split::Train,
        8 => Split::Validation,
        _ => Split::Test,
    }
}

/// A short name for a key from which the key cannot be told without it.
pub(crate) fn name(prefix: &str, key: &str) -> String {
    let digits: String = hash(key)
        .iter()
        .take(8)
        .map(|b| format!("{b:02x}"))
        .collect();
    format!("{prefix}-{digits}")
}

fn hash(key: &str) -> [u8; 32] {
    Sha256::digest(key.as_bytes()).into()
}

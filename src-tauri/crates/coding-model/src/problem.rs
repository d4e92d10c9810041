//! Something a reader could not make sense of, without giving up.

use serde::{Deserialize, Serialize};

/// One thing that was passed over and why. Never holds note text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The stage that met it ("extract", "ground").
    pub stage: String,
    /// What it was and what was done about it.
    pub message: String,
}

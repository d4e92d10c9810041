//! How something came about, stage by stage.

use serde::{Deserialize, Serialize};

/// One step of a trail. May quote the note: it is part of the patient's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrailStep {
    /// Stage: extract, navigate, validate, reconcile, verify; or a person's step in the book.
    pub stage: String,
    /// Agent or person.
    pub agent: String,
    /// What was seen and done.
    pub text: String,
}

//! What a reader could not make sense of.

use std::fmt;

use serde::Serialize;

/// What kind of problem it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// The file is not well-formed, or not one of a release.
    File,
    /// An element the schema does not know, or one in the wrong place.
    Structure,
    /// A code that is not well-formed, or not in the release.
    Code,
    /// A cross reference that leads nowhere.
    CrossReference,
    /// A code named in a note that is not in the release.
    NoteReference,
}

/// One problem, with the place it was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Kind.
    pub kind: ProblemKind,
    /// Part and entry it was met at ("index: Abscess, skin").
    pub place: String,
    /// What was found and what was done about it.
    pub message: String,
}

impl Problem {
    pub(crate) fn new(
        kind: ProblemKind,
        place: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            place: place.into(),
            message: message.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

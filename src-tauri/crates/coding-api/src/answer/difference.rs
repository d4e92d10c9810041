//! Answer of `codeset diff`.

use serde::Serialize;

use super::FORMAT;
use crate::codeset::Library;
use crate::dto::{ChangedNoteDto, DifferenceQueryDto};
use crate::{ApiError, codebook};

/// All changes between two releases.
#[derive(Debug, Clone, Serialize)]
pub struct DifferenceAnswer {
    /// 1.
    pub format: u32,
    /// The older release.
    pub older: String,
    /// The newer release.
    pub newer: String,
    /// How many changes of each kind there are.
    pub counts: Vec<DifferenceCount>,
    /// The changes in tabular order, deletions last.
    pub changes: Vec<DifferenceChange>,
}

/// How many changes of a kind.
#[derive(Debug, Clone, Serialize)]
pub struct DifferenceCount {
    /// "added", "deleted", "became-header", "became-billable", "retitled", "notes".
    pub kind: String,
    /// How many.
    pub count: u32,
}

/// One change.
#[derive(Debug, Clone, Serialize)]
pub struct DifferenceChange {
    /// Kind.
    pub kind: String,
    /// Code, block or "chapter-9".
    pub code: String,
    /// Billable in the newer release, or where it is deleted in the older.
    pub billable: bool,
    /// Title in the older release.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// Title in the newer release.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// Notes that came.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes_added: Vec<DifferenceNote>,
    /// Notes that went.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes_removed: Vec<DifferenceNote>,
}

/// A note that came or went.
#[derive(Debug, Clone, Serialize)]
pub struct DifferenceNote {
    /// Kind.
    pub kind: String,
    /// Text.
    pub text: String,
}

/// The changes between two releases, of one kind where it is given.
///
/// # Errors
/// Where one of them is not installed, both are the same, or the kind is none.
pub fn difference(
    library: &Library,
    one: &str,
    other: &str,
    kind: Option<&str>,
    billable: bool,
) -> Result<DifferenceAnswer, ApiError> {
    let query = DifferenceQueryDto {
        kind: kind.map(str::to_owned),
        billable: Some(billable),
        limit: Some(u32::MAX),
        ..DifferenceQueryDto::default()
    };
    let found = codebook::code_difference(library, one, other, &query)?;
    let notes = |notes: Vec<ChangedNoteDto>| {
        notes
            .into_iter()
            .map(|n| DifferenceNote {
                kind: n.kind,
                text: n.text,
            })
            .collect()
    };
    Ok(DifferenceAnswer {
        format: FORMAT,
        older: found.older,
        newer: found.newer,
        counts: found
            .counts
            .into_iter()
            .map(|(kind, count)| DifferenceCount { kind, count })
            .collect(),
        changes: found
            .rows
            .into_iter()
            .map(|c| DifferenceChange {
                kind: c.kind,
                code: c.code,
                billable: c.billable,
                from: c.from,
                to: c.to,
                notes_added: notes(c.notes_added),
                notes_removed: notes(c.notes_removed),
            })
            .collect(),
    })
}

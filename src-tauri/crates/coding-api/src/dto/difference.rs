//! Releases beside each other, and what separates a code from its neighbours.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A note that came or went.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ChangedNoteDto {
    /// "includes", "excludes1", … as in `NoteDto`.
    pub kind: String,
    /// Text.
    pub text: String,
}

/// What changed at a code, header, block or chapter from one release to the next.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ChangeDto {
    /// "added", "deleted", "became-header", "became-billable", "retitled", "notes".
    pub kind: String,
    /// What to open: a code, "chapter-9", "I30-I5A".
    pub code: String,
    /// Chapter.
    pub chapter: String,
    /// Whether it is billable: in the newer release, or where it is deleted in the older.
    pub billable: bool,
    /// The older release.
    pub older: String,
    /// The newer release.
    pub newer: String,
    /// Title in the older release; empty where it is added.
    pub from: String,
    /// Title in the newer release; empty where it is deleted.
    pub to: String,
    /// Its own notes that came.
    pub notes_added: Vec<ChangedNoteDto>,
    /// Its own notes that went.
    pub notes_removed: Vec<ChangedNoteDto>,
}

/// Which changes to show.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, optional_fields)]
pub struct DifferenceQueryDto {
    /// Kind; all where none is given.
    pub kind: Option<String>,
    /// Chapter ("9"); all where none is given.
    pub chapter: Option<String>,
    /// Words of a title, or the beginning of a code.
    pub words: Option<String>,
    /// Only billable codes.
    pub billable: Option<bool>,
    /// How many to pass over.
    pub offset: Option<u32>,
    /// Most rows.
    pub limit: Option<u32>,
}

/// A page of the changes between two releases.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DifferenceDto {
    /// The older release.
    pub older: String,
    /// The newer release.
    pub newer: String,
    /// All changes by kind, whatever is asked for.
    pub counts: Vec<(String, u32)>,
    /// The changes by kind that are asked for but for their kind.
    pub found: Vec<(String, u32)>,
    /// How many rows there are in all pages.
    pub total: u32,
    /// The page, in tabular order.
    pub rows: Vec<ChangeDto>,
}

/// What one installed release says of a code.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ReleaseStatusDto {
    /// Release.
    pub release: String,
    /// First day in force.
    pub effective: String,
    /// Last day in force, as far as is known.
    pub until: Option<String>,
    /// "billable", "header", "absent".
    pub status: String,
    /// Title there; empty where it is absent.
    pub title: String,
}

/// A code through all installed releases.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CodeHistoryDto {
    /// Code, dotted.
    pub code: String,
    /// Every installed release, newest first.
    pub releases: Vec<ReleaseStatusDto>,
    /// What changed from each release to the next, newest first.
    pub changes: Vec<ChangeDto>,
    /// The same in one sentence: "billable to 2025-09-30 (FY2025-04); header from 2026-04-01 (FY2026-04)".
    pub summary: String,
}

/// A value of a fact.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RungOptionDto {
    /// As the titles tell it ("right", "stage 3a").
    pub value: String,
    /// The one code or header of the value; none where the value alone does not decide.
    pub code: Option<String>,
    /// Title of that code.
    pub title: String,
    /// Whether that code is complete.
    pub billable: bool,
    /// All codes of the value.
    pub codes: Vec<String>,
    /// Whether it says that the fact is not known.
    pub unspecified: bool,
    /// Whether it is the value of the entry on show.
    pub chosen: bool,
}

/// A fact that separates an entry from its neighbours, or its codes from each other.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RungDto {
    /// "side", "episode", "trimester", "stage", "severity", "type", "openness", "displacement", "acuity", "intent",
    /// "course", "with", "fetus", "seventh-character", "detail".
    pub axis: String,
    /// The value here; none where the entry does not tell.
    pub here: Option<String>,
    /// The header whose codes are compared.
    pub within: String,
    /// The values in tabular order.
    pub options: Vec<RungOptionDto>,
}

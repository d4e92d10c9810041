//! The Official Guidelines: a list of sections, and one of them whole.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::NoteRefDto;

/// A guideline in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct GuidelineRowDto {
    /// Number to open and to cite, "I.C.9.a.1".
    pub number: String,
    /// Title.
    pub title: String,
    /// Depth: 0 for a section.
    pub depth: u8,
    /// Chapter it is about.
    pub chapter: Option<u8>,
    /// Whether it has text of its own.
    pub has_text: bool,
    /// Why it is shown for a code: "names", "names-header", "names-below", "range", "chapter", "wide-range".
    pub bearing: Option<String>,
}

/// A list of guidelines.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct GuidelineListDto {
    /// Fiscal year of the text.
    pub year: Option<u16>,
    /// Said where none are installed, or they are of another year than the release.
    pub notice: Option<String>,
    /// The rows: all in order, or what was asked for, nearest first.
    pub rows: Vec<GuidelineRowDto>,
}

/// Another guideline named in a text.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct GuidelineLinkDto {
    /// Stretch in the text (UTF-16).
    pub start: u32,
    /// Behind the stretch.
    pub end: u32,
    /// Number to open.
    pub number: String,
}

/// One guideline.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct GuidelineDto {
    /// Fiscal year of the text.
    pub year: Option<u16>,
    /// Said where it is of another year than the release.
    pub notice: Option<String>,
    /// How it is cited: "Official Guidelines FY2026, I.C.9.a.1".
    pub citation: String,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Its own text; paragraphs are separated by line feeds.
    pub text: String,
    /// Codes named in the text that the release has.
    pub refs: Vec<NoteRefDto>,
    /// Other guidelines named in the text.
    pub links: Vec<GuidelineLinkDto>,
    /// The guidelines above it, from the section down.
    pub lineage: Vec<GuidelineRowDto>,
    /// The guidelines straight below it.
    pub children: Vec<GuidelineRowDto>,
    /// The one before it in the text.
    pub previous: Option<GuidelineRowDto>,
    /// The one behind it.
    pub next: Option<GuidelineRowDto>,
}

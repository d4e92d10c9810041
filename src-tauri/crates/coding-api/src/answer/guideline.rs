//! Answer of `guideline`.

use serde::Serialize;

use super::FORMAT;
use crate::codeset::{Edition, Library};
use crate::dto::GuidelineRowDto;
use crate::{ApiError, codebook};

/// One guideline, or a list of them.
#[derive(Debug, Clone, Serialize)]
pub struct GuidelineAnswer {
    /// 1.
    pub format: u32,
    /// Release it was asked for.
    pub release: String,
    /// Fiscal year of the text.
    pub fiscal_year: Option<u16>,
    /// Said where none are installed or they are of another year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// The guideline that was asked for by its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guideline: Option<GuidelineText>,
    /// The guidelines below it; or those that were asked for by code or words, nearest first; or all of them.
    pub guidelines: Vec<GuidelineRow>,
}

/// One guideline with its text.
#[derive(Debug, Clone, Serialize)]
pub struct GuidelineText {
    /// How it is cited.
    pub citation: String,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Text of its own; paragraphs are separated by line feeds.
    pub text: String,
    /// Codes it names that the release has, each once, as first named.
    pub codes: Vec<String>,
    /// Numbers of the guidelines above it.
    pub above: Vec<String>,
}

/// A guideline in a list.
#[derive(Debug, Clone, Serialize)]
pub struct GuidelineRow {
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Why it is in an answer to a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bearing: Option<String>,
}

/// One guideline by its number.
///
/// # Errors
/// Where there is none of that number or none are installed.
pub fn guideline(
    library: &Library,
    edition: &Edition,
    number: &str,
) -> Result<GuidelineAnswer, ApiError> {
    let found = codebook::guideline(library, edition, number)?;
    let mut codes: Vec<String> = Vec::new();
    for named in found.refs {
        if !codes.contains(&named.code) {
            codes.push(named.code);
        }
    }
    Ok(GuidelineAnswer {
        format: FORMAT,
        release: edition.name().to_owned(),
        fiscal_year: found.year,
        notice: found.notice,
        guideline: Some(GuidelineText {
            citation: found.citation,
            number: found.number,
            title: found.title,
            text: found.text,
            codes,
            above: found.lineage.into_iter().map(|g| g.number).collect(),
        }),
        guidelines: found.children.into_iter().map(row).collect(),
    })
}

/// All guidelines, or those for a code or with words.
///
/// # Errors
/// Where the code is none of the release.
pub fn guidelines(
    library: &Library,
    edition: &Edition,
    code: Option<&str>,
    words: Option<&str>,
) -> Result<GuidelineAnswer, ApiError> {
    let found = codebook::guideline_list(library, edition, code, words)?;
    Ok(GuidelineAnswer {
        format: FORMAT,
        release: edition.name().to_owned(),
        fiscal_year: found.year,
        notice: found.notice,
        guideline: None,
        guidelines: found.rows.into_iter().map(row).collect(),
    })
}

fn row(row: GuidelineRowDto) -> GuidelineRow {
    GuidelineRow {
        number: row.number,
        title: row.title,
        bearing: row.bearing,
    }
}

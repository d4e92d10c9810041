//! Answer of `lookup`.

use serde::Serialize;

use super::FORMAT;
use crate::codeset::Edition;
use crate::{ApiError, codebook};

/// What the book offers for a phrase.
#[derive(Debug, Clone, Serialize)]
pub struct LookupAnswer {
    /// 1.
    pub format: u32,
    /// Release that was searched.
    pub release: String,
    /// Best first.
    pub results: Vec<LookupResult>,
    /// What was written out or guessed to find them.
    pub notices: Vec<String>,
    /// The meanings of a short form that nothing around it tells apart.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ambiguous: Vec<LookupMeaning>,
}

/// A meaning of an ambiguous short form.
#[derive(Debug, Clone, Serialize)]
pub struct LookupMeaning {
    /// As asked.
    pub short: String,
    /// What it may stand for.
    pub expansion: String,
    /// The table it stands in.
    pub source: String,
}

/// One result.
#[derive(Debug, Clone, Serialize)]
pub struct LookupResult {
    /// Code or header, dotted.
    pub code: String,
    /// Title.
    pub title: String,
    /// Complete as it stands.
    pub billable: bool,
    /// "official", "starter", "derived", "tabular".
    pub source: String,
    /// Titles of the entry's path.
    pub path: Vec<String>,
    /// Only the order means something.
    pub score: f32,
    /// Whether a word was guessed at.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub guessed: bool,
    /// How the score came about, an indented line a part; where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
}

/// Adds to each result of an answer how its score came about: what its words add, and what nearness in meaning does.
///
/// # Errors
/// Where the search cannot be opened.
pub fn explain(edition: &Edition, phrase: &str, answer: &mut LookupAnswer) -> Result<(), ApiError> {
    let limit = answer.results.len();
    for result in &mut answer.results {
        result.explanation = codebook::explanation(edition, phrase, &result.code, limit)?;
    }
    Ok(())
}

/// Looks a phrase up.
///
/// # Errors
/// Where the phrase is empty or the search cannot be opened.
pub fn lookup(edition: &Edition, phrase: &str, limit: usize) -> Result<LookupAnswer, ApiError> {
    if phrase.trim().is_empty() {
        return Err(ApiError::input(
            "looking up a phrase: it is empty; name a condition or a code",
        ));
    }
    let found = codebook::lookup(edition, phrase, limit, false)?;
    Ok(LookupAnswer {
        format: FORMAT,
        release: edition.name().to_owned(),
        results: found
            .results
            .into_iter()
            .map(|r| LookupResult {
                code: r.code,
                title: r.title,
                billable: r.billable,
                source: r.source,
                path: r.path,
                score: r.score,
                guessed: r.guessed,
                explanation: None,
            })
            .collect(),
        notices: found.notices,
        ambiguous: found
            .ambiguous
            .into_iter()
            .map(|m| LookupMeaning {
                short: m.short,
                expansion: m.expansion,
                source: m.source,
            })
            .collect(),
    })
}

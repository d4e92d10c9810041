//! Scores by chapter of the Tabular List.

use std::collections::BTreeMap;

use icd10cm::{Code, Codebook};
use serde::Serialize;

use super::count::Counts;
use super::matching::{Gold, golds, pair};
use super::score::{ScoredNote, codes};

/// Scores of one chapter.
#[derive(Debug, Clone, Serialize)]
pub struct ChapterScores {
    /// Number of the chapter; 0 for labels of which no category is in the release.
    pub chapter: u32,
    /// Its title.
    pub title: String,
    /// Labels.
    pub gold: usize,
    /// Suggested codes.
    pub predicted: usize,
    /// Precision.
    pub precision: f64,
    /// Recall.
    pub recall: f64,
    /// Harmonic mean.
    pub f1: f64,
}

/// Scores by chapter, in the order of the Tabular List; chapters with neither label nor suggestion are left out.
#[must_use]
pub fn chapters(notes: &[ScoredNote<'_>], labels: &str, codebook: &Codebook) -> Vec<ChapterScores> {
    let numbers: BTreeMap<String, u32> = codebook.chapters().map(|c| c.place()).zip(1..).collect();
    let number = |code: Code| chapter_place(codebook, code).and_then(|p| numbers.get(&p).copied());
    let mut sums: BTreeMap<u32, Counts> = BTreeMap::new();
    for scored in notes {
        let golds = golds(scored.labels(labels), codebook);
        let predicted = codes(scored.answer, |list| list == "suggest");
        let met = pair(&predicted, &golds);
        for (code, met) in predicted.iter().zip(&met) {
            let counts = sums.entry(number(*code).unwrap_or(0)).or_default();
            counts.hit += usize::from(met.is_some());
            counts.extra += usize::from(met.is_none());
        }
        for (i, gold) in golds.iter().enumerate() {
            if !met.contains(&Some(i)) {
                let at = gold.code().and_then(number).unwrap_or(0);
                sums.entry(at).or_default().missed += 1;
            }
        }
    }
    let titles: Vec<String> = codebook.chapters().map(|c| c.title().to_owned()).collect();
    sums.into_iter()
        .map(|(chapter, counts)| ChapterScores {
            chapter,
            title: (chapter as usize)
                .checked_sub(1)
                .and_then(|i| titles.get(i).cloned())
                .unwrap_or_else(|| "not in the release".to_owned()),
            gold: counts.hit + counts.missed,
            predicted: counts.hit + counts.extra,
            precision: counts.precision(),
            recall: counts.recall(),
            f1: counts.f1(),
        })
        .collect()
}

/// The chapter of a code, or of its category where the code itself is of another release.
pub(super) fn chapter_place(codebook: &Codebook, code: Code) -> Option<String> {
    let entry = codebook
        .entry_of(code)
        .or_else(|| codebook.entry_of(code.category()))?;
    Some(entry.chapter().place())
}

impl Gold {
    /// The code a label names, in this release or not.
    pub(super) fn code(&self) -> Option<Code> {
        match self {
            Self::Code(code) | Self::Header(code) => Some(*code),
            Self::Absent(text) => Code::parse(text.trim_end_matches(['-', '.'])).ok(),
        }
    }
}

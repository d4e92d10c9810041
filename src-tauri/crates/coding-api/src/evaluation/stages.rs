//! How much of the labels is still there after each stage of the pipeline.

use coding_engine::Reach;
use icd10cm::{Code, Codebook};
use serde::Serialize;

use super::count::ratio;
use super::matching::{Gold, golds, pair};
use super::score::{ScoredNote, codes};

/// Recall after a stage.
#[derive(Debug, Clone, Serialize)]
pub struct StageRecall {
    /// The stage.
    pub stage: &'static str,
    /// When a label counts as still there.
    pub counts: &'static str,
    /// Share of the labels.
    pub recall: f64,
}

/// Recall after extraction, navigation, validation, reconciliation and verification. `reached` is what the engine
/// knew of each note, in the order of the notes.
#[must_use]
pub fn stages(
    notes: &[ScoredNote<'_>],
    reached: &[Reach],
    labels: &str,
    codebook: &Codebook,
) -> Vec<StageRecall> {
    let mut found = [0_usize; 5];
    let mut all = 0;
    for (scored, reach) in notes.iter().zip(reached) {
        let golds = golds(scored.labels(labels), codebook);
        all += golds.len();
        let category = |g: &Gold| {
            g.code()
                .is_some_and(|g| reach.named.iter().any(|c| c.category() == g.category()))
        };
        let stem = |g: &Gold| match g {
            Gold::Code(code) => reach.leads.iter().any(|l| code.starts_with(*l)),
            Gold::Header(code) => reach
                .leads
                .iter()
                .any(|l| code.starts_with(*l) || l.starts_with(*code)),
            Gold::Absent(_) => false,
        };
        let met = |codes: &[Code]| pair(codes, &golds).iter().flatten().count();
        let standing: Vec<Code> = scored
            .answer
            .suggestions
            .iter()
            .filter(|s| !s.is_held_back())
            .filter_map(|s| Code::parse(&s.code).ok())
            .collect();
        let counts = [
            golds.iter().filter(|g| category(g)).count(),
            golds.iter().filter(|g| stem(g)).count(),
            met(&reach.candidates),
            met(&standing),
            met(&codes(scored.answer, |list| list == "suggest")),
        ];
        for (sum, n) in found.iter_mut().zip(counts) {
            *sum += n;
        }
    }
    let named = [
        (
            "extraction",
            "a mention names an entry of the label's category",
        ),
        ("navigation", "an entry leads to the label or its stem"),
        (
            "validation",
            "the label is among the candidates, denied ones included",
        ),
        ("reconciliation", "it stands, and nothing holds it back"),
        ("verification", "it is suggested"),
    ];
    named
        .into_iter()
        .zip(found)
        .map(|((stage, counts), n)| StageRecall {
            stage,
            counts,
            recall: ratio(n, all),
        })
        .collect()
}

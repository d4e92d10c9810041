//! What learning from decisions would gain: notes one after the other, a coder who decides by the labels, and every
//! note measured before its own decisions are known.

use coding_engine::calibration::fitted_threshold;
use coding_engine::learning::{Learned, Verdicts};
use coding_model::{List, Suggestion};
use icd10cm::{Code, Codebook};
use serde::Serialize;

use super::count::Counts;
use super::labelled::LabelledNote;
use super::matching::{golds, pair};
use crate::ApiError;
use crate::answer::NoteCoder;
use crate::codeset::lexicon;

/// How the simulated coder decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coder {
    /// Nothing is learned.
    None,
    /// Accepts what is among the labels and rejects what is not.
    Honest,
    /// Decides every suggestion both ways, as two who never agree.
    Contradicting,
    /// Accepts and rejects by chance.
    Random,
}

/// Scores with one kind of coder.
#[derive(Debug, Clone, Serialize)]
pub struct Simulated {
    /// Who decided.
    pub coder: &'static str,
    /// micro-F1 over all notes.
    pub micro_f1: f64,
    /// micro-F1 over the second half, when more was known.
    pub second_half_f1: f64,
    /// Codes that were on another list than without learning.
    pub moved: usize,
}

/// Simulates each kind of coder over the notes in their order.
///
/// # Errors
/// As [`NoteCoder::code`].
pub fn simulate_learning(
    coder: &NoteCoder<'_>,
    notes: &[&LabelledNote],
    labels: &str,
    codebook: &Codebook,
) -> Result<Vec<Simulated>, ApiError> {
    let mut runs = Vec::with_capacity(notes.len());
    for note in notes {
        let (encounter, run) = coder.run(note.note.clone())?;
        let texts = note.codes.get(labels).map_or(&[][..], Vec::as_slice);
        let threshold = fitted_threshold(lexicon(), encounter.setting.is_outpatient());
        runs.push((run.suggestions, golds(texts, codebook), threshold));
    }
    let kinds = [
        ("nothing learned", Coder::None),
        ("decides by the labels", Coder::Honest),
        ("two who never agree", Coder::Contradicting),
        ("decides by chance", Coder::Random),
    ];
    Ok(kinds
        .into_iter()
        .map(|(name, kind)| {
            let mut learned = Learned::default();
            let (mut all, mut later, mut moved) = (Counts::default(), Counts::default(), 0);
            let mut chance = 0x5EED_u64;
            for (i, (suggestions, golds, threshold)) in runs.iter().enumerate() {
                let mut shifted = suggestions.clone();
                learned.apply(&mut shifted, *threshold);
                moved += suggestions
                    .iter()
                    .filter(|s| on(&shifted, s) != s.list)
                    .count();
                let predicted = codes(&shifted, true);
                let hit = pair(&predicted, golds).iter().flatten().count();
                let counts = Counts {
                    hit,
                    extra: predicted.len() - hit,
                    missed: golds.len() - hit,
                };
                all.add(counts);
                if i >= runs.len() / 2 {
                    later.add(counts);
                }
                let ranked = codes(&shifted, false);
                let met = pair(&ranked, golds);
                for (s, met) in shifted.iter().zip(met) {
                    // a coder decides on what is suggested, and picks what is right among the rest
                    if s.list == List::Suggest || met.is_some() {
                        decide(&mut learned, s, met.is_some(), kind, &mut chance);
                    }
                }
            }
            Simulated {
                coder: name,
                micro_f1: all.f1(),
                second_half_f1: later.f1(),
                moved,
            }
        })
        .collect())
}

fn decide(learned: &mut Learned, s: &Suggestion, right: bool, kind: Coder, chance: &mut u64) {
    let Some(words) = s.evidence.first().map(|e| e.quote.as_str()) else {
        return;
    };
    let one = |accepted: bool| Verdicts {
        accepted: u32::from(accepted),
        rejected: u32::from(!accepted),
    };
    match kind {
        Coder::None => {}
        Coder::Honest => learned.add(words, s.code, one(right)),
        Coder::Contradicting => {
            learned.add(words, s.code, one(true));
            learned.add(words, s.code, one(false));
        }
        Coder::Random => {
            *chance = chance
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            learned.add(words, s.code, one(*chance >> 63 == 1));
        }
    }
}

/// The codes in rank order, each once; the engine gives one suggestion a code.
fn codes(suggestions: &[Suggestion], suggested: bool) -> Vec<Code> {
    suggestions
        .iter()
        .filter(|s| !suggested || s.list == List::Suggest)
        .map(|s| s.code)
        .collect()
}

fn on(suggestions: &[Suggestion], one: &Suggestion) -> List {
    suggestions
        .iter()
        .find(|s| s.id == one.id)
        .map_or(List::Consider, |s| s.list)
}

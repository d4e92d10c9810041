//! What earlier decisions on the same words say: a bounded shift of a suggestion's log-odds.
//!
//! The counts are given by the caller; nothing is kept here, and the same counts give the same answer. Decisions
//! that contradict each other cancel out, and no number of decisions shifts a code further than [`CAP`].

use coding_model::{Confidence, Suggestion, TrailStep, divide};
use icd10cm::Code;
use rustc_hash::FxHashMap;

use crate::score::sigmoid;

/// The furthest that decisions move a code, in log-odds.
pub const CAP: f32 = 1.5;
/// Decisions either way that stand for not having seen any (the Beta prior).
const PRIOR: f32 = 2.0;

/// Decisions on one code for the same words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// How often it was accepted, or chosen in place of another.
    pub accepted: u32,
    /// How often it was rejected, or given up for another.
    pub rejected: u32,
}

impl Verdicts {
    /// The shift of the log-odds: smoothed odds of acceptance, at most [`CAP`] either way.
    #[must_use]
    pub fn shift(self) -> f32 {
        let odds = (self.accepted as f32 + PRIOR) / (self.rejected as f32 + PRIOR);
        odds.ln().clamp(-CAP, CAP)
    }
}

/// Decisions by words and code.
#[derive(Debug, Clone, Default)]
pub struct Learned(FxHashMap<(String, Code), Verdicts>);

impl Learned {
    /// Adds decisions on a code for some words.
    pub fn add(&mut self, words: &str, code: Code, verdicts: Verdicts) {
        let key = key(words);
        if key.is_empty() {
            return;
        }
        let sum = self.0.entry((key, code)).or_default();
        sum.accepted = sum.accepted.saturating_add(verdicts.accepted);
        sum.rejected = sum.rejected.saturating_add(verdicts.rejected);
    }

    /// Whether there is nothing to go by.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was decided on a suggestion's code for any of its quotes.
    #[must_use]
    pub fn on(&self, suggestion: &Suggestion) -> Verdicts {
        let mut words: Vec<String> = suggestion.evidence.iter().map(|e| key(&e.quote)).collect();
        words.sort_unstable();
        words.dedup();
        let mut sum = Verdicts::default();
        for words in words {
            if let Some(found) = self.0.get(&(words, suggestion.code)) {
                sum.accepted = sum.accepted.saturating_add(found.accepted);
                sum.rejected = sum.rejected.saturating_add(found.rejected);
            }
        }
        sum
    }

    /// Shifts suggestions and divides them anew at the threshold; what a rule holds back stays held back. Answers
    /// how many were shifted.
    pub fn apply(&self, suggestions: &mut [Suggestion], threshold: f32) -> usize {
        let mut shifted = 0;
        for one in suggestions.iter_mut() {
            let verdicts = self.on(one);
            let shift = verdicts.shift();
            if shift.abs() < 1e-6 {
                continue;
            }
            shifted += 1;
            let p = one.confidence.get().clamp(1e-5, 1.0 - 1e-5);
            one.confidence = Confidence::new(sigmoid((p / (1.0 - p)).ln() + shift));
            one.trail.push(TrailStep {
                stage: "learn".to_owned(),
                agent: "local".to_owned(),
                text: format!(
                    "decisions on the same words here: accepted {}, rejected {} ({shift:+.2} log-odds)",
                    verdicts.accepted, verdicts.rejected
                ),
            });
        }
        if shifted > 0 {
            divide(suggestions, threshold);
        }
        shifted
    }
}

/// Words as they are compared: lower case, letters and digits, one space between.
#[must_use]
pub fn key(words: &str) -> String {
    words
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shift(accepted: u32, rejected: u32) -> f32 {
        Verdicts { accepted, rejected }.shift()
    }

    #[test]
    fn decisions_move_a_code_no_further_than_the_cap() {
        assert!(shift(1, 0) > 0.0 && shift(1, 0) < 0.5);
        assert!(shift(3, 0) > shift(1, 0));
        assert_eq!(shift(u32::MAX, 0), CAP);
        assert_eq!(shift(0, 1_000_000), -CAP);
    }

    #[test]
    fn contradicting_decisions_cancel_out_however_many_there_are() {
        for n in [0, 1, 10, 1_000_000] {
            assert_eq!(shift(n, n), 0.0);
        }
        assert!(shift(1_001, 1_000).abs() < 0.01);
    }

    #[test]
    fn the_same_words_are_the_same_in_any_case_and_spacing() {
        assert_eq!(key("  Type 2\n  DIABETES, "), "type 2 diabetes");
        let mut learned = Learned::default();
        let code = Code::parse("E11.9").unwrap();
        learned.add(
            "--",
            code,
            Verdicts {
                accepted: 1,
                rejected: 0,
            },
        );
        assert!(learned.is_empty(), "no words, nothing to go by");
    }
}

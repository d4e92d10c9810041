//! The arithmetic of a score.
//!
//! `score = weight × Σ(word) × coverage factor × completeness factor`, where
//!
//! - a word gives `query weight × idf × resolution weight × saturation`; of several words that one
//!   query word may stand for, the best counts;
//! - `saturation = tf·(k1+1) / (tf + k1·(1 − b + b·length/average))`, with `tf` the sum of the field
//!   weights the word occurs with, and the length the sum of all field weights (BM25F);
//! - *coverage* is the share of the query's weight that was matched, *completeness* the share of the
//!   entry's essential weight. An entry all of whose essential words are matched thus ranks above one
//!   with words left over.

/// Parameters of the scoring; fixed when a corpus is built, as saturations are stored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bm25 {
    /// How soon repetition stops to count; small, as entries are short.
    pub k1: f32,
    /// How much long entries are held back, 0 to 1.
    pub b: f32,
    /// What a fully matched entry gains over one matched hardly at all, as a share of its score.
    pub completeness: f32,
    /// What an entry gains that has just the words of the query, as a share of its score.
    pub exact: f32,
}

impl Default for Bm25 {
    fn default() -> Self {
        Self {
            k1: 0.9,
            b: 0.5,
            completeness: 0.5,
            exact: 0.25,
        }
    }
}

/// Weight of a function word relative to any other, in queries and in completeness.
pub const FUNCTION_WORD_WEIGHT: f32 = 0.1;

/// Shares this close to 1 count as all: sums of many floats do not meet exactly.
const ALL: f32 = 0.999;

/// Inverse document frequency: `ln(1 + (n − df + ½) / (df + ½))`, never negative.
#[must_use]
#[allow(clippy::cast_precision_loss)] // counts of entries, far below 2^24 where it matters
pub fn idf(documents: usize, frequency: usize) -> f32 {
    let (n, df) = (documents as f32, frequency.min(documents) as f32);
    (1.0 + (n - df + 0.5) / (df + 0.5)).ln()
}

impl Bm25 {
    /// Saturated term frequency as a share of its limit `k1 + 1`, 0 to 1.
    #[must_use]
    pub fn saturation(&self, tf: f32, length: f32, average: f32) -> f32 {
        let relative = if average > 0.0 { length / average } else { 1.0 };
        let denominator = tf + self.k1 * (1.0 - self.b + self.b * relative);
        if denominator > 0.0 {
            (tf / denominator).clamp(0.0, 1.0)
        } else {
            0.0
        }
    }

    /// What coverage multiplies a score with, 0.5 to 1.
    #[must_use]
    pub fn coverage_factor(&self, coverage: f32) -> f32 {
        0.5 + 0.5 * coverage.clamp(0.0, 1.0)
    }

    /// What completeness multiplies a score with, from 1 up.
    #[must_use]
    pub fn completeness_factor(&self, coverage: f32, completeness: f32) -> f32 {
        let share = completeness.clamp(0.0, 1.0);
        let exact = if is_all(coverage) && is_all(share) {
            self.exact
        } else {
            0.0
        };
        1.0 + self.completeness * share * share + exact
    }

    /// The most that [`Bm25::completeness_factor`] can be.
    #[must_use]
    pub fn highest_factor(&self) -> f32 {
        1.0 + self.completeness + self.exact
    }
}

/// Whether a share is the whole.
#[must_use]
pub fn is_all(share: f32) -> bool {
    share >= ALL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_weigh_more_and_none_weighs_less_than_nothing() {
        assert!(idf(1000, 1) > idf(1000, 10));
        assert!(idf(1000, 1000) > 0.0 && idf(1000, 5000) > 0.0 && idf(0, 0).is_finite());
    }

    #[test]
    fn repetition_saturates_and_length_holds_back() {
        let bm25 = Bm25::default();
        let short = bm25.saturation(1.0, 3.0, 6.0);
        assert!(short > bm25.saturation(1.0, 12.0, 6.0));
        assert!(bm25.saturation(2.0, 3.0, 6.0) > short);
        assert!(bm25.saturation(1000.0, 3.0, 6.0) <= 1.0);
        assert_eq!(bm25.saturation(0.0, 0.0, 0.0), 0.0);
    }

    #[test]
    fn complete_entries_gain_and_exact_ones_most() {
        let bm25 = Bm25::default();
        assert!(bm25.completeness_factor(0.5, 1.0) > bm25.completeness_factor(0.5, 0.8));
        assert!(bm25.completeness_factor(1.0, 1.0) > bm25.completeness_factor(0.9, 1.0));
        assert_eq!(bm25.completeness_factor(1.0, 1.0), bm25.highest_factor());
    }
}

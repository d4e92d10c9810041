//! Whether confidence means what it says: of the suggestions with confidence around .7, are 7 of 10 right?

use serde::Serialize;

use super::count::ratio;

/// How many bins of equal width.
const BINS: usize = 10;

/// Suggestions whose confidence lies in one bin.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Bin {
    /// Least confidence.
    pub from: f64,
    /// Confidence from which the next bin begins.
    pub to: f64,
    /// Suggestions of both lists.
    pub n: usize,
    /// Their mean confidence.
    pub mean_confidence: f64,
    /// Share of them that is right.
    pub share_right: f64,
}

/// The reliability table over the suggestions of both lists.
#[derive(Debug, Clone, Serialize)]
pub struct Reliability {
    /// Suggestions.
    pub n: usize,
    /// Bins that hold any, lowest first.
    pub bins: Vec<Bin>,
    /// Expected calibration error: mean distance of share and confidence over the bins, by their size.
    pub ece: f64,
    /// Mean squared distance of confidence and truth.
    pub brier: f64,
}

/// The table of confidences with whether each was right.
#[must_use]
pub fn reliability(answers: &[(f32, bool)]) -> Reliability {
    let mut sums = [(0_usize, 0.0_f64, 0_usize); BINS];
    let mut brier = 0.0;
    for (confidence, right) in answers {
        let p = f64::from(confidence.clamp(0.0, 1.0));
        brier += (p - f64::from(u8::from(*right))).powi(2);
        let at = ((p * BINS as f64) as usize).min(BINS - 1);
        if let Some(bin) = sums.get_mut(at) {
            bin.0 += 1;
            bin.1 += p;
            bin.2 += usize::from(*right);
        }
    }
    let bins: Vec<Bin> = sums
        .iter()
        .enumerate()
        .filter(|(_, (n, ..))| *n > 0)
        .map(|(i, (n, sum, right))| Bin {
            from: i as f64 / BINS as f64,
            to: (i + 1) as f64 / BINS as f64,
            n: *n,
            mean_confidence: sum / *n as f64,
            share_right: ratio(*right, *n),
        })
        .collect();
    let all = answers.len().max(1) as f64;
    Reliability {
        n: answers.len(),
        ece: bins
            .iter()
            .map(|b| b.n as f64 * (b.mean_confidence - b.share_right).abs())
            .sum::<f64>()
            / all,
        brier: brier / all,
        bins,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_hold_mean_confidence_and_the_share_that_is_right() {
        let answers = [
            (0.72, true),
            (0.78, false),
            (0.75, true),
            (1.0, true),
            (0.05, false),
        ];
        let table = reliability(&answers);
        assert_eq!(
            table.bins.iter().map(|b| b.n).collect::<Vec<_>>(),
            [1, 3, 1]
        );
        let middle = table.bins[1];
        assert!((middle.mean_confidence - 0.75).abs() < 1e-6);
        assert!((middle.share_right - 2.0 / 3.0).abs() < 1e-9);
        // (0.05 + 3 * 0.0833… + 0) / 5
        assert!((table.ece - 0.06).abs() < 1e-6, "{}", table.ece);
    }

    #[test]
    fn what_is_always_right_at_its_word_has_no_error() {
        let answers: Vec<(f32, bool)> = (0..100).map(|i| (0.5, i % 2 == 0)).collect();
        assert!(reliability(&answers).ece < 1e-9);
        assert_eq!(reliability(&[]).n, 0);
    }
}

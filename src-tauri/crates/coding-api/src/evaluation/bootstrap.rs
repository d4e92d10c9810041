//! How far a score would move with other notes of the same kind: percentile bootstrap over notes.

use serde::Serialize;

use super::count::{Counts, mean};

/// How often the notes are drawn anew.
const DRAWS: usize = 1_000;

/// An interval that holds 95 of 100 scores of notes drawn anew with replacement.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Intervals of micro-F1 and of per-note F1; the same notes give the same intervals.
pub(super) fn intervals(notes: &[Counts]) -> (Interval, Interval) {
    let mut draw = Draw(0x5EED);
    let (mut micro, mut per_note) = (Vec::with_capacity(DRAWS), Vec::with_capacity(DRAWS));
    let mut drawn = Vec::with_capacity(notes.len());
    for _ in 0..DRAWS {
        drawn.clear();
        drawn.extend((0..notes.len()).filter_map(|_| notes.get(draw.below(notes.len())).copied()));
        let mut all = Counts::default();
        for counts in &drawn {
            all.add(*counts);
        }
        micro.push(all.f1());
        per_note.push(mean(drawn.iter().map(|c| c.f1())));
    }
    (middle(micro), middle(per_note))
}

fn middle(mut scores: Vec<f64>) -> Interval {
    scores.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = (scores.len().saturating_sub(1) as f64 * share).round() as usize;
        scores.get(place).copied().unwrap_or(0.0)
    };
    Interval {
        low: at(0.025),
        high: at(0.975),
    }
}

/// Repeatable numbers (SplitMix64).
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        (z % n.max(1) as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_holds_the_score_and_narrows_with_more_notes() {
        let note = |hit| Counts {
            hit,
            extra: 1,
            missed: 2 - hit,
        };
        let few: Vec<Counts> = (0..10).map(|i| note(i % 3)).collect();
        let many: Vec<Counts> = (0..1_000).map(|i| note(i % 3)).collect();
        let (narrow, per_note) = intervals(&many);
        let (wide, _) = intervals(&few);
        let mut all = Counts::default();
        many.iter().for_each(|c| all.add(*c));
        assert!(narrow.low < all.f1() && all.f1() < narrow.high);
        assert!(narrow.high - narrow.low < wide.high - wide.low);
        assert!(per_note.low < per_note.high);
        assert_eq!(intervals(&few), intervals(&few));
    }

    #[test]
    fn no_notes_have_an_interval_all_the_same() {
        let (micro, per_note) = intervals(&[]);
        assert!(micro.low.is_finite() && per_note.high.is_finite());
    }
}

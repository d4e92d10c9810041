//! Where a learner stands in graded packs: which are mastered, and which is to be done next.

use super::Mastery;

/// Score of an answer, 0 to 1, from which it counts as right.
const RIGHT: f64 = 0.9;

/// Whether a score is that of a right answer. One hint does not make it wrong.
#[must_use]
pub fn is_right(score: f64) -> bool {
    // what a tenth less leaves is not exact
    score >= RIGHT - 1e-9
}

/// How a pack stands to a learner. None is ever closed: this is advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The learner has mastered it.
    Mastered,
    /// All packs before it are mastered: the first that is not.
    Next,
    /// A pack of a lower grade is not mastered yet.
    Ahead,
}

/// What a learner did of a pack.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Exercises of the pack whose last answer without guidance was right.
    pub right: usize,
    /// All exercises of the pack.
    pub all: usize,
    /// Probability that the share of right answers is above [`Mastery::LEVEL`].
    pub mastery: f64,
}

impl Progress {
    /// The progress in a pack of `all` exercises, from the score of the last answer to each that was answered without
    /// guidance. What was wrong once and right at last counts as right.
    #[must_use]
    pub fn of(all: usize, last: &[f64]) -> Self {
        let mut mastery = Mastery::default();
        let mut right = 0;
        for score in last {
            right += usize::from(is_right(*score));
            mastery.take(f64::from(u8::from(is_right(*score))));
        }
        Self {
            right,
            all,
            mastery: mastery.probability(),
        }
    }

    /// Whether the pack is mastered: by the posterior, or, as a short pack can never make sure, by having all of it
    /// right.
    #[must_use]
    pub fn is_mastered(&self) -> bool {
        self.all > 0 && (self.right == self.all || self.mastery > Mastery::SURE)
    }
}

/// How each pack stands; packs come by grade.
#[must_use]
pub fn standings(packs: &[Progress]) -> Vec<Standing> {
    let next = packs.iter().position(|p| !p.is_mastered());
    packs
        .iter()
        .enumerate()
        .map(|(at, pack)| match pack.is_mastered() {
            true => Standing::Mastered,
            false if Some(at) == next => Standing::Next,
            false => Standing::Ahead,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Standing::{Ahead, Mastered, Next};
    use super::*;

    #[test]
    fn a_pack_is_mastered_by_right_answers() {
        let check = |all: usize, last: &[f64], right: usize, mastered: bool| {
            let found = Progress::of(all, last);
            assert_eq!(
                (found.right, found.is_mastered()),
                (right, mastered),
                "{all} {last:?}"
            );
        };
        check(0, &[], 0, false);
        check(16, &[], 0, false);
        check(16, &[1.0; 14], 14, false);
        // 1 - 0.9^16 = 0.815
        check(16, &[1.0; 15], 15, true);
        let mut one_wrong = [1.0; 16];
        one_wrong[3] = 0.85;
        check(16, &one_wrong, 15, false);
        // a hint that was not needed costs a tenth, and is right all the same
        check(15, &[1.0 - 0.1; 15], 15, true);
        check(3, &[1.0, 1.0], 2, false);
        check(3, &[1.0; 3], 3, true);
    }

    #[test]
    fn the_first_that_is_not_mastered_is_next() {
        let done = Progress::of(2, &[1.0, 1.0]);
        let begun = Progress::of(2, &[1.0]);
        let check = |packs: &[Progress], expected: &[Standing]| {
            assert_eq!(standings(packs), expected);
        };
        check(&[], &[]);
        check(&[begun, begun], &[Next, Ahead]);
        check(&[done, begun, begun], &[Mastered, Next, Ahead]);
        // one that was done before its time stays mastered
        check(&[begun, done, begun], &[Next, Mastered, Ahead]);
        check(&[done, done], &[Mastered, Mastered]);
    }
}

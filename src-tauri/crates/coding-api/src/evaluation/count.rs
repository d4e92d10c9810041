//! True positives, false positives and false negatives.

/// Counts of a classification.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) hit: usize,
    pub(super) extra: usize,
    pub(super) missed: usize,
}

impl Counts {
    pub(super) fn add(&mut self, other: Self) {
        self.hit += other.hit;
        self.extra += other.extra;
        self.missed += other.missed;
    }

    pub(super) fn precision(self) -> f64 {
        ratio(self.hit, self.hit + self.extra)
    }

    pub(super) fn recall(self) -> f64 {
        ratio(self.hit, self.hit + self.missed)
    }

    /// Nothing predicted where nothing was to be found is perfect.
    pub(super) fn f1(self) -> f64 {
        if self == Self::default() {
            return 1.0;
        }
        ratio(2 * self.hit, 2 * self.hit + self.extra + self.missed)
    }
}

/// A share; 0 of 0 is 0.
pub(super) fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// The mean; of nothing, 0.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0_usize), |(sum, n), v| (sum + v, n + 1));
    if n == 0 { 0.0 } else { sum / n as f64 }
}

//! A share of a number, with the interval that its smallness leaves open.

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// How many.
    pub hits: u64,
    /// Of how many.
    pub of: u64,
}

/// 97.5 % point of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

impl Share {
    /// So many of so many.
    #[must_use]
    pub fn new(hits: u64, of: u64) -> Self {
        Self { hits, of }
    }

    /// Counts one more.
    pub fn count(&mut self, hit: bool) {
        self.hits += u64::from(hit);
        self.of += 1;
    }

    /// Adds another.
    pub fn add(&mut self, other: Self) {
        self.hits += other.hits;
        self.of += other.of;
    }

    /// The share, 0 to 1; `None` of nothing.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| self.hits as f64 / self.of as f64)
    }

    /// Wilson's score interval at 95 % (E. B. Wilson, JASA 1927); 0 to 1 of nothing.
    #[must_use]
    pub fn interval(self) -> (f64, f64) {
        let Some(p) = self.value() else {
            return (0.0, 1.0);
        };
        let n = self.of as f64;
        let (square, scale) = (Z * Z, 1.0 + Z * Z / n);
        let middle = (p + square / (2.0 * n)) / scale;
        let half = Z / scale * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt();
        // at either end the bound is the end itself, which rounding may miss
        let low = if self.hits == 0 { 0.0 } else { middle - half };
        let high = if self.hits >= self.of {
            1.0
        } else {
            middle + half
        };
        (low.max(0.0), high.min(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(hits: u64, of: u64, expected: &str) {
        let (low, high) = Share::new(hits, of).interval();
        assert_eq!(format!("{low:.4} {high:.4}"), expected, "{hits} of {of}");
    }

    #[test]
    fn the_interval_is_wilsons() {
        // computed by hand from the formula
        check(0, 0, "0.0000 1.0000");
        check(0, 10, "0.0000 0.2775");
        check(10, 10, "0.7225 1.0000");
        check(81, 263, "0.2553 0.3662");
        check(5, 10, "0.2366 0.7634");
    }

    proptest! {
        #[test]
        fn the_share_lies_in_its_interval(of in 1_u64..5000, part in 0.0..=1.0_f64) {
            let hits = (of as f64 * part) as u64;
            let share = Share::new(hits, of);
            let (low, high) = share.interval();
            let p = share.value().unwrap();
            prop_assert!(0.0 <= low && low <= p && p <= high && high <= 1.0);
        }
    }
}

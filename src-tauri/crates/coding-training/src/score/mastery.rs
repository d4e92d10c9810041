//! How sure one can be that a skill is mastered.

/// Answers to one skill (kind of error by chapter): a Beta posterior over the share that is right, from a flat
/// prior.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Mastery {
    /// Right answers; partial credit counts in part.
    pub right: f64,
    /// Wrong ones.
    pub wrong: f64,
}

impl Mastery {
    /// Share that is right at which a skill counts as mastered.
    pub const LEVEL: f64 = 0.9;
    /// Probability from which the next level opens.
    pub const SURE: f64 = 0.8;

    /// Takes an answer of a credit between 0 and 1.
    pub fn take(&mut self, credit: f64) {
        let credit = credit.clamp(0.0, 1.0);
        self.right += credit;
        self.wrong += 1.0 - credit;
    }

    /// Probability that the share is above [`Self::LEVEL`], by Simpson's rule over the density.
    #[must_use]
    pub fn probability(&self) -> f64 {
        let density = |x: f64| x.powf(self.right) * (1.0 - x).powf(self.wrong);
        let whole = integral(0.0, 1.0, &density);
        if whole > 0.0 {
            (integral(Self::LEVEL, 1.0, &density) / whole).clamp(0.0, 1.0)
        } else {
            0.0
        }
    }

    /// Whether the next level opens.
    #[must_use]
    pub fn is_mastered(&self) -> bool {
        self.probability() > Self::SURE
    }
}

fn integral(from: f64, to: f64, of: &dyn Fn(f64) -> f64) -> f64 {
    const STEPS: u32 = 400;
    let width = (to - from) / f64::from(STEPS);
    let inner: f64 = (1..STEPS)
        .map(|i| f64::from(2 + 2 * (i % 2)) * of(from + width * f64::from(i)))
        .sum();
    (of(from) + inner + of(to)) * width / 3.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_right_answers_make_sure() {
        let check = |right: f64, wrong: f64, expected: f64| {
            let found = Mastery { right, wrong }.probability();
            assert!((found - expected).abs() < 0.001, "{right} {wrong}: {found}");
        };
        // with nothing known the share is as likely in one tenth as in another
        check(0.0, 0.0, 0.1);
        // all right: 1 - 0.9^(n+1)
        check(9.0, 0.0, 1.0 - 0.9_f64.powi(10));
        check(20.0, 0.0, 1.0 - 0.9_f64.powi(21));
        let mut mastery = Mastery::default();
        for _ in 0..16 {
            mastery.take(1.0);
        }
        assert!(mastery.is_mastered());
        mastery.take(0.0);
        assert!(!mastery.is_mastered());
    }
}

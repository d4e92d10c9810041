//! What a score is worth: the share of codes with that score that prove right, by setting.
//!
//! A map of two parameters on the log-odds (Platt), rising, so that the order of suggestions never changes. The
//! parameters are data (`assets/lexicon/calibration.tsv`), fitted by the example `calibrate`.

use crate::Lexicon;
use crate::score::{Weights, sigmoid};

/// A rising map of probabilities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Map {
    /// Factor of the log-odds, above 0.
    pub slope: f32,
    /// Added to the log-odds.
    pub intercept: f32,
}

impl Default for Map {
    /// The map that changes nothing.
    fn default() -> Self {
        Self {
            slope: 1.0,
            intercept: 0.0,
        }
    }
}

impl Map {
    /// The calibrated probability.
    #[must_use]
    pub fn of(self, probability: f32) -> f32 {
        sigmoid(self.slope * logit(probability) + self.intercept)
    }

    /// Fits a map to probabilities with whether each was right; `ridge` holds it to the map that changes nothing,
    /// as so many further answers would. The slope stays above 0.
    #[must_use]
    pub fn fit(answers: &[(f32, bool)], ridge: f64) -> Self {
        let (mut a, mut b) = (1.0_f64, 0.0_f64);
        let loss = |a: f64, b: f64| {
            let answers = answers.iter().map(|(p, right)| {
                let z = a * f64::from(logit(*p)) + b;
                // -ln of the probability of what was true, without overflow
                let z = if *right { -z } else { z };
                z.max(0.0) + (-z.abs()).exp().ln_1p()
            });
            answers.sum::<f64>() + ridge / 2.0 * ((a - 1.0).powi(2) + b * b)
        };
        // Newton's method on the penalized log-likelihood, which is convex; a step that overshoots is shortened
        for _ in 0..100 {
            let (mut ga, mut gb) = (ridge * (a - 1.0), ridge * b);
            let (mut haa, mut hab, mut hbb) = (ridge, 0.0, ridge);
            for (p, right) in answers {
                let x = f64::from(logit(*p));
                let q = 1.0 / (1.0 + (-(a * x + b)).exp());
                let error = q - f64::from(u8::from(*right));
                let weight = q * (1.0 - q);
                ga += error * x;
                gb += error;
                haa += weight * x * x;
                hab += weight * x;
                hbb += weight;
            }
            let determinant = haa * hbb - hab * hab;
            if determinant.abs() < 1e-12 {
                break;
            }
            let (da, db) = (
                (hbb * ga - hab * gb) / determinant,
                (haa * gb - hab * ga) / determinant,
            );
            let before = loss(a, b);
            let mut share = 1.0_f64;
            while share > 1e-6 && loss(a - share * da, b - share * db) > before {
                share /= 2.0;
            }
            if share <= 1e-6 {
                break;
            }
            a -= share * da;
            b -= share * db;
        }
        Self {
            slope: (a as f32).max(0.05),
            intercept: b as f32,
        }
    }
}

/// The maps of both settings, and the calibrated probabilities from which a code is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Calibration {
    /// Inpatient.
    pub inpatient: Map,
    /// Outpatient and emergency.
    pub outpatient: Map,
}

impl Calibration {
    /// Reads rows `setting, slope, intercept`; a setting that is not there is left as it is.
    #[must_use]
    pub fn parse(rows: &[Vec<String>]) -> Self {
        let map = |setting: &str| {
            rows.iter()
                .find_map(|row| match row.as_slice() {
                    [name, slope, intercept, ..] if name == setting => Some(Map {
                        slope: slope.parse().ok().filter(|s| *s > 0.0)?,
                        intercept: intercept.parse().ok()?,
                    }),
                    _ => None,
                })
                .unwrap_or_default()
        };
        Self {
            inpatient: map("inpatient"),
            outpatient: map("outpatient"),
        }
    }

    /// The map of a setting.
    #[must_use]
    pub fn of(&self, outpatient: bool) -> Map {
        if outpatient {
            self.outpatient
        } else {
            self.inpatient
        }
    }
}

/// The calibrated probability from which a code is suggested unless a person sets another.
#[must_use]
pub fn fitted_threshold(lexicon: &Lexicon, outpatient: bool) -> f32 {
    let weights = Weights::parse(lexicon.rows("weights"));
    let calibration = Calibration::parse(lexicon.rows("calibration"));
    let raw = if outpatient {
        weights.outpatient
    } else {
        weights.inpatient
    };
    calibration.of(outpatient).of(raw)
}

fn logit(p: f32) -> f32 {
    let p = p.clamp(1e-5, 1.0 - 1e-5);
    (p / (1.0 - p)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_rises_whatever_it_was_fitted_to() {
        let backwards: Vec<(f32, bool)> = (1..100).map(|i| (i as f32 / 100.0, i < 50)).collect();
        let map = Map::fit(&backwards, 1.0);
        assert!(map.slope > 0.0);
        let values: Vec<f32> = (0..=100).map(|i| map.of(i as f32 / 100.0)).collect();
        assert!(values.windows(2).all(|w| w[0] <= w[1]), "{values:?}");
    }

    #[test]
    fn a_fitted_map_says_how_many_are_right() {
        // the score says 0.8, and half of them are right
        let sure: Vec<(f32, bool)> = (0..1_000).map(|i| (0.8, i % 2 == 0)).collect();
        let low: Vec<(f32, bool)> = (0..1_000).map(|i| (0.2, i % 10 == 0)).collect();
        let map = Map::fit(&[sure, low].concat(), 1.0);
        assert!((map.of(0.8) - 0.5).abs() < 0.02, "{}", map.of(0.8));
        assert!((map.of(0.2) - 0.1).abs() < 0.02, "{}", map.of(0.2));
    }

    #[test]
    fn far_too_sure_a_score_is_fitted_without_overshooting() {
        // nearly all at the ends, and the ends often wrong
        let mut answers: Vec<(f32, bool)> = (0..350).map(|i| (0.002, i % 17 == 0)).collect();
        answers.extend((0..80).map(|_| (0.46, false)));
        answers.extend((0..60).map(|i| (0.97, i % 2 == 0)));
        let map = Map::fit(&answers, 5.0);
        assert!(map.slope > 0.1 && map.slope < 1.0, "{map:?}");
        assert!((map.of(0.97) - 0.5).abs() < 0.25, "{}", map.of(0.97));
    }

    #[test]
    fn few_answers_move_it_little() {
        let map = Map::fit(&[(0.9, false), (0.8, true)], 20.0);
        assert!((map.of(0.5) - 0.5).abs() < 0.05);
        assert_eq!(
            Map::default().of(0.25),
            Map {
                slope: 1.0,
                intercept: 0.0
            }
            .of(0.25)
        );
    }

    #[test]
    fn rows_that_make_no_sense_leave_the_score_as_it_is() {
        let rows = |text: &str| -> Vec<Vec<String>> {
            text.lines()
                .map(|l| l.split('\t').map(str::to_owned).collect())
                .collect()
        };
        let read = Calibration::parse(&rows("inpatient\t-2\t0\noutpatient\t0.8\t-0.3"));
        assert_eq!(read.inpatient, Map::default());
        assert_eq!(read.outpatient.intercept, -0.3);
    }
}

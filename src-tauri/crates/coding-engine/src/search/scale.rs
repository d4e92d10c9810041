//! Cosines of one model as those of another.
//!
//! What a cosine says depends on the model: one has .1 for texts that have nothing to do with each other, another .7. How
//! a score heeds nearness was chosen for the model that is trained on the release; another model's cosines are mapped by
//! a line such that texts of different codes, and texts of one code, have on average what they have there.

use retrieval::dense::{Draw, Vectors};

/// The trained model's cosine of texts of different codes …
const APART: f32 = 0.03;
/// … and of texts of one code.
const TOGETHER: f32 = 0.74;
/// Pairs that are looked at.
const PAIRS: usize = 4000;
/// Means that are closer than this tell nothing.
const LEAST: f32 = 1e-3;

/// `factor × cosine + shift`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    factor: f32,
    shift: f32,
}

impl Default for Scale {
    fn default() -> Self {
        Self {
            factor: 1.0,
            shift: 0.0,
        }
    }
}

impl Scale {
    /// By the means over pairs of entries; `codes` are those of the entries, entries of one code often stand together.
    pub(super) fn measured(vectors: &Vectors, codes: &[Option<[u8; 8]>]) -> Self {
        let (apart, together) = means(vectors, codes);
        if together - apart < LEAST {
            return Self::default();
        }
        let factor = (TOGETHER - APART) / (together - apart);
        Self {
            factor,
            shift: APART - factor * apart,
        }
    }

    pub(super) fn of(self, cosine: f32) -> f32 {
        (self.factor * cosine + self.shift).min(1.0)
    }

    pub(super) fn is_plain(self) -> bool {
        self == Self::default()
    }

    pub(super) fn parts(self) -> [f32; 2] {
        [self.factor, self.shift]
    }

    pub(super) fn read(parts: &[f32]) -> Option<Self> {
        match *parts {
            [factor, shift] if factor.is_finite() && shift.is_finite() => {
                Some(Self { factor, shift })
            }
            _ => None,
        }
    }
}

/// Mean cosines of texts of different codes, and of texts of one code.
fn means(vectors: &Vectors, codes: &[Option<[u8; 8]>]) -> (f32, f32) {
    let n = codes.len().min(vectors.len());
    let (mut apart, mut together) = (Mean::default(), Mean::default());
    let mut draw = Draw::new(1);
    for _ in 0..PAIRS.min(n * 8) {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "below the number of entries"
        )]
        let mut one = || (draw.number() % n as u64) as usize;
        let (a, b) = (one(), one());
        let next = (a + 1) % n;
        for (a, b) in [(a, b), (a, next)] {
            let mean = match (a == b, codes.get(a) == codes.get(b)) {
                (true, _) => continue,
                (_, true) => &mut together,
                (_, false) if b == next => continue,
                (_, false) => &mut apart,
            };
            if let Some(cosine) = cosine(vectors, a, b) {
                mean.add(cosine);
            }
        }
    }
    (apart.value(), together.value())
}

fn cosine(vectors: &Vectors, a: usize, b: usize) -> Option<f32> {
    let get = |i: usize| vectors.get(u32::try_from(i).ok()?);
    let (a, b) = (get(a)?, get(b)?);
    Some(a.iter().zip(&b).map(|(x, y)| x * y).sum())
}

#[derive(Default)]
struct Mean {
    sum: f32,
    count: f32,
}

impl Mean {
    fn add(&mut self, value: f32) {
        self.sum += value;
        self.count += 1.0;
    }

    fn value(&self) -> f32 {
        self.sum / self.count.max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_model_calls_near_is_put_where_the_trained_one_has_it() {
        // entries of one code in pairs, all of them in one quarter of the room
        let vectors: Vec<Vec<f32>> = (0..40)
            .map(|i: usize| {
                let angle = (i / 2) as f32 * 0.04 + (i % 2) as f32 * 0.01;
                vec![angle.cos(), angle.sin()]
            })
            .collect();
        let codes: Vec<Option<[u8; 8]>> = (0..40_u8).map(|i| Some([i / 2; 8])).collect();
        let vectors = Vectors::build(2, vectors.into_iter());
        let scale = Scale::measured(&vectors, &codes);
        let (apart, together) = means(&vectors, &codes);
        assert!(apart > 0.9 && together > apart);
        assert!((scale.of(apart) - APART).abs() < 1e-3);
        assert!((scale.of(together) - TOGETHER).abs() < 1e-3);
        assert_eq!(Scale::read(&scale.parts()), Some(scale));
    }

    #[test]
    fn a_model_that_tells_nothing_apart_is_left_as_it_is() {
        let vectors = Vectors::build(2, std::iter::repeat_n(vec![1.0, 0.0], 4));
        let codes = [Some([1; 8]), Some([1; 8]), Some([2; 8]), Some([2; 8])];
        assert!(Scale::measured(&vectors, &codes).is_plain());
        assert!(Scale::measured(&Vectors::build(2, std::iter::empty()), &[]).is_plain());
    }
}

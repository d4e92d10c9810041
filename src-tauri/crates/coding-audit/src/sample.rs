//! Which signed encounters to audit: drawn from a seed, so that anybody draws the same again.

use sha2::{Digest as _, Sha256};

/// What makes an encounter worth a second look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Risk {
    /// A finding that blocks signing was overridden.
    Override,
    /// A code was accepted before its evidence had been on screen for two seconds.
    FastAccept,
    /// A code weighs in payment or risk adjustment: a complication or comorbidity, or a hierarchical condition category.
    Weighty,
    /// A code was accepted whose confidence is low.
    LowConfidence,
}

impl Risk {
    /// All of them, heaviest first.
    pub const ALL: [Self; 4] = [
        Self::Override,
        Self::FastAccept,
        Self::Weighty,
        Self::LowConfidence,
    ];

    /// What one of it adds to an encounter's weight; without any it weighs 1.
    #[must_use]
    pub fn weight(self) -> u32 {
        match self {
            Self::Override => 4,
            Self::FastAccept => 3,
            Self::Weighty | Self::LowConfidence => 2,
        }
    }

    /// Its kebab-case name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Override => "override",
            Self::FastAccept => "fast-accept",
            Self::Weighty => "weighty",
            Self::LowConfidence => "low-confidence",
        }
    }
}

/// Of each kind of risk, no more than so many count.
const MOST: u32 = 3;

/// An encounter that could be audited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its identifier.
    pub id: String,
    /// What makes it worth a second look, and how often.
    pub risks: Vec<(Risk, u32)>,
}

impl Candidate {
    /// Its weight in a sample by risk: 1 and what its risks add.
    #[must_use]
    pub fn weight(&self) -> u32 {
        1 + self
            .risks
            .iter()
            .map(|(risk, count)| risk.weight() * count.min(&MOST))
            .sum::<u32>()
    }
}

/// An encounter that was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Its identifier.
    pub id: String,
    /// The weight it was drawn with.
    pub weight: u32,
}

/// Draws so many at random, each equally likely. The same seed and candidates, in any order, draw the same.
#[must_use]
pub fn random(candidates: &[Candidate], size: usize, seed: &str) -> Vec<Drawn> {
    draw(candidates, size, seed, |_| 1)
}

/// Draws so many without putting back, each the likelier the greater its weight (Efraimidis and Spirakis 2006).
#[must_use]
pub fn by_risk(candidates: &[Candidate], size: usize, seed: &str) -> Vec<Drawn> {
    draw(candidates, size, seed, Candidate::weight)
}

fn draw(
    candidates: &[Candidate],
    size: usize,
    seed: &str,
    weight: impl Fn(&Candidate) -> u32,
) -> Vec<Drawn> {
    let mut keyed: Vec<(f64, Drawn)> = candidates
        .iter()
        .map(|candidate| {
            let weight = weight(candidate).max(1);
            let key = -uniform(seed, &candidate.id).ln() / f64::from(weight);
            let id = candidate.id.clone();
            (key, Drawn { id, weight })
        })
        .collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
    keyed.dedup_by(|a, b| a.1.id == b.1.id);
    keyed.into_iter().take(size).map(|(_, one)| one).collect()
}

/// A number in (0, 1] that seed and identifier determine.
fn uniform(seed: &str, id: &str) -> f64 {
    let mut hash = Sha256::new();
    hash.update((seed.len() as u64).to_le_bytes());
    hash.update(seed.as_bytes());
    hash.update(id.as_bytes());
    let digest = hash.finalize();
    let number = digest
        .iter()
        .take(7)
        .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    // 53 of the 56 bits: what a double holds exactly
    ((number >> 3) as f64 + 1.0) / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(n: usize) -> Vec<Candidate> {
        (0..n)
            .map(|i| Candidate {
                id: format!("chart-{i}"),
                risks: if i % 10 == 0 {
                    vec![(Risk::Override, 5), (Risk::LowConfidence, 1)]
                } else {
                    Vec::new()
                },
            })
            .collect()
    }

    #[test]
    fn the_same_seed_draws_the_same_whatever_the_order() {
        let mut all = candidates(100);
        let first = random(&all, 10, "2026-02");
        all.reverse();
        assert_eq!(random(&all, 10, "2026-02"), first);
        assert_ne!(random(&all, 10, "2026-03"), first);
        assert_eq!(random(&all, 500, "2026-02").len(), 100);
        assert!(random(&[], 5, "x").is_empty());
    }

    #[test]
    fn a_weight_counts_each_risk_so_often_at_most() {
        let all = candidates(2);
        assert_eq!(all[0].weight(), 1 + 3 * 4 + 2);
        assert_eq!(all[1].weight(), 1);
    }

    #[test]
    fn risk_makes_a_draw_likelier_and_chance_alone_does_not() {
        let all = candidates(1000);
        let risky = |drawn: &[Drawn]| drawn.iter().filter(|d| d.id.ends_with('0')).count();
        let (mut weighted, mut even) = (0, 0);
        for seed in 0..20 {
            weighted += risky(&by_risk(&all, 50, &seed.to_string()));
            even += risky(&random(&all, 50, &seed.to_string()));
        }
        // a tenth of 1,000 draws is expected at random; with 15 times the weight about five in eight
        assert!((60..140).contains(&even), "{even}");
        assert!(weighted > 450, "{weighted}");
    }
}

//! One ranked list made of several.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use crate::explanation::Explanation;

/// A ranked list from one source, best first, each item at most once.
#[derive(Debug, Clone, Copy)]
pub struct RankedList<'l, K> {
    /// What the source is called in explanations.
    pub name: &'l str,
    /// How much the source counts.
    pub weight: f32,
    /// Items with the scores the source gave them.
    pub items: &'l [(K, f32)],
}

/// How lists are fused.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fusion {
    /// `Σ weight / (k + rank)`, ranks from 1: heeds order only, so that scores of different kinds can
    /// be fused (Cormack, Clarke and Büttcher, 2009).
    ReciprocalRank {
        /// How little the very first places stand out; 60 is usual.
        k: f32,
    },
    /// `Σ weight × score / best score of the list`.
    WeightedSum,
}

impl Default for Fusion {
    fn default() -> Self {
        Self::ReciprocalRank { k: 60.0 }
    }
}

impl Fusion {
    /// The items of all lists, best first; items with the same score in the order of their keys.
    #[must_use]
    pub fn fuse<K: Copy + Eq + Hash + Ord>(self, lists: &[RankedList<'_, K>]) -> Vec<(K, f32)> {
        let mut sums: FxHashMap<K, f32> = FxHashMap::default();
        for list in lists {
            let best = best_score(list);
            for (place, (key, score)) in list.items.iter().enumerate() {
                *sums.entry(*key).or_default() += self.part(list.weight, place, *score, best);
            }
        }
        let mut fused: Vec<(K, f32)> = sums.into_iter().collect();
        fused.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        fused
    }

    /// Why `key` has the score that [`Fusion::fuse`] gives it.
    #[must_use]
    pub fn explain<K: Copy + Eq>(self, lists: &[RankedList<'_, K>], key: K) -> Explanation {
        let children: Vec<Explanation> = lists
            .iter()
            .filter_map(|list| {
                let place = list.items.iter().position(|(k, _)| *k == key)?;
                let score = list.items.get(place)?.1;
                let value = self.part(list.weight, place, score, best_score(list));
                let parts = vec![
                    Explanation::leaf("weight of the list", list.weight),
                    Explanation::leaf("score there", score),
                ];
                Some(Explanation::node(
                    format!("place {} in {}", place + 1, list.name),
                    value,
                    parts,
                ))
            })
            .collect();
        let label = match self {
            Self::ReciprocalRank { k } => format!("sum of weight / ({k} + place)"),
            Self::WeightedSum => "sum of weight × score / best score".to_owned(),
        };
        Explanation::node(label, children.iter().map(|c| c.value).sum(), children)
    }

    #[allow(clippy::cast_precision_loss)] // places in a list
    fn part(self, weight: f32, place: usize, score: f32, best: f32) -> f32 {
        match self {
            Self::ReciprocalRank { k } => weight / (k + place as f32 + 1.0),
            Self::WeightedSum if best > 0.0 => weight * score / best,
            Self::WeightedSum => 0.0,
        }
    }
}

fn best_score<K>(list: &RankedList<'_, K>) -> f32 {
    list.items
        .iter()
        .map(|(_, score)| *score)
        .fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &[(&str, f32)] = &[("a", 9.0), ("b", 8.0), ("c", 1.0)];
    const MEANING: &[(&str, f32)] = &[("b", 0.9), ("d", 0.8)];

    fn lists() -> [RankedList<'static, &'static str>; 2] {
        [
            RankedList {
                name: "words",
                weight: 1.0,
                items: WORDS,
            },
            RankedList {
                name: "meaning",
                weight: 1.0,
                items: MEANING,
            },
        ]
    }

    #[test]
    fn what_two_sources_find_comes_before_what_one_finds() {
        for fusion in [Fusion::default(), Fusion::WeightedSum] {
            let fused = fusion.fuse(&lists());
            assert_eq!(fused[0].0, "b", "{fusion:?}");
            assert_eq!(fused.len(), 4);
        }
    }

    #[test]
    fn a_source_without_weight_decides_nothing() {
        let mut lists = lists();
        lists[1].weight = 0.0;
        assert_eq!(Fusion::WeightedSum.fuse(&lists)[0].0, "a");
    }

    #[test]
    fn explanations_give_the_fused_score() {
        for fusion in [Fusion::default(), Fusion::WeightedSum] {
            for (key, score) in fusion.fuse(&lists()) {
                let explanation = fusion.explain(&lists(), key);
                assert!((explanation.value - score).abs() < 1e-6);
            }
            assert_eq!(fusion.explain(&lists(), "z").value, 0.0);
        }
    }
}

//! What the logistic model leaves over: small decision trees over the same signals, each correcting the
//! sum of those before it (J. Friedman, "Greedy function approximation: a gradient boosting machine", 2001).
//!
//! Fitted like the weights, by the example `develop` (`--fit`) on the same notes, and shipped as a table
//! (`assets/lexicon/trees.tsv`): a row a node, a tree's nodes numbered as a heap.

use rustc_hash::FxHashMap;

use crate::score::{FEATURES, sigmoid};

/// Questions from the root to a leaf.
const DEPTH: usize = 3;
/// Nodes of a tree.
const NODES: usize = (1 << (DEPTH + 1)) - 1;
/// Most thresholds tried for a signal.
const BINS: usize = 32;
/// Fewest rows on either side of a question.
const LEAST: f32 = 30.0;
/// How little a leaf is moved by few rows.
const L2: f32 = 4.0;

#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Node {
    /// Place of the signal that is asked; none at a leaf.
    signal: Option<usize>,
    /// Values up to it go left.
    threshold: f32,
    /// Log-odds that a leaf adds.
    value: f32,
}

/// Decision trees whose leaves are summed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trees {
    trees: Vec<[Node; NODES]>,
}

impl Trees {
    /// Reads the table `tree<TAB>node<TAB>signal<TAB>threshold<TAB>value`; rows that cannot be used are left out.
    #[must_use]
    pub fn parse(rows: &[Vec<String>]) -> Self {
        let places: FxHashMap<&str, usize> = FEATURES
            .iter()
            .enumerate()
            .map(|(i, name)| (*name, i))
            .collect();
        let mut this = Self::default();
        for row in rows {
            let [tree, node, signal, threshold, value, ..] = row.as_slice() else {
                continue;
            };
            let (Ok(tree), Ok(node)) = (tree.parse::<usize>(), node.parse::<usize>()) else {
                continue;
            };
            if tree >= 10_000 || node >= NODES {
                continue;
            }
            if this.trees.len() <= tree {
                this.trees.resize(tree + 1, [Node::default(); NODES]);
            }
            this.trees[tree][node] = Node {
                signal: places.get(signal.as_str()).copied(),
                threshold: threshold.parse().unwrap_or(0.0),
                value: value.parse().unwrap_or(0.0),
            };
        }
        this
    }

    /// The table as text.
    #[must_use]
    pub fn table(&self) -> String {
        let mut out = String::new();
        for (t, tree) in self.trees.iter().enumerate() {
            for (n, node) in tree.iter().enumerate() {
                match node.signal.and_then(|s| FEATURES.get(s)) {
                    Some(name) => {
                        out.push_str(&format!("{t}\t{n}\t{name}\t{}\t\n", node.threshold));
                    }
                    None if node.value != 0.0 => {
                        out.push_str(&format!("{t}\t{n}\t\t\t{:.5}\n", node.value));
                    }
                    None => {}
                }
            }
        }
        out
    }

    /// How many trees there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.trees.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.trees.is_empty()
    }

    /// The log-odds they add to a feature list.
    #[must_use]
    pub fn logit(&self, features: &[f32]) -> f32 {
        self.trees
            .iter()
            .map(|tree| tree[leaf(tree, features)].value)
            .sum()
    }

    /// Whether any of them asks for a signal.
    #[must_use]
    pub fn ask(&self, signal: usize) -> bool {
        let mut nodes = self.trees.iter().flatten();
        nodes.any(|node| node.signal == Some(signal))
    }

    /// What they add, shared evenly among the signals asked on the way to each leaf, by place of the signal.
    #[must_use]
    pub fn shares(&self, features: &[f32]) -> Vec<(usize, f32)> {
        let mut shares = vec![0.0_f32; FEATURES.len()];
        for tree in &self.trees {
            let mut at = leaf(tree, features);
            let value = tree[at].value;
            let mut asked = Vec::with_capacity(DEPTH);
            while at > 0 {
                at = (at - 1) / 2;
                asked.extend(tree[at].signal);
            }
            for signal in &asked {
                if let Some(share) = shares.get_mut(*signal) {
                    *share += value / asked.len() as f32;
                }
            }
        }
        let shares = shares.into_iter().enumerate();
        shares.filter(|(_, share)| *share != 0.0).collect()
    }

    /// Fits `rounds` trees to what the log-odds `base` leave over; the same input gives the same trees.
    #[must_use]
    pub fn fit(rows: &[(Vec<f32>, bool)], base: &[f32], rounds: usize, rate: f32) -> Self {
        let bins = Bins::new(rows);
        let mut logits = base.to_vec();
        let mut this = Self::default();
        for _ in 0..rounds {
            let slopes: Vec<(f32, f32)> = rows
                .iter()
                .zip(&logits)
                .map(|((_, y), logit)| {
                    let p = sigmoid(*logit);
                    (f32::from(u8::from(*y)) - p, p * (1.0 - p))
                })
                .collect();
            let tree = grow(&bins, &slopes, rate);
            for ((x, _), logit) in rows.iter().zip(&mut logits) {
                *logit += tree[leaf(&tree, x)].value;
            }
            this.trees.push(tree);
        }
        this
    }
}

fn leaf(tree: &[Node; NODES], features: &[f32]) -> usize {
    let mut at = 0;
    while let Some(signal) = tree[at].signal {
        let right = features
            .get(signal)
            .is_some_and(|x| *x > tree[at].threshold);
        at = 2 * at + 1 + usize::from(right);
        if at >= NODES {
            return 0;
        }
    }
    at
}

/// The signals' values by the thresholds that are tried.
struct Bins {
    thresholds: Vec<Vec<f32>>,
    /// Bin of each row for each signal, row by row.
    places: Vec<u8>,
}

impl Bins {
    fn new(rows: &[(Vec<f32>, bool)]) -> Self {
        let thresholds: Vec<Vec<f32>> = (0..FEATURES.len())
            .map(|signal| {
                let mut values: Vec<f32> = rows.iter().map(|(x, _)| x[signal]).collect();
                values.sort_unstable_by(f32::total_cmp);
                let step = (values.len() / BINS).max(1);
                let mut chosen: Vec<f32> = values.iter().copied().step_by(step).collect();
                chosen.dedup();
                if chosen.len() < BINS {
                    let mut all = values;
                    all.dedup();
                    if all.len() <= BINS {
                        chosen = all;
                    }
                }
                chosen.truncate(BINS);
                chosen
            })
            .collect();
        let mut places = Vec::with_capacity(rows.len() * FEATURES.len());
        for (x, _) in rows {
            for (signal, list) in thresholds.iter().enumerate() {
                places.push(list.partition_point(|t| *t < x[signal]) as u8);
            }
        }
        Self { thresholds, places }
    }
}

fn grow(bins: &Bins, slopes: &[(f32, f32)], rate: f32) -> [Node; NODES] {
    let signals = bins.thresholds.len();
    let mut tree = [Node::default(); NODES];
    let mut at: Vec<usize> = vec![0; slopes.len()];
    for depth in 0..=DEPTH {
        let first = (1 << depth) - 1;
        for (node, here) in tree.iter_mut().enumerate().take(2 * first + 1).skip(first) {
            let members: Vec<usize> = (0..at.len()).filter(|i| at[*i] == node).collect();
            if members.is_empty() {
                continue;
            }
            let (g, h) = members
                .iter()
                .fold((0.0, 0.0), |(g, h), i| (g + slopes[*i].0, h + slopes[*i].1));
            let question = if depth == DEPTH {
                None
            } else {
                best_question(bins, slopes, &members, g, h)
            };
            match question {
                Some((signal, bin)) => {
                    *here = Node {
                        signal: Some(signal),
                        threshold: bins.thresholds[signal][bin],
                        value: 0.0,
                    };
                    for i in members {
                        let right = usize::from(bins.places[i * signals + signal]) > bin;
                        at[i] = 2 * node + 1 + usize::from(right);
                    }
                }
                None => here.value = rate * g / (h + L2),
            }
        }
    }
    tree
}

/// The signal and threshold that leave least over; none where no question is worth asking.
fn best_question(
    bins: &Bins,
    slopes: &[(f32, f32)],
    members: &[usize],
    g: f32,
    h: f32,
) -> Option<(usize, usize)> {
    let signals = bins.thresholds.len();
    let worth = |g: f32, h: f32| g * g / (h + L2);
    let mut best = (worth(g, h) + 1e-3, None);
    let mut sums = vec![[(0.0_f32, 0.0_f32, 0.0_f32); BINS + 1]; signals];
    for &i in members {
        let (gi, hi) = slopes[i];
        for (signal, sum) in sums.iter_mut().enumerate() {
            let s = &mut sum[usize::from(bins.places[i * signals + signal])];
            *s = (s.0 + gi, s.1 + hi, s.2 + 1.0);
        }
    }
    for (signal, sum) in sums.iter().enumerate() {
        let (mut gl, mut hl, mut nl) = (0.0, 0.0, 0.0);
        let last = bins.thresholds[signal].len().saturating_sub(1);
        for (bin, (g_bin, h_bin, n_bin)) in sum.iter().enumerate().take(last) {
            gl += g_bin;
            hl += h_bin;
            nl += n_bin;
            if nl < LEAST || members.len() as f32 - nl < LEAST {
                continue;
            }
            let gain = worth(gl, hl) + worth(g - gl, h - hl);
            if gain > best.0 {
                best = (gain, Some((signal, bin)));
            }
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows that are true where exactly one of two signals is set: no weights can say it.
    fn rows() -> Vec<(Vec<f32>, bool)> {
        (0..400)
            .map(|i| {
                let mut x = vec![0.0; FEATURES.len()];
                let (a, b) = (i % 2 == 0, i % 4 < 2);
                x[1] = f32::from(u8::from(a));
                x[2] = f32::from(u8::from(b)) * 0.5;
                // what tells the two questions apart at the root
                x[3] = f32::from(u8::from(a && b && i % 8 == 0));
                (x, a != b)
            })
            .collect()
    }

    #[test]
    fn trees_say_what_a_sum_of_weights_cannot() {
        let rows = rows();
        let trees = Trees::fit(&rows, &vec![0.0; rows.len()], 60, 0.3);
        let right = rows
            .iter()
            .filter(|(x, y)| (trees.logit(x) > 0.0) == *y)
            .count();
        assert!(right > 380, "{right} of 400");
    }

    #[test]
    fn the_table_gives_the_same_trees_again() {
        let rows = rows();
        let trees = Trees::fit(&rows, &vec![0.0; rows.len()], 5, 0.3);
        let table: Vec<Vec<String>> = trees
            .table()
            .lines()
            .map(|l| l.split('\t').map(str::to_owned).collect())
            .collect();
        let read = Trees::parse(&table);
        for (x, _) in &rows {
            assert!((read.logit(x) - trees.logit(x)).abs() < 1e-3);
            let shared: f32 = trees.shares(x).iter().map(|(_, share)| share).sum();
            assert!(
                (shared - trees.logit(x)).abs() < 1e-3,
                "shares give the sum"
            );
        }
        assert_eq!(Trees::parse(&[]).logit(&rows[0].0), 0.0);
    }
}

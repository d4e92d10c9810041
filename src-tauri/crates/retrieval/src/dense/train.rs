//! Learning which words mean the same.
//!
//! From each pair of texts that mean the same, the other pairs of its batch are the negatives:
//! symmetric softmax over cosines divided by a temperature (A. van den Oord et al., "Representation
//! learning with contrastive predictive coding", 2018). Rows move by Adagrad with one accumulator a
//! row. One thread and one seeded generator: the same pairs in the same order give the same table.

use super::embedder::{Embedder, dot, normalize};
use super::random::Draw;
use super::subword;
use crate::corpus::importance;
use crate::normalize::Tokens;

/// Two texts that mean the same.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'p> {
    /// The one.
    pub left: &'p str,
    /// The other.
    pub right: &'p str,
    /// Pairs of one group mean the same among each other and are never negatives of each other.
    pub group: u32,
}

/// How a table is learnt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Training {
    /// Values a vector has.
    pub dimensions: usize,
    /// Rows of the table.
    pub buckets: usize,
    /// How often every pair is seen.
    pub epochs: usize,
    /// Pairs that are compared with each other.
    pub batch: usize,
    /// What cosines are divided with; small makes near misses count more.
    pub temperature: f32,
    /// Step size of the first step; it falls to nothing at the end.
    pub rate: f32,
    /// Where the randomness starts.
    pub seed: u64,
}

impl Default for Training {
    fn default() -> Self {
        Self {
            dimensions: 64,
            buckets: 1 << 16,
            epochs: 8,
            batch: 128,
            temperature: 0.1,
            rate: 0.05,
            seed: 1,
        }
    }
}

/// A text as table rows with the share each adds.
type Parts = std::ops::Range<usize>;

/// Collects pairs, then learns from them.
pub struct Trainer {
    training: Training,
    /// Rows and shares of all texts, one behind the other.
    rows: Vec<(u32, f32)>,
    pairs: Vec<(Parts, Parts, u32)>,
    tokens: Tokens,
}

impl Trainer {
    /// One without pairs.
    #[must_use]
    pub fn new(training: Training) -> Self {
        let training = Training {
            dimensions: training.dimensions.max(1),
            buckets: training.buckets.clamp(1, 1 << 24),
            batch: training.batch.max(2),
            ..training
        };
        Self {
            training,
            rows: Vec::new(),
            pairs: Vec::new(),
            tokens: Tokens::default(),
        }
    }

    /// Adds a pair; one with an empty text is passed over.
    pub fn push(&mut self, pair: Pair<'_>) {
        let (left, right) = (self.parts(pair.left), self.parts(pair.right));
        if !left.is_empty() && !right.is_empty() {
            self.pairs.push((left, right, pair.group));
        }
    }

    #[allow(clippy::cast_precision_loss)] // parts of a word
    fn parts(&mut self, text: &str) -> Parts {
        let start = self.rows.len();
        let mut of_word = Vec::new();
        self.tokens.fill(text);
        for token in self.tokens.iter() {
            of_word.clear();
            subword::rows(token.text, self.training.buckets, &mut of_word);
            let share = importance(token.text) / of_word.len() as f32;
            self.rows.extend(of_word.iter().map(|row| (*row, share)));
        }
        start..self.rows.len()
    }

    /// Learns; calls `progress` after every epoch with its number (from 1) and mean loss.
    #[allow(clippy::cast_precision_loss)] // counts of batches
    pub fn train(mut self, mut progress: impl FnMut(usize, f32)) -> Embedder {
        let Training {
            dimensions,
            buckets,
            epochs,
            batch,
            rate,
            seed,
            ..
        } = self.training;
        let mut random = Draw::new(seed);
        let spread = 1.0 / (dimensions as f32).sqrt();
        let mut table: Vec<f32> = (0..buckets * dimensions)
            .map(|_| random.signed() * spread)
            .collect();
        let mut squares = vec![0.0_f32; buckets];
        let mut pairs = std::mem::take(&mut self.pairs);
        let steps = (epochs * pairs.len().div_ceil(batch)).max(1) as f32;
        let mut step = 0.0;
        let mut state = Batch::default();
        for epoch in 1..=epochs {
            random.shuffle(&mut pairs);
            let (mut loss, mut batches) = (0.0, 0.0);
            for chunk in pairs.chunks(batch) {
                loss += self.step(
                    chunk,
                    rate * (1.0 - step / steps),
                    &mut table,
                    &mut squares,
                    &mut state,
                );
                step += 1.0;
                batches += 1.0;
            }
            progress(epoch, if batches > 0.0 { loss / batches } else { 0.0 });
        }
        // Parts that no pair had are noise.
        for (row, square) in table.chunks_exact_mut(dimensions).zip(&squares) {
            if *square == 0.0 {
                row.fill(0.0);
            }
        }
        Embedder::quantized(dimensions, &table)
    }

    /// One step on one batch; returns its mean loss.
    #[allow(clippy::cast_precision_loss)] // sizes of batches
    fn step(
        &self,
        chunk: &[(Parts, Parts, u32)],
        rate: f32,
        table: &mut [f32],
        squares: &mut [f32],
        batch: &mut Batch,
    ) -> f32 {
        let (n, d) = (chunk.len(), self.training.dimensions);
        batch.reset(n, d);
        for (i, (left, right, _)) in chunk.iter().enumerate() {
            batch.left_lengths[i] = self.embed(left, table, &mut batch.left[i * d..(i + 1) * d]);
            batch.right_lengths[i] = self.embed(right, table, &mut batch.right[i * d..(i + 1) * d]);
        }
        let temperature = self.training.temperature.max(1e-3);
        batch.score(n, d);
        for (i, scores) in batch.scores.chunks_exact_mut(n).enumerate() {
            for (j, score) in scores.iter_mut().enumerate() {
                let negative_of_its_own = i != j && chunk[i].2 == chunk[j].2;
                *score = if negative_of_its_own {
                    f32::NEG_INFINITY
                } else {
                    *score / temperature
                };
            }
        }
        let loss = batch.softmax_gradients(n);
        // From scores to vectors.
        let scale = 1.0 / (temperature * n as f32);
        for i in 0..n {
            let left = &batch.left[i * d..(i + 1) * d];
            let left_gradient = &mut batch.left_gradients[i * d..(i + 1) * d];
            for (j, gradient) in batch.gradients[i * n..(i + 1) * n].iter().enumerate() {
                let g = gradient * scale;
                if g != 0.0 {
                    add(left_gradient, g, &batch.right[j * d..(j + 1) * d]);
                    add(&mut batch.right_gradients[j * d..(j + 1) * d], g, left);
                }
            }
        }
        for (i, (left, right, _)) in chunk.iter().enumerate() {
            let at = i * d..(i + 1) * d;
            self.update(
                left,
                &batch.left[at.clone()],
                batch.left_lengths[i],
                &mut batch.left_gradients[at.clone()],
                rate,
                table,
                squares,
            );
            self.update(
                right,
                &batch.right[at.clone()],
                batch.right_lengths[i],
                &mut batch.right_gradients[at],
                rate,
                table,
                squares,
            );
        }
        loss
    }

    /// The vector of a text, of length 1, into `out`; returns the length before.
    fn embed(&self, parts: &Parts, table: &[f32], out: &mut [f32]) -> f32 {
        let d = self.training.dimensions;
        for &(row, share) in &self.rows[parts.clone()] {
            let start = row as usize * d;
            add(out, share, &table[start..start + d]);
        }
        normalize(out)
    }

    /// Takes a gradient back through the normalization and moves the rows of a text.
    #[allow(clippy::too_many_arguments, clippy::cast_precision_loss)] // one call site twice; the width
    fn update(
        &self,
        parts: &Parts,
        vector: &[f32],
        length: f32,
        gradient: &mut [f32],
        rate: f32,
        table: &mut [f32],
        squares: &mut [f32],
    ) {
        if length <= 0.0 {
            return;
        }
        let along = dot(gradient, vector);
        gradient
            .iter_mut()
            .zip(vector)
            .for_each(|(g, v)| *g = (*g - along * v) / length);
        let d = self.training.dimensions;
        let square = dot(gradient, gradient) / d as f32;
        if square == 0.0 {
            return;
        }
        for &(row, share) in &self.rows[parts.clone()] {
            let accumulated = &mut squares[row as usize];
            *accumulated += square * share * share;
            let step = rate * share / (accumulated.sqrt() + 1e-8);
            let start = row as usize * d;
            add(&mut table[start..start + d], -step, gradient);
        }
    }
}

/// Adds `times` of `values` to `sum`. Every step spends its time here and in [`dot`].
#[inline]
fn add(sum: &mut [f32], times: f32, values: &[f32]) {
    for (s, v) in sum.iter_mut().zip(values) {
        *s += times * v;
    }
}

/// What one step computes, kept for the next to save allocations.
#[derive(Default)]
struct Batch {
    left: Vec<f32>,
    right: Vec<f32>,
    left_lengths: Vec<f32>,
    right_lengths: Vec<f32>,
    left_gradients: Vec<f32>,
    right_gradients: Vec<f32>,
    scores: Vec<f32>,
    gradients: Vec<f32>,
    transposed: Vec<f32>,
    /// A row or column of the scores.
    line: Vec<f32>,
}

impl Batch {
    fn reset(&mut self, n: usize, d: usize) {
        for (values, length) in [
            (&mut self.left, n * d),
            (&mut self.right, n * d),
            (&mut self.left_gradients, n * d),
            (&mut self.right_gradients, n * d),
            (&mut self.left_lengths, n),
            (&mut self.right_lengths, n),
            (&mut self.scores, n * n),
            (&mut self.gradients, n * n),
        ] {
            values.clear();
            values.resize(length, 0.0);
        }
    }

    /// The products of every left with every right. The rights lie transposed, so that a row of products is had in one
    /// go and each still adds its values in the order that [`dot`] would.
    fn score(&mut self, n: usize, d: usize) {
        self.transposed.resize(n * d, 0.0);
        for (j, right) in self.right.chunks_exact(d).enumerate() {
            for (k, value) in right.iter().enumerate() {
                self.transposed[k * n + j] = *value;
            }
        }
        let rows = self.scores.chunks_exact_mut(n);
        for (scores, left) in rows.zip(self.left.chunks_exact(d)) {
            for (value, rights) in left.iter().zip(self.transposed.chunks_exact(n)) {
                add(scores, *value, rights);
            }
        }
    }

    /// Gradients of the mean of the losses by row and by column, with respect to the scores.
    #[allow(clippy::cast_precision_loss)] // sizes of batches
    fn softmax_gradients(&mut self, n: usize) -> f32 {
        let mut loss = 0.0;
        for by_column in [false, true] {
            for i in 0..n {
                let at = |j: usize| if by_column { j * n + i } else { i * n + j };
                self.line.clear();
                self.line.extend((0..n).map(|j| self.scores[at(j)]));
                let own = self.line[i];
                let most = self.line.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                for value in &mut self.line {
                    *value = (*value - most).exp();
                }
                let sum: f32 = self.line.iter().sum();
                loss -= (own - most - sum.ln()) / (2 * n) as f32;
                for (j, value) in self.line.iter().enumerate() {
                    let share = value / sum;
                    self.gradients[at(j)] += 0.5 * (share - if i == j { 1.0 } else { 0.0 });
                }
            }
        }
        loss
    }
}

#[cfg(test)]
mod tests {
    use super::super::Embed as _;
    use super::*;
    use crate::dense::{Nearest, Vectors};

    /// Synonyms that share no letters in a row with their partners.
    const SYNONYMS: &[(&str, &str)] = &[
        ("kidney", "renal"),
        ("heart", "cardiac"),
        ("liver", "hepatic"),
        ("lung", "pulmonary"),
        ("stomach", "gastric"),
        ("skin", "cutaneous"),
        ("brain", "cerebral"),
        ("bone", "osseous"),
    ];
    const NOUNS: &[&str] = &[
        "failure",
        "disease",
        "infection",
        "abscess",
        "cyst",
        "pain",
        "injury",
        "tumor",
    ];

    fn learnt(seed: u64) -> (Embedder, Vec<f32>) {
        let mut trainer = Trainer::new(Training {
            dimensions: 16,
            buckets: 4096,
            epochs: 30,
            batch: 16,
            seed,
            ..Training::default()
        });
        let mut group = 0;
        for (i, (lay, latin)) in SYNONYMS.iter().enumerate() {
            for (j, noun) in NOUNS.iter().enumerate() {
                group += 1;
                // One combination of each is held out.
                if (i + j) % NOUNS.len() != 0 {
                    trainer.push(Pair {
                        left: &format!("{lay} {noun}"),
                        right: &format!("{latin} {noun}"),
                        group,
                    });
                }
            }
        }
        let mut losses = Vec::new();
        let embedder = trainer.train(|_, loss| losses.push(loss));
        (embedder, losses)
    }

    #[test]
    fn unseen_combinations_of_learnt_synonyms_are_nearest() {
        let (embedder, losses) = learnt(1);
        assert!(losses.last() < losses.first(), "{losses:?}");
        let entries: Vec<String> = SYNONYMS
            .iter()
            .flat_map(|(_, latin)| NOUNS.iter().map(move |noun| format!("{latin} {noun}")))
            .collect();
        let vectors = Vectors::build(
            embedder.dimensions(),
            entries.iter().map(|e| embedder.embed(e)),
        );
        let mut right = 0;
        for (i, (lay, latin)) in SYNONYMS.iter().enumerate() {
            let noun = NOUNS[(NOUNS.len() - i) % NOUNS.len()];
            let query = format!("{lay} {noun}");
            let nearest = vectors.nearest(&embedder.embed(&query), 1, &|_| true)[0];
            right += usize::from(entries[nearest.doc as usize] == format!("{latin} {noun}"));
            let explanation = embedder.explain(&query, &vectors, nearest.doc);
            assert!(
                (explanation.value - nearest.cosine).abs() < 0.02,
                "{explanation}"
            );
        }
        assert!(right >= 7, "{right} of {}", SYNONYMS.len());
    }

    #[test]
    fn the_same_seed_gives_the_same_vectors_and_another_does_not() {
        let text = "renal failure";
        assert_eq!(learnt(1).0.embed(text), learnt(1).0.embed(text));
        assert_ne!(learnt(1).0.embed(text), learnt(2).0.embed(text));
    }

    #[test]
    fn parts_never_seen_mean_nothing() {
        let (embedder, _) = learnt(1);
        assert!(embedder.embed("").iter().all(|v| *v == 0.0));
        let mut nothing = Trainer::new(Training {
            epochs: 1,
            dimensions: 4,
            buckets: 8,
            ..Training::default()
        });
        nothing.push(Pair {
            left: "",
            right: "x",
            group: 0,
        });
        assert!(
            nothing
                .train(|_, _| {})
                .embed("kidney")
                .iter()
                .all(|v| *v == 0.0)
        );
    }

    #[test]
    fn a_table_read_from_a_file_embeds_as_the_one_written() {
        let (embedder, _) = learnt(3);
        let vectors = Vectors::build(
            embedder.dimensions(),
            ["renal cyst", "cardiac pain"]
                .iter()
                .map(|e| embedder.embed(e)),
        );
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("dense.map");
        let mut file = mapped::FileWriter::default();
        embedder.write(&mut file, "e");
        vectors.write(&mut file, "v");
        file.write(&path, "test").unwrap();
        let file = mapped::File::open(&path).unwrap();
        let (read, read_vectors) = (
            Embedder::read(&file, "e").unwrap(),
            Vectors::read(&file, "v").unwrap(),
        );
        let query = read.embed("kidney cyst");
        assert_eq!(query, embedder.embed("kidney cyst"));
        assert_eq!(
            read_vectors.nearest(&query, 2, &|_| true),
            vectors.nearest(&query, 2, &|_| true)
        );
    }
}

//! How well the quotes fit the stretches that people marked.

use std::collections::HashMap;

use super::count::{Counts, ratio};

/// A stretch in code points.
pub(super) type Span = (usize, usize);

/// Code points that a predicted stretch may reach beyond the marked one on either side.
const SLACK: usize = 10;

/// Sums over the codes that were found and have stretches of one kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    pub(super) codes: usize,
    spans: Counts,
    tokens: Counts,
    contained: usize,
    marked: usize,
}

impl Sums {
    /// Adds one code of one note: the quotes it was given, and the stretches that were marked.
    pub(super) fn add(&mut self, text: &Characters, predicted: &[Span], marked: &[Span]) {
        self.codes += 1;
        let hit = marked.iter().filter(|m| predicted.contains(m)).count();
        self.spans.add(Counts {
            hit,
            extra: predicted.len() - hit.min(predicted.len()),
            missed: marked.len() - hit,
        });
        self.tokens.add(tokens(text, predicted, marked));
        self.marked += marked.len();
        self.contained += marked
            .iter()
            .filter(|m| predicted.iter().any(|p| contains(*p, **m)))
            .count();
    }

    pub(super) fn span_exact_f1(&self) -> f64 {
        self.spans.f1()
    }

    pub(super) fn token_f1(&self) -> f64 {
        self.tokens.f1()
    }

    pub(super) fn containment(&self) -> f64 {
        ratio(self.contained, self.marked)
    }
}

/// Whether one of the quotes shares a character with one of the stretches.
pub(super) fn overlap(predicted: &[Span], marked: &[Span]) -> bool {
    predicted
        .iter()
        .any(|p| marked.iter().any(|m| p.0 < m.1 && m.0 < p.1))
}

fn contains(predicted: Span, marked: Span) -> bool {
    predicted.0 <= marked.0
        && marked.1 <= predicted.1
        && marked.0 - predicted.0 <= SLACK
        && predicted.1 - marked.1 <= SLACK
}

/// The characters of a note, to cut stretches out of.
pub(super) struct Characters(Vec<char>);

impl Characters {
    pub(super) fn of(text: &str) -> Self {
        Self(text.chars().collect())
    }

    fn words(&self, span: Span) -> Vec<String> {
        let text: String = self
            .0
            .get(span.0..span.1.min(self.0.len()))
            .unwrap_or_default()
            .iter()
            .collect();
        text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .filter(|w| !w.is_empty())
            .map(str::to_lowercase)
            .collect()
    }
}

/// Counts of words that predicted and marked stretches have in common.
fn tokens(text: &Characters, predicted: &[Span], marked: &[Span]) -> Counts {
    let bag = |spans: &[Span]| {
        let mut bag: HashMap<String, usize> = HashMap::new();
        for word in spans.iter().flat_map(|s| text.words(*s)) {
            *bag.entry(word).or_default() += 1;
        }
        bag
    };
    let (predicted, marked) = (bag(predicted), bag(marked));
    let hit = predicted
        .iter()
        .map(|(word, n)| (*n).min(marked.get(word).copied().unwrap_or(0)))
        .sum();
    Counts {
        hit,
        extra: predicted.values().sum::<usize>() - hit,
        missed: marked.values().sum::<usize>() - hit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containment_allows_ten_characters_on_each_side() {
        assert!(contains((90, 120), (100, 110)));
        assert!(!contains((89, 120), (100, 110)));
        assert!(!contains((101, 120), (100, 110)));
    }

    #[test]
    fn sums_are_over_codes_spans_and_words() {
        let text = Characters::of("Type 2 diabetes with CKD");
        let mut sums = Sums::default();
        sums.add(&text, &[(0, 15)], &[(7, 15)]);
        // predicted type 2 diabetes, marked diabetes: one word in common, two extra
        assert!((sums.token_f1() - 0.5).abs() < 1e-9);
        assert!((sums.containment() - 1.0).abs() < 1e-9);
        assert!(overlap(&[(0, 15)], &[(14, 20)]) && !overlap(&[(0, 15)], &[(15, 20)]));
        assert!(sums.span_exact_f1().abs() < 1e-9);
    }
}

//! Which words of the vocabulary a query word stands for.
//!
//! In this order, the first that fits:
//!
//! 1. the word itself, and the words it may be the beginning of;
//! 2. one edit away (words of four letters or more);
//! 3. two words run together ("lymphnode");
//! 4. two edits away (seven letters or more);
//! 5. the misspelled beginning of a word (where it may be unfinished);
//! 6. an abbreviation: letters of a word in order (three to six letters).
//!
//! Besides, two neighbours that the vocabulary has as one word ("heart burn") may stand for that word.

use serde::Serialize;

use crate::bm25;
use crate::corpus::{Corpus, importance};
use crate::fuzzy::{self, Near};
use crate::query::{Query, QueryWord};

/// How a word of the vocabulary was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It is the word.
    Exact,
    /// It starts with the word.
    Prefix,
    /// The word and its neighbour, written as one.
    Joined,
    /// A part of the word, which is two written as one.
    Split,
    /// So many edits away.
    Misspelling(u8),
    /// It has the letters of the word in order.
    Abbreviation,
    /// Another word or form for it, by the caller's knowledge.
    Related,
}

impl How {
    /// Whether this is a guess at what was meant, to be shown as one.
    #[must_use]
    pub fn is_guess(self) -> bool {
        matches!(
            self,
            Self::Split | Self::Misspelling(_) | Self::Abbreviation
        )
    }
}

/// One word of the vocabulary that a query word may stand for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alternative {
    /// Its place in the vocabulary.
    pub word: u32,
    /// How much a match counts, 0 to 1.
    pub weight: f32,
    /// How it was found.
    pub how: How,
    /// Whether it counts towards an entry's completeness: where several query words may stand for
    /// one word, it does so once.
    pub completes: bool,
}

impl Alternative {
    fn new(word: u32, weight: f32, how: How) -> Self {
        Self {
            word,
            weight,
            how,
            completes: true,
        }
    }
}

/// A query word with all that it may stand for. A word that was split has two.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Which of [`Query::words`].
    pub query_word: usize,
    /// What it may stand for, best first; empty where nothing fits.
    pub alternatives: Vec<Alternative>,
    /// Rarity times importance: what a full match adds at most.
    pub weight: f32,
    /// Share of the query's weight, 0 to 1.
    pub share: f32,
    /// Whether the vocabulary was guessed at.
    pub guessed: bool,
}

/// A query against one vocabulary.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Resolved {
    /// In the order of the query; at most 32, the rarest.
    pub terms: Vec<Term>,
}

/// One bit a term must do.
const MOST_TERMS: usize = 32;
/// Most words a beginning may stand for; the most frequent are kept. A single letter says so little that more than
/// a few only take time.
const fn most_completions(beginning: &str) -> usize {
    if beginning.len() == 1 { 12 } else { 64 }
}
const MOST_GUESSES: usize = 6;
/// A split leaves no part shorter.
const SHORTEST_PART: usize = 3;

impl Corpus {
    /// Finds what the words of a query stand for.
    #[must_use]
    pub fn resolve(&self, query: &Query) -> Resolved {
        let mut terms: Vec<Term> = Vec::with_capacity(query.words.len());
        for (i, word) in query.words.iter().enumerate() {
            self.resolve_word(i, word, query, &mut terms);
        }
        if terms.len() > MOST_TERMS {
            let mut weights: Vec<f32> = terms.iter().map(|t| t.weight).collect();
            weights.sort_by(|a, b| b.total_cmp(a));
            let least = weights[MOST_TERMS - 1];
            terms.retain(|t| t.weight >= least);
            terms.truncate(MOST_TERMS);
        }
        let mut seen = rustc_hash::FxHashSet::default();
        for alternative in terms.iter_mut().flat_map(|t| &mut t.alternatives) {
            alternative.completes = seen.insert(alternative.word);
        }
        // Function words count little, unless the query has nothing else.
        let total: f32 = terms.iter().map(|t| t.weight).sum();
        for term in &mut terms {
            term.share = if total > 0.0 {
                term.weight / total
            } else {
                0.0
            };
        }
        Resolved { terms }
    }

    fn resolve_word(&self, i: usize, word: &QueryWord, query: &Query, terms: &mut Vec<Term>) {
        let mut alternatives = Vec::new();
        let exact = self.vocabulary.id(&word.text);
        if let Some(id) = exact {
            alternatives.push(Alternative::new(id, 1.0, How::Exact));
        }
        self.push_completions(word, exact, &mut alternatives);
        let known = !alternatives.is_empty();
        self.push_joined(i, query, &mut alternatives);
        let correctable =
            query.options.fuzzy && !known && word.text.bytes().all(|b| !b.is_ascii_digit());
        if correctable && alternatives.is_empty() {
            let most = fuzzy::tolerance(word.text.chars().count());
            let near = if most > 0 {
                fuzzy::misspelled(&self.vocabulary, &word.text, most, MOST_GUESSES)
            } else {
                Vec::new()
            };
            if near.first().is_none_or(|n| n.distance > 1)
                && let Some((left, right)) = self.split(&word.text)
            {
                for part in [left, right] {
                    terms.push(self.term(i, word, vec![Alternative::new(part, 0.85, How::Split)]));
                }
                return;
            }
            self.push_near(&word.text, near, &mut alternatives);
            if let Some(prefix) = word
                .prefix
                .as_deref()
                .filter(|p| alternatives.is_empty() && p.len() >= 5)
            {
                let most = if prefix.len() >= 8 { 2 } else { 1 };
                let near =
                    fuzzy::misspelled_beginning(&self.vocabulary, prefix, most, MOST_GUESSES);
                self.push_near(prefix, near, &mut alternatives);
            }
        }
        let short = (3..=6).contains(&word.text.len());
        if alternatives.is_empty()
            && query.options.abbreviation
            && short
            && word.text.bytes().all(|b| b.is_ascii_lowercase())
        {
            // Of words that fit as well, the more frequent one is the likelier to have been shortened.
            let near = fuzzy::abbreviated(&self.vocabulary, &word.text, MOST_GUESSES);
            let most = near
                .iter()
                .map(|n| self.frequency(n.word))
                .max()
                .unwrap_or(0);
            for near in near {
                let weight =
                    0.2 + 0.05 * near.likeness + 0.15 * commonness(self.frequency(near.word), most);
                alternatives.push(Alternative::new(near.word, weight, How::Abbreviation));
            }
        }
        terms.push(self.term(i, word, alternatives));
    }

    fn term(
        &self,
        query_word: usize,
        word: &QueryWord,
        mut alternatives: Vec<Alternative>,
    ) -> Term {
        alternatives.sort_by(|a, b| a.word.cmp(&b.word).then(b.weight.total_cmp(&a.weight)));
        alternatives.dedup_by_key(|a| a.word);
        alternatives.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.word.cmp(&b.word)));
        // The rarity of a word that is there is its own; otherwise that of all it may stand for.
        let frequency = match alternatives.iter().find(|a| a.how == How::Exact) {
            Some(exact) => self.frequency(exact.word),
            None => alternatives.iter().map(|a| self.frequency(a.word)).sum(),
        };
        let weight = bm25::idf(self.len(), frequency) * importance(&word.text);
        let guessed = alternatives.iter().any(|a| a.how.is_guess());
        Term {
            query_word,
            alternatives,
            weight,
            share: 0.0,
            guessed,
        }
    }

    #[allow(clippy::cast_precision_loss)] // lengths of words
    fn push_completions(&self, word: &QueryWord, exact: Option<u32>, out: &mut Vec<Alternative>) {
        let Some(prefix) = word.prefix.as_deref() else {
            return;
        };
        let mut range = self.vocabulary.with_prefix(prefix);
        let mut prefix = prefix;
        if range.is_empty() && exact.is_none() {
            prefix = &word.text;
            range = self.vocabulary.with_prefix(prefix);
        }
        let starts = &self.starts[..];
        let frequency = |id: u32| match starts.get(id as usize..id as usize + 2) {
            Some(&[start, end]) => end.saturating_sub(start),
            _ => 0,
        };
        let mut found: Vec<(u32, u32)> = range
            .filter(|id| Some(*id) != exact)
            .map(|id| (frequency(id), id))
            .collect();
        let most = most_completions(prefix);
        if found.len() > most {
            found.select_nth_unstable_by(most, |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            found.truncate(most);
        }
        let trust = if exact.is_some() { 0.6 } else { 0.9 };
        let most = found
            .iter()
            .map(|(frequency, _)| *frequency)
            .max()
            .unwrap_or(0);
        for (frequency, id) in found {
            let share = prefix.len() as f32 / self.vocabulary.word(id).len().max(1) as f32;
            let weight =
                trust * (0.7 + 0.1 * share + 0.2 * commonness(frequency as usize, most as usize));
            out.push(Alternative::new(id, weight, How::Prefix));
        }
    }

    fn push_joined(&self, i: usize, query: &Query, out: &mut Vec<Alternative>) {
        let neighbours = [i.checked_sub(1).map(|before| (before, i)), Some((i, i + 1))];
        for (left, right) in neighbours.into_iter().flatten() {
            let (Some(left), Some(right)) = (query.words.get(left), query.words.get(right)) else {
                continue;
            };
            if left.text.len() < 2 || right.text.len() < 2 || left.text.len() + right.text.len() < 5
            {
                continue;
            }
            let joined = format!("{}{}", left.text, right.text);
            if let Some(id) = self.vocabulary.id(&joined) {
                out.push(Alternative::new(id, 0.95, How::Joined));
            }
        }
    }

    fn push_near(&self, word: &str, near: Vec<Near>, out: &mut Vec<Alternative>) {
        let most = near
            .iter()
            .map(|n| self.frequency(n.word))
            .max()
            .unwrap_or(0);
        for near in near {
            let same_first =
                word.as_bytes().first() == self.vocabulary.word(near.word).as_bytes().first();
            let base = if near.distance <= 1 { 0.7 } else { 0.5 };
            let common = commonness(self.frequency(near.word), most);
            let weight =
                (base + 0.05 * near.likeness + 0.05 * common) * if same_first { 1.0 } else { 0.7 };
            let edits = u8::try_from(near.distance).unwrap_or(u8::MAX);
            out.push(Alternative::new(near.word, weight, How::Misspelling(edits)));
        }
    }

    /// The two words a word may be made of: of all cuts, the one whose rarer part is most frequent.
    fn split(&self, word: &str) -> Option<(u32, u32)> {
        (SHORTEST_PART..(word.len() + 1).saturating_sub(SHORTEST_PART))
            .filter(|&cut| word.is_char_boundary(cut))
            .filter_map(|cut| {
                let (left, right) = word.split_at(cut);
                let pair = (self.vocabulary.id(left)?, self.vocabulary.id(right)?);
                let rarer = self.frequency(pair.0).min(self.frequency(pair.1));
                (rarer > 1).then_some((rarer, pair))
            })
            .max_by_key(|(rarer, pair)| (*rarer, std::cmp::Reverse(pair.0)))
            .map(|(_, pair)| pair)
    }
}

/// How common a word is among its rivals, the most common of which is in `most` entries; 0 to 1,
/// by orders of magnitude.
#[allow(clippy::cast_precision_loss)] // counts of entries
fn commonness(frequency: usize, most: usize) -> f32 {
    (1.0 + frequency as f32).ln() / (1.0 + most.max(1) as f32).ln()
}

//! Scoring entries, and saying why.

use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::bm25::is_all;
use crate::corpus::{Corpus, ESSENTIAL, FULL};
use crate::explanation::Explanation;
use crate::query::Query;
use crate::resolve::{Alternative, Resolved, Term};

/// An entry that matched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The entry's number in the corpus.
    pub doc: u32,
    /// The caller's id of it.
    pub id: u32,
    /// The caller's kind of it.
    pub kind: u8,
    /// Comparable within one query only.
    pub score: f32,
    /// Share of the query's weight that was matched, 0 to 1.
    pub coverage: f32,
    /// Share of the entry's essential weight that was matched, 0 to 1.
    pub completeness: f32,
    /// Bit `i`: term `i` of the resolved query was matched.
    pub matched: u32,
    /// Whether any of the matches rests on a guess.
    pub guessed: bool,
}

impl Hit {
    /// Whether the entry has just the words of the query.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        is_all(self.coverage) && is_all(self.completeness) && !self.guessed
    }
}

/// What has been found of one entry while words are read one after another.
#[derive(Clone, Copy, Default)]
struct Slot {
    score: f32,
    /// The best alternative of the term last matched.
    best: f32,
    mass: f32,
    matched: u32,
}

#[derive(Default)]
struct Scratch {
    slots: Vec<Slot>,
    touched: Vec<u32>,
}

thread_local! {
    static SCRATCH: Cell<Scratch> = Cell::default();
}

/// Words in more than one of so many entries find no entry on their own …
const COMMON: usize = 5;
/// … unless they are in no more than so many …
const ALWAYS: usize = 4096;
/// … or the rarer words make up less than this share of the query, and they themselves at least that.
const ENOUGH: f32 = 0.5;
const SUBSTANTIAL: f32 = 0.15;

impl Corpus {
    /// The best entries for a query, best first, of the kinds that `filter` lets pass.
    /// Entries with the same score keep the order of the corpus.
    pub fn search(&self, query: &Query, limit: usize, filter: impl Fn(u8) -> bool) -> Vec<Hit> {
        self.search_resolved(&self.resolve(query), limit, filter)
    }

    /// As [`Corpus::search`], for a query resolved before.
    pub fn search_resolved(
        &self,
        resolved: &Resolved,
        limit: usize,
        filter: impl Fn(u8) -> bool,
    ) -> Vec<Hit> {
        if limit == 0 {
            return Vec::new();
        }
        let mut scratch = SCRATCH.take();
        scratch
            .slots
            .resize(scratch.slots.len().max(self.len()), Slot::default());
        self.accumulate(resolved, &mut scratch);
        let hits = self.best(resolved, &scratch, limit, filter);
        for &doc in &scratch.touched {
            if let Some(slot) = scratch.slots.get_mut(doc as usize) {
                *slot = Slot::default();
            }
        }
        scratch.touched.clear();
        SCRATCH.set(scratch);
        hits
    }

    fn accumulate(&self, resolved: &Resolved, scratch: &mut Scratch) {
        // Rarest first, and common words last, so that these only add to what rarer ones have found.
        let mut order: Vec<(usize, &Term, usize)> = resolved
            .terms
            .iter()
            .enumerate()
            .map(|(i, term)| {
                (
                    i,
                    term,
                    term.alternatives
                        .iter()
                        .map(|a| self.frequency(a.word))
                        .sum(),
                )
            })
            .filter(|(_, _, frequency)| *frequency > 0)
            .collect();
        order.sort_by(|a, b| b.1.weight.total_cmp(&a.1.weight).then(a.0.cmp(&b.0)));
        let most = (self.len() / COMMON).max(ALWAYS);
        let rare: f32 = order
            .iter()
            .filter(|(_, _, frequency)| *frequency <= most)
            .map(|(_, term, _)| term.share)
            .sum();
        let first = order.first().map(|(i, ..)| *i);
        let (open, closed): (Vec<_>, Vec<_>) =
            order.into_iter().partition(|(i, term, frequency)| {
                *frequency <= most
                    || Some(*i) == first
                    || (rare < ENOUGH && term.share >= SUBSTANTIAL)
            });
        for (terms, opens) in [(open, true), (closed, false)] {
            for (i, term, _) in terms {
                for alternative in &term.alternatives {
                    self.read_postings(alternative, term.weight, 1 << i, opens, scratch);
                }
            }
        }
    }

    fn read_postings(
        &self,
        alternative: &Alternative,
        weight: f32,
        bit: u32,
        opens: bool,
        scratch: &mut Scratch,
    ) {
        let postings = self.postings(alternative.word);
        let factor = weight * alternative.weight / f32::from(FULL);
        let mass = if alternative.completes {
            self.mass_of(alternative.word)
        } else {
            0.0
        };
        let Scratch { slots, touched } = scratch;
        let add = |slot: &mut Slot, impact: u16| {
            let value = factor * f32::from(impact & FULL);
            if slot.matched & bit == 0 {
                slot.matched |= bit;
                slot.score += value;
                slot.best = value;
            } else if value > slot.best {
                slot.score += value - slot.best;
                slot.best = value;
            }
            if impact & ESSENTIAL != 0 {
                slot.mass += mass;
            }
        };
        if opens {
            for (&doc, &impact) in postings.docs.iter().zip(postings.impacts) {
                let Some(slot) = slots.get_mut(doc as usize) else {
                    continue;
                };
                if slot.matched == 0 {
                    touched.push(doc);
                }
                add(slot, impact);
            }
        } else if touched.len() * 16 < postings.docs.len() {
            for &doc in touched.iter() {
                if let (Ok(at), Some(slot)) = (
                    postings.docs.binary_search(&doc),
                    slots.get_mut(doc as usize),
                ) {
                    add(slot, postings.impacts[at]);
                }
            }
        } else {
            for (&doc, &impact) in postings.docs.iter().zip(postings.impacts) {
                if let Some(slot) = slots.get_mut(doc as usize).filter(|slot| slot.matched != 0) {
                    add(slot, impact);
                }
            }
        }
    }

    fn best(
        &self,
        resolved: &Resolved,
        scratch: &Scratch,
        limit: usize,
        filter: impl Fn(u8) -> bool,
    ) -> Vec<Hit> {
        let guesses = bits(resolved, |term| term.guessed);
        let (ids, kinds, weights, masses) = (
            &self.ids[..],
            &self.kinds[..],
            &self.weights[..],
            &self.masses[..],
        );
        let highest = self.bm25.highest_factor() * self.highest_weight;
        let mut heap: BinaryHeap<Worst> =
            BinaryHeap::with_capacity(limit.min(scratch.touched.len()) + 1);
        for &doc in &scratch.touched {
            let at = doc as usize;
            let (Some(slot), Some(&id), Some(&kind)) =
                (scratch.slots.get(at), ids.get(at), kinds.get(at))
            else {
                continue;
            };
            let full = heap.len() == limit;
            if full
                && heap
                    .peek()
                    .is_some_and(|worst| slot.score * highest < worst.0.score)
                || !filter(kind)
            {
                continue;
            }
            let coverage = coverage(resolved, slot.matched);
            let completeness = share(slot.mass, masses[at]);
            let score = self.total(slot.score, coverage, completeness, weights[at]);
            let hit = Hit {
                doc,
                id,
                kind,
                score,
                coverage,
                completeness,
                matched: slot.matched,
                guessed: slot.matched & guesses != 0,
            };
            if full {
                if let Some(mut worst) = heap.peek_mut()
                    && Worst(hit) < *worst
                {
                    *worst = Worst(hit);
                }
            } else {
                heap.push(Worst(hit));
            }
        }
        heap.into_sorted_vec()
            .into_iter()
            .map(|worst| worst.0)
            .collect()
    }

    fn total(&self, sum: f32, coverage: f32, completeness: f32, weight: f32) -> f32 {
        weight
            * sum
            * self.bm25.coverage_factor(coverage)
            * self.bm25.completeness_factor(coverage, completeness)
    }

    /// Takes the score of entry `doc` apart. The value at the root is the score that a search gives it;
    /// 0 where the entry does not match at all.
    #[must_use]
    pub fn explain(&self, query: &Query, doc: u32) -> Explanation {
        self.explain_resolved(query, &self.resolve(query), doc)
    }

    /// As [`Corpus::explain`], for a query resolved before.
    #[must_use]
    pub fn explain_resolved(&self, query: &Query, resolved: &Resolved, doc: u32) -> Explanation {
        let (mut sum, mut mass, mut matched) = (0.0, 0.0, 0_u32);
        let mut words = Vec::new();
        for (i, term) in resolved.terms.iter().enumerate() {
            let mut best: Option<(f32, Explanation)> = None;
            for alternative in &term.alternatives {
                let postings = self.postings(alternative.word);
                let Ok(at) = postings.docs.binary_search(&doc) else {
                    continue;
                };
                let impact = postings.impacts[at];
                let saturation = f32::from(impact & FULL) / f32::from(FULL);
                let value = term.weight * alternative.weight * saturation;
                if impact & ESSENTIAL != 0 && alternative.completes {
                    mass += self.mass_of(alternative.word);
                }
                if best.as_ref().is_none_or(|(most, _)| value > *most) {
                    let typed = query
                        .words
                        .get(term.query_word)
                        .map_or("", |w| w.text.as_str());
                    let label = format!(
                        "\"{}\" for \"{typed}\" ({})",
                        self.vocabulary.word(alternative.word),
                        name(alternative)
                    );
                    let parts = vec![
                        Explanation::leaf("rarity of the word", term.weight),
                        Explanation::leaf("trust in the reading", alternative.weight),
                        Explanation::leaf("frequency in the entry, by its length", saturation),
                    ];
                    best = Some((value, Explanation::node(label, value, parts)));
                }
            }
            if let Some((value, explanation)) = best {
                sum += value;
                matched |= 1 << i;
                words.push(explanation);
            }
        }
        let at = doc as usize;
        let coverage = coverage(resolved, matched);
        let completeness = share(mass, self.masses.get(at).copied().unwrap_or(0.0));
        let weight = self.weights.get(at).copied().unwrap_or(0.0);
        let children = vec![
            Explanation::node("sum over the words", sum, words),
            Explanation::node(
                "factor for the share of the query that was matched",
                self.bm25.coverage_factor(coverage),
                vec![Explanation::leaf("share of the query", coverage)],
            ),
            Explanation::node(
                "factor for the share of the entry that was matched",
                self.bm25.completeness_factor(coverage, completeness),
                vec![Explanation::leaf("share of the entry", completeness)],
            ),
            Explanation::leaf("weight of the entry", weight),
        ];
        Explanation::node(
            "score, the product of",
            self.total(sum, coverage, completeness, weight),
            children,
        )
    }
}

/// Ordered so that the greatest is the worst hit.
#[derive(PartialEq)]
struct Worst(Hit);

impl Eq for Worst {}

impl PartialOrd for Worst {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Worst {
    fn cmp(&self, other: &Self) -> Ordering {
        other
            .0
            .score
            .total_cmp(&self.0.score)
            .then(self.0.doc.cmp(&other.0.doc))
    }
}

fn bits(resolved: &Resolved, condition: impl Fn(&Term) -> bool) -> u32 {
    resolved
        .terms
        .iter()
        .enumerate()
        .filter(|(_, term)| condition(term))
        .fold(0, |set, (i, _)| set | 1 << i)
}

fn coverage(resolved: &Resolved, matched: u32) -> f32 {
    resolved
        .terms
        .iter()
        .enumerate()
        .filter(|(i, _)| matched & (1 << i) != 0)
        .map(|(_, term)| term.share)
        .sum()
}

fn share(part: f32, whole: f32) -> f32 {
    if whole > 0.0 {
        (part / whole).min(1.0)
    } else {
        0.0
    }
}

fn name(alternative: &Alternative) -> String {
    use crate::resolve::How;
    match alternative.how {
        How::Exact => "the word itself".to_owned(),
        How::Prefix => "begins with it".to_owned(),
        How::Joined => "with its neighbour, as one word".to_owned(),
        How::Split => "guess: two words run together".to_owned(),
        How::Misspelling(1) => "guess: one edit away".to_owned(),
        How::Misspelling(n) => format!("guess: {n} edits away"),
        How::Abbreviation => "guess: an abbreviation".to_owned(),
        How::Related => "another word or form for it".to_owned(),
    }
}

#[cfg(test)]
mod tests;

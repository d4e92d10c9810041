//! Codes that stand beside a found one in the Tabular List.

use std::cmp::Ordering;

use icd10cm::{Code, Codebook, Entry};
use retrieval::fusion::{Fusion, RankedList};
use rustc_hash::FxHashSet;

use super::Search;
use super::fused::Nearby;
use super::rank::{Candidate, words};
use super::settle::settle;
use crate::extract::laterality::SIDES;

/// Most codes offered that stand beside the best one's …
const MOST: usize = 5;
/// … and their share of its score.
const SHARE: f32 = 0.75;
/// How much the order by nearness in meaning counts beside that by titles.
const MEANT: f32 = 2.0;
/// How little the very first places stand out.
const FIRST: f32 = 4.0;
/// Of so many best codes the side is looked for.
const SIDED: usize = 3;

impl Search {
    /// Adds the neighbours of the best code, the likest of title and nearest in meaning first, as the phrase may be
    /// a kind that the book has no words for.
    #[allow(clippy::cast_precision_loss, reason = "a few neighbours")]
    pub(super) fn add_neighbours(
        &self,
        book: &Codebook,
        first: Candidate,
        near: &Nearby,
        best: &mut Vec<Candidate>,
    ) {
        let Some(entry) = self.code(&first).and_then(|c| book.entry_of(c)) else {
            return;
        };
        let known: FxHashSet<Code> = best.iter().filter_map(|c| self.code(c)).collect();
        let own = words(entry.title());
        let mut found: Vec<Beside> = Vec::new();
        let headers = entry.ancestors().take_while(|a| a.code().is_some());
        for (distance, header) in headers.enumerate() {
            for child in header.children().filter(|c| !c.contains(entry)) {
                let Some(code) = child.code().and_then(|c| settle(book, c)) else {
                    continue;
                };
                if !known.contains(&code) && found.iter().all(|f| f.code != code) {
                    found.push(Beside {
                        code,
                        meant: near.get(&code.to_bytes()).map_or(0.0, |n| n.value),
                        unlike: unlike(&own, child),
                        place: (distance, child.number()),
                    });
                }
            }
        }
        let found = ranked(&found);
        for (rank, code) in found.into_iter().take(MOST).enumerate() {
            best.push(Candidate {
                score: first.score * (SHARE - rank as f32 * 0.002),
                beside: Some(code),
                near: None,
                ..first
            });
        }
    }

    /// Puts the code of the side that the phrase names before the one that leaves the side open.
    pub(super) fn add_side(&self, book: &Codebook, asked: &[String], best: &mut Vec<Candidate>) {
        let Some(side) = SIDES.iter().find(|side| asked.iter().any(|w| w == *side)) else {
            return;
        };
        for candidate in best.clone().into_iter().take(SIDED) {
            let Some(entry) = self.code(&candidate).and_then(|c| book.entry_of(c)) else {
                continue;
            };
            let on_side = |e: &Entry<'_>| words(e.title()).iter().any(|w| w == side);
            if on_side(&entry) || !entry.title().to_lowercase().contains("unspecified") {
                continue;
            }
            let mut sided = entry.siblings().filter(on_side);
            let (Some(one), None) = (sided.next(), sided.next()) else {
                continue;
            };
            let Some(code) = one.code().and_then(|c| settle(book, c)) else {
                continue;
            };
            let known = best.iter().position(|c| self.code(c) == Some(code));
            let score = candidate.score * 1.01;
            match known.and_then(|at| best.get_mut(at)) {
                Some(same) => same.score = same.score.max(score),
                None => best.push(Candidate {
                    score,
                    beside: Some(code),
                    near: None,
                    ..candidate
                }),
            }
        }
    }
}

/// A neighbour of the best code, by what tells it from the others.
struct Beside {
    code: Code,
    meant: f32,
    unlike: usize,
    place: (usize, u32),
}

/// Neighbours by what two lists make of them together, nearness in meaning and likeness of title; of equals the place in
/// the Tabular List decides.
#[allow(clippy::cast_precision_loss, reason = "a few neighbours")]
fn ranked(found: &[Beside]) -> Vec<Code> {
    let by = |less: &dyn Fn(&Beside, &Beside) -> Ordering, keep: &dyn Fn(&Beside) -> bool| {
        let mut order: Vec<usize> = (0..found.len()).filter(|i| keep(&found[*i])).collect();
        order.sort_by(|a, b| less(&found[*a], &found[*b]));
        order
            .into_iter()
            .map(|i| (i, 0.0))
            .collect::<Vec<(usize, f32)>>()
    };
    let meant = by(&|a, b| b.meant.total_cmp(&a.meant), &|f| f.meant > 0.0);
    let alike = by(
        &|a, b| (a.unlike, a.place).cmp(&(b.unlike, b.place)),
        &|_| true,
    );
    let lists =
        [("meaning", MEANT, &meant), ("title", 1.0, &alike)].map(|(name, weight, items)| {
            RankedList {
                name,
                weight,
                items,
            }
        });
    let fused = Fusion::ReciprocalRank { k: FIRST }.fuse(&lists);
    fused
        .into_iter()
        .filter_map(|(i, _)| found.get(i))
        .map(|f| f.code)
        .collect()
}

/// How many words of a title are not in another.
fn unlike(own: &[String], other: Entry<'_>) -> usize {
    let other = words(other.title());
    own.iter().filter(|w| !other.contains(w)).count()
}

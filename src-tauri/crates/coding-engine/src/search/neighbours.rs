//! Codes that stand beside a found one in the Tabular List.

use icd10cm::{Code, Codebook, Entry};
use rustc_hash::FxHashSet;

use super::Search;
use super::fused::Nearby;
use super::rank::{Candidate, words};
use super::settle::settle;

/// Most codes offered that stand beside the best one's …
const MOST: usize = 5;
/// … and their share of its score.
const SHARE: f32 = 0.75;
/// How many words of a title nearness in meaning to the phrase is worth.
const MEANT: f32 = 4.0;
/// Of so many best codes the side is looked for.
const SIDED: usize = 3;
/// Sides, as a phrase and a title say them.
const SIDES: [&str; 3] = ["left", "right", "bilateral"];

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
        let mut found: Vec<(f32, usize, u32, Code)> = Vec::new();
        let headers = entry.ancestors().take_while(|a| a.code().is_some());
        for (distance, header) in headers.enumerate() {
            for child in header.children().filter(|c| !c.contains(entry)) {
                let Some(code) = child.code().and_then(|c| settle(book, c)) else {
                    continue;
                };
                if !known.contains(&code) && found.iter().all(|f| f.3 != code) {
                    let meant = near.get(&code.to_bytes()).map_or(0.0, |n| n.value.max(0.0));
                    let likeness = meant * MEANT - unlike(&own, child) as f32;
                    found.push((likeness, distance, child.number(), code));
                }
            }
        }
        found.sort_unstable_by(|a, b| {
            let place = |f: &(f32, usize, u32, Code)| (f.1, f.2);
            b.0.total_cmp(&a.0).then(place(a).cmp(&place(b)))
        });
        for (rank, (.., code)) in found.into_iter().take(MOST).enumerate() {
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

/// How many words of a title are not in another.
fn unlike(own: &[String], other: Entry<'_>) -> usize {
    let other = words(other.title());
    own.iter().filter(|w| !other.contains(w)).count()
}

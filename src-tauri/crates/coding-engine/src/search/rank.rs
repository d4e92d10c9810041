//! The order of the codes.

use icd10cm::{Code, Codebook};
use retrieval::Hit;
use retrieval::normalize::Tokens;
use retrieval::resolve::Resolved;
use rustc_hash::FxHashMap;

use super::Search;
use super::fit::fit;
use super::fused::fuse;
use super::lookup::LookupOptions;
use super::reading::Reading;
use super::row::{Kind, Row};

/// An entry that a reading of the phrase has found.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    pub hit: Hit,
    pub reading: usize,
    pub score: f32,
    /// The code offered, where it is not the entry's own but one that stands beside it.
    pub beside: Option<Code>,
    /// What nearness in meaning adds to the score, where it does.
    pub near: Option<Meant>,
}

/// The share of a score that nearness in meaning makes up.
#[derive(Clone, Copy)]
pub(super) struct Meant {
    /// The entry that is near.
    pub doc: u32,
    /// Of the score.
    pub points: f32,
}

impl Candidate {
    fn scale(&mut self, factor: f32) {
        self.score *= factor;
        if let Some(meant) = &mut self.near {
            meant.points *= factor;
        }
    }
}

/// Entries looked at per reading.
const WIDTH: usize = 200;
/// Codes whose titles are read.
const JUDGED: usize = 40;
/// Share of a score that all entries of the code together make up, beside its best one.
const WHOLE: f32 = 0.15;
/// A line of an index or table is shown for a code where it fits this share as well as the code's best entry: the way
/// to a code begins in the index (Guidelines IV.A).
const BOOK_FIRST: f32 = 0.35;
/// What a code keeps that no entry of its own was found for, only the words of several.
const ALONE: f32 = 0.9;

impl Search {
    /// The code that a candidate offers.
    pub(super) fn code(&self, candidate: &Candidate) -> Option<Code> {
        let own = || {
            self.rows
                .get(candidate.hit.doc as usize)
                .and_then(Row::code)
        };
        candidate.beside.or_else(own)
    }

    /// The best entry of each code, best first, with the neighbours of the best one.
    pub(super) fn best(
        &self,
        book: &Codebook,
        readings: &[Reading],
        ambiguous: bool,
        options: LookupOptions,
    ) -> Vec<Candidate> {
        let mut by_code: FxHashMap<[u8; 8], Candidate> = FxHashMap::default();
        let mut whole_code: FxHashMap<[u8; 8], Candidate> = FxHashMap::default();
        let mut in_book: FxHashMap<[u8; 8], Candidate> = FxHashMap::default();
        for (reading, read) in readings.iter().enumerate() {
            let (_, resolved) = self.resolve(&read.text, options);
            let whole = weight(&resolved);
            if whole <= 0.0 {
                continue;
            }
            for hit in self
                .corpus
                .search_resolved(&resolved, WIDTH.max(options.limit), |_| true)
            {
                let Some(row) = self.rows.get(hit.doc as usize) else {
                    continue;
                };
                let score = hit.score / whole * read.weight * row.kind().trust(hit.coverage);
                let candidate = Candidate {
                    hit,
                    reading,
                    score,
                    beside: None,
                    near: None,
                };
                if row.kind() == Kind::Code {
                    let all = whole_code.entry(row.code_bytes()).or_insert(candidate);
                    if score > all.score {
                        *all = candidate;
                    }
                    continue;
                }
                keep_better(&mut by_code, row, candidate);
                if row.kind().book().is_some() {
                    keep_better(&mut in_book, row, candidate);
                }
            }
        }
        let entries = by_code.clone();
        for (code, all) in whole_code {
            by_code
                .entry(code)
                .and_modify(|c| c.score = (1.0 - WHOLE) * c.score + WHOLE * all.score)
                .or_insert(Candidate {
                    score: all.score * ALONE,
                    ..all
                });
        }
        let near = self.near(readings, options);
        fuse(&near, &mut by_code);
        let mut best: Vec<Candidate> = by_code.into_values().collect();
        order(&mut best);
        best.truncate(JUDGED.max(options.limit));
        let asked: Vec<Vec<String>> = readings.iter().map(|r| words(&r.text)).collect();
        for candidate in best.iter_mut().filter(|c| !c.hit.is_exact()) {
            let titled = self
                .code(candidate)
                .and_then(|code| Some((code, book.title(code)?)));
            if let (Some(asked), Some((code, title))) = (asked.get(candidate.reading), titled) {
                candidate.scale(fit(asked, code, &title));
            }
        }
        order(&mut best);
        best.truncate(options.limit);
        if let Some(first) = best.first().copied() {
            let asked = asked.get(first.reading).map_or(&[][..], Vec::as_slice);
            self.add_side(book, asked, &mut best);
            if !ambiguous {
                self.add_neighbours(book, first, &near, &mut best);
            }
        }
        order(&mut best);
        best.truncate(options.limit);
        for candidate in best.iter_mut().filter(|c| c.beside.is_none()) {
            let Some(row) = self.rows.get(candidate.hit.doc as usize) else {
                continue;
            };
            let code = row.code_bytes();
            if row.kind().book().is_none()
                && let (Some(line), Some(own)) = (in_book.get(&code), entries.get(&code))
                && line.score >= BOOK_FIRST * own.score
            {
                // its place in the order stays
                *candidate = Candidate {
                    score: candidate.score,
                    ..*line
                };
            }
        }
        best
    }
}

fn keep_better(best: &mut FxHashMap<[u8; 8], Candidate>, row: &Row, candidate: Candidate) {
    best.entry(row.code_bytes())
        .and_modify(|c| {
            if candidate.score > c.score {
                *c = candidate;
            }
        })
        .or_insert(candidate);
}

pub(super) fn words(title: &str) -> Vec<String> {
    Tokens::of(title)
        .iter()
        .map(|t| t.text.to_owned())
        .collect()
}

fn order(candidates: &mut [Candidate]) {
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.hit.doc.cmp(&b.hit.doc)));
}

/// What a full match of a query would add up to.
pub(super) fn weight(resolved: &Resolved) -> f32 {
    resolved.terms.iter().map(|t| t.weight).sum()
}

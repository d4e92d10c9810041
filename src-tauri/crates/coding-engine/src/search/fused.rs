//! What is near a phrase in meaning, fused with what was found by its words.

use retrieval::Hit;
use rustc_hash::FxHashMap;

use super::Search;
use super::lookup::LookupOptions;
use super::rank::{Candidate, Meant};
use super::reading::Reading;

/// A code near a reading of the phrase, by its nearest entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Near {
    pub reading: usize,
    pub doc: u32,
    /// The cosine, as far as the reading is trusted.
    pub value: f32,
}

/// The codes near a phrase.
pub(super) type Nearby = FxHashMap<[u8; 8], Near>;

impl Search {
    /// The codes near a phrase in meaning; none without a model, and none of an unfinished phrase, whose last word
    /// has no meaning yet.
    pub(super) fn near(&self, readings: &[Reading], options: LookupOptions) -> Nearby {
        let mut near = Nearby::default();
        let Some(nearness) = self.meaning().filter(|_| !options.prefix) else {
            return near;
        };
        let most = if nearness.is_quick() { QUICK } else { SLOW };
        for (reading, read) in readings.iter().enumerate().take(most) {
            for (code, doc, cosine) in nearness.codes(&self.rows, &read.text, WIDTH) {
                let value = cosine * read.weight;
                let one = Near {
                    reading,
                    doc,
                    value,
                };
                let known = near.entry(code).or_insert(one);
                if value > known.value {
                    *known = one;
                }
            }
        }
        near
    }
}

/// Readings that a model is asked about which takes a part of a millisecond for each: as written, with everything
/// written out, and one more.
const QUICK: usize = 3;
/// Readings that a model is asked about that takes milliseconds for each.
const SLOW: usize = 2;
/// Entries near a reading that are looked at.
const WIDTH: usize = 400;
/// Share of a score that nearness makes up, beside the words.
const SHARE: f32 = 0.2;
/// Most that nearness alone makes of a code that none of the words found: rather what they almost found.
const ALONE: f32 = 0.6;
/// Cosine up to which nearness says nothing.
const USUAL: f32 = 0.5;

/// Adds what nearness says to the scores by words.
pub(super) fn fuse(near: &Nearby, by_code: &mut FxHashMap<[u8; 8], Candidate>) {
    if near.is_empty() {
        return;
    }
    for candidate in by_code.values_mut() {
        candidate.score *= 1.0 - SHARE;
    }
    for (code, near) in near {
        let share = (near.value - USUAL) / (1.0 - USUAL);
        if share <= 0.0 {
            continue;
        }
        match by_code.get_mut(code) {
            Some(known) => {
                known.score += SHARE * share;
                known.near = Some(Meant {
                    doc: near.doc,
                    points: SHARE * share,
                });
            }
            None => {
                let hit = Hit {
                    doc: near.doc,
                    id: near.doc,
                    kind: 0,
                    score: 0.0,
                    coverage: 0.0,
                    completeness: 0.0,
                    matched: 0,
                    guessed: false,
                };
                let candidate = Candidate {
                    hit,
                    reading: near.reading,
                    score: ALONE * share,
                    beside: None,
                    near: Some(Meant {
                        doc: near.doc,
                        points: ALONE * share,
                    }),
                };
                by_code.insert(*code, candidate);
            }
        }
    }
}

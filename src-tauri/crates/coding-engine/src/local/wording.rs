//! What the wording of a sentence asks of the entries that are found in it: which words belong together, and which words
//! an entry cannot do without.

use super::Local;
use super::extract::Window;
use crate::extract::matcher::{Hit, Reading, Scratch, matches};

/// How the cues of a mention say that what it names was repaired or removed.
pub(super) const REPAIRED: &str = "repaired or removed";

/// Whether the words behind a mention say that it was repaired or removed, and those before it that this is past.
pub(super) fn is_repaired(w: &Window<'_>, from: usize, to: usize, cues: &[String]) -> bool {
    let word = |i: usize| w.tokens.get(i).map_or("", |t| t.text);
    let gap_ends = |i: usize| {
        let range = w.tokens.get(i - 1).zip(w.tokens.get(i));
        let between = range.and_then(|(a, b)| w.text.get(a.range.end..b.range.start));
        between.is_none_or(|g| g.contains(['.', ',', ';', '\n']))
    };
    if !matches!(word(to), "repair" | "removal" | "resection" | "excision") || gap_ends(to) {
        return false;
    }
    let before: Vec<&str> = (from.saturating_sub(5)..from).map(word).collect();
    cues.iter().any(|c| c.contains("history of"))
        || before
            .windows(2)
            .any(|w| matches!(w, ["history", "of"] | ["status", "post"]))
        || before.contains(&"prior")
        || before.contains(&"previous")
}

/// Whether a word may be a misspelling of another: an operation ("mammoplasty") is none of a condition ("mammoplasia").
pub(super) fn same_kind(written: &str, word: &str) -> bool {
    let operation = |text: &str| {
        [
            "plasty", "ectomy", "otomy", "ostomy", "oscopy", "graphy", "pexy", "desis", "centesis",
            "gram",
        ]
        .into_iter()
        .find(|end| text.ends_with(end))
    };
    operation(written) == operation(word)
}

/// Whether the words `first..=last` join what stands with one side to what stands with the other: "left knee pain and right
/// ankle swelling" has no pain of the ankle. "Fractures of the left radius and right ulna" has a fracture of each.
fn mixes_sides(words: &[&str], first: usize, last: usize) -> bool {
    let side = |at: usize| {
        words
            .get(at)
            .copied()
            .filter(|w| matches!(*w, "right" | "left"))
    };
    let own = (first.saturating_sub(2)..first).rev().find_map(side);
    own.is_some_and(|own| (first + 1..=last).any(|at| side(at).is_some_and(|s| s != own)))
}

/// Words that say that one thing comes of another.
fn says_cause(word: &str) -> bool {
    matches!(
        word,
        "due"
            | "secondary"
            | "cause"
            | "caused"
            | "causing"
            | "because"
            | "from"
            | "related"
            | "attributed"
            | "attributable"
            | "induced"
            | "associated"
            | "result"
            | "resulting"
            | "following"
            | "after"
            | "by"
    )
}

impl Local {
    /// The entries of a window. The sites of a spread are matched by themselves, each with the word that says so; an
    /// entry under "due to" asks for words that say it, or for no word between its own.
    pub(super) fn hits(
        &self,
        w: &Window<'_>,
        readings: &[Reading],
        commas: &[u16],
        scratch: &mut Scratch,
    ) -> Vec<Hit> {
        let mut words: Vec<&str> = Vec::new();
        let mut gaps: Vec<&str> = Vec::new();
        let mut end = w.tokens.get(w.from).map_or(0, |t| t.range.start);
        for token in (w.from..w.to).filter_map(|i| w.tokens.get(i)) {
            gaps.push(w.text.get(end..token.range.start).unwrap_or(""));
            words.push(token.text);
            end = token.range.end;
        }
        gaps.push("");
        let mut apart: Vec<Hit> = Vec::new();
        let mut taken: Vec<u16> = Vec::new();
        for spread in crate::extract::spread::read(&words, &gaps) {
            for site in spread.sites {
                let own = |r: &&Reading| {
                    usize::from(r.at) == spread.cue || site.contains(&usize::from(r.at))
                };
                // close together: a list of sites may be long
                let place = |at: u16| match usize::from(at).checked_sub(site.start) {
                    Some(behind) if usize::from(at) != spread.cue => behind as u16 + 1,
                    _ => 0,
                };
                let near: Vec<Reading> = readings
                    .iter()
                    .filter(own)
                    .map(|r| Reading {
                        at: place(r.at),
                        ..*r
                    })
                    .collect();
                let found: Vec<Hit> = matches(&self.dictionary, &near, &[], scratch)
                    .into_iter()
                    .filter(|h| h.tokens.len() > 1 && h.tokens.first() == Some(&0))
                    .map(|mut h| {
                        for at in &mut h.tokens {
                            *at = match *at {
                                0 => spread.cue,
                                behind => site.start + usize::from(behind) - 1,
                            } as u16;
                        }
                        h
                    })
                    .collect();
                if !found.is_empty() {
                    taken.extend(site.clone().map(|at| at as u16));
                    apart.extend(found);
                }
            }
        }
        let mut hits = if taken.is_empty() {
            matches(&self.dictionary, readings, commas, scratch)
        } else {
            let rest: Vec<Reading> = readings
                .iter()
                .filter(|r| !taken.contains(&r.at))
                .copied()
                .collect();
            matches(&self.dictionary, &rest, commas, scratch)
        };
        // "metastases" beside "metastases to the liver"
        for hit in &mut hits {
            hit.dominated |= apart.iter().any(|a| {
                a.tokens.len() > hit.tokens.len() && hit.tokens.iter().all(|t| a.tokens.contains(t))
            });
        }
        hits.extend(apart);
        hits.retain(|hit| {
            let due = self
                .dictionary
                .phrase(hit.phrase)
                .is_some_and(|p| p.is_due());
            let (Some(first), Some(last)) = (hit.tokens.first(), hit.tokens.last()) else {
                return true;
            };
            if mixes_sides(&words, usize::from(*first), usize::from(*last)) {
                return false;
            }
            let said = || {
                (*first..*last).any(|at| words.get(usize::from(at)).is_some_and(|w| says_cause(w)))
            };
            !due || hit.tokens.len() == 1 || hit.gap == 0 && hit.commas == 0 || said()
        });
        hits
    }
}

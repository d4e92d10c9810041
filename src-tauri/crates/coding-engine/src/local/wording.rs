//! What the wording of a sentence asks of the entries that are found in it: which words belong together, and which words
//! an entry cannot do without.

use retrieval::normalize;

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
/// ankle swelling" has no pain of the ankle. "Fractures of the left radius and right ulna" has a fracture of each, and
/// "left hemiplegia, sequela of right cerebral infarction" is what one side's stroke does to the other.
fn mixes_sides(words: &[&str], first: usize, last: usize) -> bool {
    let between = words.get(first..=last).unwrap_or_default();
    if between
        .iter()
        .any(|w| says_cause(w) || matches!(*w, "sequela" | "sequelae" | "late"))
    {
        return false;
    }
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
pub(super) fn says_cause(word: &str) -> bool {
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
        let fits = |hit: &Hit, tokens: &[u16]| self.is_worded(hit, tokens, &words);
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
                let back = |at: u16| match at {
                    0 => spread.cue as u16,
                    behind => site.start as u16 + behind - 1,
                };
                let near: Vec<Reading> = readings
                    .iter()
                    .filter(own)
                    .map(|r| Reading {
                        at: place(r.at),
                        ..*r
                    })
                    .collect();
                let mut found = matches(&self.dictionary, &near, &[], scratch, &|hit: &Hit| {
                    let mut tokens: Vec<u16> = hit.tokens.iter().map(|at| back(*at)).collect();
                    tokens.sort_unstable();
                    hit.tokens.len() > 1 && hit.tokens.first() == Some(&0) && fits(hit, &tokens)
                });
                for hit in &mut found {
                    hit.tokens.iter_mut().for_each(|at| *at = back(*at));
                    hit.tokens.sort_unstable();
                }
                // "metastases to the liver, heart failure": what names more than a place is none, and ends the list
                let met = |at: usize| found.iter().any(|h| h.tokens.contains(&(at as u16)));
                let head = site.clone().rev().find(|at| !is_filler(words[*at]));
                if !head
                    .is_some_and(|at| met(at) || self.laterality.is_part(words[at], &self.canon))
                {
                    break;
                }
                let of_site = |at: &u16| usize::from(*at) != spread.cue;
                taken.extend(
                    found
                        .iter()
                        .flat_map(|h| &h.tokens)
                        .copied()
                        .filter(of_site),
                );
                apart.extend(found);
            }
        }
        let mut hits = if apart.is_empty() {
            matches(&self.dictionary, readings, commas, scratch, &|hit: &Hit| {
                fits(hit, &hit.tokens)
            })
        } else {
            let rest: Vec<Reading> = readings
                .iter()
                .filter(|r| !taken.contains(&r.at))
                .copied()
                .collect();
            matches(&self.dictionary, &rest, commas, scratch, &|hit: &Hit| {
                fits(hit, &hit.tokens)
            })
        };
        // "metastases" beside "metastases to the liver"
        for hit in &mut hits {
            hit.dominated |= apart.iter().any(|a| {
                a.tokens.len() > hit.tokens.len() && hit.tokens.iter().all(|t| a.tokens.contains(t))
            });
        }
        hits.extend(apart);
        hits
    }

    /// Whether the words of a sentence let an entry stand that was found among its `tokens`: one under "due to" asks for
    /// words that say so, and none joins what stands with one side to what stands with the other.
    fn is_worded(&self, hit: &Hit, tokens: &[u16], words: &[&str]) -> bool {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return true;
        };
        if mixes_sides(words, usize::from(*first), usize::from(*last)) {
            return false;
        }
        // "anemia secondary to cancer": what begins with "secondary to" is no secondary cancer
        let at = usize::from(*first);
        if tokens.len() > 1
            && words.get(at) == Some(&"secondary")
            && words.get(at + 1) == Some(&"to")
        {
            return false;
        }
        let phrase = self.dictionary.phrase(hit.phrase);
        let due = phrase.is_some_and(|p| p.is_due());
        let said =
            || (*first..*last).any(|at| words.get(usize::from(at)).is_some_and(|w| says_cause(w)));
        !due || tokens.len() == 1 || hit.gap == 0 && hit.commas == 0 || said()
    }
}

/// Words of a site that name no place by themselves.
fn is_filler(word: &str) -> bool {
    normalize::is_function_word(word) || matches!(word, "bilaterally" | "left" | "right" | "both")
}

//! Dictionary entries whose words stand together in a sentence.

use rustc_hash::FxHashMap;

use crate::dictionary::{Dictionary, Origin, Phrase};

/// Words that may stand between the words of an entry.
const GAP_PAIR: usize = 6;
const GAP_MORE: usize = 10;

/// A word of a sentence as the dictionary knows it.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// Number of the word.
    pub word: u32,
    /// Which token of the sentence it stands at; an abbreviation's words share one.
    pub at: u16,
    /// Whether it is a word of an abbreviation's meaning.
    pub expanded: bool,
}

/// An entry found in a sentence.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Number of the entry.
    pub phrase: u32,
    /// Tokens it covers, ascending.
    pub tokens: Vec<u16>,
    /// Total weight of its words.
    pub mass: f32,
    /// Tokens passed over between its words.
    pub gap: u16,
    /// List separators between its words.
    pub commas: u16,
    /// Nonessential words that stand there too.
    pub optional: u16,
    /// Whether an abbreviation was expanded for it.
    pub expanded: bool,
    /// Mass less what speaks against it; orders the hits of a sentence.
    pub value: f32,
    /// Whether a better hit covers all its tokens.
    pub dominated: bool,
}

/// Working memory, used again for every sentence.
#[derive(Debug, Default)]
pub struct Scratch {
    places: FxHashMap<u32, Vec<u16>>,
}

/// Finds all entries of a sentence that `keep` lets stand; `commas` are the tokens behind which a list separator stands.
pub fn matches(
    dictionary: &Dictionary,
    readings: &[Reading],
    commas: &[u16],
    scratch: &mut Scratch,
    keep: &dyn Fn(&Hit) -> bool,
) -> Vec<Hit> {
    scratch.places.clear();
    for reading in readings {
        scratch
            .places
            .entry(reading.word)
            .or_default()
            .push(reading.at);
    }
    let mut hits: Vec<Hit> = Vec::new();
    let mut anchors: Vec<u32> = scratch.places.keys().copied().collect();
    anchors.sort_unstable();
    for anchor in anchors {
        for phrase in dictionary.anchored(anchor) {
            if phrase.words().len() > readings.len() {
                continue;
            }
            if !phrase
                .words()
                .iter()
                .all(|w| scratch.places.contains_key(w))
            {
                continue;
            }
            let Some(places) = scratch.places.get(&anchor) else {
                continue;
            };
            let mut best: Option<Hit> = None;
            for &at in places {
                if let Some(hit) = assemble(dictionary, phrase, at, &scratch.places, commas)
                    && best.as_ref().is_none_or(|b| hit.value > b.value)
                    && keep(&hit)
                {
                    best = Some(hit);
                }
            }
            if let Some(mut hit) = best {
                hit.expanded = readings.iter().any(|r| {
                    r.expanded && hit.tokens.contains(&r.at) && phrase.words().contains(&r.word)
                });
                hits.push(hit);
            }
        }
    }
    rank(&mut hits);
    hits
}

fn assemble(
    dictionary: &Dictionary,
    phrase: Phrase<'_>,
    anchor_at: u16,
    places: &FxHashMap<u32, Vec<u16>>,
    commas: &[u16],
) -> Option<Hit> {
    let words = phrase.words();
    let mut tokens: Vec<u16> = Vec::with_capacity(words.len());
    let mut mass = 0.0;
    for (i, word) in words.iter().enumerate() {
        let at = if i == 0 {
            anchor_at
        } else {
            *places
                .get(word)?
                .iter()
                .min_by_key(|p| p.abs_diff(anchor_at))?
        };
        tokens.push(at);
        mass += dictionary.idf(*word);
    }
    // a number belongs to the word beside it: "stage 3a", "type 2"
    for (word, at) in words.iter().zip(&tokens) {
        let is_number = dictionary
            .text(*word)
            .starts_with(|c: char| c.is_ascii_digit());
        if is_number && words.len() > 1 && !tokens.iter().any(|t| t != at && t.abs_diff(*at) <= 2) {
            return None;
        }
    }
    tokens.sort_unstable();
    tokens.dedup();
    let (&first, &last) = (tokens.first()?, tokens.last()?);
    let gap = usize::from(last - first) + 1 - tokens.len();
    let allowed = if words.len() <= 2 { GAP_PAIR } else { GAP_MORE };
    if gap > allowed {
        return None;
    }
    let crossed = commas.iter().filter(|c| **c >= first && **c < last).count();
    let optional = phrase
        .optional()
        .iter()
        .filter(|w| {
            places
                .get(w)
                .is_some_and(|p| p.iter().any(|p| *p + 4 >= first && *p <= last + 4))
        })
        .count();
    let origin = match phrase.origin() {
        Origin::Index | Origin::Neoplasm => 0.6,
        Origin::Inclusion | Origin::Stage => 0.5,
        Origin::Title | Origin::Lay | Origin::Status => 0.3,
        Origin::ExternalCause | Origin::Drug => -0.5,
    };
    // "foot — see Ulcer, lower limb": where another entry has the same words, it says more
    let see = if phrase.is_see() { 0.5 } else { 0.0 };
    let value = mass + origin - see + 0.3 * optional.min(3) as f32
        - 0.9 * gap as f32
        - 1.5 * crossed as f32;
    Some(Hit {
        phrase: phrase.number(),
        tokens,
        mass,
        gap: gap as u16,
        commas: crossed as u16,
        optional: optional as u16,
        expanded: false,
        value,
        dominated: false,
    })
}

/// Orders the hits and marks those whose tokens a better one covers.
fn rank(hits: &mut [Hit]) {
    hits.sort_by(|a, b| b.value.total_cmp(&a.value).then(a.phrase.cmp(&b.phrase)));
    let mut better: Vec<Vec<u16>> = Vec::new();
    for hit in hits.iter_mut() {
        let covering = better
            .iter()
            .find(|tokens| hit.tokens.iter().all(|t| tokens.contains(t)));
        match covering {
            Some(tokens) => hit.dominated = tokens.len() > hit.tokens.len(),
            None => better.push(hit.tokens.clone()),
        }
    }
}

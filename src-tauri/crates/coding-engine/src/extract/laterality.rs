//! Sides as the table `laterality` names them.

use rustc_hash::FxHashSet;

use super::phrases::Phrases;
use crate::Lexicon;
use crate::dictionary::Canon;

/// The words by which titles of the Tabular List name the sides.
pub(crate) const SIDES: [&str; 3] = ["right", "left", "bilateral"];

/// A side of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The right one.
    Right,
    /// The left one.
    Left,
    /// Both.
    Both,
}

impl Side {
    /// The word that titles of the Tabular List use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Left => "left",
            Self::Both => "bilateral",
        }
    }

    /// Place among right, left, both.
    #[must_use]
    pub fn place(self) -> usize {
        self as usize
    }
}

#[derive(Debug, Clone, Copy)]
struct Row {
    /// None for words that name no side ("left ventricular", "all right").
    side: Option<Side>,
    /// An abbreviation, trusted in capitals and beside a body part.
    short: bool,
}

/// The table, prepared.
#[derive(Debug, Clone, Default)]
pub struct Laterality {
    phrases: Phrases<Row>,
    parts: FxHashSet<String>,
}

/// The sides of a text: the word behind each, and the words that only look like a side.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// Side and the number of the first word behind it.
    pub named: Vec<(Side, usize)>,
    /// Words inside phrases that name no side.
    pub consumed: Vec<usize>,
}

/// Which hand is dominant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Handed {
    /// The right one, as also where nothing is said (Guidelines I.C.6.a, FY2026).
    #[default]
    Right,
    /// The left one.
    Left,
    /// Both: the side that is affected counts as dominant.
    Both,
}

impl Handed {
    /// What a text in lower case says of it.
    #[must_use]
    pub fn read(lower: &str) -> Self {
        let says = |phrases: &[&str]| phrases.iter().any(|p| lower.contains(p));
        if says(&["ambidextrous"]) {
            Self::Both
        } else if says(&[
            "left-handed",
            "left handed",
            "left hand dominant",
            "left-hand dominant",
            "left hand-dominant",
            "left-hand-dominant",
            "left side dominant",
        ]) {
            Self::Left
        } else {
            Self::Right
        }
    }

    /// Whether a side is the dominant one.
    #[must_use]
    pub fn is_dominant(self, right: bool) -> bool {
        match self {
            Self::Right => right,
            Self::Left => !right,
            Self::Both => true,
        }
    }
}

impl Laterality {
    /// Prepares the tables `laterality` and `anatomy`.
    #[must_use]
    pub fn new(lexicon: &Lexicon, canon: &Canon) -> Self {
        let rows = lexicon.rows("laterality").iter().filter_map(|row| {
            let [phrase, side, rest @ ..] = row.as_slice() else {
                return None;
            };
            let side = match side.as_str() {
                "right" => Some(Side::Right),
                "left" => Some(Side::Left),
                "bilateral" => Some(Side::Both),
                _ => None,
            };
            let short = rest.first().is_some_and(|n| n.starts_with("abbreviation"));
            Some((phrase.as_str(), Row { side, short }))
        });
        let parts = lexicon.rows("anatomy").iter();
        Self {
            phrases: Phrases::new(rows),
            parts: parts
                .filter_map(|row| row.get(1))
                .flat_map(|part| canon.words(part))
                .collect(),
        }
    }

    /// Whether a normalized word names a part of the body.
    pub(crate) fn is_part(&self, word: &str, canon: &Canon) -> bool {
        self.parts.contains(canon.word(word))
    }

    /// The sides among normalized words; `written` is how each of them stands in the text.
    #[must_use]
    pub fn read(&self, words: &[&str], written: &[&str], canon: &Canon) -> Sides {
        let part = |i: usize| words.get(i).is_some_and(|w| self.is_part(w, canon));
        let mut sides = Sides::default();
        for met in self.phrases.find(words) {
            match met.says {
                Row {
                    side: Some(side),
                    short: false,
                } => sides.named.push((*side, met.end)),
                Row {
                    side: Some(side),
                    short: true,
                } => {
                    let capital = written
                        .get(met.start)
                        .is_some_and(|w| w.chars().all(|c| !c.is_lowercase()));
                    let beside =
                        part(met.end) || part(met.end + 1) || met.start > 0 && part(met.start - 1);
                    // "RLE" names its part itself
                    let whole = words.get(met.start).is_some_and(|w| w.len() >= 3);
                    if capital && (beside || whole) {
                        sides.named.push((*side, met.end));
                    }
                }
                Row { side: None, .. } => sides.consumed.extend(met.start..met.end),
            }
        }
        // "R" and "(R)" are rows of their own and the same word
        sides.named.dedup();
        sides
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use retrieval::normalize::Tokens;

    fn sides(text: &str) -> Vec<&'static str> {
        let (lexicon, _) = Lexicon::carried();
        let canon = Canon::default();
        let laterality = Laterality::new(&lexicon, &canon);
        let tokens = Tokens::of(text);
        let words: Vec<&str> = tokens.iter().map(|t| t.text).collect();
        let written: Vec<&str> = tokens.iter().map(|t| &text[t.range.clone()]).collect();
        let read = laterality.read(&words, &written, &canon);
        read.named.iter().map(|(side, _)| side.word()).collect()
    }

    #[test]
    fn sides_are_named_in_words_and_in_capitals() {
        assert_eq!(sides("pain in the right knee"), ["right"]);
        assert_eq!(sides("R knee pain"), ["right"]);
        assert_eq!(sides("edema of the RLE"), ["right"]);
        assert_eq!(sides("bilateral knee pain"), ["bilateral"]);
    }

    #[test]
    fn what_only_looks_like_a_side_is_none() {
        for text in [
            "left ventricular hypertrophy",
            "he left work early",
            "she is right-handed",
            "r squared",
        ] {
            assert!(sides(text).is_empty(), "{text}: {:?}", sides(text));
        }
    }
}

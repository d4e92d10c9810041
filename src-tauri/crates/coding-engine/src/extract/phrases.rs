//! Phrases of a table found among the words of a text, the longest first.

use retrieval::normalize::Tokens;
use rustc_hash::FxHashMap;

/// Phrases, each with what it says.
#[derive(Debug, Clone)]
pub struct Phrases<T> {
    by_first: FxHashMap<String, Vec<(Vec<String>, T)>>,
}

/// A phrase met: first word, word behind the last, what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Met<'a, T> {
    /// Its first word.
    pub start: usize,
    /// The word behind its last.
    pub end: usize,
    /// What it says.
    pub says: &'a T,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self {
            by_first: FxHashMap::default(),
        }
    }
}

impl<T> Phrases<T> {
    /// Prepares the phrases; those without a word are left out.
    pub fn new<'t>(rows: impl Iterator<Item = (&'t str, T)>) -> Self {
        let mut this = Self::default();
        for (phrase, says) in rows {
            let tokens = Tokens::of(phrase);
            let words: Vec<String> = tokens.iter().map(|t| t.text.to_owned()).collect();
            if let Some(first) = words.first().cloned() {
                this.by_first.entry(first).or_default().push((words, says));
            }
        }
        for list in this.by_first.values_mut() {
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        this
    }

    /// The phrases among normalized words. What a phrase covers begins no other; rows with the same words
    /// are all met.
    pub fn find<'a>(&'a self, words: &[&str]) -> Vec<Met<'a, T>> {
        let mut met = Vec::new();
        let mut i = 0;
        while i < words.len() {
            let stands = |phrase: &[String]| {
                phrase.len() <= words.len() - i
                    && phrase.iter().zip(&words[i..]).all(|(a, b)| a == b)
            };
            let list = self.by_first.get(words[i]).map_or(&[][..], Vec::as_slice);
            let longest = list.iter().find(|(phrase, _)| stands(phrase));
            let Some((longest, _)) = longest else {
                i += 1;
                continue;
            };
            let end = i + longest.len();
            let same = list.iter().filter(|(phrase, _)| phrase == longest);
            met.extend(same.map(|(_, says)| Met {
                start: i,
                end,
                says,
            }));
            i = end;
        }
        met
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_is_met_and_consumes_its_words() {
        let phrases = Phrases::new([("left", 1), ("left ventricular", 2)].into_iter());
        let met = |words: &[&str]| {
            let found = phrases.find(words);
            found.iter().map(|m| (m.start, *m.says)).collect::<Vec<_>>()
        };
        assert_eq!(met(&["left", "ventricular", "failure"]), [(0, 2)]);
        assert_eq!(met(&["the", "left", "knee"]), [(1, 1)]);
        assert_eq!(met(&["the", "knee"]), []);
    }
}

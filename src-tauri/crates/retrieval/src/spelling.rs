//! The word of a list that a misspelt word most likely is.

use rustc_hash::FxHashMap;

use crate::fuzzy::Pattern;

/// Shorter words are near too many others.
const SHORTEST: usize = 7;
/// From this length on two edits are allowed.
const LONG: usize = 11;

/// Words by first letter and length, so that a misspelt one is compared with few.
#[derive(Debug, Clone, Default)]
pub struct Spelling {
    by_shape: FxHashMap<(u8, usize), Vec<u32>>,
}

impl Spelling {
    /// Of numbered words, those that are long enough to be recognized when misspelt.
    pub fn new<'w>(words: impl Iterator<Item = (u32, &'w str)>) -> Self {
        let mut by_shape: FxHashMap<(u8, usize), Vec<u32>> = FxHashMap::default();
        for (number, word) in words {
            let letters =
                word.len() + 2 >= SHORTEST && word.bytes().all(|b| b.is_ascii_lowercase());
            if let Some(&first) = word.as_bytes().first().filter(|_| letters) {
                by_shape
                    .entry((first, word.len()))
                    .or_default()
                    .push(number);
            }
        }
        Self { by_shape }
    }

    /// The nearest word with the same first letter, within one edit (two from eleven letters on); none where
    /// two are equally near.
    pub fn nearest<'w>(&self, word: &str, text: impl Fn(u32) -> &'w str) -> Option<u32> {
        if word.len() < SHORTEST || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let most = if word.len() < LONG { 1 } else { 2 };
        let pattern = Pattern::new(word)?;
        let first = *word.as_bytes().first()?;
        let mut best: Option<(usize, u32)> = None;
        let mut tied = false;
        for length in word.len() - most..=word.len() + most {
            for &number in self.by_shape.get(&(first, length)).into_iter().flatten() {
                let distance = pattern.distance(text(number).as_bytes());
                match best {
                    _ if distance > most => {}
                    Some((nearest, _)) if distance > nearest => {}
                    Some((nearest, _)) if distance == nearest => tied = true,
                    _ => {
                        best = Some((distance, number));
                        tied = false;
                    }
                }
            }
        }
        best.filter(|_| !tied).map(|(_, number)| number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_word_is_the_one_it_is_near_to() {
        let words = [
            "lymphadenopathy",
            "hypertension",
            "hypotension",
            "pneumonia",
        ];
        let spelling = Spelling::new((0..).zip(words));
        let nearest = |word: &str| {
            spelling
                .nearest(word, |n| words[n as usize])
                .map(|n| words[n as usize])
        };
        assert_eq!(nearest("lymphadenopaty"), Some("lymphadenopathy"));
        assert_eq!(nearest("pnuemonia"), Some("pneumonia"));
        assert_eq!(nearest("hypeotension"), None, "two are equally near");
        assert_eq!(nearest("pneumo"), None, "too short");
        assert_eq!(nearest("surgeries"), None);
    }
}

//! The sorted words of a corpus.

use std::ops::Range;

use mapped::{Column, Error, File, FileWriter, Strings};

/// All words of a corpus in byte order; a word is known by its place.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    words: Strings,
    /// Per word: one bit a letter a–z, and the length in bytes (at most 63) in the upper six bits.
    signatures: Column<u32>,
}

impl Vocabulary {
    /// Of words that are sorted and distinct.
    pub(crate) fn of_sorted<'w>(words: impl Iterator<Item = &'w str> + Clone) -> Self {
        let signatures: Vec<u32> = words.clone().map(|w| signature(w.as_bytes())).collect();
        Self { words: Strings::build(words), signatures: signatures.into() }
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Word `id`; empty where there is none.
    #[must_use]
    pub fn word(&self, id: u32) -> &str {
        self.words.get(id as usize)
    }

    /// The place of a normalized word.
    #[must_use]
    pub fn id(&self, word: &str) -> Option<u32> {
        let at = self.first_at_least(word);
        (at < self.len() && self.words.get(at) == word).then(|| id_of(at))
    }

    /// The words that start with `prefix`, as a range of ids; empty for an empty prefix.
    #[must_use]
    pub fn with_prefix(&self, prefix: &str) -> Range<u32> {
        if prefix.is_empty() {
            return 0..0;
        }
        let start = self.first_at_least(prefix);
        let (mut low, mut high) = (start, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.words.get(middle).starts_with(prefix) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        id_of(start)..id_of(low)
    }

    /// Signatures of all words, in their order.
    pub(crate) fn signatures(&self) -> &[u32] {
        &self.signatures
    }

    fn first_at_least(&self, word: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.words.get(middle) < word {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    pub(crate) fn write(&self, file: &mut FileWriter, name: &str) {
        self.words.write(file, &format!("{name}.words"));
        file.put(&format!("{name}.signatures"), &self.signatures);
    }

    pub(crate) fn read(file: &File, name: &str) -> Result<Self, Error> {
        let words = Strings::read(file, &format!("{name}.words"))?;
        let signatures: Column<u32> = file.column(&format!("{name}.signatures"))?;
        if signatures.len() != words.len() {
            return Err(Error::Section(format!("{name}.signatures")));
        }
        Ok(Self { words, signatures })
    }
}

fn id_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Where the length starts in a signature.
pub(crate) const LENGTH_SHIFT: u32 = 26;
/// The letters of a signature.
pub(crate) const LETTERS: u32 = (1 << LENGTH_SHIFT) - 1;

/// Which letters a word has, and how long it is.
pub(crate) fn signature(word: &[u8]) -> u32 {
    let letters = word.iter().filter(|b| b.is_ascii_lowercase()).fold(0, |set, b| set | 1_u32 << (b - b'a'));
    let length = u32::try_from(word.len().min(63)).unwrap_or(63);
    letters | length << LENGTH_SHIFT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_text_and_prefix() {
        let v = Vocabulary::of_sorted(["chronic", "kidney", "kidneyish", "lung", "µ"].iter().copied());
        assert_eq!(v.id("kidney"), Some(1));
        assert_eq!(v.id("kid"), None);
        assert_eq!(v.with_prefix("kid"), 1..3);
        assert_eq!(v.with_prefix("kidneyi"), 2..3);
        assert!(v.with_prefix("zz").is_empty() && v.with_prefix("").is_empty());
        assert_eq!(v.with_prefix("µ"), 4..5);
        assert!(Vocabulary::default().with_prefix("a").is_empty());
    }
}

//! The sorted words of a corpus.

use std::ops::Range;

use mapped::{Column, Error, File, FileWriter};

/// All words of a corpus in byte order; a word is known by its place.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// The words one behind the other.
    blob: Column<u8>,
    /// Where word `i` starts; one more than there are words.
    offsets: Column<u32>,
    /// Per word: one bit a letter a–z, and the length in bytes (at most 63) in the upper six bits.
    signatures: Column<u32>,
}

impl Vocabulary {
    /// Of words that are sorted and distinct.
    pub(crate) fn of_sorted<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let (mut blob, mut offsets, mut signatures) = (Vec::new(), vec![0_u32], Vec::new());
        for word in words {
            blob.extend_from_slice(word.as_bytes());
            offsets.push(id_of(blob.len()));
            signatures.push(signature(word.as_bytes()));
        }
        Self {
            blob: blob.into(),
            offsets: offsets.into(),
            signatures: signatures.into(),
        }
    }

    /// The words as plain slices, for loops over many of them.
    pub(crate) fn words(&self) -> Words<'_> {
        Words {
            blob: &self.blob,
            offsets: &self.offsets,
        }
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.signatures.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.signatures.is_empty()
    }

    /// Word `id`; empty where there is none.
    #[must_use]
    pub fn word(&self, id: u32) -> &str {
        std::str::from_utf8(self.words().get(id as usize)).unwrap_or("")
    }

    /// The place of a normalized word.
    #[must_use]
    pub fn id(&self, word: &str) -> Option<u32> {
        let at = self.first_at_least(word);
        (at < self.len() && self.words().get(at) == word.as_bytes()).then(|| id_of(at))
    }

    /// The words that start with `prefix`, as a range of ids; empty for an empty prefix.
    #[must_use]
    pub fn with_prefix(&self, prefix: &str) -> Range<u32> {
        if prefix.is_empty() {
            return 0..0;
        }
        let words = self.words();
        let start = self.first_at_least(prefix);
        let (mut low, mut high) = (start, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if words.get(middle).starts_with(prefix.as_bytes()) {
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
        let words = self.words();
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if words.get(middle) < word.as_bytes() {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    pub(crate) fn write(&self, file: &mut FileWriter, name: &str) {
        file.put(&format!("{name}.words"), &self.blob);
        file.put(&format!("{name}.word_starts"), &self.offsets);
        file.put(&format!("{name}.signatures"), &self.signatures);
    }

    pub(crate) fn read(file: &File, name: &str) -> Result<Self, Error> {
        let vocabulary = Self {
            blob: file.column(&format!("{name}.words"))?,
            offsets: file.column(&format!("{name}.word_starts"))?,
            signatures: file.column(&format!("{name}.signatures"))?,
        };
        let end = vocabulary.offsets.last().map_or(0, |&end| end as usize);
        if vocabulary.offsets.len() != vocabulary.len() + 1 || end != vocabulary.blob.len() {
            return Err(Error::Section(format!("{name}.words")));
        }
        Ok(vocabulary)
    }
}

/// The words of a vocabulary as bytes.
#[derive(Clone, Copy)]
pub(crate) struct Words<'v> {
    blob: &'v [u8],
    offsets: &'v [u32],
}

impl<'v> Words<'v> {
    /// Word `at`; empty where there is none.
    pub(crate) fn get(self, at: usize) -> &'v [u8] {
        match self.offsets.get(at..at + 2) {
            Some(&[start, end]) => self
                .blob
                .get(start as usize..end as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }
}

fn id_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self::of_sorted(std::iter::empty())
    }
}

/// Where the length starts in a signature.
pub(crate) const LENGTH_SHIFT: u32 = 26;
/// The letters of a signature.
pub(crate) const LETTERS: u32 = (1 << LENGTH_SHIFT) - 1;

/// Which letters a word has, and how long it is.
pub(crate) fn signature(word: &[u8]) -> u32 {
    let letters = word
        .iter()
        .filter(|b| b.is_ascii_lowercase())
        .fold(0, |set, b| set | 1_u32 << (b - b'a'));
    let length = u32::try_from(word.len().min(63)).unwrap_or(63);
    letters | length << LENGTH_SHIFT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_text_and_prefix() {
        let v = Vocabulary::of_sorted(
            ["chronic", "kidney", "kidneyish", "lung", "µ"]
                .iter()
                .copied(),
        );
        assert_eq!(v.id("kidney"), Some(1));
        assert_eq!(v.id("kid"), None);
        assert_eq!(v.with_prefix("kid"), 1..3);
        assert_eq!(v.with_prefix("kidneyi"), 2..3);
        assert!(v.with_prefix("zz").is_empty() && v.with_prefix("").is_empty());
        assert_eq!(v.with_prefix("µ"), 4..5);
        assert!(Vocabulary::default().with_prefix("a").is_empty());
    }
}

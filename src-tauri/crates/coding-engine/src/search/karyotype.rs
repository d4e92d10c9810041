//! What a band of a chromosome says: "1q21.1 deletion" is the deletion of a part of a chromosome.
//!
//! Bands are written after the International System for Human Cytogenomic Nomenclature: the chromosome, its short (p)
//! or long (q) arm, and region, band and sub-band, or "ter" for the arm's end; a stretch has a second band behind a
//! hyphen.

use retrieval::normalize::{self, Tokens};

use super::reading::Reading;

/// How far the reading is trusted.
const TRUST: f32 = 0.9;

/// The words by which a change is called, and what the classification calls it where a band is changed.
const CHANGES: [(&[&str], &str); 2] = [
    (
        &["deletion", "microdeletion", "monosomy"],
        "deletion, chromosome, part of",
    ),
    (
        &["duplication", "microduplication", "trisomy"],
        "partial trisomy",
    ),
];

/// A reading of the change of a band of an autosome, where the book does not know that band itself.
pub(super) fn reading(query: &str, is_word: impl Fn(&str) -> bool) -> Option<Reading> {
    let band = query.split_whitespace().find(|word| is_band(word))?;
    if Tokens::of(band).iter().all(|t| is_word(t.text)) {
        return None;
    }
    let has = |name: &&str| {
        query
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| normalize::phrase(word) == *name)
    };
    let (_, called) = CHANGES.iter().find(|(names, _)| names.iter().any(has))?;
    Some(Reading {
        text: (*called).to_owned(),
        weight: TRUST,
        expanded: Vec::new(),
    })
}

/// Whether a word is a band of an autosome, or a stretch between two.
fn is_band(word: &str) -> bool {
    let mut parts = word.split('-');
    let Some(first) = parts.next() else {
        return false;
    };
    let digits = first.bytes().take_while(u8::is_ascii_digit).count();
    let autosome = first
        .get(..digits)
        .and_then(|n| n.parse::<u8>().ok())
        .is_some_and(|n| (1..=22).contains(&n));
    autosome && first.get(digits..).is_some_and(is_place) && parts.all(is_place)
}

/// Whether a text is an arm with a place on it: "q21.1", "pter".
fn is_place(text: &str) -> bool {
    let Some(place) = text.strip_prefix(['p', 'q']) else {
        return false;
    };
    let numbered = place.starts_with(|c: char| c.is_ascii_digit())
        && place.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    place == "ter" || numbered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_told_from_other_words() {
        for band in ["1q21.1", "16p12.2-p11.2", "6pter-p24", "22q11"] {
            assert!(is_band(band), "{band}");
        }
        for word in [
            "23q11", "5q", "p53", "q21.1", "1q21.1-", "21", "10mg", "1p36-x",
        ] {
            assert!(!is_band(word), "{word}");
        }
    }

    #[test]
    fn a_changed_band_is_read_as_a_part_of_a_chromosome() {
        let text = |query| reading(query, |word| word == "22q11.2").map(|r| r.text);
        assert_eq!(
            text("3q29 microdeletion syndrome").as_deref(),
            Some("deletion, chromosome, part of")
        );
        assert_eq!(text("3q29 duplication").as_deref(), Some("partial trisomy"));
        assert_eq!(text("22q11.2 deletion syndrome"), None, "the book has it");
        assert_eq!(text("3q29"), None);
    }
}

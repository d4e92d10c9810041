//! Words that are nearly the same.
//!
//! Nearness is the restricted Damerau–Levenshtein distance (insert, delete, substitute, swap
//! neighbours) in bytes, computed bit-parallel after H. Hyyrö, "A bit-vector algorithm for computing
//! Levenshtein and Damerau edit distances" (2003). Most of the vocabulary never gets there: two words
//! at distance `d` differ by at most `d` in length and `2d` in the letters they use, which one
//! comparison of signatures tells.

use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::vocabulary::{LENGTH_SHIFT, LETTERS, Vocabulary, signature};

/// A pattern of at most 64 bytes, prepared for many comparisons.
pub(crate) struct Pattern {
    /// For every byte value, the places of the pattern that have it.
    places: [u64; 256],
    length: usize,
}

impl Pattern {
    /// `None` where the word is empty or too long to be worth correcting.
    pub(crate) fn new(word: &str) -> Option<Self> {
        let bytes = word.as_bytes();
        if bytes.is_empty() || bytes.len() > 64 {
            return None;
        }
        let mut places = [0; 256];
        for (i, &b) in bytes.iter().enumerate() {
            places[usize::from(b)] |= 1 << i;
        }
        Some(Self {
            places,
            length: bytes.len(),
        })
    }

    /// Calls `visit` with the distance between the pattern and every beginning of `text`, shortest first.
    fn walk(&self, text: &[u8], mut visit: impl FnMut(usize)) {
        let last = 1_u64 << (self.length - 1);
        let (mut vp, mut vn, mut d0, mut before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
        let mut distance = self.length;
        for &b in text {
            let here = self.places[usize::from(b)];
            let swap = ((!d0 & here) << 1) & before;
            d0 = ((here & vp).wrapping_add(vp) ^ vp) | here | vn | swap;
            let hp = vn | !(d0 | vp);
            let hn = d0 & vp;
            if hp & last != 0 {
                distance += 1;
            } else if hn & last != 0 {
                distance -= 1;
            }
            let hp = hp << 1 | 1;
            vp = hn << 1 | !(d0 | hp);
            vn = hp & d0;
            before = here;
            visit(distance);
        }
    }

    /// The distance to a whole word.
    pub(crate) fn distance(&self, text: &[u8]) -> usize {
        let mut last = self.length;
        self.walk(text, |d| last = d);
        last
    }

    /// The distance to the nearest beginning of a word.
    pub(crate) fn distance_to_beginning(&self, bytes: &[u8], most: usize) -> usize {
        let mut best = self.length;
        self.walk(bytes.get(..self.length + most).unwrap_or(bytes), |d| {
            best = best.min(d)
        });
        best
    }
}

/// How many edits a word of so many letters may be away.
pub(crate) fn tolerance(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// A word of the vocabulary that is near another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Near {
    pub(crate) word: u32,
    pub(crate) distance: usize,
    /// 0 to 1: how well the matcher likes it among words of this distance.
    pub(crate) likeness: f32,
}

/// The nearest words of the vocabulary, at most `limit`: those at the smallest distance that any has, best first.
pub(crate) fn misspelled(
    vocabulary: &Vocabulary,
    word: &str,
    most: usize,
    limit: usize,
) -> Vec<Near> {
    near(vocabulary, word, most, limit, false)
}

/// As [`misspelled`], for the beginning of a longer word.
pub(crate) fn misspelled_beginning(
    vocabulary: &Vocabulary,
    word: &str,
    most: usize,
    limit: usize,
) -> Vec<Near> {
    near(vocabulary, word, most, limit, true)
}

fn near(
    vocabulary: &Vocabulary,
    word: &str,
    most: usize,
    limit: usize,
    beginning: bool,
) -> Vec<Near> {
    let Some(pattern) = Pattern::new(word) else {
        return Vec::new();
    };
    let own = signature(word.as_bytes());
    let (letters, length) = (own & LETTERS, own >> LENGTH_SHIFT);
    let most_u32 = u32::try_from(most).unwrap_or(u32::MAX);
    let mut smallest = most;
    let mut found: Vec<(usize, u32)> = Vec::new();
    let words = vocabulary.words();
    for (id, &other) in (0_u32..).zip(vocabulary.signatures()) {
        let other_length = other >> LENGTH_SHIFT;
        let possible = if beginning {
            other_length + most_u32 >= length && (letters & !other).count_ones() <= most_u32
        } else {
            other_length.abs_diff(length) <= most_u32
                && ((letters ^ other) & LETTERS).count_ones() <= 2 * most_u32
        };
        if !possible {
            continue;
        }
        let text = words.get(id as usize);
        let distance = if beginning {
            pattern.distance_to_beginning(text, most)
        } else {
            pattern.distance(text)
        };
        if distance <= smallest && !text.iter().any(u8::is_ascii_digit) {
            smallest = distance;
            found.push((distance, id));
        }
    }
    found.retain(|(distance, _)| *distance == smallest);
    let matcher = SkimMatcherV2::default();
    let most_alike = matcher.fuzzy_match(word, word).unwrap_or(1).max(1);
    let mut nearest: Vec<Near> = found
        .into_iter()
        .map(|(distance, id)| Near {
            word: id,
            distance,
            likeness: likeness(&matcher, vocabulary.word(id), word, most_alike),
        })
        .collect();
    nearest.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.word.cmp(&b.word)));
    nearest.truncate(limit);
    nearest
}

/// Longer words that have the letters of `word` in order, starting with its first: `htn`, hypertension.
pub(crate) fn abbreviated(vocabulary: &Vocabulary, word: &str, limit: usize) -> Vec<Near> {
    let letters = signature(word.as_bytes()) & LETTERS;
    let Some(first) = word.chars().next() else {
        return Vec::new();
    };
    let matcher = SkimMatcherV2::default();
    let most_alike = matcher.fuzzy_match(word, word).unwrap_or(1).max(1);
    let (words, signatures) = (vocabulary.words(), vocabulary.signatures());
    let mut found: Vec<Near> = vocabulary
        .with_prefix(first.encode_utf8(&mut [0; 4]))
        .filter(|&id| {
            signatures
                .get(id as usize)
                .is_some_and(|other| letters & !other == 0)
        })
        .filter(|&id| is_subsequence(word.as_bytes(), words.get(id as usize)))
        .map(|id| Near {
            word: id,
            distance: 0,
            likeness: likeness(&matcher, vocabulary.word(id), word, most_alike),
        })
        .filter(|near| near.likeness > 0.0)
        .collect();
    found.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.word.cmp(&b.word)));
    found.truncate(limit);
    found
}

#[allow(clippy::cast_precision_loss)] // scores are small integers
fn likeness(matcher: &SkimMatcherV2, choice: &str, pattern: &str, most: i64) -> f32 {
    let score = matcher
        .fuzzy_match(choice, pattern)
        .or_else(|| matcher.fuzzy_match(pattern, choice))
        .unwrap_or(0);
    (score as f32 / most as f32).clamp(0.0, 1.0)
}

fn is_subsequence(short: &[u8], long: &[u8]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|b| rest.any(|other| other == b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The textbook recurrence.
    fn reference(a: &[u8], b: &[u8]) -> usize {
        let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                d[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let cost = usize::from(a[i - 1] != b[j - 1]);
                    let mut best = (d[i - 1][j] + 1)
                        .min(d[i][j - 1] + 1)
                        .min(d[i - 1][j - 1] + cost);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        best = best.min(d[i - 2][j - 2] + 1);
                    }
                    best
                };
            }
        }
        d[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn the_bit_parallel_distance_is_the_textbook_one(a in "[abc]{1,12}|[a-d]{60,64}", b in "[abc]{0,12}|[a-d]{60,70}") {
            prop_assert_eq!(Pattern::new(&a).unwrap().distance(b.as_bytes()), reference(a.as_bytes(), b.as_bytes()));
        }

        #[test]
        fn the_signature_never_rules_out_a_near_word(a in "[a-e]{4,9}", b in "[a-e]{4,9}") {
            let vocabulary = Vocabulary::of_sorted([b.as_str()].iter().copied());
            for most in 1..=2 {
                let found = !misspelled(&vocabulary, &a, most, 1).is_empty();
                prop_assert_eq!(found, reference(a.as_bytes(), b.as_bytes()) <= most);
            }
        }
    }

    #[test]
    fn nearest_words_first() {
        let words = [
            "diabetes",
            "diabetic",
            "hypertension",
            "hypotension",
            "pneumonia",
        ];
        let vocabulary = Vocabulary::of_sorted(words.iter().copied());
        let found = |w: &str| {
            misspelled(&vocabulary, w, 2, 5)
                .iter()
                .map(|n| vocabulary.word(n.word))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("pnuemonia"), ["pneumonia"]);
        assert_eq!(
            found("hypertention"),
            ["hypertension"],
            "the one at distance 1 shuts out the one at 2"
        );
        assert_eq!(found("diabetis").len(), 2);
        assert!(found("xyzzyx").is_empty());
    }

    #[test]
    fn abbreviations_are_letters_in_order() {
        let vocabulary =
            Vocabulary::of_sorted(["hypertension", "hysteria", "tension"].iter().copied());
        let found: Vec<&str> = abbreviated(&vocabulary, "htn", 5)
            .iter()
            .map(|n| vocabulary.word(n.word))
            .collect();
        assert_eq!(found, ["hypertension"]);
    }

    #[test]
    fn a_beginning_may_be_misspelled_too() {
        let vocabulary = Vocabulary::of_sorted(["pneumonia", "pulmonary"].iter().copied());
        let found = misspelled_beginning(&vocabulary, "pnuemo", 1, 5);
        assert_eq!(
            found
                .iter()
                .map(|n| vocabulary.word(n.word))
                .collect::<Vec<_>>(),
            ["pneumonia"]
        );
    }
}

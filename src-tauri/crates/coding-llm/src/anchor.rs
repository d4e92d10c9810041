//! Where in a note a quote stands. A model's offsets are never trusted; its words are looked for in the text, and
//! what is not found is dropped.
//!
//! A quote is looked for as it is; then with blanks, case, quotation marks and dashes made alike; then with up to
//! [`DISTANCE`] of its characters inserted, left out or changed (Sellers' algorithm), where no number and no word
//! that turns a statement round (no, not, without, left, right, …) differs. [`Anchors::closest`] goes farther, as
//! MedCodER does: the sentence that BM25 puts first, if it holds most of the words.

use clinical_text::TextRange;
use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;
use retrieval::normalize::{Tokens, is_function_word};
use retrieval::{Corpus, CorpusBuilder, Doc, FieldWeight, Query, QueryOptions};

/// The share of a quote's characters that may differ.
pub const DISTANCE: f32 = 0.15;
/// Shorter quotes are not looked for with differences.
const SHORTEST: usize = 6;
/// Longer ones are no quotes.
const LONGEST: usize = 600;
/// The share of a quote's telling words that the closest sentence must hold.
const SHARE: f32 = 0.6;
/// The most work for one quote, in cells of the table.
const WORK: usize = 60_000_000;
/// Words that turn a statement round or place it.
const TURNING: [&str; 22] = [
    "no",
    "not",
    "without",
    "denies",
    "denied",
    "negative",
    "never",
    "none",
    "left",
    "right",
    "bilateral",
    "both",
    "upper",
    "lower",
    "acute",
    "chronic",
    "possible",
    "probable",
    "with",
    "history",
    "family",
    "mother",
];

/// How a quote was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// As it is.
    Exact,
    /// With blanks, case, quotation marks and dashes made alike.
    Folded,
    /// With so many characters inserted, left out or changed.
    Fuzzy(usize),
    /// As the words of the closest sentence.
    Closest,
}

/// A place in a text, folded once for many quotes.
pub struct Anchors<'a> {
    text: &'a str,
    folded: Vec<char>,
    /// Byte range of each folded character.
    places: Vec<(usize, usize)>,
    sentences: Vec<TextRange>,
    corpus: std::sync::OnceLock<Corpus>,
}

impl<'a> Anchors<'a> {
    /// A text with its sentences.
    #[must_use]
    pub fn new(text: &'a str, sentences: Vec<TextRange>) -> Self {
        let (folded, places) = fold(text);
        Self {
            text,
            folded,
            places,
            sentences,
            corpus: std::sync::OnceLock::new(),
        }
    }

    /// Where a quote stands, and how it was found; `None` where it does not.
    #[must_use]
    pub fn find(&self, quote: &str) -> Option<(TextRange, How)> {
        let quote = quote.trim().trim_matches(['"', '…', '“', '”']).trim();
        if quote.is_empty() || quote.chars().count() > LONGEST {
            return None;
        }
        if let Some(range) = self.exact(quote) {
            return Some((range, How::Exact));
        }
        let (wanted, _) = fold(quote);
        if let Some(range) = self.folded(&wanted) {
            return Some((range, How::Folded));
        }
        let (range, distance) = self.fuzzy(&wanted)?;
        let found = range.slice(self.text)?;
        (turning(found) == turning(quote)).then_some((range, How::Fuzzy(distance)))
    }

    /// The words of the sentence closest to a mention, where it holds most of them.
    #[must_use]
    pub fn closest(&self, mention: &str) -> Option<(TextRange, How)> {
        if let found @ Some(_) = self.find(mention) {
            return found;
        }
        let words = telling(mention);
        if words.is_empty() || mention.len() > LONGEST {
            return None;
        }
        let query = Query::parse(mention, QueryOptions::EXACT);
        let matcher = SkimMatcherV2::default().ignore_case();
        let hits = self.corpus().search(&query, 5, |_| true);
        hits.into_iter().find_map(|hit| {
            let sentence = *self.sentences.get(hit.doc as usize)?;
            let text = sentence.slice(self.text)?;
            if turning(mention).iter().any(|w| !turning(text).contains(w)) {
                return None;
            }
            let tokens = Tokens::of(text);
            let mut met = 0_usize;
            let mut cover: Option<TextRange> = None;
            for word in &words {
                let best = tokens
                    .iter()
                    .filter(|t| alike(&matcher, t.text, word))
                    .min_by_key(|t| t.range.start);
                let Some(token) = best else { continue };
                met += 1;
                let at = TextRange::new(
                    sentence.start() + token.range.start,
                    sentence.start() + token.range.end,
                );
                cover = Some(cover.map_or(at, |c| c.cover(at)));
            }
            let range = cover?;
            let enough = met as f32 >= SHARE * words.len() as f32;
            let short = range.len() <= 4 * mention.len() + 20;
            (enough && short && range.slice(self.text).is_some()).then_some((range, How::Closest))
        })
    }

    fn corpus(&self) -> &Corpus {
        self.corpus.get_or_init(|| {
            let mut builder = CorpusBuilder::new();
            for (number, sentence) in self.sentences.iter().enumerate() {
                let text = sentence.slice(self.text).unwrap_or("");
                builder.push(Doc {
                    id: number as u32,
                    kind: 0,
                    weight: 1.0,
                    fields: &[(FieldWeight::optional(1.0), text)],
                });
            }
            builder.build()
        })
    }

    /// The first place where the quote stands as whole words, else the first where it stands at all.
    fn exact(&self, quote: &str) -> Option<TextRange> {
        let range = |at: usize| TextRange::new(at, at + quote.len());
        let mut first = None;
        for (at, _) in self.text.match_indices(quote).take(200) {
            if self.is_whole(range(at)) {
                return Some(range(at));
            }
            first = first.or(Some(range(at)));
        }
        // a part of a word is no quote of a word
        first.filter(|_| quote.contains(' '))
    }

    fn is_whole(&self, range: TextRange) -> bool {
        let before = self
            .text
            .get(..range.start())
            .and_then(|t| t.chars().next_back());
        let after = self.text.get(range.end()..).and_then(|t| t.chars().next());
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let inside = range.slice(self.text).unwrap_or("");
        let cut_before = word(before) && word(inside.chars().next());
        let cut_behind = word(after) && word(inside.chars().next_back());
        !cut_before && !cut_behind
    }

    fn range(&self, from: usize, to: usize) -> Option<TextRange> {
        let (start, _) = *self.places.get(from)?;
        let (_, end) = *self.places.get(to.checked_sub(1)?)?;
        (start < end).then(|| TextRange::new(start, end))
    }

    fn folded(&self, wanted: &[char]) -> Option<TextRange> {
        if wanted.is_empty() || wanted.len() > self.folded.len() {
            return None;
        }
        let found = self
            .folded
            .windows(wanted.len())
            .enumerate()
            .filter(|(_, w)| *w == wanted)
            .filter_map(|(at, _)| self.range(at, at + wanted.len()))
            .take(200);
        let mut first = None;
        for range in found {
            if self.is_whole(range) {
                return Some(range);
            }
            first = first.or(Some(range));
        }
        first.filter(|_| wanted.contains(&' '))
    }

    /// The stretch with the fewest differences, widened to whole words.
    fn fuzzy(&self, wanted: &[char]) -> Option<(TextRange, usize)> {
        let (n, m) = (self.folded.len(), wanted.len());
        let allowed = ((m as f32 * DISTANCE) as usize).max(1);
        if m < SHORTEST || n == 0 || n.saturating_mul(m) > WORK {
            return None;
        }
        // one column of the table: differences, and where the stretch begins
        let mut column: Vec<(usize, usize)> = (0..=m).map(|i| (i, 0)).collect();
        let mut best: Option<(usize, usize, usize)> = None;
        for (j, c) in self.folded.iter().enumerate() {
            let mut diagonal = (0, j);
            if let Some(top) = column.first_mut() {
                *top = (0, j + 1);
            }
            for (i, w) in wanted.iter().enumerate() {
                let (above, left) = (column[i], column[i + 1]);
                let mut cell = (diagonal.0 + usize::from(w != c), diagonal.1);
                if above.0 + 1 < cell.0 {
                    cell = (above.0 + 1, above.1);
                }
                if left.0 + 1 < cell.0 {
                    cell = (left.0 + 1, left.1);
                }
                diagonal = left;
                column[i + 1] = cell;
            }
            let (distance, start) = column[m];
            if distance <= allowed && best.is_none_or(|b| distance < b.0) {
                best = Some((distance, start, j + 1));
            }
        }
        let (distance, mut from, mut to) = best?;
        let narrow = (from, to);
        let is_word = |i: usize| self.folded.get(i).is_some_and(|c| c.is_alphanumeric());
        while from > 0 && is_word(from) && is_word(from - 1) {
            from -= 1;
        }
        while to > 0 && is_word(to - 1) && is_word(to) {
            to += 1;
        }
        // what was added to make the words whole is a difference too
        let distance = distance + (narrow.0 - from) + (to - narrow.1);
        (distance <= allowed).then_some((self.range(from, to)?, distance))
    }
}

fn alike(matcher: &SkimMatcherV2, token: &str, word: &str) -> bool {
    token == word
        || (word.len() >= 5
            && token.len() <= word.len() + 3
            && matcher.fuzzy_match(token, word).is_some())
}

/// The words of a phrase that tell what it is about, folded.
fn telling(phrase: &str) -> Vec<String> {
    let tokens = Tokens::of(phrase);
    let mut words: Vec<String> = tokens
        .iter()
        .map(|t| t.text.to_owned())
        .filter(|w| !is_function_word(w))
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Numbers and turning words, sorted.
fn turning(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let mut words: Vec<String> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| TURNING.contains(w) || w.chars().any(|c| c.is_ascii_digit()))
        .map(str::to_owned)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Characters with case, quotation marks and dashes made alike and runs of blanks as one, with their places.
fn fold(text: &str) -> (Vec<char>, Vec<(usize, usize)>) {
    let (mut folded, mut places) = (Vec::with_capacity(text.len()), Vec::new());
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let c = match c {
            '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{ad}' => continue,
            '‘' | '’' | '′' | '`' => '\'',
            '“' | '”' | '„' | '″' => '"',
            '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
            c if c.is_whitespace() => ' ',
            // one character for one, so that places stay true ("İ" has two lower-case ones)
            c => {
                let mut lower = c.to_lowercase();
                match (lower.next(), lower.next()) {
                    (Some(l), None) => l,
                    _ => c,
                }
            }
        };
        if c == ' ' && folded.last() == Some(&' ') {
            if let Some((_, last)) = places.last_mut() {
                *last = end;
            }
            continue;
        }
        folded.push(c);
        places.push((at, end));
    }
    (folded, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: &str = "Assessment:\n1. Type 2  diabetes mellitus with\n   diabetic nephropathy.\n2. No pneumonia. \
                        Fracture of the left femur.\nThe patient’s blood pressure was high — 150/90.";

    fn anchors() -> Anchors<'static> {
        let sentences = clinical_text::sentences(NOTE, TextRange::new(0, NOTE.len()));
        Anchors::new(NOTE, sentences)
    }

    fn check(quote: &str, expected: Option<(&str, How)>) {
        let anchors = anchors();
        let found = anchors.find(quote);
        let found = found.map(|(range, how)| (range.slice(NOTE).unwrap(), how));
        assert_eq!(found, expected, "{quote}");
    }

    #[test]
    fn quotes_are_found_as_they_are_then_folded_then_with_few_differences() {
        check("No pneumonia", Some(("No pneumonia", How::Exact)));
        check(
            "type 2 diabetes mellitus with diabetic nephropathy",
            Some((
                "Type 2  diabetes mellitus with\n   diabetic nephropathy",
                How::Folded,
            )),
        );
        check(
            "patient's blood pressure was high - 150/90",
            Some(("patient’s blood pressure was high — 150/90", How::Folded)),
        );
        check(
            "Fracture of left femur",
            None, // five characters of 22 are too many
        );
        check(
            "Fracture of the leftt femur",
            None, // the word that places it is another
        );
        check(
            "Fractur of the left femurr",
            Some(("Fracture of the left femur", How::Fuzzy(2))),
        );
    }

    #[test]
    fn what_says_something_else_is_not_found() {
        for quote in [
            "Fracture of the right femur",
            "Type 1 diabetes mellitus with diabetic nephropathy",
            "has pneumonia",
            "sepsis",
            "",
            "   ",
            "150/91",
            "neumon",
        ] {
            check(quote, None);
        }
        check(&"x".repeat(700), None);
    }

    #[test]
    fn the_closest_sentence_stands_in_for_words_in_another_order() {
        let anchors = anchors();
        let (range, how) = anchors.closest("left femur fracture").unwrap();
        assert_eq!(range.slice(NOTE), Some("Fracture of the left femur"));
        assert_eq!(how, How::Closest);
        assert!(anchors.closest("right femur fracture").is_none());
        assert!(anchors.closest("acute myocardial infarction").is_none());
    }
}

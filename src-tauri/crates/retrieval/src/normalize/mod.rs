//! Text into comparable words, each with its place in the source.
//!
//! A token is a run of letters and digits. Its *range* is where it stands in the source, in bytes;
//! its *text* is the comparable form, made by these rules in this order:
//!
//! 1. **Characters** (`character`): lower case; diacritics off ("Sjögren" = "sjogren"); ligatures
//!    apart ("æ" = "ae"); Greek letters by name ("β" = "beta"); soft hyphens, joiners and loose
//!    combining marks vanish.
//! 2. **Apostrophes**: every shape of apostrophe is one; between letters it joins them
//!    ("O'Brien" = "obrien"), a possessive `'s` is dropped ("Crohn's" = "crohn") though it stays
//!    in the range, and a trailing one ends the word ("patients'").
//! 3. **Hyphens**, slashes and everything else that is no letter or digit separate words
//!    ("non-union" = "non", "union"). A point between a digit and a digit joins them ("7.5", "K92.2").
//! 4. **Spelling** (`spelling`): British forms become American ones ("haemorrhage" = "hemorrhage").
//! 5. **Stem** (`stem`): plurals become singulars, Latin and Greek ones included
//!    ("diagnoses" = "diagnosis", "vertebrae" = "vertebra"). Nothing else is cut: "-al" and "-ic",
//!    "-itis" and "-osis" carry meaning.
//! 6. **Roman numerals** (`roman`) after a word such as "type" or "stage" become Arabic
//!    ("type II" = "type 2").
//!
//! The same rules apply to entries and queries, so that a rule which is a little too eager on one
//! side is as eager on the other. Words in other scripts pass rules 1 to 3 only.

mod character;
mod roman;
mod spelling;
mod stem;

use std::ops::Range;

/// One normalized word and its place in the source text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'t> {
    /// Comparable form; never empty.
    pub text: &'t str,
    /// Bytes of the source the word was made from; on character boundaries.
    pub range: Range<usize>,
}

#[derive(Debug, Clone, Copy)]
struct Span {
    /// Where the comparable form ends in the arena; it starts where the one before ends.
    form_end: usize,
    start: usize,
    end: usize,
}

/// The tokens of one text; can be filled again to save allocations.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    arena: String,
    spans: Vec<Span>,
    word: Vec<u8>,
}

impl Tokens {
    /// The tokens of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut tokens = Self::default();
        tokens.fill(text);
        tokens
    }

    /// Replaces the content by the tokens of `text`.
    pub fn fill(&mut self, text: &str) {
        self.arena.clear();
        self.spans.clear();
        let mut roman = roman::Context::default();
        let mut at = 0;
        while let Some((start, end, possessive)) = next_word(text, at, &mut self.word) {
            let gap = text.get(at..start).unwrap_or_default();
            at = end;
            if let Some(cut) = possessive {
                self.word.truncate(cut);
            }
            if self.word.is_ascii() {
                spelling::fold(&mut self.word);
                stem::singular(&mut self.word);
                if let Some(number) = roman.arabic(gap, &self.word) {
                    self.word.clear();
                    self.word.extend_from_slice(number.as_bytes());
                }
            }
            // Only whole characters are ever pushed to `word`, so the lossy path is never taken.
            self.arena.push_str(&String::from_utf8_lossy(&self.word));
            self.spans.push(Span {
                form_end: self.arena.len(),
                start,
                end,
            });
        }
    }

    /// How many tokens there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Token `i`, in the order of the text.
    #[must_use]
    pub fn get(&self, i: usize) -> Option<Token<'_>> {
        let span = self.spans.get(i)?;
        let form_start = i
            .checked_sub(1)
            .and_then(|j| self.spans.get(j))
            .map_or(0, |s| s.form_end);
        Some(Token {
            text: self.arena.get(form_start..span.form_end)?,
            range: span.start..span.end,
        })
    }

    /// All tokens in the order of the text.
    pub fn iter(&self) -> impl Iterator<Item = Token<'_>> {
        (0..self.len()).filter_map(|i| self.get(i))
    }
}

/// The comparable forms of a short text, joined by single spaces.
#[must_use]
pub fn phrase(text: &str) -> String {
    let tokens = Tokens::of(text);
    let mut out = String::with_capacity(text.len());
    for token in tokens.iter() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(token.text);
    }
    out
}

/// The comparable form of a single word being typed: rules 1 to 4 without the stem, so that "emboli"
/// can still become "embolism". `None` where the text holds no word, or more than one.
#[must_use]
pub fn unstemmed(text: &str) -> Option<String> {
    let mut word = Vec::new();
    let (_, end, _) = next_word(text, 0, &mut word)?;
    if next_word(text, end, &mut Vec::new()).is_some() {
        return None;
    }
    if word.is_ascii() {
        spelling::fold(&mut word);
    }
    String::from_utf8(word).ok()
}

/// Whether a word carries grammar rather than meaning. "With", "without", "due", "no" and "not" do
/// mean something in a classification and are not among them.
#[must_use]
pub fn is_function_word(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "of"
            | "in"
            | "on"
            | "at"
            | "to"
            | "by"
            | "for"
            | "from"
            | "and"
            | "or"
            | "as"
            | "is"
            | "was"
            | "were"
            | "are"
            | "be"
            | "has"
            | "had"
            | "this"
            | "that"
            | "which"
            | "it"
            | "its"
            | "into"
            | "than"
            | "then"
            | "so"
            | "such"
            | "any"
    )
}

/// Reads the next word at or behind byte `at` into `word` (cleared first). Returns its start and end
/// in the source and, where it ends in a possessive, the length of the form without it.
fn next_word(text: &str, at: usize, word: &mut Vec<u8>) -> Option<(usize, usize, Option<usize>)> {
    let bytes = text.as_bytes();
    let mut i = at;
    word.clear();
    // To the first letter or digit.
    let start = loop {
        let &b = bytes.get(i)?;
        if b.is_ascii_alphanumeric() {
            break i;
        }
        if b < 0x80 {
            i += 1;
            continue;
        }
        let c = text.get(i..)?.chars().next()?;
        if character::is_word(c) {
            character::push(c, word);
            if !word.is_empty() {
                let start = i;
                i += c.len_utf8();
                break start;
            }
        }
        i += c.len_utf8();
    };
    let mut end = i.max(start);
    let mut apostrophe = None;
    while let Some(&b) = bytes.get(i) {
        if b.is_ascii_alphanumeric() {
            word.push(b.to_ascii_lowercase());
            i += 1;
            end = i;
        } else if b == b'.' {
            let joins = word.last().is_some_and(u8::is_ascii_digit)
                && bytes.get(i + 1).is_some_and(u8::is_ascii_digit);
            if !joins {
                break;
            }
            word.push(b'.');
            i += 1;
        } else if b < 0x80 && b != b'\'' && b != b'`' {
            break;
        } else {
            let Some(c) = text.get(i..).and_then(|rest| rest.chars().next()) else {
                break;
            };
            let next = i + c.len_utf8();
            if character::is_apostrophe(c) {
                let letter_before = word.last().is_some_and(|b| !b.is_ascii_digit());
                let letter_after = text
                    .get(next..)
                    .and_then(|rest| rest.chars().next())
                    .is_some_and(char::is_alphabetic);
                if !(letter_before && letter_after) {
                    break;
                }
                apostrophe = Some(word.len());
            } else if character::is_word(c) {
                character::push(c, word);
                end = next;
            } else if !character::is_invisible(c) {
                break;
            }
            i = next;
        }
    }
    let possessive = apostrophe.filter(|&cut| word.get(cut..) == Some(b"s"));
    Some((start, end, possessive))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(cases: &[(&str, &str)]) {
        for (source, expected) in cases {
            assert_eq!(&phrase(source), expected, "{source:?}");
        }
    }

    #[test]
    fn characters_apostrophes_and_hyphens() {
        check(&[
            ("Crohn's disease", "crohn disease"),
            ("CROHN\u{2019}S", "crohn"),
            ("Crohns", "crohn"),
            ("O'Brien", "obrien"),
            ("patients' rights", "patient right"),
            ("Sjögren Ménière", "sjogren meniere"),
            ("Sjo\u{308}gren", "sjogren"),
            ("æther ŒDEMA Øre straße", "ether edema ore strasse"),
            ("β-thalassemia µg", "beta thalassemia mug"),
            ("non-insulin‑dependent", "non insulin dependent"),
            ("and/or (left)", "and or left"),
            ("7.5 mg, A1c 8.", "7.5 mg a1c 8"),
            ("K92.2. L4-L5", "k92.2 l4 l5"),
            ("5'10\" tall", "5 10 tall"),
            ("co\u{ad}operate zero\u{200b}width", "cooperate zerowidth"),
            ("боль в груди", "боль в груди"),
            ("", ""),
            ("' - …", ""),
        ]);
    }

    #[test]
    fn roman_numerals_count_only_where_something_is_counted() {
        check(&[
            ("type II diabetes", "type 2 diabetes"),
            ("Type-IV", "type 4"),
            ("stages I and III", "stage 1 and 3"),
            ("grade I/II", "grade 1 2"),
            ("factor VIII deficiency", "factor 8 deficiency"),
            ("bipolar I", "bipolar 1"),
            ("V fib", "v fib"),
            ("IV fluids", "iv fluid"),
            ("any type. I went home", "any type i went home"),
        ]);
    }

    #[test]
    fn ranges_cover_the_source_word() {
        let text = "A Crohn’s (ileum)";
        let places: Vec<&str> = Tokens::of(text).iter().map(|t| &text[t.range]).collect();
        assert_eq!(places, ["A", "Crohn’s", "ileum"]);
    }

    #[test]
    fn refilling_forgets_the_text_before() {
        let mut tokens = Tokens::of("acute renal failure");
        tokens.fill("gout");
        assert_eq!(
            tokens.iter().map(|t| t.text.to_owned()).collect::<Vec<_>>(),
            ["gout"]
        );
    }

    proptest! {
        #[test]
        fn any_text_gives_ordered_ranges_on_character_boundaries(text in "\\PC{0,80}|[a-z'’.ßÅé\u{301}Ⅳ½ \n-]{0,60}") {
            let tokens = Tokens::of(&text);
            let mut last = 0;
            for token in tokens.iter() {
                prop_assert!(!token.text.is_empty());
                prop_assert!(token.range.start >= last && token.range.start < token.range.end);
                prop_assert!(text.get(token.range.clone()).is_some());
                last = token.range.end;
            }
            prop_assert_eq!(tokens.iter().count(), tokens.len());
        }

        #[test]
        fn case_and_apostrophe_shape_never_matter(text in "[a-zA-Z' ]{0,40}") {
            prop_assert_eq!(phrase(&text), phrase(&text.to_uppercase().replace('\'', "\u{2019}")));
        }
    }
}

//! Abbreviations by their context.

use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::Lexicon;

/// Short words of the language that are no abbreviations when written in lower case.
const WORDS: [&str; 60] = [
    "a", "all", "am", "an", "and", "are", "arm", "as", "at", "be", "but", "by", "can", "cap",
    "cat", "cut", "did", "do", "dose", "ear", "eye", "fall", "fat", "for", "gas", "get", "go",
    "had", "has", "he", "her", "hip", "his", "if", "in", "is", "it", "led", "leg", "may", "me",
    "met", "no", "not", "of", "off", "on", "or", "out", "pain", "per", "pet", "ray", "rib", "she",
    "so", "tip", "to", "us", "we",
];

#[derive(Debug, Clone)]
struct Meaning {
    short: String,
    expansion: String,
    contexts: Vec<String>,
    ambiguous: bool,
}

/// Abbreviations by their lower-cased form.
#[derive(Debug, Clone, Default)]
pub struct Abbreviations {
    meanings: FxHashMap<String, Vec<Meaning>>,
}

/// A note's text in lower case with its words, each of which is looked for many times.
#[derive(Debug)]
pub struct Lowered<'t> {
    /// The text.
    pub text: &'t str,
    words: FxHashSet<&'t str>,
}

impl<'t> Lowered<'t> {
    /// Of a text that is in lower case.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            words: text.split(|c: char| !c.is_alphanumeric()).collect(),
        }
    }

    /// Whether the words stand in the note as whole words.
    fn has(&self, words: &str) -> bool {
        if !words.is_empty() && words.chars().all(char::is_alphanumeric) {
            return self.words.contains(words);
        }
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let around = |at: usize| {
            let before = self.text.get(..at).and_then(|t| t.chars().next_back());
            let behind = self.text.get(at + words.len()..);
            !inside(before) && !inside(behind.and_then(|t| t.chars().next()))
        };
        !words.is_empty() && memmem::find_iter(self.text.as_bytes(), words).any(around)
    }
}

impl Abbreviations {
    /// Prepares those of a lexicon that stand for something to be coded.
    #[must_use]
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut this = Self::default();
        for a in &lexicon.abbreviations {
            if matches!(
                a.category.as_str(),
                "negation" | "uncertainty" | "dose" | "unit" | "route" | "frequency" | "credential"
            ) {
                continue;
            }
            if !a.short.chars().next().is_some_and(char::is_alphanumeric)
                || a.short.chars().count() < 2
            {
                continue;
            }
            this.meanings
                .entry(a.short.to_lowercase())
                .or_default()
                .push(Meaning {
                    short: a.short.clone(),
                    expansion: a.expansion.clone(),
                    contexts: a.contexts.clone(),
                    ambiguous: a.ambiguous,
                });
        }
        this
    }

    /// The meaning of a word as written, given the note's lower-cased text; `None` where it is no
    /// abbreviation here.
    #[must_use]
    pub fn expand(&self, written: &str, note: &Lowered<'_>) -> Option<&str> {
        let lower = written.to_lowercase();
        let meanings = self.meanings.get(&lower)?;
        let cased = written.chars().any(char::is_uppercase);
        let short = written.chars().count() <= 2;
        if !cased
            && (WORDS.contains(&lower.as_str())
                || (short && !meanings.iter().any(|m| m.short == written)))
        {
            return None;
        }
        // "Mr", "All" and "He" begin names and sentences
        let exact = meanings.iter().any(|m| m.short == written);
        if cased
            && !exact
            && written.chars().count() <= 4
            && written.chars().skip(1).all(char::is_lowercase)
        {
            return None;
        }
        if matches!(written, "Mr" | "Mrs" | "Ms" | "Dr" | "St" | "All") {
            return None;
        }
        let fits = |m: &&Meaning| m.contexts.iter().any(|c| note.has(c));
        let context = |m: &&Meaning| m.contexts.iter().filter(|c| note.has(c)).count();
        if let Some(meaning) = meanings.iter().filter(fits).max_by_key(context) {
            return Some(&meaning.expansion);
        }
        let default = meanings.iter().find(|m| m.contexts.is_empty())?;
        (!default.ambiguous || cased).then_some(default.expansion.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_whole() {
        let note = Lowered::new("he has heart-failure, on o2. heartburn");
        for (words, expected) in [
            ("heart", true),
            ("failure", true),
            ("heart-failure", true),
            ("fail", false),
            ("he has", true),
            ("has hear", false),
            ("", false),
        ] {
            assert_eq!(note.has(words), expected, "{words}");
        }
    }
}

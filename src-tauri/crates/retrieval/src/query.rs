//! What is asked.

use std::ops::Range;

use crate::normalize::{self, Tokens};

/// How the words of a query may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueryOptions {
    /// The last word is still being typed and may be the start of a longer one.
    pub prefix_last: bool,
    /// Every word of three letters or more may be the start of a longer one ("chr kid dis").
    pub prefix_all: bool,
    /// A word that is not in the vocabulary may be a misspelling or two words run together.
    pub fuzzy: bool,
    /// A short word that fits nothing may be an abbreviation: letters of a longer word, in order.
    pub abbreviation: bool,
}

impl QueryOptions {
    /// Words as they are.
    pub const EXACT: Self = Self {
        prefix_last: false,
        prefix_all: false,
        fuzzy: false,
        abbreviation: false,
    };
    /// Everything a person typing into a search field expects.
    pub const TYPING: Self = Self {
        prefix_last: true,
        prefix_all: true,
        fuzzy: true,
        abbreviation: true,
    };
}

/// One distinct word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryWord {
    /// Comparable form.
    pub text: String,
    /// Where it first stands in the query, in bytes.
    pub range: Range<usize>,
    /// What a longer word must start with, where the word may be unfinished.
    pub prefix: Option<String>,
}

/// A phrase in words. Repetitions count once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    pub(crate) words: Vec<QueryWord>,
    pub(crate) options: QueryOptions,
}

/// Fewest letters of a word that may be unfinished though it is not the last.
const PREFIX_LETTERS: usize = 3;

impl Query {
    /// Reads a phrase.
    #[must_use]
    pub fn parse(text: &str, options: QueryOptions) -> Self {
        let tokens = Tokens::of(text);
        let mut words: Vec<QueryWord> = Vec::with_capacity(tokens.len());
        for (i, token) in tokens.iter().enumerate() {
            if words.iter().any(|w| w.text == token.text) {
                continue;
            }
            // A word followed by anything is finished.
            let typed =
                options.prefix_last && i + 1 == tokens.len() && token.range.end == text.len();
            let numeral = token.text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            let open = typed || (options.prefix_all && token.text.len() >= PREFIX_LETTERS);
            let shortest = if i == 0 { 1 } else { 2 };
            let prefix = (open
                && !numeral
                && token.text.len() >= shortest
                && (i == 0 || !normalize::is_function_word(token.text)))
            .then(|| text.get(token.range.clone()).and_then(normalize::unstemmed))
            .flatten();
            words.push(QueryWord {
                text: token.text.to_owned(),
                range: token.range,
                prefix,
            });
        }
        Self { words, options }
    }

    /// The distinct words in the order of the phrase.
    #[must_use]
    pub fn words(&self) -> &[QueryWord] {
        &self.words
    }

    /// How the words may be read.
    #[must_use]
    pub fn options(&self) -> QueryOptions {
        self.options
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefixes(text: &str, options: QueryOptions) -> Vec<Option<String>> {
        Query::parse(text, options)
            .words
            .into_iter()
            .map(|w| w.prefix)
            .collect()
    }

    #[test]
    fn only_a_word_still_being_typed_is_a_prefix() {
        let typing = QueryOptions {
            prefix_last: true,
            ..QueryOptions::EXACT
        };
        assert_eq!(
            prefixes("pulmonary emboli", typing),
            [None, Some("emboli".into())]
        );
        assert_eq!(prefixes("pulmonary emboli ", typing), [None, None]);
        assert_eq!(
            prefixes("type 2", typing),
            [None, None],
            "a number is finished"
        );
        assert_eq!(
            prefixes("chr kid di", QueryOptions::TYPING)
                .iter()
                .flatten()
                .count(),
            3
        );
        assert_eq!(
            prefixes(
                "a fx of hum",
                QueryOptions {
                    prefix_all: true,
                    ..QueryOptions::EXACT
                }
            )
            .iter()
            .flatten()
            .count(),
            1
        );
    }

    #[test]
    fn repetitions_count_once() {
        assert_eq!(
            Query::parse("left left arm", QueryOptions::EXACT)
                .words()
                .len(),
            2
        );
    }
}

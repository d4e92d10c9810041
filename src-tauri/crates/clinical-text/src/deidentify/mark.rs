//! Which tokens were found to identify somebody.

use super::token::Token;
use super::{Identifier, IdentifierKind};
use crate::TextRange;

/// The marks beside a text's tokens. What is marked first stays.
pub(super) struct Marks<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token<'a>],
    found: Vec<Option<(IdentifierKind, usize)>>,
    groups: usize,
}

impl<'a> Marks<'a> {
    pub fn new(text: &'a str, tokens: &'a [Token<'a>]) -> Self {
        Self {
            text,
            tokens,
            found: vec![None; tokens.len()],
            groups: 0,
        }
    }

    pub fn is_free(&self, at: usize) -> bool {
        self.found.get(at).is_some_and(Option::is_none)
    }

    pub fn get(&self, at: usize) -> Option<&'a Token<'a>> {
        self.tokens.get(at)
    }

    /// Marks the tokens `from..to` as one identifier.
    pub fn mark(&mut self, kind: IdentifierKind, from: usize, to: usize) {
        self.groups += 1;
        for slot in self.found.iter_mut().take(to).skip(from) {
            slot.get_or_insert((kind, self.groups));
        }
    }

    /// The marked words of a kind, each once.
    pub fn words(&self, kind: IdentifierKind) -> Vec<&'a str> {
        let mut words: Vec<&str> = self
            .tokens
            .iter()
            .zip(&self.found)
            .filter(|(_, found)| found.is_some_and(|(k, _)| k == kind))
            .map(|(token, _)| token.text)
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    pub fn finish(self) -> Vec<Identifier> {
        let mut list: Vec<(Identifier, usize)> = Vec::new();
        for (token, found) in self.tokens.iter().zip(&self.found) {
            let Some((kind, group)) = *found else {
                continue;
            };
            match list.last_mut() {
                Some((last, g)) if *g == group => {
                    last.range = TextRange::new(last.range.start(), token.end());
                }
                _ => {
                    let range = TextRange::new(token.start, token.end());
                    list.push((Identifier { kind, range }, group));
                }
            }
        }
        list.into_iter().map(|(identifier, _)| identifier).collect()
    }
}

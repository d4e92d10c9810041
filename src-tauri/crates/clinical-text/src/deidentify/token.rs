//! Words, digits and signs of a text.

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with apostrophes and hyphens inside.
    Word,
    /// Digits.
    Digits,
    /// One other character that is not white space.
    Sign,
}

/// A stretch of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub text: &'a str,
    pub start: usize,
    pub kind: Kind,
    /// Whether a line ends before it.
    pub new_line: bool,
    /// Whether nothing stands between it and the token before.
    pub joined: bool,
}

impl Token<'_> {
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// A word that begins with a capital letter and is not all capitals (or is one letter).
    pub fn is_capitalized(&self) -> bool {
        let mut chars = self.text.chars();
        self.kind == Kind::Word && chars.next().is_some_and(char::is_uppercase)
    }

    pub fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    pub fn is_one_of(&self, words: &[&str]) -> bool {
        words.iter().any(|w| self.is(w))
    }

    /// The number of its digits, where it has between `least` and `most`.
    pub fn digits(&self, least: usize, most: usize) -> Option<u32> {
        let fits = self.kind == Kind::Digits && (least..=most).contains(&self.text.len());
        fits.then(|| self.text.parse().ok()).flatten()
    }
}

pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut list: Vec<Token<'_>> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut new_line = true;
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            new_line |= c == '\n' || c == '\r';
            continue;
        }
        let kind = match c {
            c if c.is_ascii_digit() => Kind::Digits,
            c if c.is_alphabetic() => Kind::Word,
            _ => Kind::Sign,
        };
        let mut end = start + c.len_utf8();
        if kind != Kind::Sign {
            while let Some((at, next)) = chars.peek().copied() {
                let inside = match kind {
                    Kind::Digits => next.is_ascii_digit(),
                    _ => {
                        next.is_alphabetic()
                            || (matches!(next, '\'' | '’' | '-')
                                && text
                                    .get(at + next.len_utf8()..)
                                    .and_then(|rest| rest.chars().next())
                                    .is_some_and(char::is_alphabetic))
                    }
                };
                if !inside {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
        }
        list.push(Token {
            text: text.get(start..end).unwrap_or_default(),
            start,
            kind,
            new_line,
            joined: list.last().is_some_and(|t| t.end() == start),
        });
        new_line = false;
    }
    list
}

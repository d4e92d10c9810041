//! Taking out of a text what says whose it is: names, dates, numbers, addresses.
//!
//! After the eighteen identifiers of the Safe Harbor method (45 CFR 164.514(b)(2)), as far as they occur in text.
//! Found by shape and by the words around them, without a statistical model: an unlabelled name that also is a
//! word, or one without title, credential, label or known first name, can be missed. A person looks at the
//! result before it leaves the machine. What is clinical stays: blood pressures, scores, doses, ages up to 89,
//! years, spinal levels, eponyms.

mod date;
mod mark;
mod name;
mod number;
mod place;
mod token;

use serde::{Deserialize, Serialize};

use crate::TextRange;
use mark::Marks;
use token::tokens;

/// Kinds of identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentifierKind {
    /// A name of a person.
    Name,
    /// A day, or a month with or without its year; a year alone may stay.
    Date,
    /// An age of 90 and more.
    Age,
    /// A street, town with postal code, or institution.
    Address,
    /// A telephone or fax number.
    Phone,
    /// An address of electronic mail.
    Email,
    /// An address of a page or a machine.
    Url,
    /// A record, account, policy, licence, device or other number.
    Number,
}

impl IdentifierKind {
    /// What stands in its place.
    #[must_use]
    pub fn placeholder(self) -> &'static str {
        match self {
            Self::Name => "[NAME]",
            Self::Date => "[DATE]",
            Self::Age => "[AGE 90+]",
            Self::Address => "[ADDRESS]",
            Self::Phone => "[PHONE]",
            Self::Email => "[EMAIL]",
            Self::Url => "[URL]",
            Self::Number => "[NUMBER]",
        }
    }
}

/// An identifier and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    /// Kind.
    pub kind: IdentifierKind,
    /// Place in the original text.
    pub range: TextRange,
}

/// A text without its identifiers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deidentified {
    /// The text with placeholders.
    pub text: String,
    /// What was taken out, in order; ranges of the original text that do not overlap.
    pub removed: Vec<Identifier>,
}

impl Deidentified {
    /// Where a range of the original text stands now; `None` where it touches something that was taken out.
    #[must_use]
    pub fn place(&self, range: TextRange) -> Option<TextRange> {
        let mut shift = 0_isize;
        for gone in &self.removed {
            if gone.range.start() >= range.end() {
                break;
            }
            if gone.range.end() > range.start() {
                return None;
            }
            let length = gone.range.end() - gone.range.start();
            shift += gone.kind.placeholder().len().cast_signed() - length.cast_signed();
        }
        let moved = |at: usize| at.checked_add_signed(shift);
        Some(TextRange::new(moved(range.start())?, moved(range.end())?))
    }

    /// How many of each kind were taken out.
    #[must_use]
    pub fn counts(&self) -> Vec<(IdentifierKind, usize)> {
        let mut counts: Vec<(IdentifierKind, usize)> = Vec::new();
        for gone in &self.removed {
            match counts.iter_mut().find(|(kind, _)| *kind == gone.kind) {
                Some((_, n)) => *n += 1,
                None => counts.push((gone.kind, 1)),
            }
        }
        counts.sort_unstable();
        counts
    }
}

/// The identifiers of a text, in order, without overlaps. `known` are words that are known to identify (the
/// patient's name, the chart's title, a record number): each is found wherever it stands as a word.
#[must_use]
pub fn identifiers(text: &str, known: &[&str]) -> Vec<Identifier> {
    let tokens = tokens(text);
    let mut marks = Marks::new(text, &tokens);
    number::mark(&mut marks);
    date::mark(&mut marks);
    place::mark(&mut marks);
    name::mark(&mut marks);
    name::mark_known(&mut marks, known);
    marks.finish()
}

/// Puts a placeholder for each identifier. See [`identifiers`].
#[must_use]
pub fn deidentify(text: &str, known: &[&str]) -> Deidentified {
    let removed = identifiers(text, known);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for gone in &removed {
        out.push_str(text.get(at..gone.range.start()).unwrap_or_default());
        out.push_str(gone.kind.placeholder());
        at = gone.range.end();
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Deidentified { text: out, removed }
}

#[cfg(test)]
mod tests;

//! The Official Guidelines for Coding and Reporting, read from their text into numbered guidelines.
//!
//! The text is installed beside a release, never carried. Its numbers drift from year to year, so every
//! answer names the fiscal year it is of.

mod heading;
mod mention;
mod parse;
mod text;

use std::ops::Range;

use serde::Serialize;

use crate::code::Code;
use crate::codebook::Codebook;

/// The guidelines of one fiscal year, in the order of the text.
#[derive(Debug, Clone, Default)]
pub struct Guidelines {
    year: Option<u16>,
    rows: Vec<Guideline>,
}

/// One numbered guideline: a section, a letter, a number and so on down to a Roman numeral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guideline {
    /// Where it stands, as it is cited: "I", "I.C.9.a.1", "I.C.1.g.1.c.iv", "IV.Q"; "Introduction" and
    /// "Appendix I" for what has no number.
    pub number: String,
    /// Title, without its label.
    pub title: String,
    /// Its own text without the guidelines below it; paragraphs are separated by line feeds.
    pub text: String,
    /// Depth: 0 for a section, 1 for "A.", 2 for "1.", up to 6 for "(i)".
    pub depth: u8,
    /// Row of the guideline it stands below.
    pub parent: Option<usize>,
    /// The chapter of the Tabular List it is about, for I.C.1 to I.C.22 and what stands below them.
    pub chapter: Option<u8>,
    /// The codes and ranges named in the title and the text.
    pub mentions: Vec<Mention>,
}

/// A code or a range of codes named in a guideline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Stretch of the guideline's text in bytes; `None` where the title names it.
    pub range: Option<Range<usize>>,
    /// The code, or the first of the range.
    pub first: Code,
    /// The last of the range.
    pub last: Option<Code>,
}

/// Why a guideline is shown for a code, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bearing {
    /// It names the code.
    Names,
    /// It names a header that the code stands below.
    NamesHeader,
    /// It names a code that stands below the header that was asked for.
    NamesBelow,
    /// It names a range in which the code lies, inside one chapter.
    Range,
    /// It is of the code's chapter.
    Chapter,
    /// It names a range over several chapters.
    WideRange,
}

impl Guidelines {
    /// Reads the text. Reading never fails: what has no number stays text of what it stands below.
    #[must_use]
    pub fn read(text: &str) -> Self {
        parse::parse(text)
    }

    /// The fiscal year the text names on its first lines.
    #[must_use]
    pub fn year(&self) -> Option<u16> {
        self.year
    }

    /// All guidelines in the order of the text.
    #[must_use]
    pub fn all(&self) -> &[Guideline] {
        &self.rows
    }

    /// Finds a guideline by its number in any customary writing: "I.C.9.a.1", "Section I.C.9.a.1)", "i.c.9.a(1)".
    #[must_use]
    pub fn find(&self, number: &str) -> Option<usize> {
        let asked = heading::folded(number);
        (!asked.is_empty())
            .then(|| {
                self.rows
                    .iter()
                    .position(|row| heading::folded(&row.number) == asked)
            })
            .flatten()
    }

    /// The longest beginning of a number that there is, for saying what was found instead.
    #[must_use]
    pub fn nearest(&self, number: &str) -> Option<usize> {
        let asked = heading::folded(number);
        let ends: Vec<usize> = asked.match_indices('.').map(|(at, _)| at).collect();
        ends.into_iter()
            .rev()
            .find_map(|end| self.find(&asked[..end]))
    }

    /// The rows straight below one, in order.
    pub fn children(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        self.rows
            .iter()
            .enumerate()
            .skip(row + 1)
            .filter(move |(_, g)| g.parent == Some(row))
            .map(|(i, _)| i)
    }

    /// The rows above one, from the section down.
    #[must_use]
    pub fn lineage(&self, row: usize) -> Vec<usize> {
        let parent = |row: &usize| self.rows.get(*row).and_then(|g| g.parent);
        let mut above: Vec<usize> = std::iter::successors(parent(&row), parent).collect();
        above.reverse();
        above
    }

    /// The other guidelines named in a row's text ("See Section I.C.15."), with their stretch in bytes.
    #[must_use]
    pub fn links(&self, row: usize) -> Vec<(Range<usize>, usize)> {
        let Some(guideline) = self.rows.get(row) else {
            return Vec::new();
        };
        heading::cited(&guideline.text)
            .into_iter()
            .filter_map(|range| {
                let number = guideline.text.get(range.clone())?;
                let to = self.find(number).or_else(|| self.nearest(number))?;
                (to != row).then_some((range, to))
            })
            .collect()
    }

    /// The guidelines that bear on a code or header: those that name it, and those of its chapter. What names
    /// it most closely comes first; within that, the order of the text.
    #[must_use]
    pub fn of_code(&self, book: &Codebook, code: Code) -> Vec<(usize, Bearing)> {
        let chapter = book
            .entry_of(code)
            .and_then(|e| e.chapter().label().parse::<u8>().ok());
        let mut found: Vec<(usize, Bearing)> = self
            .rows
            .iter()
            .enumerate()
            .filter_map(|(i, row)| {
                let named = row
                    .mentions
                    .iter()
                    .filter_map(|m| m.bearing(book, code))
                    .min();
                let of_chapter =
                    (chapter.is_some() && row.chapter == chapter).then_some(Bearing::Chapter);
                Some((i, named.into_iter().chain(of_chapter).min()?))
            })
            .collect();
        found.sort_by_key(|(_, bearing)| *bearing);
        found
    }

    /// The guidelines that hold all words, each as a beginning of one of theirs; those that have them in their
    /// title come first.
    #[must_use]
    pub fn search(&self, words: &str) -> Vec<usize> {
        let asked = text::words(words);
        if asked.is_empty() {
            return Vec::new();
        }
        let holds = |text: &str| {
            let theirs = text::words(text);
            asked
                .iter()
                .all(|word| theirs.iter().any(|t| t.starts_with(word.as_str())))
        };
        let mut found: Vec<(u8, usize)> = self
            .rows
            .iter()
            .enumerate()
            .filter_map(|(i, row)| {
                if holds(&row.title) {
                    Some((0, i))
                } else {
                    holds(&format!("{} {}", row.title, row.text)).then_some((1, i))
                }
            })
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, i)| i).collect()
    }
}

impl Mention {
    fn bearing(&self, book: &Codebook, code: Code) -> Option<Bearing> {
        if let Some(last) = self.last {
            let from = book.ordinal(self.first)?;
            let to = last_ordinal(book, last)?;
            let at = book.ordinal(code)?;
            let chapter = |code: Code| book.entry_of(code).map(|e| e.chapter().number());
            let wide = chapter(self.first) != chapter(last);
            return (from..=to).contains(&at).then_some(if wide {
                Bearing::WideRange
            } else {
                Bearing::Range
            });
        }
        if self.first == code {
            Some(Bearing::Names)
        } else if code.starts_with(self.first) {
            Some(Bearing::NamesHeader)
        } else if self.first.starts_with(code) && book.entry_of(self.first).is_some() {
            Some(Bearing::NamesBelow)
        } else {
            None
        }
    }
}

/// Ordinal of the last billable code below a code or header.
fn last_ordinal(book: &Codebook, code: Code) -> Option<u32> {
    let entry = book.entry(code)?;
    entry
        .billable_codes()
        .last()
        .and_then(|last| book.ordinal(last))
        .or_else(|| book.ordinal(code))
}

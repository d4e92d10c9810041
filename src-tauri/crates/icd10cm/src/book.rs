//! The Alphabetic Index, the External Cause Index and the two tables.

use serde::{Deserialize, Serialize};

use crate::code::Code;
use crate::codebook::Codebook;
use crate::data::{BookData, CodeRow, CrossRow, NONE, NodeRow, PartSource, unpack_target};
use crate::index::parse::{SEPARATOR, is_structural};
use crate::source::Part;
use crate::words::title_key;

/// The four books beside the Tabular List.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BookKind {
    /// Index to Diseases and Injuries.
    Index,
    /// External Cause of Injuries Index.
    ExternalCause,
    /// Table of Neoplasms.
    Neoplasm,
    /// Table of Drugs and Chemicals.
    Drug,
}

impl BookKind {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Index, Self::ExternalCause, Self::Neoplasm, Self::Drug];

    pub(crate) fn of(number: u8) -> Self {
        Self::ALL
            .get(usize::from(number))
            .copied()
            .unwrap_or(Self::Index)
    }

    /// The part of the release it is.
    #[must_use]
    pub fn part(self) -> Part {
        match self {
            Self::Index => Part::Index,
            Self::ExternalCause => Part::ExternalCause,
            Self::Neoplasm => Part::Neoplasm,
            Self::Drug => Part::Drug,
        }
    }
}

/// One of the four books of a release.
#[derive(Clone, Copy)]
pub struct Book<'a> {
    pub(crate) codebook: &'a Codebook,
    pub(crate) kind: BookKind,
}

impl Codebook {
    /// A book; one that the release lacks is empty.
    #[must_use]
    pub fn book(&self, kind: BookKind) -> Book<'_> {
        Book {
            codebook: self,
            kind,
        }
    }
}

impl<'a> Book<'a> {
    fn data(self) -> &'a BookData {
        &self.codebook.books[self.kind as usize]
    }

    /// Which one.
    #[must_use]
    pub fn kind(self) -> BookKind {
        self.kind
    }

    /// Whose words it holds; `None` where the release lacks it.
    #[must_use]
    pub fn source(self) -> Option<PartSource> {
        self.data().source
    }

    /// How many main terms and subterms.
    #[must_use]
    pub fn len(self) -> usize {
        self.data().nodes.len()
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Column heads of a table, from column 1.
    pub fn heads(self) -> impl Iterator<Item = &'a str> {
        self.data().heads.iter()
    }

    /// A line by its number.
    #[must_use]
    pub fn node(self, number: u32) -> Option<Node<'a>> {
        ((number as usize) < self.len()).then_some(Node {
            book: self,
            row: number,
        })
    }

    /// All lines, each main term followed by its subterms.
    pub fn nodes(self) -> impl Iterator<Item = Node<'a>> {
        (0..self.len() as u32).map(move |row| Node { book: self, row })
    }

    /// The main terms in alphabetical order.
    pub fn main_terms(self) -> impl ExactSizeIterator<Item = Node<'a>> {
        self.data()
            .mains
            .iter()
            .map(move |&row| Node { book: self, row })
    }

    /// Place among the alphabetical main terms of the first one that is not before `prefix`.
    #[must_use]
    pub fn main_term_place(self, prefix: &str) -> usize {
        let key = title_key(prefix);
        self.data().mains.partition_point(|&row| {
            title_key(Node { book: self, row }.title()).as_str() < key.as_str()
        })
    }

    /// Finds a line by the titles of its path; a part may be any of a title's alternates, and joining
    /// terms may be left out.
    #[must_use]
    pub fn find<S: AsRef<str>>(self, path: &[S]) -> Option<Node<'a>> {
        let (first, rest) = path.split_first()?;
        let answers = |node: Node<'a>, part: &str| {
            let key = title_key(part);
            crate::words::title_keys(node.title()).contains(&key)
        };
        let key = title_key(first.as_ref());
        let exact = self.main_terms().filter(|n| title_key(n.title()) == key);
        let loose = self
            .main_terms()
            .filter(|n| title_key(n.title()) != key && answers(*n, first.as_ref()));
        exact.chain(loose).find_map(|start| {
            rest.iter().try_fold(start, |node, part| {
                let part = part.as_ref();
                node.children()
                    .find(|c| title_key(c.title()) == title_key(part))
                    .or_else(|| node.children().find(|c| answers(*c, part)))
                    .or_else(|| {
                        node.children()
                            .filter(|c| c.is_structural())
                            .flat_map(Node::children)
                            .find(|c| answers(*c, part))
                    })
            })
        })
    }
}

/// A main term or subterm.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    pub(crate) book: Book<'a>,
    pub(crate) row: u32,
}

/// A code as an index prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrintedCode {
    /// The code or stem.
    pub code: Code,
    /// Printed with a dash: more characters are needed. No dash proves nothing (I.B.1).
    pub dash: bool,
    /// Whether the release has it; an entry whose code it does not have is not offered.
    pub known: bool,
}

/// A cell of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Column, from 2.
    pub column: u8,
    /// Code; `None` for a dash.
    pub code: Option<PrintedCode>,
}

/// Kinds of cross references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReferenceKind {
    /// Must be followed (I.A.16.a).
    See,
    /// May be followed (I.A.16.b).
    SeeAlso,
    /// Jumps to a category of the Tabular List.
    SeeCategory,
}

/// A cross reference.
#[derive(Clone, Copy)]
pub struct CrossReference<'a> {
    book: Book<'a>,
    row: CrossRow,
}

impl<'a> CrossReference<'a> {
    /// Kind.
    #[must_use]
    pub fn kind(&self) -> ReferenceKind {
        match self.row.kind {
            0 => ReferenceKind::See,
            1 => ReferenceKind::SeeAlso,
            _ => ReferenceKind::SeeCategory,
        }
    }

    /// As printed.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.book.codebook.text(self.row.text)
    }

    /// The entries it leads to.
    pub fn targets(&self) -> impl Iterator<Item = Node<'a>> {
        let codebook = self.book.codebook;
        let (first, count) = (
            self.row.targets as usize,
            usize::from(self.row.target_count),
        );
        let slice = self
            .book
            .data()
            .targets
            .get(first..first + count)
            .unwrap_or(&[]);
        slice.iter().filter_map(move |&t| {
            let (book, node) = unpack_target(t);
            codebook.book(BookKind::of(book)).node(node)
        })
    }

    /// What to do where there is no single entry.
    #[must_use]
    pub fn hint(&self) -> Option<&'a str> {
        (self.row.hint != NONE).then(|| self.book.codebook.text(self.row.hint))
    }

    /// Whether the whole path was found.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.row.landing == 1
    }

    /// Whether it leads anywhere: to entries, a category, or at least a hint.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.row.target_count > 0 || self.hint().is_some() || self.category().is_some()
    }

    /// The category of a [`ReferenceKind::SeeCategory`].
    #[must_use]
    pub fn category(&self) -> Option<Code> {
        (self.row.kind == 2)
            .then(|| Code::parse(self.text().trim_end_matches(['-', '.'])).ok())
            .flatten()
            .filter(|c| self.book.codebook.entry(*c).is_some())
    }
}

impl<'a> Node<'a> {
    fn data(self) -> &'a NodeRow {
        &self.book.data().nodes[self.row as usize]
    }

    fn at(self, row: u32) -> Self {
        Self {
            book: self.book,
            row,
        }
    }

    fn printed(row: &CodeRow) -> Option<PrintedCode> {
        let code = Code::from_bytes(row.code)?;
        (row.state != 0).then_some(PrintedCode {
            code,
            dash: row.dash != 0,
            known: row.state == 1,
        })
    }

    /// Line number in its book.
    #[must_use]
    pub fn number(self) -> u32 {
        self.row
    }

    /// Its book.
    #[must_use]
    pub fn book(self) -> Book<'a> {
        self.book
    }

    /// Title without nonessential modifiers.
    #[must_use]
    pub fn title(self) -> &'a str {
        self.book.codebook.text(self.data().title)
    }

    /// Nonessential modifiers, without parentheses: they may be present or absent (I.A.7).
    pub fn nonessential(self) -> impl Iterator<Item = &'a str> {
        let number = self.data().nonessential;
        let text = if number == NONE {
            ""
        } else {
            self.book.codebook.text(number)
        };
        text.split(SEPARATOR).filter(|m| !m.is_empty())
    }

    /// Depth: 0 for a main term.
    #[must_use]
    pub fn level(self) -> u8 {
        self.data().level
    }

    /// Whether the title joins rather than names ("with", "in", "due to").
    #[must_use]
    pub fn is_structural(self) -> bool {
        is_structural(self.title())
    }

    /// Default code (I.A.18).
    #[must_use]
    pub fn code(self) -> Option<PrintedCode> {
        Self::printed(&self.data().code)
    }

    /// Bracketed manifestation code, always sequenced after the first (I.A.7, I.A.13).
    #[must_use]
    pub fn manifestation(self) -> Option<PrintedCode> {
        Self::printed(&self.data().manifestation)
    }

    /// Cross references.
    pub fn references(self) -> impl Iterator<Item = CrossReference<'a>> {
        let (first, count) = (
            self.data().references as usize,
            usize::from(self.data().reference_count),
        );
        let book = self.book;
        book.data()
            .cross
            .get(first..first + count)
            .unwrap_or(&[])
            .iter()
            .map(move |row| CrossReference { book, row: *row })
    }

    /// Cells of a table row.
    pub fn cells(self) -> impl Iterator<Item = Cell> + use<'a> {
        let (first, count) = (
            self.data().cells as usize,
            usize::from(self.data().cell_count),
        );
        self.book
            .data()
            .cells
            .get(first..first + count)
            .unwrap_or(&[])
            .iter()
            .map(|c| Cell {
                column: c.column,
                code: Self::printed(&c.code),
            })
    }

    /// The code of one column of a table row.
    #[must_use]
    pub fn cell(self, column: u8) -> Option<PrintedCode> {
        self.cells()
            .find(|c| c.column == column)
            .and_then(|c| c.code)
    }

    /// The line above.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        let parent = self.data().parent;
        (parent != NONE).then(|| self.at(parent))
    }

    /// The line itself and the lines above, from the main term down.
    #[must_use]
    pub fn path(self) -> Vec<Self> {
        let mut path: Vec<Self> = std::iter::successors(Some(self), |n| n.parent()).collect();
        path.reverse();
        path
    }

    /// Titles from the main term down.
    #[must_use]
    pub fn titles(self) -> Vec<String> {
        self.path().iter().map(|n| n.title().to_owned()).collect()
    }

    /// The lines straight below.
    pub fn children(self) -> impl Iterator<Item = Self> {
        let end = self.data().end;
        let first = self.row + 1;
        std::iter::successors((first < end).then(|| self.at(first)), move |child| {
            let next = child.data().end;
            (next < end).then(|| child.at(next))
        })
    }

    /// The line and all lines below it.
    pub fn subtree(self) -> impl Iterator<Item = Self> {
        (self.row..self.data().end).map(move |row| self.at(row))
    }
}

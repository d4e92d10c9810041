//! Chapters, blocks and entries of the Tabular List.

use serde::Serialize;

use crate::code::Code;
use crate::codebook::Codebook;
use crate::data::{EntryRow, NONE};
use crate::note::{EffectiveNote, Note};

/// What a line of the Tabular List is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    /// A chapter.
    Chapter,
    /// A block of categories (the official XML's `section`), or a block over blocks.
    Block,
    /// A category, subcategory or code (`diag`).
    Entry,
}

/// A 7th character that may complete a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeventhCharacter<'a> {
    /// The character.
    pub character: char,
    /// Its meaning ("initial encounter for closed fracture").
    pub text: &'a str,
    /// Inclusion text of the character; empty where there is none.
    pub note: &'a str,
}

/// A chapter, block or entry.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    pub(crate) book: &'a Codebook,
    pub(crate) row: u32,
}

impl PartialEq for Entry<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.book, other.book) && self.row == other.row
    }
}

impl std::fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.label())
    }
}

impl<'a> Entry<'a> {
    fn data(self) -> &'a EntryRow {
        &self.book.entries[self.row as usize]
    }

    fn at(self, row: u32) -> Self {
        Self {
            book: self.book,
            row,
        }
    }

    /// Row number, stable within a compiled release.
    #[must_use]
    pub fn number(self) -> u32 {
        self.row
    }

    /// Chapter, block or entry.
    #[must_use]
    pub fn kind(self) -> EntryKind {
        match self.data().kind {
            0 => EntryKind::Chapter,
            1 => EntryKind::Block,
            _ => EntryKind::Entry,
        }
    }

    /// The code; `None` for chapters and blocks.
    #[must_use]
    pub fn code(self) -> Option<Code> {
        Code::from_bytes(self.data().code)
    }

    /// "9" for a chapter, "I10-I1A" for a block, the dotted code for an entry.
    #[must_use]
    pub fn label(self) -> &'a str {
        self.book.text(self.data().label)
    }

    /// Label as prose: "Chapter 9", "I10-I1A", "I11.0".
    #[must_use]
    pub fn place(self) -> String {
        match self.kind() {
            EntryKind::Chapter => format!("Chapter {}", self.label()),
            EntryKind::Block | EntryKind::Entry => self.label().to_owned(),
        }
    }

    /// Title.
    #[must_use]
    pub fn title(self) -> &'a str {
        self.book.text(self.data().title)
    }

    /// Whether it has no children; a leaf is billable as it stands or with a 7th character.
    #[must_use]
    pub fn is_leaf(self) -> bool {
        self.data().end == self.row + 1
    }

    /// Whether its code may be reported as it stands.
    #[must_use]
    pub fn is_billable(self) -> bool {
        self.code().is_some_and(|code| self.book.is_billable(code))
    }

    /// Whether the official file marks it as a placeholder.
    #[must_use]
    pub fn is_placeholder(self) -> bool {
        self.data().flags & 1 != 0
    }

    /// Whether it carries a 7th-character definition of its own.
    #[must_use]
    pub fn defines_sevenths(self) -> bool {
        self.data().seventh_count > 0
    }

    /// The entry, block or chapter above.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        let parent = self.data().parent;
        (parent != NONE).then(|| self.at(parent))
    }

    /// The lines above, nearest first, up to the chapter.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |e| e.parent())
    }

    /// The chapter it lies in.
    #[must_use]
    pub fn chapter(self) -> Self {
        self.ancestors().last().unwrap_or(self)
    }

    /// The lines straight below, in tabular order.
    pub fn children(self) -> impl Iterator<Item = Self> {
        let end = self.data().end;
        let first = self.row + 1;
        std::iter::successors((first < end).then(|| self.at(first)), move |child| {
            let next = child.data().end;
            (next < end).then(|| child.at(next))
        })
    }

    /// The line and all lines below it, in preorder.
    pub fn subtree(self) -> impl Iterator<Item = Self> {
        (self.row..self.data().end).map(move |row| self.at(row))
    }

    /// The lines of the same parent, itself included.
    pub fn siblings(self) -> impl Iterator<Item = Self> {
        let parent = self.parent();
        parent.into_iter().flat_map(Self::children)
    }

    /// Whether `other` is this line or lies below it.
    #[must_use]
    pub fn contains(self, other: Entry<'_>) -> bool {
        self.row <= other.row && other.row < self.data().end
    }

    /// Its own notes, in the file's order.
    pub fn notes(self) -> impl Iterator<Item = Note<'a>> {
        let data = self.data();
        let book = self.book;
        (data.notes..data.notes + u32::from(data.note_count)).map(move |row| Note { book, row })
    }

    /// All notes in force: its own, then those of the lines above, nearest first. Inclusion terms and
    /// 7th-character introductions of the lines above are not among them: they are about other codes.
    pub fn effective_notes(self) -> impl Iterator<Item = EffectiveNote<'a>> {
        use crate::note::NoteKind::{InclusionTerm, SeventhCharacter};
        self.notes()
            .map(|note| EffectiveNote {
                note,
                inherited: false,
            })
            .chain(
                self.ancestors()
                    .flat_map(Entry::notes)
                    .filter(|n| !matches!(n.kind(), InclusionTerm | SeventhCharacter))
                    .map(|note| EffectiveNote {
                        note,
                        inherited: true,
                    }),
            )
    }

    /// The line whose 7th-character definition is in force: the nearest one that has one.
    #[must_use]
    pub fn seventh_owner(self) -> Option<Self> {
        let owner = self.data().seventh_owner;
        (owner != NONE && self.code().is_some_and(|c| c.len() < 7)).then(|| self.at(owner))
    }

    /// The 7th characters in force; empty where none applies. Some may not be in the release for every
    /// code: see [`Self::billable_codes`].
    pub fn seventh_characters(self) -> impl Iterator<Item = SeventhCharacter<'a>> {
        let book = self.book;
        let owner = self.seventh_owner().map(Self::data);
        let (first, count) = owner.map_or((0, 0), |d| (d.sevenths, u32::from(d.seventh_count)));
        (first..first + count).filter_map(move |s| {
            let row = book.sevenths.get(s as usize)?;
            let note = if row.note == NONE {
                ""
            } else {
                book.text(row.note)
            };
            Some(SeventhCharacter {
                character: char::from(row.character),
                text: book.text(row.text),
                note,
            })
        })
    }

    /// All billable codes at or below it, in tabular order.
    pub fn billable_codes(self) -> impl Iterator<Item = Code> + use<'a> {
        self.book.billable_under(self.row, self.data().end)
    }
}

//! Instructional notes and inclusion terms.

use std::ops::Range;

use serde::Serialize;

use crate::{Code, Codebook, Entry, data::RefRow};

/// Kinds of notes, by the official element's name (Guidelines I.A.10 to I.A.17, FY2026).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteKind {
    /// `inclusionTerm`: a condition for which the code is to be used (I.A.11).
    InclusionTerm,
    /// `includes`: further defines the content (I.A.10).
    Includes,
    /// `excludes1`: not coded here; never at the same time (I.A.12.a).
    Excludes1,
    /// `excludes2`: not included here; both may be coded (I.A.12.b).
    Excludes2,
    /// `codeFirst`: the underlying condition comes first (I.A.13).
    CodeFirst,
    /// `useAdditionalCode`: a further code follows (I.A.13).
    UseAdditional,
    /// `codeAlso`: two codes may be needed, in either order (I.A.17).
    CodeAlso,
    /// `notes`: anything else.
    Note,
    /// `sevenChrNote`: introduces the 7th characters.
    SeventhCharacter,
}

impl NoteKind {
    pub(crate) const ALL: [Self; 9] = [
        Self::InclusionTerm,
        Self::Includes,
        Self::Excludes1,
        Self::Excludes2,
        Self::CodeFirst,
        Self::UseAdditional,
        Self::CodeAlso,
        Self::Note,
        Self::SeventhCharacter,
    ];

    /// Kebab-case name ("use-additional").
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::InclusionTerm => "inclusion-term",
            Self::Includes => "includes",
            Self::Excludes1 => "excludes1",
            Self::Excludes2 => "excludes2",
            Self::CodeFirst => "code-first",
            Self::UseAdditional => "use-additional",
            Self::CodeAlso => "code-also",
            Self::Note => "note",
            Self::SeventhCharacter => "seventh-character",
        }
    }

    /// What is printed before the note's text.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::InclusionTerm | Self::Note | Self::SeventhCharacter => "",
            Self::Includes => "Includes",
            Self::Excludes1 => "Excludes1",
            Self::Excludes2 => "Excludes2",
            Self::CodeFirst => "Code first",
            Self::UseAdditional => "Use additional",
            Self::CodeAlso => "Code also",
        }
    }
}

/// One note of a codebook.
#[derive(Clone, Copy)]
pub struct Note<'a> {
    pub(crate) book: &'a Codebook,
    pub(crate) row: u32,
}

impl<'a> Note<'a> {
    fn data(self) -> &'a crate::data::NoteRow {
        &self.book.notes[self.row as usize]
    }

    /// Kind.
    #[must_use]
    pub fn kind(self) -> NoteKind {
        NoteKind::ALL
            .get(usize::from(self.data().kind))
            .copied()
            .unwrap_or(NoteKind::Note)
    }

    /// Text as printed in the file ("chronic bronchitis NOS (J42)", ", if applicable, any …").
    #[must_use]
    pub fn text(self) -> &'a str {
        self.book.text(self.data().text)
    }

    /// Label and text as one sentence ("Code first, if applicable, any …").
    #[must_use]
    pub fn sentence(self) -> String {
        let (label, text) = (self.kind().label(), self.text());
        match (label, text.starts_with(',')) {
            ("", _) => text.to_owned(),
            ("Use additional" | "Code first" | "Code also", true) => format!("{label}{text}"),
            ("Use additional" | "Code first" | "Code also", false) => format!("{label} {text}"),
            _ => format!("{label}: {text}"),
        }
    }

    /// Whether it is the head of a group ("complication of:"); the group goes on to the next head.
    #[must_use]
    pub fn is_head(self) -> bool {
        self.data().flags & 1 != 0
    }

    /// Whether the reference grammar read the line as a whole.
    #[must_use]
    pub fn is_strict(self) -> bool {
        self.data().flags & 2 != 0
    }

    /// Whether the codes named are examples ("such as:"), so that others would do as well.
    #[must_use]
    pub fn gives_examples(self) -> bool {
        self.data().flags & 4 != 0
    }

    /// The codes and ranges named in it that the release has.
    pub fn references(self) -> impl Iterator<Item = Reference<'a>> {
        let (first, count) = (
            self.data().refs as usize,
            usize::from(self.data().ref_count),
        );
        let book = self.book;
        book.refs
            .get(first..first + count)
            .unwrap_or(&[])
            .iter()
            .map(move |row| Reference { book, row: *row })
    }

    /// The entry, block or chapter that carries the note.
    #[must_use]
    pub fn owner(self) -> Entry<'a> {
        Entry {
            book: self.book,
            row: self.data().entry,
        }
    }
}

/// A code or range of codes named in a note.
#[derive(Clone, Copy)]
pub struct Reference<'a> {
    book: &'a Codebook,
    row: RefRow,
}

impl<'a> Reference<'a> {
    /// Stretch of the note's text, in bytes.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        usize::from(self.row.start)..usize::from(self.row.end)
    }

    /// The first entry meant.
    #[must_use]
    pub fn first(&self) -> Entry<'a> {
        Entry {
            book: self.book,
            row: self.row.first,
        }
    }

    /// The numbers of the lines of the Tabular List that lie in the range: a code is meant only where that of its entry is
    /// among them.
    #[must_use]
    pub fn rows(&self) -> Range<u32> {
        self.row.first..self.row.last
    }

    /// Whether a code is meant: it lies in the range and meets the note's condition on its characters.
    #[must_use]
    pub fn covers(&self, code: Code) -> bool {
        let Some(entry) = self.book.entry_of(code) else {
            return false;
        };
        if !(self.row.first <= entry.row && entry.row < self.row.last) {
            return false;
        }
        if self.row.seventh != 0 && code.seventh() != Some(char::from(self.row.seventh)) {
            return false;
        }
        if self.row.qualifier == crate::data::NONE {
            return true;
        }
        crate::tabular::qualifier::holds(self.book.text(self.row.qualifier), code)
    }

    /// How many billable codes it stands for.
    #[must_use]
    pub fn count(&self) -> usize {
        self.codes().count()
    }

    /// The billable codes it stands for, in tabular order.
    pub fn codes(&self) -> impl Iterator<Item = Code> + use<'a> {
        let this = *self;
        this.book
            .billable_under(this.row.first, this.row.last)
            .filter(move |code| this.covers(*code))
    }
}

/// A note with the entry it is in force for.
#[derive(Clone, Copy)]
pub struct EffectiveNote<'a> {
    /// The note.
    pub note: Note<'a>,
    /// Whether it comes from an ancestor, block or chapter.
    pub inherited: bool,
}

//! All phrases by which the book, and the language of charts, name a code: index paths, titles,
//! inclusion terms, table rows, lay terms, status phrases, stages.
//!
//! An entry is a set of words, all of which must stand near each other, in any order, and the code or
//! stem it leads to. The whole dictionary is plain columns, so that it opens by mapping a file.

mod build;
mod from_index;
mod from_lexicon;
mod from_tabular;
mod phrase;

use bytemuck::{Pod, Zeroable};
use icd10cm::{BookKind, Code};
use mapped::{Column, Error, File, FileWriter, Strings};

pub use phrase::{Canon, is_empty_word};

/// Where an entry's words come from; part of its weight and of its explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Origin {
    /// A path of the Alphabetic Index.
    Index,
    /// A path of the External Cause Index, or an external-cause phrase.
    ExternalCause,
    /// A row and column of the Neoplasm Table.
    Neoplasm,
    /// A title of the Tabular List.
    Title,
    /// An inclusion term.
    Inclusion,
    /// A lay or variant phrase.
    Lay,
    /// A status, history, device or social phrase.
    Status,
    /// A staging or severity phrase.
    Stage,
    /// A row and column of the Drug Table.
    Drug,
}

impl Origin {
    const ALL: [Self; 9] = [
        Self::Index,
        Self::ExternalCause,
        Self::Neoplasm,
        Self::Title,
        Self::Inclusion,
        Self::Lay,
        Self::Status,
        Self::Stage,
        Self::Drug,
    ];

    fn of(number: u8) -> Self {
        Self::ALL
            .get(usize::from(number))
            .copied()
            .unwrap_or(Self::Index)
    }

    /// Name in explanations.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::ExternalCause => "external cause index",
            Self::Neoplasm => "neoplasm table",
            Self::Title => "tabular title",
            Self::Inclusion => "inclusion term",
            Self::Lay => "lay term",
            Self::Status => "status phrase",
            Self::Stage => "stage phrase",
            Self::Drug => "drug table",
        }
    }
}

/// One entry as a row of columns.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Row {
    pub code: [u8; 8],
    /// First of its words, rarest first.
    pub words: u32,
    /// Line of the index it goes by, or `u32::MAX`.
    pub node: u32,
    /// First of its optional words.
    pub optional: u32,
    pub word_count: u8,
    pub optional_count: u8,
    pub origin: u8,
    pub book: u8,
    /// Bit 0: printed with a dash or otherwise a stem; bit 1: reached by a cross reference; bit 2: an everyday word;
    /// bit 3: stands under "due to".
    pub flags: u8,
    /// Kind of status phrase, as an index into [`STATUS_KINDS`], plus one; 0 for none.
    pub kind: u8,
    pub pad: u16,
}

/// The flag of entries that are one everyday word.
pub(crate) const PLAIN: u8 = 4;

/// The flag of entries under "due to", which the note must say.
pub(crate) const DUE: u8 = 8;

/// Kinds of status phrases.
pub(crate) const STATUS_KINDS: [&str; 24] = [
    "personal_history",
    "device",
    "encounter",
    "absence",
    "social",
    "pregnancy_status",
    "family_history",
    "allergy",
    "substance_use",
    "carrier",
    "screening",
    "procedure_history",
    "bmi",
    "external",
    "exposure",
    "dependence_on_device",
    "vaccination",
    "transplant",
    "counseling",
    "noncompliance",
    "newborn_status",
    "stage",
    "drug",
    "organism",
];

/// The dictionary of one release.
#[derive(Debug, Clone)]
pub struct Dictionary {
    /// Vocabulary, sorted; a word's number is its place.
    pub(crate) vocabulary: Strings,
    /// Inverse document frequency of each word.
    pub(crate) idf: Column<f32>,
    pub(crate) rows: Column<Row>,
    pub(crate) words: Column<u32>,
    /// Where each word's entries begin among `anchored`; one more than there are words.
    pub(crate) anchors: Column<u32>,
    /// Entries by their rarest word.
    pub(crate) anchored: Column<u32>,
}

/// An entry of the dictionary.
#[derive(Clone, Copy)]
pub struct Phrase<'a> {
    dictionary: &'a Dictionary,
    row: &'a Row,
    number: u32,
}

impl<'a> Phrase<'a> {
    /// Number of the entry.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Numbers of its words, rarest first.
    #[must_use]
    pub fn words(&self) -> &'a [u32] {
        let first = self.row.words as usize;
        self.dictionary
            .words
            .get(first..first + usize::from(self.row.word_count))
            .unwrap_or(&[])
    }

    /// Numbers of its nonessential words.
    #[must_use]
    pub fn optional(&self) -> &'a [u32] {
        let first = self.row.optional as usize;
        self.dictionary
            .words
            .get(first..first + usize::from(self.row.optional_count))
            .unwrap_or(&[])
    }

    /// Code or stem.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        Code::from_bytes(self.row.code)
    }

    /// Where its words come from.
    #[must_use]
    pub fn origin(&self) -> Origin {
        Origin::of(self.row.origin)
    }

    /// Kind of status phrase; empty for others.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        usize::from(self.row.kind)
            .checked_sub(1)
            .and_then(|i| STATUS_KINDS.get(i))
            .copied()
            .unwrap_or("")
    }

    /// The line of a book it goes by.
    #[must_use]
    pub fn node(&self) -> Option<(BookKind, u32)> {
        (self.row.node != u32::MAX).then(|| {
            (
                BookKind::ALL
                    .get(usize::from(self.row.book))
                    .copied()
                    .unwrap_or(BookKind::Index),
                self.row.node,
            )
        })
    }

    /// Whether it is one everyday word ("illness"), which names a condition at most in passing.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.row.flags & PLAIN != 0
    }

    /// Whether it stands under "due to": the note must say that one comes of the other. What stands under "with" and "in"
    /// is presumed to (Guidelines I.A.15, FY2026).
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.row.flags & DUE != 0
    }

    /// Whether a cross reference was followed to its code.
    #[must_use]
    pub fn is_see(&self) -> bool {
        self.row.flags & 2 != 0
    }
}

impl Dictionary {
    /// How many entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The number of a word.
    #[must_use]
    pub fn word(&self, text: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.vocabulary.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.vocabulary.get(middle).cmp(text) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle as u32),
            }
        }
        None
    }

    /// How many words it knows.
    #[must_use]
    pub fn vocabulary_len(&self) -> usize {
        self.vocabulary.len()
    }

    /// The word of a number.
    #[must_use]
    pub fn text(&self, word: u32) -> &str {
        self.vocabulary.get(word as usize)
    }

    /// How telling a word is.
    #[must_use]
    pub fn idf(&self, word: u32) -> f32 {
        self.idf.get(word as usize).copied().unwrap_or(0.0)
    }

    /// An entry by its number.
    #[must_use]
    pub fn phrase(&self, number: u32) -> Option<Phrase<'_>> {
        self.rows.get(number as usize).map(|row| Phrase {
            dictionary: self,
            row,
            number,
        })
    }

    /// The entries whose rarest word it is.
    pub fn anchored(&self, word: u32) -> impl Iterator<Item = Phrase<'_>> {
        let at = word as usize;
        let range = match (self.anchors.get(at), self.anchors.get(at + 1)) {
            (Some(&from), Some(&to)) => from as usize..to as usize,
            _ => 0..0,
        };
        self.anchored
            .get(range)
            .unwrap_or(&[])
            .iter()
            .filter_map(|&n| self.phrase(n))
    }

    /// Puts the columns into a file.
    pub fn write(&self, file: &mut FileWriter) {
        self.vocabulary.write(file, "dictionary.vocabulary");
        file.put("dictionary.idf", &self.idf);
        file.put("dictionary.rows", &self.rows);
        file.put("dictionary.words", &self.words);
        file.put("dictionary.anchors", &self.anchors);
        file.put("dictionary.anchored", &self.anchored);
    }

    /// Views the columns of a file.
    ///
    /// # Errors
    /// Where a column is missing.
    pub fn read(file: &File) -> Result<Self, Error> {
        Ok(Self {
            vocabulary: Strings::read(file, "dictionary.vocabulary")?,
            idf: file.column("dictionary.idf")?,
            rows: file.column("dictionary.rows")?,
            words: file.column("dictionary.words")?,
            anchors: file.column("dictionary.anchors")?,
            anchored: file.column("dictionary.anchored")?,
        })
    }
}

//! What a searchable entry stands for.

use bytemuck::{Pod, Zeroable};
use coding_model::Source;
use icd10cm::{BookKind, Code};

/// Where a searchable entry was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(crate) enum Kind {
    /// Title of the Tabular List.
    Title,
    /// Inclusion term of the Tabular List.
    Inclusion,
    /// Line of the Alphabetic Index.
    Index,
    /// Line of the External Cause Index.
    ExternalCause,
    /// Cell of the Table of Neoplasms.
    Neoplasm,
    /// Cell of the Table of Drugs and Chemicals.
    Drug,
    /// Row of the lay terms.
    Lay,
    /// Row of the status phrases.
    Status,
    /// Row of the stages.
    Stage,
    /// Row of the organisms.
    Organism,
    /// Row of the long-term drugs.
    LongTermDrug,
    /// A code with the words of all its entries and of the headers above it.
    Code,
    /// Row of the classes of drugs.
    DrugClass,
}

impl Kind {
    const ALL: [Self; 13] = [
        Self::Title,
        Self::Inclusion,
        Self::Index,
        Self::ExternalCause,
        Self::Neoplasm,
        Self::Drug,
        Self::Lay,
        Self::Status,
        Self::Stage,
        Self::Organism,
        Self::LongTermDrug,
        Self::Code,
        Self::DrugClass,
    ];

    pub(crate) fn of(number: u8) -> Self {
        Self::ALL
            .get(usize::from(number))
            .copied()
            .unwrap_or(Self::Title)
    }

    /// The book the entry is a line of.
    pub(crate) fn book(self) -> Option<BookKind> {
        match self {
            Self::Index => Some(BookKind::Index),
            Self::ExternalCause => Some(BookKind::ExternalCause),
            Self::Neoplasm => Some(BookKind::Neoplasm),
            Self::Drug => Some(BookKind::Drug),
            _ => None,
        }
    }

    /// Whether the entry's words describe its code.
    pub(crate) fn describes(self) -> bool {
        matches!(
            self,
            Self::Title
                | Self::Inclusion
                | Self::Index
                | Self::ExternalCause
                | Self::Lay
                | Self::Status
                | Self::Stage
        )
    }

    /// What the entries are called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Title => "tabular title",
            Self::Inclusion => "inclusion term",
            Self::Index => "index entry",
            Self::ExternalCause => "external cause index entry",
            Self::Neoplasm => "neoplasm table cell",
            Self::Drug => "drug table cell",
            Self::Lay => "lay terms",
            Self::Status => "status phrases",
            Self::Stage => "stages",
            Self::Organism => "organisms",
            Self::LongTermDrug => "long-term drugs",
            Self::Code => "all entries of the code",
            Self::DrugClass => "drug classes",
        }
    }

    /// How far a match of a share of the query is trusted: short phrases of the project's tables mean
    /// what they say as a whole.
    pub(crate) fn trust(self, coverage: f32) -> f32 {
        match self {
            Self::Lay | Self::Status | Self::Stage | Self::Organism => 0.5 + 0.5 * coverage,
            _ => 1.0,
        }
    }

    /// What scores of the kind are multiplied with, as the phrases people search for are diagnoses far
    /// more often than circumstances.
    pub(crate) fn weight(self) -> f32 {
        match self {
            Self::ExternalCause | Self::Drug => 0.8,
            Self::Organism | Self::LongTermDrug | Self::DrugClass => 0.85,
            Self::Status => 0.92,
            Self::Stage | Self::Lay => 0.95,
            Self::Neoplasm => 0.97,
            _ => 1.0,
        }
    }
}

/// One searchable entry.
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Row {
    /// The code offered for it.
    code: [u8; 8],
    /// Row of the Tabular List, or line of the book.
    pub place: u32,
    /// Text of its own: an inclusion term, a derived entry's phrase. [`NO_TEXT`] where there is none.
    pub text: u32,
    kind: u8,
    source: u8,
    /// Column of a table; 0 elsewhere.
    pub column: u8,
    pad: u8,
}

/// No text of its own.
pub(crate) const NO_TEXT: u32 = u32::MAX;

impl Row {
    pub(crate) fn new(
        code: Code,
        kind: Kind,
        source: Source,
        place: u32,
        text: u32,
        column: u8,
    ) -> Self {
        let source = match source {
            Source::Official => 0,
            Source::Starter => 1,
            Source::Derived => 2,
            Source::Tabular => 3,
        };
        Self {
            code: code.to_bytes(),
            place,
            text,
            kind: kind as u8,
            source,
            column,
            pad: 0,
        }
    }

    pub(crate) fn code(&self) -> Option<Code> {
        Code::from_bytes(self.code)
    }

    /// The code's bytes, cheaper to compare than the code is to read.
    pub(crate) fn code_bytes(&self) -> [u8; 8] {
        self.code
    }

    pub(crate) fn kind(&self) -> Kind {
        Kind::of(self.kind)
    }

    pub(crate) fn source(&self) -> Source {
        match self.source {
            0 => Source::Official,
            1 => Source::Starter,
            2 => Source::Derived,
            _ => Source::Tabular,
        }
    }
}

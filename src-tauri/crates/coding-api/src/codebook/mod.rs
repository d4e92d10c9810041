//! The book by hand: searching it, walking its indexes and tables, reading its Tabular List.

mod difference;
mod drug_class;
mod guideline;
mod index;
mod lookup;
mod tabular;

pub use difference::{code_difference, code_history};
pub use guideline::{guideline, guideline_list};
pub(crate) use index::reference;
pub use index::{index_entry, index_find, index_main_terms};
pub use lookup::lookup;
pub(crate) use lookup::{explanation, path_source};
pub use tabular::tabular_entry;

use icd10cm::{BookKind, PartSource};

use crate::dto::BookDto;

impl From<BookDto> for BookKind {
    fn from(book: BookDto) -> Self {
        match book {
            BookDto::Index => Self::Index,
            BookDto::ExternalCause => Self::ExternalCause,
            BookDto::Neoplasm => Self::Neoplasm,
            BookDto::Drug => Self::Drug,
        }
    }
}

impl From<BookKind> for BookDto {
    fn from(book: BookKind) -> Self {
        match book {
            BookKind::Index => Self::Index,
            BookKind::ExternalCause => Self::ExternalCause,
            BookKind::Neoplasm => Self::Neoplasm,
            BookKind::Drug => Self::Drug,
        }
    }
}

/// Most rows of the synonym layer that are answered at once.
pub(crate) const MOST_SYNONYMS: usize = 200;

/// "official" or "starter".
pub(crate) fn source_name(source: PartSource) -> &'static str {
    match source {
        PartSource::Official => "official",
        PartSource::Starter => "starter",
    }
}

//! A person's way through the book to a code, hop by hop.

use icd10cm::{BookKind, Code};
use serde::{Deserialize, Serialize};

/// One hop. Entries are named by their titles, not by numbers of a compiled release, so that a way can be
/// walked again in years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "hop")]
pub enum BookHop {
    /// Words were searched. They may be words of the note.
    Search {
        /// The words.
        words: String,
    },
    /// A main term or subterm was opened.
    Entry {
        /// Book.
        book: BookKind,
        /// Titles from the main term down.
        path: Vec<String>,
    },
    /// A cell of a table was chosen.
    Cell {
        /// Book.
        book: BookKind,
        /// Titles of the row.
        path: Vec<String>,
        /// Column, from 2.
        column: u8,
    },
    /// A cross reference was followed.
    See {
        /// Whether it had to be followed ("see", I.A.16.a) or might be ("see also", I.A.16.b).
        mandatory: bool,
        /// As printed.
        text: String,
    },
    /// A cross reference to a category was followed.
    SeeCategory {
        /// The category.
        code: Code,
    },
    /// An entry of the Tabular List was opened.
    Tabular {
        /// Its label: a code, "I30-I5A", "chapter-9".
        place: String,
    },
    /// The notes in force at an entry were gone through.
    Notes {
        /// Its label.
        place: String,
    },
    /// A 7th character was chosen.
    Seventh {
        /// The character.
        character: char,
    },
    /// The code was marked as verified in the Tabular List.
    Verified {
        /// The code.
        code: Code,
    },
    /// One of the engine's alternatives was taken.
    Alternative {
        /// The code.
        code: Code,
    },
    /// A paragraph of the Official Guidelines was opened.
    Guideline {
        /// Its number.
        number: String,
    },
}

impl BookHop {
    /// Kebab-case name of the hop's kind ("see-category").
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Search { .. } => "search",
            Self::Entry { .. } => "entry",
            Self::Cell { .. } => "cell",
            Self::See { mandatory, .. } => {
                if *mandatory {
                    "see"
                } else {
                    "see-also"
                }
            }
            Self::SeeCategory { .. } => "see-category",
            Self::Tabular { .. } => "tabular",
            Self::Notes { .. } => "notes",
            Self::Seventh { .. } => "seventh",
            Self::Verified { .. } => "verified",
            Self::Alternative { .. } => "alternative",
            Self::Guideline { .. } => "guideline",
        }
    }

    /// Whether the hop opened the Tabular List at a code, or at the leaf that a 7th character makes the code of.
    #[must_use]
    pub fn passes(&self, code: Code) -> bool {
        let opened = match self {
            Self::Tabular { place } => Code::parse(place).ok(),
            Self::Verified { code } => Some(*code),
            _ => None,
        };
        opened.is_some_and(|opened| {
            opened == code
                || code
                    .seventh()
                    .is_some_and(|seventh| opened.with_seventh(seventh) == Some(code))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tabular_step_is_the_code_itself_or_its_leaf() {
        let passes = |place: &str, code: &str| {
            let hop = BookHop::Tabular {
                place: place.to_owned(),
            };
            hop.passes(Code::parse(code).unwrap())
        };
        assert!(passes("E11.22", "E11.22"));
        assert!(passes("S72.001", "S72.001A"));
        assert!(passes("W01.0", "W01.0XXA"));
        assert!(!passes("E11.2", "E11.22"));
        assert!(!passes("S72.00", "S72.001A"));
        assert!(!passes("chapter-4", "E11.22"));
    }

    #[test]
    fn hops_are_read_back_as_they_were_written() {
        let hops = [
            BookHop::Entry {
                book: BookKind::ExternalCause,
                path: vec!["Fall".to_owned()],
            },
            BookHop::Seventh { character: 'A' },
        ];
        let json = serde_json::to_string(&hops).unwrap();
        assert!(json.contains("external-cause"), "{json}");
        assert_eq!(serde_json::from_str::<Vec<BookHop>>(&json).unwrap(), hops);
    }
}

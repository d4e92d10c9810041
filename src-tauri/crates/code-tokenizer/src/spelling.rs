//! The ways in which a code is written.

use icd10cm::{Code, Codebook};

/// Which spellings of a code become tokens. A code of three characters has only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spellings {
    /// With the dot, as printed: `E11.9`.
    Dotted,
    /// With the dot, and without it as claims carry it: `E11.9` and `E119`.
    Both,
}

/// One token to be: how it is written, and the code it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spelled {
    pub text: String,
    pub code: Code,
    /// Whether it is the printed spelling; the other one borrows from it.
    pub dotted: bool,
}

/// All spellings in tabular order, the dotted ones first, so that their rows are the same whether or not the
/// others are added.
pub(crate) fn all(book: &Codebook, spellings: Spellings) -> Vec<Spelled> {
    let mut list: Vec<Spelled> = book
        .all_codes()
        .map(|code| Spelled {
            text: code.to_string(),
            code,
            dotted: true,
        })
        .collect();
    if spellings == Spellings::Both {
        list.extend(
            book.all_codes()
                .filter(|code| code.len() > 3)
                .map(|code| Spelled {
                    text: code.undotted().to_owned(),
                    code,
                    dotted: false,
                }),
        );
    }
    list
}

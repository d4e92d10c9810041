//! A person's way through the book to a code: read from the steps the window reports, held against the release
//! before a code is posted, and walked again later with what was on offer at every hop.

mod read;
mod replay;
mod show;

pub(crate) use read::{index_path, read, require_tabular};
pub use show::decision_path;

use icd10cm::{Book, BookKind, Codebook, Node};

/// The entry of a path.
fn entry<'a>(codebook: &'a Codebook, book: BookKind, path: &[String]) -> Option<Node<'a>> {
    let book: Book<'a> = codebook.book(book);
    // the path as it was shown, before any that only answers to it
    let exact = book
        .main_terms()
        .filter(|n| path.first().is_some_and(|t| t == n.title()))
        .find_map(|main| {
            path.iter().skip(1).try_fold(main, |node, title| {
                node.children().find(|c| c.title() == title)
            })
        });
    exact.or_else(|| book.find(path))
}

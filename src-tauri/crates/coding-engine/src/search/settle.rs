//! Which code to offer for the code or stem that an entry prints.

use icd10cm::{Code, Codebook, Entry};

/// The code a coder would want of a printed one: itself where it is billable or waits for a 7th
/// character only; of a header its one leaf, or the leaf that says the rest is unspecified; otherwise
/// the header. `None` where the release does not have it.
pub(crate) fn settle(book: &Codebook, code: Code) -> Option<Code> {
    let Some(entry) = book.entry(code) else {
        return book.is_billable(code).then_some(code);
    };
    let mut here = entry;
    while let Some(below) = plain_child(here) {
        here = below;
    }
    here.code()
}

/// The child that adds nothing to its header: the only one, or the one that says "unspecified" of what
/// its header left open.
fn plain_child(header: Entry<'_>) -> Option<Entry<'_>> {
    let mut children = header.children();
    let first = children.next()?;
    if children.next().is_none() {
        return Some(first);
    }
    let says = |entry: &Entry<'_>| unspecified(entry.title());
    let own = says(&header);
    let mut plain: Vec<Entry<'_>> = header.children().filter(|c| says(c) > own).collect();
    if plain.len() > 1 {
        let rank = |e: &Entry<'_>| {
            let last = e.code().and_then(|c| c.undotted().chars().last());
            let begins = e.title().to_lowercase().starts_with("unspecified")
                || e.title().to_lowercase().ends_with("unspecified");
            (
                says(e),
                u8::from(last == Some('9')),
                u8::from(begins),
                u8::from(last == Some('0')),
            )
        };
        plain.sort_by_key(|e| std::cmp::Reverse(rank(e)));
    }
    plain.first().copied()
}

/// How often a title says "unspecified".
fn unspecified(title: &str) -> usize {
    title.to_lowercase().matches("unspecified").count()
}

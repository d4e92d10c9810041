//! Which code to offer for the code or stem that an entry prints.

use icd10cm::{Code, Codebook, Entry, NoteKind};

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

/// The child that adds nothing to its header: the only one, the one of the same title, the one that says
/// "unspecified" of what its header left open, or else the one that says that nothing complicates it.
fn plain_child(header: Entry<'_>) -> Option<Entry<'_>> {
    let mut children = header.children();
    let first = children.next()?;
    if children.next().is_none() {
        return Some(first);
    }
    let same = header
        .children()
        .find(|c| c.title().eq_ignore_ascii_case(header.title()));
    same.or_else(|| most(header, unspecified))
        .or_else(|| otherwise(header))
        .or_else(|| most(header, uncomplicated))
}

/// The one child with an inclusion term that is the header's title, not otherwise specified ("Multiple myeloma NOS").
fn otherwise(header: Entry<'_>) -> Option<Entry<'_>> {
    let title = header.title().to_lowercase();
    let title = title.split(['[', '(']).next().unwrap_or_default().trim();
    let says = |child: &Entry<'_>| {
        child.notes().any(|note| {
            note.kind() == NoteKind::InclusionTerm
                && note
                    .text()
                    .strip_suffix(" NOS")
                    .is_some_and(|text| text.eq_ignore_ascii_case(title))
        })
    };
    let mut children = header.children().filter(says);
    let first = children.next()?;
    children.next().is_none().then_some(first)
}

/// The child that says `what` oftener than its header does.
fn most<'b>(header: Entry<'b>, what: fn(&str) -> usize) -> Option<Entry<'b>> {
    let says = |entry: &Entry<'_>| what(&entry.title().to_lowercase());
    let own = says(&header);
    let rank = |e: &Entry<'_>| {
        let last = e.code().and_then(|c| c.undotted().chars().last());
        let title = e.title().to_lowercase();
        let plain = title.starts_with("unspecified") || title.ends_with("unspecified");
        (
            says(e),
            u8::from(last == Some('9')),
            u8::from(plain),
            u8::from(last == Some('0')),
        )
    };
    header
        .children()
        .filter(|c| says(c) > own)
        .max_by_key(|e| (rank(e), std::cmp::Reverse(e.number())))
}

/// How often a title says "unspecified".
fn unspecified(title: &str) -> usize {
    title.matches("unspecified").count()
}

/// How often a title says that something is absent.
fn uncomplicated(title: &str) -> usize {
    title.matches("without ").count()
        + title.matches("not intractable").count()
        + title.matches("uncomplicated").count()
}

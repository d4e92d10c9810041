//! Walks a hop again: does it hold in the release, and what was on offer there?

use coding_model::BookHop;
use icd10cm::{Code, Codebook, CrossReference, Entry, EntryKind, Node, PrintedCode, ReferenceKind};

use super::entry;

/// Something that could be chosen at a hop.
pub(super) struct Offer {
    /// Title, with its place where that is not plain.
    pub text: String,
    /// The code that goes with it.
    pub code: Option<String>,
    /// Whether the way went on there.
    pub chosen: bool,
}

impl Offer {
    fn new(text: impl Into<String>, code: Option<String>, chosen: bool) -> Self {
        Self {
            text: text.into(),
            code,
            chosen,
        }
    }
}

/// Why a hop does not hold in a release, behind the hops before it; `None` where it does.
pub(super) fn problem(codebook: &Codebook, before: &[BookHop], hop: &BookHop) -> Option<String> {
    match hop {
        BookHop::Entry { book, path } => entry(codebook, *book, path)
            .is_none()
            .then(|| format!("there is no entry {:?}", path.join(", "))),
        BookHop::Cell { book, path, column } => match entry(codebook, *book, path) {
            None => Some(format!("there is no row {:?}", path.join(", "))),
            Some(row) => row
                .cell(*column)
                .is_none()
                .then(|| format!("{:?} has no code in column {column}", path.join(", "))),
        },
        BookHop::See { text, .. } => see(codebook, before, text),
        BookHop::SeeCategory { code }
        | BookHop::Verified { code }
        | BookHop::Alternative { code } => codebook
            .entry_of(*code)
            .is_none()
            .then(|| format!("there is no {code} in the Tabular List")),
        BookHop::Tabular { place } | BookHop::Notes { place } => tabular(codebook, place)
            .is_none()
            .then(|| format!("there is no {place} in the Tabular List")),
        BookHop::Seventh { character } => {
            let opened = before.iter().rev().find_map(|hop| match hop {
                BookHop::Tabular { place } => tabular(codebook, place),
                _ => None,
            });
            let applies =
                opened.is_none_or(|e| e.seventh_characters().any(|s| s.character == *character));
            (!applies).then(|| format!("the 7th character {character} does not apply there"))
        }
        BookHop::Search { .. } | BookHop::Guideline { .. } => None,
    }
}

/// A cross reference must stand at the entry that was open, or at another line of its book: a table shows many
/// rows at once.
fn see(codebook: &Codebook, before: &[BookHop], text: &str) -> Option<String> {
    let Some(open) = last_entry(codebook, before) else {
        return Some(format!("no entry was open that says see {text:?}"));
    };
    saying(open, text).is_none().then(|| {
        format!(
            "neither the entry {:?} nor one beside it says see {text:?}",
            open.title()
        )
    })
}

/// The cross reference of a text, nearest to a line: its own, one of its main term, one of its book.
fn saying<'a>(open: Node<'a>, text: &str) -> Option<CrossReference<'a>> {
    let main = open.path().first().copied().unwrap_or(open);
    std::iter::once(open)
        .chain(main.subtree())
        .chain(open.book().nodes())
        .flat_map(Node::references)
        .find(|r| r.text() == text)
}

/// The entry that was open last.
fn last_entry<'a>(codebook: &'a Codebook, hops: &[BookHop]) -> Option<Node<'a>> {
    hops.iter().rev().find_map(|hop| match hop {
        BookHop::Entry { book, path } | BookHop::Cell { book, path, .. } => {
            entry(codebook, *book, path)
        }
        _ => None,
    })
}

/// The entry of a code, block or "chapter-9".
pub(super) fn tabular<'a>(codebook: &'a Codebook, place: &str) -> Option<Entry<'a>> {
    if let Ok(code) = Code::parse(place.trim_end_matches(['-', '.'])) {
        return codebook.entry_of(code);
    }
    codebook.block(place.strip_prefix("chapter-").unwrap_or(place))
}

/// What was on offer at a hop, with a mark at what the next hops took.
pub(super) fn offers(
    codebook: &Codebook,
    before: &[BookHop],
    hop: &BookHop,
    after: &[BookHop],
) -> Vec<Offer> {
    match hop {
        BookHop::Entry { book, path } => {
            entry(codebook, *book, path).map_or_else(Vec::new, |node| subterms(node, after))
        }
        BookHop::Cell { book, path, column } => {
            let heads: Vec<&str> = codebook.book(*book).heads().collect();
            let cells = entry(codebook, *book, path).map(Node::cells);
            cells
                .into_iter()
                .flatten()
                .map(|cell| {
                    let head = usize::from(cell.column)
                        .checked_sub(1)
                        .and_then(|i| heads.get(i));
                    Offer::new(
                        head.copied().unwrap_or_default(),
                        cell.code.map(printed),
                        cell.column == *column,
                    )
                })
                .collect()
        }
        BookHop::See { text, .. } => targets(codebook, before, text, after),
        BookHop::Tabular { place } => {
            tabular(codebook, place).map_or_else(Vec::new, |e| neighbours(e, place))
        }
        BookHop::Notes { place } => tabular(codebook, place).map_or_else(Vec::new, |e| {
            e.effective_notes()
                .map(|n| {
                    let from = if n.inherited {
                        format!(" (from {})", n.note.owner().place())
                    } else {
                        String::new()
                    };
                    Offer::new(format!("{}{from}", n.note.sentence()), None, false)
                })
                .collect()
        }),
        BookHop::Seventh { character } => {
            let opened = before.iter().rev().find_map(|hop| match hop {
                BookHop::Tabular { place } => tabular(codebook, place),
                _ => None,
            });
            opened
                .into_iter()
                .flat_map(|e| {
                    let stem = e.code();
                    e.seventh_characters().map(move |s| {
                        let whole = stem.and_then(|c| c.with_seventh(s.character));
                        Offer::new(
                            format!("{} {}", s.character, s.text),
                            whole.map(|c| c.to_string()),
                            s.character == *character,
                        )
                    })
                })
                .collect()
        }
        BookHop::Search { .. }
        | BookHop::SeeCategory { .. }
        | BookHop::Verified { .. }
        | BookHop::Alternative { .. }
        | BookHop::Guideline { .. } => Vec::new(),
    }
}

fn printed(code: PrintedCode) -> String {
    match (code.dash, code.code.len()) {
        (false, _) => code.code.to_string(),
        (true, 3) => format!("{}.-", code.code),
        (true, _) => format!("{}-", code.code),
    }
}

/// The line's own code, its cross references and its subterms; a subterm is marked that the way went on through.
fn subterms(node: Node<'_>, after: &[BookHop]) -> Vec<Offer> {
    let next: Option<&[String]> = after.iter().find_map(|hop| match hop {
        BookHop::Entry { path, .. } => Some(path.as_slice()),
        _ => None,
    });
    let opened = after.iter().find_map(|hop| match hop {
        BookHop::Tabular { place } => Code::parse(place).ok(),
        _ => None,
    });
    let went_to_tabular = matches!(after.first(), Some(BookHop::Tabular { .. }));
    let mut offers = Vec::new();
    for code in [node.code(), node.manifestation()].into_iter().flatten() {
        let taken = went_to_tabular && opened.is_some_and(|o| o.starts_with(code.code));
        offers.push(Offer::new("this line", Some(printed(code)), taken));
    }
    for reference in node.references() {
        let label = match reference.kind() {
            ReferenceKind::See => "see",
            ReferenceKind::SeeAlso => "see also",
            ReferenceKind::SeeCategory => "see category",
        };
        let taken =
            matches!(after.first(), Some(BookHop::See { text, .. }) if text == reference.text());
        offers.push(Offer::new(
            format!("{label} {}", reference.text()),
            reference.category().map(|c| c.to_string()),
            taken,
        ));
    }
    for child in node.children() {
        let path = child.titles();
        let taken = next.is_some_and(|next| next.starts_with(&path));
        offers.push(Offer::new(child.title(), child.code().map(printed), taken));
    }
    offers
}

/// The entries that a cross reference leads to.
fn targets(codebook: &Codebook, before: &[BookHop], text: &str, after: &[BookHop]) -> Vec<Offer> {
    let Some(open) = last_entry(codebook, before) else {
        return Vec::new();
    };
    let reference = saying(open, text);
    let next = after.iter().find_map(|hop| match hop {
        BookHop::Entry { path, .. } => Some(path),
        _ => None,
    });
    reference.map_or_else(Vec::new, |reference| {
        let mut offers: Vec<Offer> = reference
            .targets()
            .map(|node| {
                let path = node.titles();
                let taken = next == Some(&path);
                Offer::new(path.join(", "), node.code().map(printed), taken)
            })
            .collect();
        offers.extend(reference.hint().map(|hint| Offer::new(hint, None, false)));
        offers
    })
}

/// The entries beside one of the Tabular List.
fn neighbours(at: Entry<'_>, place: &str) -> Vec<Offer> {
    let label = |e: Entry<'_>| match e.kind() {
        EntryKind::Chapter => format!("chapter-{}", e.label()),
        EntryKind::Block | EntryKind::Entry => e.label().to_owned(),
    };
    let here = label(at);
    let made = place != here;
    at.siblings()
        .map(|e| {
            let own = label(e);
            let chosen = own == here;
            let shown = if chosen && made {
                place.to_owned()
            } else {
                own
            };
            Offer::new(e.title(), Some(shown), chosen)
        })
        .collect()
}

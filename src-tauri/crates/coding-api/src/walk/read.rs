//! Reads the steps of a walk and holds them against a release.

use coding_model::{BookHop, Hop, IndexPath, Source, Suggestion};
use icd10cm::{BookKind, Code, Codebook, PartSource};

use super::{entry, replay};
use crate::ApiError;
use crate::codeset::Edition;

/// The hops of a walk. Steps are lines as the window reports them: "search: WORDS", "index: A > b > c" and for a
/// cell of a table "index: A > b | HEAD", "see: TEXT", "see also: TEXT", "see category: CODE", "tabular: CODE",
/// "notes: CODE", "7th: A", "verified: CODE", "alternative: CODE", "guideline: I.C.9.a". Other lines are no hops.
///
/// # Errors
/// Where a step names an entry, cell or code that the release does not have: it was walked elsewhere.
pub(crate) fn read(edition: &Edition, steps: &[String]) -> Result<Vec<BookHop>, ApiError> {
    let codebook = edition.codebook();
    let mut hops: Vec<BookHop> = Vec::new();
    for (i, step) in steps.iter().enumerate() {
        let Some((kind, text)) = step.split_once(':') else {
            continue;
        };
        let text = text.trim();
        let found = match kind {
            "index" => index(codebook, text),
            _ => plain(kind, text).map(|hop| hop.into_iter().collect()),
        };
        let refused = |why: String| {
            ApiError::input(format!(
                "reading the way through the book: step {} does not hold in {}: {why}; walk it again",
                i + 1,
                edition.name()
            ))
        };
        for hop in found.map_err(refused)? {
            if let Some(problem) = replay::problem(codebook, &hops, &hop) {
                return Err(refused(problem));
            }
            if hops.last() != Some(&hop) {
                hops.push(hop);
            }
        }
    }
    Ok(hops)
}

/// A step that names no entry of an index; `None` where it is no hop.
fn plain(kind: &str, text: &str) -> Result<Option<BookHop>, String> {
    let code = || Code::parse(text.trim_end_matches(['-', '.'])).map_err(|e| e.to_string());
    let text = || text.to_owned();
    Ok(Some(match kind {
        "search" => BookHop::Search { words: text() },
        "see" | "see also" => BookHop::See {
            mandatory: kind == "see",
            text: text(),
        },
        "see category" => BookHop::SeeCategory { code: code()? },
        "tabular" => BookHop::Tabular { place: text() },
        "notes" => BookHop::Notes { place: text() },
        "7th" => match text().chars().next() {
            Some(character) => BookHop::Seventh { character },
            None => return Ok(None),
        },
        "verified" => BookHop::Verified { code: code()? },
        "alternative" => BookHop::Alternative { code: code()? },
        "guideline" => BookHop::Guideline { number: text() },
        _ => return Ok(None),
    }))
}

/// The entry of an index or table, and the cell where one was chosen that has a code.
fn index(codebook: &Codebook, text: &str) -> Result<Vec<BookHop>, String> {
    let (path, head) = match text.rsplit_once(" | ") {
        Some((path, head)) => (path, Some(head)),
        None => (text, None),
    };
    let mut path: Vec<String> = path.split(" > ").map(|t| t.trim().to_owned()).collect();
    let mut head = head.map(str::to_owned);
    let is_head = |title: &String| {
        [BookKind::Neoplasm, BookKind::Drug]
            .into_iter()
            .any(|kind| codebook.book(kind).heads().any(|h| h == title))
    };
    if head.is_none() && path.len() > 1 && path.last().is_some_and(is_head) {
        head = path.pop();
    }
    let found = BookKind::ALL
        .into_iter()
        .find_map(|kind| entry(codebook, kind, &path).map(|node| (kind, node)))
        .or_else(|| {
            // a title may hold what separates titles
            let whole = [text.to_owned()];
            BookKind::ALL
                .into_iter()
                .find_map(|kind| entry(codebook, kind, &whole).map(|node| (kind, node)))
        });
    let Some((book, node)) = found else {
        return Err(format!("there is no entry {:?}", path.join(", ")));
    };
    let path = node.titles();
    let mut hops = vec![BookHop::Entry {
        book,
        path: path.clone(),
    }];
    let column = head.and_then(|head| {
        let place = codebook.book(book).heads().position(|h| h == head)?;
        let column = u8::try_from(place + 1).ok()?;
        node.cell(column).map(|_| column)
    });
    if let Some(column) = column {
        hops.push(BookHop::Cell { book, path, column });
    }
    Ok(hops)
}

/// Whether a code may be posted at the end of a walk: its entry in the Tabular List was passed, or it is one of the
/// suggestion's alternatives, which the engine took through it.
///
/// # Errors
/// Where neither is so.
pub(crate) fn require_tabular(
    hops: &[BookHop],
    code: Code,
    suggestion: Option<&Suggestion>,
) -> Result<(), ApiError> {
    let alternative = suggestion.is_some_and(|s| s.alternatives.iter().any(|a| a.code == code));
    if alternative || hops.iter().any(|hop| hop.passes(code)) {
        return Ok(());
    }
    Err(ApiError::input(format!(
        "assigning {code}: its entry in the Tabular List was not opened on the way; open it, read the notes in force, \
         and assign it from there"
    )))
}

/// The index entry by which a walk came to a code: the last one passed that prints the code or its stem.
pub(crate) fn index_path(codebook: &Codebook, hops: &[BookHop], code: Code) -> Option<IndexPath> {
    let at = hops.iter().rposition(|hop| leads(codebook, hop, code))?;
    let (book, terms) = match hops.get(at)? {
        BookHop::Entry { book, path } | BookHop::Cell { book, path, .. } => (*book, path.clone()),
        _ => return None,
    };
    Some(IndexPath {
        source: match codebook.book(book).source() {
            Some(PartSource::Official) => Source::Official,
            Some(PartSource::Starter) | None => Source::Starter,
        },
        terms,
        hops: hops.get(..=at)?.iter().filter_map(short).collect(),
    })
}

/// Whether an entry or cell prints a code or a stem of it.
pub(super) fn leads(codebook: &Codebook, hop: &BookHop, code: Code) -> bool {
    let covers = |printed: icd10cm::PrintedCode| code.starts_with(printed.code);
    match hop {
        BookHop::Entry { book, path } => entry(codebook, *book, path).is_some_and(|node| {
            node.code().is_some_and(covers) || node.manifestation().is_some_and(covers)
        }),
        BookHop::Cell { book, path, column } => entry(codebook, *book, path)
            .and_then(|node| node.cell(*column))
            .is_some_and(covers),
        _ => false,
    }
}

fn short(hop: &BookHop) -> Option<Hop> {
    match hop {
        BookHop::Entry { path, .. } => match path.as_slice() {
            [main] => Some(Hop::MainTerm(main.clone())),
            [.., last] => Some(Hop::Subterm(last.clone())),
            [] => None,
        },
        BookHop::Cell { path, column, .. } => {
            Some(Hop::Cell(format!("{}, column {column}", path.join(", "))))
        }
        BookHop::See { text, .. } => Some(Hop::See(text.clone())),
        BookHop::SeeCategory { code } => Some(Hop::See(code.to_string())),
        _ => None,
    }
}

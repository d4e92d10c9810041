//! The Alphabetic Index, the External Cause Index and the two tables.

use icd10cm::{BookKind, Codebook, CrossReference, Node, PrintedCode, ReferenceKind};

use super::drug_class::class_rows;
use super::source_name;
use crate::codeset::Edition;
use crate::dto::{
    BookDto, CellDto, CrossReferenceDto, IndexCodeDto, IndexEntryDto, IndexLineDto, NodeRef,
};
use crate::{ApiError, ErrorCode};

/// Main terms of the Table of Drugs shown before and after the asked one: each is a row of one table.
const ROWS_BEFORE: usize = 100;
const ROWS_AFTER: usize = 300;

/// The main terms of a book in alphabetical order, from the first that is not before `prefix`. Where the Table of
/// Drugs has none that begins so, the rows of the drug's class stand before them.
#[must_use]
pub fn index_main_terms(
    edition: &Edition,
    book: BookDto,
    prefix: &str,
    limit: usize,
) -> Vec<IndexLineDto> {
    let book = edition.codebook().book(book.into());
    let place = book.main_term_place(prefix);
    // behind the last one there is still the last one to show
    let place = place.min(book.main_terms().len().saturating_sub(1));
    let follow = book.main_terms().skip(place);
    let begins = |node: &Node<'_>| {
        let title = node.title().to_lowercase();
        title.starts_with(&prefix.trim().to_lowercase())
    };
    let named = book.main_terms().nth(place).is_some_and(|n| begins(&n));
    let mut classes = Vec::new();
    if book.kind() == BookKind::Drug && !named {
        classes = class_rows(book, prefix);
    }
    let classes = classes.into_iter().map(|(node, of)| IndexLineDto {
        stands_for: Some(of),
        ..line(edition.codebook(), node)
    });
    let follow = follow.map(|node| line(edition.codebook(), node));
    classes.chain(follow).take(limit).collect()
}

/// The entry around a node: its main term with all subterms; in the Table of Drugs also the rows around it.
///
/// # Errors
/// [`ErrorCode::NotFound`] where the book has no such node.
pub fn index_entry(edition: &Edition, at: NodeRef) -> Result<IndexEntryDto, ApiError> {
    let codebook = edition.codebook();
    let book = codebook.book(at.book.into());
    let node = book.node(at.node).ok_or_else(|| {
        ApiError::new(
            ErrorCode::NotFound,
            format!(
                "opening the entry {} of the {} of {}: there is none of that number; search for it again",
                at.node,
                book.kind().part().name(),
                edition.name()
            ),
        )
    })?;
    let path = node.path();
    let main = path.first().copied().unwrap_or(node);
    let mains: Vec<Node<'_>> = book.main_terms().collect();
    let place = mains
        .iter()
        .position(|m| m.number() == main.number())
        .unwrap_or(0);
    let shown = if book.kind() == BookKind::Drug {
        place.saturating_sub(ROWS_BEFORE)..(place + ROWS_AFTER).min(mains.len())
    } else {
        place..place + 1
    };
    let nodes: Vec<Node<'_>> = mains
        .get(shown)
        .unwrap_or_default()
        .iter()
        .flat_map(|m| m.subtree())
        .collect();
    let focus = nodes
        .iter()
        .position(|n| n.number() == node.number())
        .unwrap_or(0);
    let main_at = |place: Option<usize>| place.and_then(|p| mains.get(p)).map(|n| reference(*n));
    Ok(IndexEntryDto {
        book: at.book,
        source: book.source().map_or("", source_name).to_owned(),
        columns: book.heads().map(str::to_owned).collect(),
        path: path.iter().map(|n| reference(*n)).collect(),
        lines: nodes.iter().map(|n| line(codebook, *n)).collect(),
        focus: u32::try_from(focus).unwrap_or(0),
        previous: main_at(place.checked_sub(1)),
        next: main_at(Some(place + 1)),
    })
}

/// Finds an entry by the titles of its path, in the four books one after the other.
///
/// # Errors
/// [`ErrorCode::NotFound`] with the part of the path that was found.
pub fn index_find(edition: &Edition, path: &[String]) -> Result<NodeRef, ApiError> {
    let codebook = edition.codebook();
    let found = |length: usize| {
        BookKind::ALL
            .into_iter()
            .find_map(|kind| codebook.book(kind).find(path.get(..length)?))
    };
    if let Some(node) = found(path.len()) {
        return Ok(reference(node));
    }
    let asked = path.join(", ");
    let message = match (1..path.len()).rev().find_map(found) {
        Some(node) => {
            let below: Vec<&str> = node.children().map(Node::title).take(6).collect();
            format!(
                "finding {asked:?} in the index: {:?} is there, and below it {}",
                node.titles().join(", "),
                if below.is_empty() {
                    "nothing".to_owned()
                } else {
                    format!("{}, …", below.join(", "))
                }
            )
        }
        None => {
            let drugs = codebook.book(BookKind::Drug);
            let classes = class_rows(drugs, path.first().map_or("", String::as_str));
            let classes: Vec<String> = classes
                .into_iter()
                .map(|(node, of)| format!("{:?} is where to look, {of}", node.title()))
                .collect();
            let next = if classes.is_empty() {
                "search for it with lookup".to_owned()
            } else {
                classes.join("; ")
            };
            format!("finding {asked:?} in the index: there is no such main term; {next}")
        }
    };
    Err(ApiError::not_found(message))
}

/// Names a node.
pub(crate) fn reference(node: Node<'_>) -> NodeRef {
    NodeRef {
        book: node.book().kind().into(),
        node: node.number(),
    }
}

fn line(codebook: &Codebook, node: Node<'_>) -> IndexLineDto {
    IndexLineDto {
        at: reference(node),
        level: node.level(),
        title: node.title().to_owned(),
        nonessential: node.nonessential().map(str::to_owned).collect(),
        code: node.code().map(|c| printed(codebook, c)),
        manifestation: node.manifestation().map(|c| printed(codebook, c)),
        references: node.references().map(|r| cross(&r)).collect(),
        cells: node
            .cells()
            .map(|cell| CellDto {
                column: cell.column,
                code: cell.code.map(|c| printed(codebook, c)),
            })
            .collect(),
        children: u32::try_from(node.children().count()).unwrap_or(u32::MAX),
        stands_for: None,
    }
}

fn printed(codebook: &Codebook, code: PrintedCode) -> IndexCodeDto {
    let text = code.code.to_string();
    let printed = match (code.dash, code.code.len()) {
        (false, _) => text.clone(),
        (true, 3) => format!("{text}.-"),
        (true, _) => format!("{text}-"),
    };
    IndexCodeDto {
        printed,
        code: code.known.then_some(text),
        title: codebook.title(code.code).unwrap_or_default(),
        billable: code.known && codebook.is_billable(code.code),
    }
}

fn cross(reference_: &CrossReference<'_>) -> CrossReferenceDto {
    let kind = match reference_.kind() {
        ReferenceKind::See => "see",
        ReferenceKind::SeeAlso => "see-also",
        ReferenceKind::SeeCategory => "see-category",
    };
    CrossReferenceDto {
        kind: kind.to_owned(),
        text: reference_.text().to_owned(),
        targets: reference_.targets().map(reference).collect(),
        hint: reference_.hint().map(str::to_owned),
        code: reference_.category().map(|c| c.to_string()),
    }
}

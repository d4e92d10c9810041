//! Codes that words of a book stand for.

use icd10cm::{BookKind, Code, Codebook, EntryKind, Node, NoteKind, ReferenceKind};
use retrieval::normalize::{self, Tokens};
use rustc_hash::FxHashMap;

use super::columns::{behaviour, column_named};
use super::titles::Words;

/// Longest chain of `see` references that is followed.
pub(super) const LONGEST_CHAIN: usize = 6;

/// The default code of a line, or that of the line its `see` leads to.
pub(super) fn code_of(node: Node<'_>, chain: usize) -> Option<Code> {
    if let Some(printed) = node.code() {
        return printed.known.then_some(printed.code);
    }
    if chain == 0 {
        return None;
    }
    node.references()
        .filter(|r| {
            r.kind() == ReferenceKind::See
                || (r.kind() == ReferenceKind::SeeAlso && node.children().next().is_none())
        })
        .find_map(|reference| {
            if reference.kind() == ReferenceKind::See && reference.category().is_some() {
                return reference.category();
            }
            let mut targets = reference
                .targets()
                .filter(|t| t.number() != node.number() || t.book().kind() != node.book().kind());
            let target = targets.next()?;
            if targets.next().is_some() {
                return None;
            }
            match target.book().kind() {
                BookKind::Neoplasm => target
                    .cell(column_named(reference.text()))
                    .filter(|c| c.known)
                    .map(|c| c.code),
                BookKind::Drug => None,
                BookKind::Index | BookKind::ExternalCause => code_of(target, chain - 1),
            }
        })
}

/// Finds the code of an index phrase ("failure, kidney, acute").
pub(super) struct Targets {
    exact: FxHashMap<String, Code>,
}

impl Targets {
    pub(super) fn of(book: &Codebook) -> Self {
        let mut exact = FxHashMap::default();
        let mut words = Words::default();
        for kind in [BookKind::Index, BookKind::ExternalCause] {
            for node in book.book(kind).nodes() {
                let Some(code) = code_of(node, LONGEST_CHAIN) else {
                    continue;
                };
                words.clear();
                for line in node.path() {
                    words.index(line.title(), line.is_structural(), std::iter::empty());
                }
                exact.entry(bag(&words.essential)).or_insert(code);
            }
        }
        let mut words = Words::default();
        for entry in book.entries().filter(|e| e.kind() == EntryKind::Entry) {
            let Some(code) = entry.code() else { continue };
            words.clear();
            words.tabular(entry.title());
            exact.entry(bag(&words.essential)).or_insert(code);
            for note in entry
                .notes()
                .filter(|n| n.kind() == NoteKind::InclusionTerm && !n.is_head())
            {
                words.clear();
                words.tabular(note.text());
                exact.entry(bag(&words.essential)).or_insert(code);
            }
        }
        for node in book.book(BookKind::Neoplasm).nodes() {
            for cell in node.cells() {
                let Some(code) = cell.code.filter(|c| c.known) else {
                    continue;
                };
                words.clear();
                words.essential(behaviour(cell.column).0);
                for line in node.path().into_iter().skip(1) {
                    words.index(line.title(), line.is_structural(), std::iter::empty());
                }
                exact.entry(bag(&words.essential)).or_insert(code.code);
            }
        }
        Self { exact }
    }

    pub(super) fn code(&self, target: &str) -> Option<Code> {
        self.exact.get(&bag(target)).copied()
    }
}

/// The words of a text in a fixed order, function words left out.
fn bag(text: &str) -> String {
    let tokens = Tokens::of(text);
    let mut words: Vec<&str> = tokens
        .iter()
        .filter(|t| !normalize::is_function_word(t.text))
        .map(|t| &text[t.range.clone()])
        .collect();
    let mut forms: Vec<String> = words.drain(..).map(normalize::phrase).collect();
    forms.sort_unstable();
    forms.dedup();
    forms.join(" ")
}

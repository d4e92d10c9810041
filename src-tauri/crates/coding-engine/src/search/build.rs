//! Entries out of a release and the project's tables.

use coding_model::Source;
use icd10cm::{BookKind, Code, Codebook, EntryKind, Node, NoteKind, PartSource};
use mapped::StringsBuilder;
use retrieval::{CorpusBuilder, Doc, FieldWeight, normalize};
use rustc_hash::{FxHashMap, FxHashSet};

use super::columns::{behaviour, circumstance, column_weight};
use super::reading::SECOND;
use super::row::{Kind, NO_TEXT, Row};
use super::settle::settle;
use super::targets::{LONGEST_CHAIN, Targets, code_of};
use super::therapy::{charted, long_term_classes, long_term_use};
use super::titles::Words;
use crate::lexicon::Lexicon;

pub(super) struct Builder<'b> {
    book: &'b Codebook,
    pub corpus: CorpusBuilder,
    pub rows: Vec<Row>,
    pub texts: StringsBuilder,
    settled: FxHashMap<Code, Option<Code>>,
    words: Words,
    /// What the entries of each code say.
    said: FxHashMap<Code, String>,
}

impl<'b> Builder<'b> {
    pub(super) fn new(book: &'b Codebook) -> Self {
        Self {
            book,
            corpus: CorpusBuilder::new(),
            rows: Vec::new(),
            texts: StringsBuilder::default(),
            settled: FxHashMap::default(),
            words: Words::default(),
            said: FxHashMap::default(),
        }
    }

    /// The code to offer for a printed one.
    pub(super) fn settle(&mut self, code: Code) -> Option<Code> {
        let book = self.book;
        *self
            .settled
            .entry(code)
            .or_insert_with(|| settle(book, code))
    }

    fn push(&mut self, row: Row) {
        self.weigh(row, 1.0);
    }

    /// Adds an entry whose scores count for a share of what its kind's do.
    fn weigh(&mut self, row: Row, share: f32) {
        if let Some(code) = row.code().filter(|_| row.kind().describes()) {
            let said = self.said.entry(code).or_default();
            for words in [&self.words.essential, &self.words.forms] {
                said.push_str(words);
                said.push_str("; ");
            }
        }
        const FORMS: FieldWeight = FieldWeight::optional(0.95);
        const MODIFIERS: FieldWeight = FieldWeight::optional(0.5);
        const JOINING: FieldWeight = FieldWeight::optional(0.15);
        let fields = [
            (FieldWeight::ESSENTIAL, self.words.essential.as_str()),
            (FORMS, self.words.forms.as_str()),
            (MODIFIERS, self.words.optional.as_str()),
            (JOINING, self.words.joining.as_str()),
        ];
        let id = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.corpus.push(Doc {
            id,
            kind: row.kind() as u8,
            weight: row.kind().weight() * column_weight(row.kind(), row.column) * share,
            fields: &fields,
        });
        self.rows.push(row);
    }

    /// Each code with the words of all its entries and of the headers above it.
    pub(super) fn codes(&mut self) {
        let book = self.book;
        let mut said: Vec<(Code, String)> = std::mem::take(&mut self.said).into_iter().collect();
        said.sort_by_key(|(code, _)| code.to_bytes());
        for (code, mut said) in said {
            let Some(entry) = book.entry_of(code) else {
                continue;
            };
            self.words.clear();
            self.words.tabular(entry.title());
            self.words.forms.clear();
            for header in entry.ancestors().take_while(|e| e.code().is_some()) {
                said.push_str(header.title());
                said.push_str("; ");
            }
            self.words.optional.clear();
            self.words.optional(&said);
            self.push(Row::new(
                code,
                Kind::Code,
                Source::Tabular,
                entry.number(),
                NO_TEXT,
                0,
            ));
        }
    }

    /// Titles and inclusion terms of the Tabular List.
    pub(super) fn tabular(&mut self) {
        let book = self.book;
        for entry in book.entries().filter(|e| e.kind() == EntryKind::Entry) {
            let Some(code) = entry.code().and_then(|c| self.settle(c)) else {
                continue;
            };
            self.words.clear();
            self.words.tabular(entry.title());
            self.words.other_names();
            self.push(Row::new(
                code,
                Kind::Title,
                Source::Tabular,
                entry.number(),
                NO_TEXT,
                0,
            ));
            for note in entry
                .notes()
                .filter(|n| n.kind() == NoteKind::InclusionTerm && !n.is_head())
            {
                self.words.clear();
                self.words.tabular(note.text());
                self.words.other_names();
                let text = self.texts.push(note.text());
                self.push(Row::new(
                    code,
                    Kind::Inclusion,
                    Source::Tabular,
                    entry.number(),
                    text,
                    0,
                ));
            }
        }
    }

    /// All lines of the two indexes.
    pub(super) fn indexes(&mut self) {
        for (which, kind) in [
            (BookKind::Index, Kind::Index),
            (BookKind::ExternalCause, Kind::ExternalCause),
        ] {
            let book = self.book.book(which);
            let source = source_of(book.source());
            for node in book.nodes() {
                let Some(code) = code_of(node, LONGEST_CHAIN).and_then(|c| self.settle(c)) else {
                    continue;
                };
                self.words.clear();
                for line in node.path() {
                    self.words
                        .index(line.title(), line.is_structural(), line.nonessential());
                }
                self.push(Row::new(code, kind, source, node.number(), NO_TEXT, 0));
            }
        }
    }

    /// All cells of the Table of Neoplasms; a line without any has those of the line that it refers to (Guidelines
    /// I.A.16), under its own words.
    pub(super) fn neoplasms(&mut self) {
        let book = self.book.book(BookKind::Neoplasm);
        let source = source_of(book.source());
        for node in book.nodes() {
            let printed = with_cells(node);
            for cell in printed.into_iter().flat_map(Node::cells) {
                let Some(code) = cell
                    .code
                    .filter(|c| c.known)
                    .and_then(|c| self.settle(c.code))
                else {
                    continue;
                };
                self.words.clear();
                let (essential, optional) = behaviour(cell.column);
                self.words.essential(essential);
                self.words.other_names();
                self.words.optional(optional);
                for line in node.path().into_iter().skip(1) {
                    self.words
                        .index(line.title(), line.is_structural(), line.nonessential());
                }
                self.push(Row::new(
                    code,
                    Kind::Neoplasm,
                    source,
                    printed.map_or(node.number(), Node::number),
                    NO_TEXT,
                    cell.column,
                ));
            }
        }
    }

    /// All cells of the Table of Drugs and Chemicals.
    pub(super) fn drugs(&mut self) {
        let book = self.book.book(BookKind::Drug);
        let source = source_of(book.source());
        for node in book.nodes() {
            for cell in node.cells() {
                let Some(code) = cell
                    .code
                    .filter(|c| c.known)
                    .and_then(|c| self.settle(c.code))
                else {
                    continue;
                };
                self.words.clear();
                let (essential, optional) = circumstance(cell.column);
                self.words.essential(essential);
                self.words.optional(optional);
                for line in node.path() {
                    self.words
                        .index(line.title(), line.is_structural(), line.nonessential());
                }
                self.push(Row::new(
                    code,
                    Kind::Drug,
                    source,
                    node.number(),
                    NO_TEXT,
                    cell.column,
                ));
            }
        }
    }

    /// The project's tables; a row whose code or target the release does not have is not offered.
    pub(super) fn derived(&mut self, lexicon: &Lexicon) {
        let targets = Targets::of(self.book);
        let mut meant: FxHashSet<String> = FxHashSet::default();
        for term in &lexicon.lay_terms {
            if let Some(code) = targets.code(&term.target) {
                // The likeliest meaning of a phrase stands first in the table.
                let first = meant.insert(normalize::phrase(&term.phrase));
                let share = if first { 1.0 } else { SECOND };
                self.phrase(&term.phrase, code, Kind::Lay, share);
            }
        }
        let phrases = [
            (&lexicon.status, Kind::Status),
            (&lexicon.stages, Kind::Stage),
            (&lexicon.organisms, Kind::Organism),
        ];
        for (rows, kind) in phrases {
            for row in rows {
                self.phrase(&row.phrase, row.code.code, kind, 1.0);
            }
        }
        for drug in &lexicon.drugs {
            let phrase = long_term_use(&drug.drug);
            self.phrase(&phrase, drug.code.code, Kind::LongTermDrug, 1.0);
        }
        for (class, codes) in long_term_classes(lexicon) {
            let phrase = long_term_use(&class);
            for (place, code) in codes.into_iter().enumerate() {
                let share = if place == 0 { 1.0 } else { SECOND };
                self.phrase(&phrase, code, Kind::LongTermDrug, share);
            }
        }
        for (name, code) in charted(lexicon) {
            let phrase = format!("adverse effect of {name}");
            self.phrase(&phrase, code, Kind::DrugClass, 1.0);
        }
    }

    fn phrase(&mut self, phrase: &str, code: Code, kind: Kind, share: f32) {
        let Some(code) = self.settle(code) else {
            return;
        };
        self.words.clear();
        self.words.essential(phrase);
        let text = self.texts.push(phrase);
        self.weigh(Row::new(code, kind, Source::Derived, 0, text, 0), share);
    }
}

/// The line that has the cells of a line of a table: itself, or the only one that it refers to.
fn with_cells(node: Node<'_>) -> Option<Node<'_>> {
    if node.cells().next().is_some() {
        return Some(node);
    }
    node.references().find_map(|reference| {
        let mut targets = reference
            .targets()
            .filter(|t| t.book().kind() == node.book().kind() && t.number() != node.number());
        let target = targets.next().filter(|t| t.cells().next().is_some())?;
        targets.next().is_none().then_some(target)
    })
}

fn source_of(part: Option<PartSource>) -> Source {
    match part {
        Some(PartSource::Official) => Source::Official,
        _ => Source::Starter,
    }
}

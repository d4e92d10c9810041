//! Entries out of a release and the project's tables.

use coding_model::Source;
use icd10cm::{BookKind, Code, Codebook, EntryKind, NoteKind, PartSource};
use mapped::StringsBuilder;
use retrieval::{CorpusBuilder, Doc, FieldWeight};
use rustc_hash::FxHashMap;

use super::columns::{behaviour, circumstance, column_weight};
use super::row::{Kind, NO_TEXT, Row};
use super::settle::settle;
use super::targets::{LONGEST_CHAIN, Targets, code_of};
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
            weight: row.kind().weight() * column_weight(row.kind(), row.column),
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

    /// All cells of the Table of Neoplasms.
    pub(super) fn neoplasms(&mut self) {
        let book = self.book.book(BookKind::Neoplasm);
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
                    node.number(),
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
        for term in &lexicon.lay_terms {
            if let Some(code) = targets.code(&term.target) {
                self.phrase(&term.phrase, code, Kind::Lay);
            }
        }
        let phrases = [
            (&lexicon.status, Kind::Status),
            (&lexicon.stages, Kind::Stage),
            (&lexicon.organisms, Kind::Organism),
        ];
        for (rows, kind) in phrases {
            for row in rows {
                self.phrase(&row.phrase, row.code.code, kind);
            }
        }
        for drug in &lexicon.drugs {
            self.phrase(
                &format!("long-term use of {}", drug.drug),
                drug.code.code,
                Kind::LongTermDrug,
            );
        }
    }

    fn phrase(&mut self, phrase: &str, code: Code, kind: Kind) {
        let Some(code) = self.settle(code) else {
            return;
        };
        self.words.clear();
        self.words.essential(phrase);
        let text = self.texts.push(phrase);
        self.push(Row::new(code, kind, Source::Derived, 0, text, 0));
    }
}

fn source_of(part: Option<PartSource>) -> Source {
    match part {
        Some(PartSource::Official) => Source::Official,
        _ => Source::Starter,
    }
}

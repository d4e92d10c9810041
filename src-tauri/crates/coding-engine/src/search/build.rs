//! Entries out of a release and the project's tables.

use coding_model::Source;
use icd10cm::{BookKind, Code, Codebook, EntryKind, Node, NoteKind, PartSource, ReferenceKind};
use mapped::StringsBuilder;
use retrieval::{CorpusBuilder, Doc, FieldWeight};
use rustc_hash::FxHashMap;

use super::row::{Kind, NO_TEXT, Row};
use super::settle::settle;
use super::titles::Words;
use crate::lexicon::Lexicon;

/// Longest chain of `see` references that is followed.
const LONGEST_CHAIN: usize = 6;

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
        for row in &lexicon.abbreviations {
            if row.short.chars().any(char::is_alphabetic)
                && let Some(code) = targets.code(&row.expansion)
            {
                self.phrase(&row.short, code, Kind::Abbreviation);
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

/// The column of the Table of Neoplasms that a reference means ("Neoplasm, breast, benign").
pub(super) fn column_named(text: &str) -> u8 {
    let text = text.to_lowercase();
    let has = |word: &str| text.contains(word);
    if has("secondary") {
        3
    } else if has("in situ") {
        4
    } else if has("benign") {
        5
    } else if has("uncertain") {
        6
    } else if has("unspecified") {
        7
    } else {
        2
    }
}

/// Words of a column of the Table of Neoplasms: essential, optional.
pub(super) fn behaviour(column: u8) -> (&'static str, &'static str) {
    match column {
        2 => (
            "malignant neoplasm",
            "primary cancer carcinoma tumor malignancy",
        ),
        3 => (
            "secondary malignant neoplasm",
            "metastatic metastasis cancer carcinoma tumor malignancy",
        ),
        4 => ("carcinoma in situ", "neoplasm tumor"),
        5 => ("benign neoplasm", "tumor"),
        6 => ("neoplasm uncertain behavior", "tumor"),
        _ => ("neoplasm", "unspecified behavior tumor mass growth"),
    }
}

/// What scores of a column are multiplied with: a tumor is rather malignant or benign than that nobody knows.
fn column_weight(kind: Kind, column: u8) -> f32 {
    match (kind, column) {
        (Kind::Neoplasm, 7) => 0.8,
        (Kind::Neoplasm, 5 | 6) => 0.97,
        _ => 1.0,
    }
}

/// Words of a column of the Table of Drugs and Chemicals: essential, optional.
fn circumstance(column: u8) -> (&'static str, &'static str) {
    match column {
        2 => (
            "poisoning",
            "accidental unintentional overdose toxicity toxic effect",
        ),
        3 => (
            "poisoning self-harm",
            "intentional suicide suicidal attempt overdose deliberate",
        ),
        4 => ("poisoning assault", "homicide"),
        5 => ("poisoning undetermined", "intent overdose"),
        6 => ("adverse effect", "reaction side allergic toxicity"),
        _ => ("underdosing", "underdose noncompliance"),
    }
}

/// Finds the code of an index phrase ("failure, kidney, acute").
struct Targets {
    exact: FxHashMap<String, Code>,
}

impl Targets {
    fn of(book: &Codebook) -> Self {
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

    fn code(&self, target: &str) -> Option<Code> {
        self.exact.get(&bag(target)).copied()
    }
}

/// The words of a text in a fixed order, function words left out.
fn bag(text: &str) -> String {
    let tokens = retrieval::normalize::Tokens::of(text);
    let mut words: Vec<&str> = tokens
        .iter()
        .filter(|t| !retrieval::normalize::is_function_word(t.text))
        .map(|t| &text[t.range.clone()])
        .collect();
    let mut forms: Vec<String> = words.drain(..).map(retrieval::normalize::phrase).collect();
    forms.sort_unstable();
    forms.dedup();
    forms.join(" ")
}

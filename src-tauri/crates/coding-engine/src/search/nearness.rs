//! Entries near a phrase in meaning, by word parts learnt from the release itself or by a model that a person has.
//!
//! What is learnt comes out of the release: texts of one code mean the same, be they its title, its inclusion
//! terms or the paths of its index entries; so do a title and its words with some left out, and the words that the
//! project's tables say stand for each other.

use std::sync::Arc;

use icd10cm::Codebook;
use mapped::{Column, Error, File, FileWriter};
use retrieval::dense::{Draw, Embed, Embedder, Nearest as _, Pair, Trainer, Training, Vectors};
use retrieval::normalize;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Search;
use super::row::Row;
use super::scale::Scale;
use crate::lexicon::Lexicon;

/// Most other texts of a code that its title is paired with; a code of a thousand index lines is no thousand times
/// as important.
const MOST_TEXTS: usize = 24;
/// Groups below this one are codes; pairs of the project's tables have each a group of their own behind.
const TABLES_FROM: u32 = 1 << 24;
/// Share of words left out of a text that is compared with itself.
const LEFT_OUT: u64 = 3;

/// Nearness over the entries of one release, by a model.
#[derive(Debug, Clone)]
pub struct Nearness {
    embedder: Arc<dyn Embed>,
    vectors: Vectors,
    docs: Column<u32>,
    scale: Scale,
}

impl Nearness {
    /// The codes nearest to a text with the entry of each and its cosine, nearest first; at most `limit` entries are
    /// looked at.
    pub(super) fn codes(&self, rows: &[Row], text: &str, limit: usize) -> Vec<([u8; 8], u32, f32)> {
        let query = self.embedder.embed(text);
        let mut seen = FxHashSet::default();
        self.vectors
            .nearest(&query, limit, &|_| true)
            .into_iter()
            .filter_map(|n| {
                let doc = *self.docs.get(n.doc as usize)?;
                let code = rows.get(doc as usize)?.code_bytes();
                seen.insert(code)
                    .then(|| (code, doc, self.scale.of(n.cosine)))
            })
            .collect()
    }

    /// Whether a text takes the model microseconds.
    pub(super) fn is_quick(&self) -> bool {
        self.embedder.is_quick()
    }

    /// The vector of a text, of length 1.
    pub(crate) fn embed(&self, text: &str) -> Vec<f32> {
        self.embedder.embed(text)
    }

    /// Why a text and an entry are as near as they are.
    pub(super) fn explain(&self, text: &str, doc: u32) -> Option<retrieval::Explanation> {
        let at = self.docs.binary_search(&doc).ok()?;
        let at = u32::try_from(at).ok()?;
        let cosine = self.embedder.explain(text, &self.vectors, at);
        if self.scale.is_plain() {
            return Some(cosine);
        }
        let value = self.scale.of(cosine.value);
        let label = "on the scale of the model that is trained on the release";
        Some(retrieval::Explanation::node(label, value, vec![cosine]))
    }

    /// Puts the entries' vectors into a file.
    pub fn write(&self, file: &mut FileWriter) {
        self.vectors.write(file, "nearness");
        file.put("nearness.docs", &self.docs);
        file.put("nearness.scale", &self.scale.parts());
    }

    /// Views the entries' vectors of a file, made with `embedder`.
    ///
    /// # Errors
    /// Where a column is missing or does not fit the others.
    pub fn read(file: &File, embedder: Arc<dyn Embed>) -> Result<Self, Error> {
        let vectors = Vectors::read(file, "nearness")?;
        let docs: Column<u32> = file.column("nearness.docs")?;
        let scale: Column<f32> = file.column("nearness.scale")?;
        if docs.len() != vectors.len() {
            return Err(Error::Section("nearness.docs".to_owned()));
        }
        let scale =
            Scale::read(&scale).ok_or_else(|| Error::Section("nearness.scale".to_owned()))?;
        Ok(Self {
            embedder,
            vectors,
            docs,
            scale,
        })
    }
}

impl Search {
    /// Learns word parts from the entries of the release and the project's tables; the same release, tables and
    /// `training` give the same parts, bit by bit. Calls `progress` after every epoch with its number and mean loss.
    /// Answers also how many pairs of texts it learnt from.
    pub fn learn(
        &self,
        book: &Codebook,
        lexicon: &Lexicon,
        training: Training,
        progress: impl FnMut(usize, f32),
    ) -> (Embedder, usize) {
        let mut trainer = Trainer::new(training);
        let mut draw = Draw::new(training.seed);
        let mut pairs = 0;
        let mut push = |left: &str, right: &str, group: u32| {
            trainer.push(Pair { left, right, group });
            pairs += 1;
        };
        for (group, texts) in (0..).zip(self.texts_of_codes(book)) {
            let Some((title, others)) = texts.split_first() else {
                continue;
            };
            for other in others.iter().take(MOST_TEXTS) {
                push(title, other, group);
            }
            let some = left_out(title, &mut draw);
            if some.len() < title.len() {
                push(title, &some, group);
            }
        }
        for (group, (word, other)) in (TABLES_FROM..).zip(same(lexicon)) {
            push(&word, &other, group);
        }
        (trainer.train(progress), pairs)
    }

    /// The entries of the release as vectors by the model that was trained on it.
    #[must_use]
    pub fn nearness(&self, book: &Codebook, embedder: Embedder) -> Nearness {
        let texts = self.described(book);
        let vectors = texts.iter().map(|(_, text)| embedder.embed(text));
        Nearness {
            vectors: Vectors::build(embedder.dimensions(), vectors),
            docs: texts.iter().map(|(doc, _)| *doc).collect::<Vec<_>>().into(),
            embedder: Arc::new(embedder),
            scale: Scale::default(),
        }
    }

    /// The entries that describe their codes, by their numbers, with their words.
    #[must_use]
    pub fn described(&self, book: &Codebook) -> Vec<(u32, String)> {
        (0_u32..)
            .zip(&self.rows[..])
            .filter(|(_, row)| row.kind().describes())
            .map(|(doc, row)| (doc, self.text_of(book, row)))
            .collect()
    }

    /// Nearness by another model, of the vectors that it made of [`Search::described`], in that order. Its cosines are
    /// put on the scale of the trained model's.
    #[must_use]
    pub fn nearness_by(
        &self,
        book: &Codebook,
        embedder: Arc<dyn Embed>,
        vectors: impl Iterator<Item = Vec<f32>>,
    ) -> Nearness {
        let docs: Vec<u32> = self.described(book).iter().map(|(doc, _)| *doc).collect();
        let vectors = Vectors::build(embedder.dimensions(), vectors);
        let code = |doc: &u32| self.rows.get(*doc as usize).map(Row::code_bytes);
        let codes: Vec<Option<[u8; 8]>> = docs.iter().map(code).collect();
        debug_assert_eq!(
            vectors.len(),
            docs.len(),
            "a vector for each described entry"
        );
        Nearness {
            scale: Scale::measured(&vectors, &codes),
            vectors,
            docs: docs.into(),
            embedder,
        }
    }

    /// The same search, which also finds by nearness in meaning.
    #[must_use]
    pub fn with_nearness(mut self, nearness: Nearness) -> Self {
        self.nearness = Some(nearness);
        self
    }

    /// The same search, whose look-ups ask another model for nearness in meaning.
    #[must_use]
    pub fn with_sentences(mut self, nearness: Nearness) -> Self {
        self.sentences = Some(nearness);
        self
    }

    /// What look-ups ask for nearness in meaning.
    pub(super) fn meaning(&self) -> Option<&Nearness> {
        self.sentences.as_ref().or(self.nearness.as_ref())
    }

    /// What the model trained on the release knows of nearness in meaning; none where no model was given.
    #[must_use]
    pub fn model(&self) -> Option<&Nearness> {
        self.nearness.as_ref()
    }

    /// The words of an entry: its title, the titles of its path, its phrase.
    fn text_of(&self, book: &Codebook, row: &Row) -> String {
        if row.text != super::row::NO_TEXT {
            return self.texts.get(row.text as usize).to_owned();
        }
        let titles = match row.kind().book() {
            Some(kind) => book.book(kind).node(row.place).map(|n| n.titles()),
            None => book.entry_at(row.place).map(|e| vec![e.title().to_owned()]),
        };
        titles.unwrap_or_default().join(", ")
    }

    /// For each code the texts of its entries, those of the Tabular List first, each once by its words.
    fn texts_of_codes(&self, book: &Codebook) -> Vec<Vec<String>> {
        let mut at: FxHashMap<[u8; 8], usize> = FxHashMap::default();
        let mut texts: Vec<Vec<String>> = Vec::new();
        let mut known: FxHashSet<(usize, String)> = FxHashSet::default();
        for row in self.rows.iter().filter(|r| r.kind().describes()) {
            let number = *at.entry(row.code_bytes()).or_insert_with(|| {
                let title = row.code().and_then(|c| book.title(c));
                texts.push(title.into_iter().collect());
                texts.len() - 1
            });
            let text = self.text_of(book, row);
            if known.insert((number, normalize::phrase(&text)))
                && let Some(of_code) = texts.get_mut(number)
                && !of_code.contains(&text)
            {
                of_code.push(text);
            }
        }
        texts
    }
}

/// A text without some of its words, drawn; at least one stays.
fn left_out(text: &str, draw: &mut Draw) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut kept: Vec<&str> = words
        .iter()
        .copied()
        .filter(|_| !draw.number().is_multiple_of(LEFT_OUT))
        .collect();
    if kept.is_empty() {
        kept.extend(words.first());
    }
    kept.join(" ")
}

/// Words and phrases that stand for each other by the project's tables.
fn same(lexicon: &Lexicon) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for table in ["anatomy", "synonyms"] {
        for row in lexicon.rows(table) {
            if let [variant, canonical, ..] = row.as_slice()
                && !row.iter().any(|cell| cell == "ambiguous")
            {
                pairs.push((variant.clone(), canonical.clone()));
            }
        }
    }
    let lay = lexicon
        .lay_terms
        .iter()
        .map(|t| (t.phrase.clone(), t.target.clone()));
    pairs.extend(lay);
    pairs
}

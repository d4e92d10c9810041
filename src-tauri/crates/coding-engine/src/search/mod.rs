//! What the book offers for a phrase.
//!
//! [`Search::build`] makes one searchable corpus of a release: every title and inclusion term of the
//! Tabular List, every line of the indexes with its whole path, every cell of the tables, and the
//! project's own tables of lay terms, abbreviations, status phrases and stages. A [`Search`] is columns
//! in a mapped file; opening one parses nothing.
//!
//! [`Search::lookup`] answers a typed code directly. A phrase is read as written and with its
//! abbreviations and lay terms written out; each word also stands for its other forms. The entries
//! found are scored by [`retrieval`], and each code is offered once, by its best entry.

mod build;
mod columns;
mod expansion;
mod fit;
mod fused;
mod heredity;
mod karyotype;
mod kin;
mod lookup;
mod nearness;
mod neighbours;
mod rank;
mod reading;
mod related;
mod row;
mod scale;
mod settle;
mod targets;
mod therapy;
mod titles;
mod typed;

use icd10cm::Codebook;
use mapped::{Column, Error, File, FileWriter, Strings};
use retrieval::Corpus;

use crate::lexicon::Lexicon;
use build::Builder;
use expansion::Expansions;
use kin::Kin;
use row::Row;

pub use expansion::{Meaning, Synonym, Synonyms};
pub use lookup::{Found, Lookup, LookupOptions};
pub use nearness::Nearness;
pub use retrieval::dense::{Embed, Embedder, Training};

/// Changes with every change of what the columns mean or hold; part of a cache's stamp.
pub const FORMAT: u32 = 3;

/// The searchable entries of one release.
#[derive(Debug, Clone, Default)]
pub struct Search {
    corpus: Corpus,
    rows: Column<Row>,
    texts: Strings,
    expansions: Expansions,
    kin: Kin,
    nearness: Option<Nearness>,
    sentences: Option<Nearness>,
}

impl Search {
    /// Makes the entries of a release; the tables of the lexicon add to it what the release can resolve.
    #[must_use]
    pub fn build(book: &Codebook, lexicon: &Lexicon) -> Self {
        let mut builder = Builder::new(book);
        builder.tabular();
        builder.indexes();
        builder.neoplasms();
        builder.drugs();
        builder.derived(lexicon);
        builder.codes();
        Self {
            corpus: builder.corpus.build(),
            rows: builder.rows.into(),
            texts: builder.texts.finish(),
            expansions: Expansions::build(lexicon),
            kin: Kin::build(book, lexicon),
            nearness: None,
            sentences: None,
        }
    }

    /// How many entries can be found.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Puts all columns into a file.
    pub fn write(&self, file: &mut FileWriter) {
        self.corpus.write(file, "search.corpus");
        file.put("search.rows", &self.rows);
        self.texts.write(file, "search.texts");
        self.expansions.write(file);
        self.kin.write(file);
    }

    /// Views the columns of a file.
    ///
    /// # Errors
    /// Where a column is missing or does not fit the others.
    pub fn read(file: &File) -> Result<Self, Error> {
        let search = Self {
            corpus: Corpus::read(file, "search.corpus")?,
            rows: file.column("search.rows")?,
            texts: Strings::read(file, "search.texts")?,
            expansions: Expansions::read(file)?,
            kin: Kin::read(file)?,
            nearness: None,
            sentences: None,
        };
        if search.corpus.len() == search.rows.len() {
            Ok(search)
        } else {
            Err(Error::Section("search.rows".to_owned()))
        }
    }
}

#[cfg(test)]
mod tests;

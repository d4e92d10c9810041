//! Entries as weighted words, in flat columns.

mod build;

use mapped::{Column, Error, File, FileWriter};

use crate::bm25::{self, Bm25};
use crate::normalize;
use crate::vocabulary::Vocabulary;

pub use build::{CorpusBuilder, Doc, FieldWeight};

/// The bit of an impact that says the word is essential to the entry; the other fifteen are the
/// saturation as a share of [`FULL`].
pub(crate) const ESSENTIAL: u16 = 1 << 15;
/// The impact of a saturation of 1.
pub(crate) const FULL: u16 = ESSENTIAL - 1;

/// A searchable set of entries. Entries are numbered by the order in which they were added.
#[derive(Debug, Clone)]
pub struct Corpus {
    pub(crate) vocabulary: Vocabulary,
    /// Where the postings of word `i` start; one more than there are words.
    pub(crate) starts: Column<u32>,
    /// Entries of all postings, ascending within a word.
    pub(crate) docs: Column<u32>,
    /// Saturation and essential bit of all postings.
    pub(crate) impacts: Column<u16>,
    pub(crate) ids: Column<u32>,
    pub(crate) kinds: Column<u8>,
    pub(crate) weights: Column<f32>,
    /// Per entry: sum of the weights of its distinct essential words.
    pub(crate) masses: Column<f32>,
    pub(crate) bm25: Bm25,
    pub(crate) highest_weight: f32,
}

impl Default for Corpus {
    fn default() -> Self {
        CorpusBuilder::new().build()
    }
}

/// The postings of one word.
pub(crate) struct Postings<'c> {
    pub(crate) docs: &'c [u32],
    pub(crate) impacts: &'c [u16],
}

impl Corpus {
    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The words of all entries.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The caller's id of entry `doc`.
    #[must_use]
    pub fn id(&self, doc: u32) -> Option<u32> {
        self.ids.get(doc as usize).copied()
    }

    /// The caller's kind of entry `doc`.
    #[must_use]
    pub fn kind(&self, doc: u32) -> Option<u8> {
        self.kinds.get(doc as usize).copied()
    }

    /// In how many entries word `word` occurs.
    #[must_use]
    pub fn frequency(&self, word: u32) -> usize {
        let at = word as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => end.saturating_sub(*start) as usize,
            _ => 0,
        }
    }

    /// Inverse document frequency of word `word`.
    #[must_use]
    pub fn idf(&self, word: u32) -> f32 {
        bm25::idf(self.len(), self.frequency(word))
    }

    /// The entries that have word `word`, ascending, and whether it is essential to them.
    pub fn entries_with(&self, word: u32) -> impl Iterator<Item = (u32, bool)> {
        let postings = self.postings(word);
        postings
            .docs
            .iter()
            .zip(postings.impacts)
            .map(|(&doc, &impact)| (doc, impact & ESSENTIAL != 0))
    }

    pub(crate) fn postings(&self, word: u32) -> Postings<'_> {
        let at = word as usize;
        let range = match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        };
        match (self.docs.get(range.clone()), self.impacts.get(range)) {
            (Some(docs), Some(impacts)) => Postings { docs, impacts },
            _ => Postings {
                docs: &[],
                impacts: &[],
            },
        }
    }

    /// What an essential occurrence of word `word` adds to an entry's mass.
    pub(crate) fn mass_of(&self, word: u32) -> f32 {
        self.idf(word) * importance(self.vocabulary.word(word))
    }

    /// Puts the columns into a file, under names that start with `prefix`.
    pub fn write(&self, file: &mut FileWriter, prefix: &str) {
        self.vocabulary.write(file, prefix);
        file.put(&format!("{prefix}.starts"), &self.starts);
        file.put(&format!("{prefix}.docs"), &self.docs);
        file.put(&format!("{prefix}.impacts"), &self.impacts);
        file.put(&format!("{prefix}.ids"), &self.ids);
        file.put(&format!("{prefix}.kinds"), &self.kinds);
        file.put(&format!("{prefix}.weights"), &self.weights);
        file.put(&format!("{prefix}.masses"), &self.masses);
        let Bm25 {
            k1,
            b,
            completeness,
            exact,
        } = self.bm25;
        file.put(
            &format!("{prefix}.parameters"),
            &[k1, b, completeness, exact, self.highest_weight],
        );
    }

    /// Views the columns written under `prefix`; nothing is copied.
    ///
    /// # Errors
    /// Where a column is missing or the lengths of columns do not fit each other.
    pub fn read(file: &File, prefix: &str) -> Result<Self, Error> {
        let damaged = |name: &str| Error::Section(format!("{prefix}.{name}"));
        let parameters: Column<f32> = file.column(&format!("{prefix}.parameters"))?;
        let &[k1, b, completeness, exact, highest_weight] = &parameters[..] else {
            return Err(damaged("parameters"));
        };
        let corpus = Self {
            vocabulary: Vocabulary::read(file, prefix)?,
            starts: file.column(&format!("{prefix}.starts"))?,
            docs: file.column(&format!("{prefix}.docs"))?,
            impacts: file.column(&format!("{prefix}.impacts"))?,
            ids: file.column(&format!("{prefix}.ids"))?,
            kinds: file.column(&format!("{prefix}.kinds"))?,
            weights: file.column(&format!("{prefix}.weights"))?,
            masses: file.column(&format!("{prefix}.masses"))?,
            bm25: Bm25 {
                k1,
                b,
                completeness,
                exact,
            },
            highest_weight,
        };
        let n = corpus.ids.len();
        if corpus.kinds.len() != n || corpus.weights.len() != n || corpus.masses.len() != n {
            return Err(damaged("ids"));
        }
        if corpus.docs.len() != corpus.impacts.len() {
            return Err(damaged("impacts"));
        }
        let end = corpus.starts.last().map_or(0, |&end| end as usize);
        if corpus.starts.len() != corpus.vocabulary.len() + 1 || end != corpus.docs.len() {
            return Err(damaged("starts"));
        }
        Ok(corpus)
    }
}

/// Weight of a word before rarity: function words count little.
pub(crate) fn importance(word: &str) -> f32 {
    if normalize::is_function_word(word) {
        bm25::FUNCTION_WORD_WEIGHT
    } else {
        1.0
    }
}

//! Making a corpus.

use rustc_hash::FxHashMap;

use super::{Corpus, ESSENTIAL, FULL, importance};
use crate::bm25::{self, Bm25};
use crate::normalize::Tokens;
use crate::vocabulary::Vocabulary;

/// How much the words of a field count, and whether an entry is complete without them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FieldWeight {
    /// Weight of each occurrence; 1 for a title.
    pub weight: f32,
    /// Whether a query must have these words to match the entry completely.
    pub essential: bool,
}

impl FieldWeight {
    /// The words that make the entry.
    pub const ESSENTIAL: Self = Self {
        weight: 1.0,
        essential: true,
    };
    /// Words that may be present or absent, such as nonessential modifiers.
    pub const OPTIONAL: Self = Self {
        weight: 0.4,
        essential: false,
    };

    /// Words of another weight that are not essential.
    #[must_use]
    pub const fn optional(weight: f32) -> Self {
        Self {
            weight,
            essential: false,
        }
    }
}

/// One entry to be added.
#[derive(Debug, Clone, Copy)]
pub struct Doc<'d> {
    /// The caller's number for it; need not be unique.
    pub id: u32,
    /// The caller's kind, for filtering.
    pub kind: u8,
    /// What its scores are multiplied with; 1 for most.
    pub weight: f32,
    /// Its texts.
    pub fields: &'d [(FieldWeight, &'d str)],
}

struct Occurrence {
    word: u32,
    doc: u32,
    tf: f32,
    essential: bool,
}

/// Whether two words with a hyphen between them are also written as one: after a prefix, which is
/// short or ends in "o" ("non-union", "gastro-intestinal").
fn joins(left: &str, right: &str) -> bool {
    let letters = |word: &str| word.bytes().all(|b| b.is_ascii_lowercase());
    (left.len() <= 5 || left.ends_with('o')) && right.len() >= 3 && letters(left) && letters(right)
}

/// Collects entries.
#[derive(Default)]
pub struct CorpusBuilder {
    bm25: Bm25,
    words: FxHashMap<Box<str>, u32>,
    occurrences: Vec<Occurrence>,
    lengths: Vec<f32>,
    ids: Vec<u32>,
    kinds: Vec<u8>,
    weights: Vec<f32>,
    tokens: Tokens,
    joined: String,
}

impl CorpusBuilder {
    /// An empty one with the default parameters.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty one with other parameters.
    #[must_use]
    pub fn with_parameters(bm25: Bm25) -> Self {
        Self {
            bm25,
            ..Self::default()
        }
    }

    /// Adds an entry and returns its number.
    pub fn push(&mut self, doc: Doc<'_>) -> u32 {
        let number = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        let first = self.occurrences.len();
        let mut length = 0.0;
        let mut tokens = std::mem::take(&mut self.tokens);
        for (field, text) in doc.fields {
            tokens.fill(text);
            let mut before: Option<crate::normalize::Token<'_>> = None;
            for token in tokens.iter() {
                length += field.weight;
                self.add(first, number, token.text, *field);
                // "post-traumatic" is also found as "posttraumatic".
                if let Some(before) = before
                    && joins(before.text, token.text)
                    && text.get(before.range.end..token.range.start) == Some("-")
                {
                    let mut joined = std::mem::take(&mut self.joined);
                    joined.clear();
                    joined.push_str(before.text);
                    joined.push_str(token.text);
                    self.add(first, number, &joined, FieldWeight::optional(field.weight));
                    self.joined = joined;
                }
                before = Some(token);
            }
        }
        self.tokens = tokens;
        self.lengths.push(length);
        self.ids.push(doc.id);
        self.kinds.push(doc.kind);
        self.weights.push(doc.weight);
        number
    }

    fn add(&mut self, first: usize, doc: u32, word: &str, field: FieldWeight) {
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let word = match self.words.get(word) {
            Some(&known) => known,
            None => *self.words.entry(word.into()).or_insert(next),
        };
        let same = self
            .occurrences
            .get_mut(first..)
            .and_then(|of_doc| of_doc.iter_mut().find(|o| o.word == word));
        match same {
            Some(o) => {
                // An entry of few words is not more about a word that it says twice ("malaria, malariae").
                if !(o.essential && field.essential) {
                    o.tf += field.weight;
                }
                o.essential |= field.essential;
            }
            None => self.occurrences.push(Occurrence {
                word,
                doc,
                tf: field.weight,
                essential: field.essential,
            }),
        }
    }

    /// The searchable corpus.
    #[must_use]
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss
    )] // shares of FULL; counts
    pub fn build(self) -> Corpus {
        let n = self.ids.len();
        let mut sorted: Vec<(&str, u32)> =
            self.words.iter().map(|(word, &id)| (&**word, id)).collect();
        sorted.sort_unstable();
        let vocabulary = Vocabulary::of_sorted(sorted.iter().map(|(word, _)| *word));

        // Counting sort by word; entries stay in order within a word.
        let mut place = vec![0_usize; sorted.len()];
        for (rank, (_, id)) in sorted.iter().enumerate() {
            if let Some(p) = place.get_mut(*id as usize) {
                *p = rank;
            }
        }
        let rank = |o: &Occurrence| place.get(o.word as usize).copied().unwrap_or(0);
        let mut starts = vec![0_u32; sorted.len() + 1];
        for o in &self.occurrences {
            starts[rank(o) + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let weight_of: Vec<f32> = sorted
            .iter()
            .enumerate()
            .map(|(i, (word, _))| {
                bm25::idf(n, (starts[i + 1] - starts[i]) as usize) * importance(word)
            })
            .collect();
        let average = self.lengths.iter().sum::<f32>() / n.max(1) as f32;
        let mut next = starts.clone();
        let mut docs = vec![0_u32; self.occurrences.len()];
        let mut impacts = vec![0_u16; self.occurrences.len()];
        let mut masses = vec![0_f32; n];
        for o in &self.occurrences {
            let (word, doc) = (rank(o), o.doc as usize);
            let at = next[word] as usize;
            next[word] += 1;
            let saturation = self.bm25.saturation(o.tf, self.lengths[doc], average);
            docs[at] = o.doc;
            impacts[at] = (saturation * f32::from(FULL)).round() as u16;
            if o.essential {
                impacts[at] |= ESSENTIAL;
                masses[doc] += weight_of[word];
            }
        }
        let highest_weight = self.weights.iter().copied().fold(0.0, f32::max);
        Corpus {
            vocabulary,
            starts: starts.into(),
            docs: docs.into(),
            impacts: impacts.into(),
            ids: self.ids.into(),
            kinds: self.kinds.into(),
            weights: self.weights.into(),
            masses: masses.into(),
            bm25: self.bm25,
            highest_weight,
        }
    }
}

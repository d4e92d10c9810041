//! Words that stand for other words, as a table made when a release is compiled.
//!
//! Three sources: the books themselves (the alternates of a main term, "Kidney, renal", and the kinds of
//! tumor that a main term refers to the Table of Neoplasms for), the project's tables (anatomy, synonyms,
//! lay terms of one word), and a few words of the classification's own vocabulary.

use icd10cm::{BookKind, Codebook, ReferenceKind};
use mapped::{Column, Error, File, FileWriter, Strings};
use retrieval::normalize;
use rustc_hash::FxHashMap;

use super::columns::{behaviour, column_named};
use super::titles::is_form;
use crate::lexicon::Lexicon;

/// How much another name of the same thing counts, in hundredths.
const SAME: u8 = 92;
/// How much a word counts that is another name of the same thing by way of a third.
const SIBLING: u8 = 88;
/// How much another word for nearly the same thing counts, in hundredths.
const NEAR: u8 = 80;

/// How much a word counts that has other meanings too.
const DOUBTFUL: u8 = 70;

/// Words that each stand for all of some others in the classification's vocabulary.
const VOCABULARY: &[(&str, &[&str])] = &[
    ("acquired", &["secondary"]),
    ("arm", &["upper", "limb", "extremity"]),
    ("cancer", &["malignant", "neoplasm", "carcinoma"]),
    ("carcinoma", &["malignant", "neoplasm", "cancer"]),
    ("cervical", &["cervix", "neck"]),
    ("congenital", &["hereditary"]),
    ("deafness", &["hearing", "loss"]),
    ("disease", &["disorder"]),
    ("disorder", &["disease"]),
    ("familial", &["hereditary", "genetic", "congenital"]),
    ("genetic", &["hereditary", "familial", "congenital"]),
    ("hereditary", &["congenital", "familial", "genetic"]),
    (
        "inherited",
        &["hereditary", "congenital", "familial", "genetic"],
    ),
    ("leg", &["lower", "limb", "extremity"]),
    ("malignancy", &["malignant", "neoplasm", "cancer"]),
    ("metastasis", &["secondary", "malignant", "neoplasm"]),
    ("metastatic", &["secondary", "malignant", "neoplasm"]),
    ("psychologic", &["psychogenic"]),
    ("psychological", &["psychogenic"]),
    ("tumor", &["neoplasm"]),
];

/// Words and what they stand for, sorted by word.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kin {
    words: Strings,
    others: Strings,
    weights: Column<u8>,
}

/// The table in the making.
#[derive(Default)]
struct Making {
    rows: FxHashMap<(String, String), u8>,
}

impl Making {
    fn add(&mut self, word: &str, other: &str, weight: u8) {
        if word != other && !word.is_empty() && !other.is_empty() {
            let known = self
                .rows
                .entry((word.to_owned(), other.to_owned()))
                .or_insert(weight);
            *known = weight.max(*known);
        }
    }

    /// The alternates that a main term is titled with.
    fn alternates(&mut self, book: &Codebook) {
        for node in book.book(BookKind::Index).main_terms() {
            let words: Option<Vec<String>> = node.title().split(", ").map(single).collect();
            let Some(words) = words.filter(|w| w.len() > 1) else {
                continue;
            };
            for a in &words {
                // "Fracture, hip" is no pair of names
                for b in words.iter().filter(|b| is_form(a, b)) {
                    self.add(a, b, SAME);
                }
            }
        }
    }

    /// The kinds of tumor that main terms refer to a column of the Table of Neoplasms for.
    fn tumors(&mut self, book: &Codebook) {
        for node in book.book(BookKind::Index).main_terms() {
            let column = node.references().find_map(|r| {
                let sites = r.kind() != ReferenceKind::SeeCategory
                    && r.text().to_lowercase().starts_with("neoplasm")
                    && r.text().contains("by site");
                sites.then(|| column_named(r.text()))
            });
            let Some(column) = column else { continue };
            for word in node.title().split(", ").filter_map(single) {
                for other in behaviour(column).0.split(' ').filter_map(single) {
                    self.add(&word, &other, NEAR);
                }
            }
        }
    }

    /// Rows "variant, canonical" of one word each; the variants of one word stand for each other.
    fn table(&mut self, rows: &[Vec<String>]) {
        let mut variants: FxHashMap<String, Vec<String>> = FxHashMap::default();
        for row in rows {
            let [variant, canonical, ..] = row.as_slice() else {
                continue;
            };
            if let (Some(variant), Some(canonical)) = (single(variant), single(canonical)) {
                if row.iter().any(|cell| cell == "ambiguous") {
                    self.add(&variant, &canonical, DOUBTFUL);
                } else {
                    variants.entry(canonical).or_default().push(variant);
                }
            }
        }
        for (canonical, variants) in &variants {
            for a in variants {
                self.add(a, canonical, SAME);
                self.add(canonical, a, SAME);
                for b in variants {
                    self.add(a, b, SIBLING);
                }
            }
        }
    }
}

/// The comparable form of a text of one word.
fn single(text: &str) -> Option<String> {
    let form = normalize::phrase(text.strip_suffix(" NEC").unwrap_or(text));
    (!form.is_empty() && !form.contains(' ')).then_some(form)
}

impl Kin {
    pub(crate) fn build(book: &Codebook, lexicon: &Lexicon) -> Self {
        let mut making = Making::default();
        making.alternates(book);
        making.tumors(book);
        making.table(lexicon.rows("anatomy"));
        making.table(lexicon.rows("synonyms"));
        for term in &lexicon.lay_terms {
            if let (Some(word), Some(other)) = (single(&term.phrase), single(&term.target)) {
                making.add(&word, &other, SAME);
            }
        }
        for (word, others) in VOCABULARY {
            for other in *others {
                making.add(word, other, NEAR);
            }
        }
        let mut rows: Vec<((String, String), u8)> = making.rows.into_iter().collect();
        rows.sort_unstable();
        Self {
            words: Strings::build(rows.iter().map(|((word, _), _)| word.as_str())),
            others: Strings::build(rows.iter().map(|((_, other), _)| other.as_str())),
            weights: rows.iter().map(|(_, w)| *w).collect::<Vec<u8>>().into(),
        }
    }

    /// What a word stands for besides itself, and how much that counts.
    pub(crate) fn of(&self, word: &str) -> impl Iterator<Item = (&str, f32)> {
        let (mut low, mut high) = (0, self.words.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.words.get(middle) < word {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low..self.words.len())
            .take_while(move |&i| self.words.get(i) == word)
            .map(|i| {
                let weight = self.weights.get(i).copied().unwrap_or(0);
                (self.others.get(i), f32::from(weight) / 100.0)
            })
    }

    pub(crate) fn write(&self, file: &mut FileWriter) {
        self.words.write(file, "search.kin.words");
        self.others.write(file, "search.kin.others");
        file.put("search.kin.weights", &self.weights);
    }

    pub(crate) fn read(file: &File) -> Result<Self, Error> {
        Ok(Self {
            words: Strings::read(file, "search.kin.words")?,
            others: Strings::read(file, "search.kin.others")?,
            weights: file.column("search.kin.weights")?,
        })
    }
}

//! Short and lay forms of what is asked, written out.

use std::borrow::Cow;

use mapped::{Column, Error, File, FileWriter, Strings};
use retrieval::normalize;
use rustc_hash::FxHashSet;
use serde::Serialize;

use super::therapy::{long_term_classes, long_term_use};
use crate::lexicon::Lexicon;

/// What a short or lay form stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Meaning {
    /// As asked.
    pub short: String,
    /// In index vocabulary.
    pub expansion: String,
    /// The table it stands in.
    pub source: String,
}

impl Meaning {
    /// As it is shown: "AKI → acute kidney injury (abbreviations)".
    #[must_use]
    pub fn notice(&self) -> String {
        format!("{} → {} ({})", self.short, self.expansion, self.source)
    }
}

/// A row of the tables of expansions, or one that a person adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Synonym {
    /// As asked.
    pub short: String,
    /// In index vocabulary.
    pub expansion: String,
    /// The table it stands in: "abbreviations", "lay terms", "synonyms", "drug classes", "your synonyms".
    pub source: String,
    /// Words around it that tell the meaning from others.
    pub contexts: Vec<String>,
}

/// The expansions of a release's search, with a person's own rows and without those that a person turned off.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    pub(super) expansions: Expansions,
    /// Comparable forms of the phrases that are turned off; an entry made of one is not offered.
    pub(super) off: FxHashSet<String>,
}

/// Tables of expansions, by number.
const TABLES: [&str; 5] = [
    "abbreviations",
    "lay terms",
    "synonyms",
    "your synonyms",
    "drug classes",
];
/// The number of the abbreviations.
pub(super) const ABBREVIATION: u8 = 0;
/// The number of a person's own rows.
pub(super) const OWN: u8 = 3;
/// The number of the classes of drugs taken for long, which are written out where nothing else is asked.
pub(super) const CLASS: u8 = 4;

/// A row to be: comparable form, as shown, what it stands for, words around it, number of its table.
type Row<'a> = (String, &'a str, &'a str, Cow<'a, str>, u8);

/// Phrases and what they stand for, sorted by comparable form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Expansions {
    pub(super) keys: Strings,
    pub(super) shown: Strings,
    pub(super) texts: Strings,
    pub(super) contexts: Strings,
    tables: Column<u8>,
}

impl Expansions {
    pub(crate) fn build(lexicon: &Lexicon) -> Self {
        let mut rows: Vec<Row<'_>> = Vec::new();
        for row in &lexicon.abbreviations {
            if row.short.chars().any(char::is_alphabetic) {
                rows.push((
                    normalize::phrase(&row.short),
                    &row.short,
                    &row.expansion,
                    row.contexts.join(",").into(),
                    ABBREVIATION,
                ));
            }
        }
        for row in &lexicon.lay_terms {
            rows.push((
                normalize::phrase(&row.phrase),
                &row.phrase,
                &row.target,
                "".into(),
                1,
            ));
        }
        for row in lexicon
            .rows("synonyms")
            .iter()
            .chain(lexicon.rows("anatomy"))
        {
            if let [variant, canonical, ..] = row.as_slice()
                && !row.iter().any(|cell| cell == "ambiguous")
            {
                rows.push((normalize::phrase(variant), variant, canonical, "".into(), 2));
            }
        }
        let classes = long_term_classes(lexicon);
        let classes: Vec<(String, String)> = classes
            .iter()
            .map(|(class, _)| (class.clone(), long_term_use(class)))
            .collect();
        for (class, text) in &classes {
            rows.push((normalize::phrase(class), class, text, "".into(), CLASS));
        }
        rows.retain(|(key, _, text, ..)| !key.is_empty() && *key != normalize::phrase(text));
        rows.sort_by(|a, b| a.0.cmp(&b.0)); // stable: a table's order is kept
        let mut seen = FxHashSet::default();
        rows.retain(|(key, _, text, ..)| seen.insert((key.clone(), normalize::phrase(text))));
        Self::of(&rows)
    }

    /// All rows, with their numbers' order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Synonym> {
        (0..self.keys.len()).map(|i| {
            let meaning = self.meaning(self.shown.get(i), i);
            Synonym {
                short: meaning.short,
                expansion: meaning.expansion,
                source: meaning.source,
                contexts: self
                    .contexts
                    .get(i)
                    .split(',')
                    .filter(|c| !c.is_empty())
                    .map(str::to_owned)
                    .collect(),
            }
        })
    }

    /// The same with a person's own rows before the others, and without those that are turned off.
    pub(crate) fn with(&self, own: &[(String, String)], off: &[(String, String)]) -> Self {
        let form =
            |(short, text): &(String, String)| (normalize::phrase(short), normalize::phrase(text));
        let off: FxHashSet<(String, String)> = off.iter().map(form).collect();
        let mut rows: Vec<Row<'_>> = own
            .iter()
            .map(|row| (form(row).0, row.0.as_str(), row.1.as_str(), "".into(), OWN))
            .collect();
        rows.extend((0..self.keys.len()).map(|i| {
            (
                self.keys.get(i).to_owned(),
                self.shown.get(i),
                self.texts.get(i),
                self.contexts.get(i).into(),
                self.table(i),
            )
        }));
        rows.retain(|(key, _, text, ..)| {
            !key.is_empty() && !off.contains(&(key.clone(), normalize::phrase(text)))
        });
        rows.sort_by(|a, b| a.0.cmp(&b.0)); // stable: a person's own rows stay first
        Self::of(&rows)
    }

    fn of(rows: &[Row<'_>]) -> Self {
        Self {
            keys: Strings::build(rows.iter().map(|r| r.0.as_str())),
            shown: Strings::build(rows.iter().map(|r| r.1)),
            texts: Strings::build(rows.iter().map(|r| r.2)),
            contexts: Strings::build(rows.iter().map(|r| r.3.as_ref())),
            tables: rows.iter().map(|r| r.4).collect::<Vec<u8>>().into(),
        }
    }

    pub(super) fn with_key(&self, key: &str) -> std::ops::Range<usize> {
        let bound = |past: bool| {
            let (mut low, mut high) = (0, self.keys.len());
            while low < high {
                let middle = low + (high - low) / 2;
                let order = self.keys.get(middle).cmp(key);
                if order.is_lt() || (past && order.is_eq()) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            low
        };
        bound(false)..bound(true)
    }

    pub(super) fn table(&self, i: usize) -> u8 {
        self.tables.get(i).copied().unwrap_or(ABBREVIATION)
    }

    pub(super) fn meaning(&self, short: &str, i: usize) -> Meaning {
        let table = TABLES
            .get(usize::from(self.table(i)))
            .copied()
            .unwrap_or("tables");
        Meaning {
            short: short.to_owned(),
            expansion: self.texts.get(i).to_owned(),
            source: table.to_owned(),
        }
    }

    pub(crate) fn write(&self, file: &mut FileWriter) {
        self.keys.write(file, "search.expansion.keys");
        self.shown.write(file, "search.expansion.shown");
        self.texts.write(file, "search.expansion.texts");
        self.contexts.write(file, "search.expansion.contexts");
        file.put("search.expansion.tables", &self.tables);
    }

    pub(crate) fn read(file: &File) -> Result<Self, Error> {
        Ok(Self {
            keys: Strings::read(file, "search.expansion.keys")?,
            shown: Strings::read(file, "search.expansion.shown")?,
            texts: Strings::read(file, "search.expansion.texts")?,
            contexts: Strings::read(file, "search.expansion.contexts")?,
            tables: file.column("search.expansion.tables")?,
        })
    }
}

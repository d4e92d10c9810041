//! Short and lay forms of what is asked, written out.

use mapped::{Column, Error, File, FileWriter, Strings};
use retrieval::normalize::{self, Tokens};
use rustc_hash::FxHashSet;
use serde::Serialize;

use super::karyotype;
use super::related::{is_counting, is_number};
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
const ABBREVIATION: u8 = 0;
/// The number of a person's own rows.
const OWN: u8 = 3;
/// The number of the classes of drugs taken for long, which are written out where nothing else is asked.
const CLASS: u8 = 4;
/// Most words of a phrase that is expanded.
const LONGEST: usize = 7;
/// How far the expansion of an abbreviation is trusted that is a word of the book too ("COLD") …
const OWN_WORD: f32 = 0.88;
/// … and of one that is not.
const SURE: f32 = 0.97;
/// How far a meaning is trusted that stands behind another of the same phrase.
pub(super) const SECOND: f32 = 0.88;
/// Most readings of a query.
const MOST: usize = 8;

/// Phrases and what they stand for, sorted by comparable form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Expansions {
    keys: Strings,
    shown: Strings,
    texts: Strings,
    contexts: Strings,
    tables: Column<u8>,
}

/// A reading of a query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    /// The query, with phrases written out.
    pub text: String,
    /// How far it is trusted, 0 to 1.
    pub weight: f32,
    /// What was written out.
    pub expanded: Vec<Meaning>,
}

/// A stretch of a query and the expansions that it may stand for, the likeliest first.
struct Span {
    start: usize,
    end: usize,
    choices: Vec<usize>,
    /// Whether words around it told the meanings apart.
    decided: bool,
    weight: f32,
}

impl Expansions {
    pub(crate) fn build(lexicon: &Lexicon) -> Self {
        let mut rows: Vec<(String, &str, &str, String, u8)> = Vec::new();
        for row in &lexicon.abbreviations {
            if row.short.chars().any(char::is_alphabetic) {
                rows.push((
                    normalize::phrase(&row.short),
                    &row.short,
                    &row.expansion,
                    row.contexts.join(","),
                    ABBREVIATION,
                ));
            }
        }
        for row in &lexicon.lay_terms {
            rows.push((
                normalize::phrase(&row.phrase),
                &row.phrase,
                &row.target,
                String::new(),
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
                rows.push((
                    normalize::phrase(variant),
                    variant,
                    canonical,
                    String::new(),
                    2,
                ));
            }
        }
        let classes = long_term_classes(lexicon);
        let classes: Vec<(String, String)> = classes
            .iter()
            .map(|(class, _)| (class.clone(), long_term_use(class)))
            .collect();
        for (class, text) in &classes {
            rows.push((normalize::phrase(class), class, text, String::new(), CLASS));
        }
        rows.retain(|(key, _, text, ..)| !key.is_empty() && *key != normalize::phrase(text));
        rows.sort_by(|a, b| a.0.cmp(&b.0)); // stable: a table's order is kept
        let mut seen = FxHashSet::default();
        rows.retain(|(key, _, text, ..)| seen.insert((key.clone(), normalize::phrase(text))));
        Self {
            keys: Strings::build(rows.iter().map(|r| r.0.as_str())),
            shown: Strings::build(rows.iter().map(|r| r.1)),
            texts: Strings::build(rows.iter().map(|r| r.2)),
            contexts: Strings::build(rows.iter().map(|r| r.3.as_str())),
            tables: rows.iter().map(|r| r.4).collect::<Vec<u8>>().into(),
        }
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
        let mut rows: Vec<(String, &str, &str, &str, u8)> = own
            .iter()
            .map(|row| (form(row).0, row.0.as_str(), row.1.as_str(), "", OWN))
            .collect();
        rows.extend((0..self.keys.len()).map(|i| {
            (
                self.keys.get(i).to_owned(),
                self.shown.get(i),
                self.texts.get(i),
                self.contexts.get(i),
                self.table(i),
            )
        }));
        rows.retain(|(key, _, text, ..)| {
            !key.is_empty() && !off.contains(&(key.clone(), normalize::phrase(text)))
        });
        rows.sort_by(|a, b| a.0.cmp(&b.0)); // stable: a person's own rows stay first
        Self {
            keys: Strings::build(rows.iter().map(|r| r.0.as_str())),
            shown: Strings::build(rows.iter().map(|r| r.1)),
            texts: Strings::build(rows.iter().map(|r| r.2)),
            contexts: Strings::build(rows.iter().map(|r| r.3)),
            tables: rows.iter().map(|r| r.4).collect::<Vec<u8>>().into(),
        }
    }

    fn with_key(&self, key: &str) -> std::ops::Range<usize> {
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

    fn table(&self, i: usize) -> u8 {
        self.tables.get(i).copied().unwrap_or(ABBREVIATION)
    }

    fn meaning(&self, short: &str, i: usize) -> Meaning {
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

    /// All readings of a query, as written first, and the meanings of what is ambiguous in it.
    /// `is_word` tells whether a word is one of the vocabulary's own.
    pub(crate) fn readings(
        &self,
        query: &str,
        is_word: impl Fn(&str) -> bool,
    ) -> (Vec<Reading>, Vec<Meaning>) {
        let tokens = Tokens::of(query);
        let words: Vec<(String, usize, usize)> = tokens
            .iter()
            .map(|t| (t.text.to_owned(), t.range.start, t.range.end))
            .collect();
        let spans = self.spans(query, &words, &is_word);
        let mut readings = vec![Reading {
            text: query.to_owned(),
            weight: 1.0,
            expanded: Vec::new(),
        }];
        if !spans.is_empty() {
            readings.push(self.reading(query, spans.iter(), None));
        }
        let sure = || spans.iter().filter(|s| s.weight > OWN_WORD);
        if sure().next().is_some() && sure().count() < spans.len() {
            readings.push(self.reading(query, sure(), None));
        }
        readings.extend(inherited(query, &words));
        readings.extend(numbered(query, &words));
        readings.extend(karyotype::reading(query, is_word));
        for (s, span) in spans.iter().enumerate() {
            for other in 1..span.choices.len() {
                if readings.len() < MOST {
                    readings.push(self.reading(query, spans.iter(), Some((s, other))));
                }
            }
        }
        let ambiguous = spans
            .iter()
            .filter(|s| {
                s.choices.len() > 1
                    && !s.decided
                    && s.choices.iter().all(|&i| self.table(i) == ABBREVIATION)
            })
            .flat_map(|s| {
                s.choices
                    .iter()
                    .map(|&i| self.meaning(query.get(s.start..s.end).unwrap_or_default(), i))
            })
            .collect();
        (readings, ambiguous)
    }

    fn reading<'s>(
        &self,
        query: &str,
        spans: impl Iterator<Item = &'s Span>,
        other: Option<(usize, usize)>,
    ) -> Reading {
        let mut reading = Reading {
            text: String::with_capacity(query.len() * 2),
            weight: 1.0,
            expanded: Vec::new(),
        };
        let mut at = 0;
        for (s, span) in spans.enumerate() {
            let choice = other
                .filter(|(which, _)| *which == s)
                .map_or(0, |(_, choice)| choice);
            let Some(&i) = span.choices.get(choice) else {
                continue;
            };
            reading
                .text
                .push_str(query.get(at..span.start).unwrap_or_default());
            reading.text.push_str(self.texts.get(i));
            reading
                .expanded
                .push(self.meaning(query.get(span.start..span.end).unwrap_or_default(), i));
            let rank = if choice == 0 { 1.0 } else { SECOND };
            reading.weight *= span.weight * rank;
            at = span.end;
        }
        reading.text.push_str(query.get(at..).unwrap_or_default());
        reading
    }

    /// The stretches that can be written out: from the left, the longest first.
    fn spans(
        &self,
        query: &str,
        words: &[(String, usize, usize)],
        is_word: impl Fn(&str) -> bool,
    ) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut i = 0;
        while i < words.len() {
            let longest = LONGEST.min(words.len() - i);
            let found = (1..=longest).rev().find_map(|n| {
                self.span(query, words, i, n, &is_word)
                    .map(|span| (n, span))
            });
            match found {
                Some((n, span)) => {
                    spans.push(span);
                    i += n;
                }
                None => i += 1,
            }
        }
        spans
    }

    fn span(
        &self,
        query: &str,
        words: &[(String, usize, usize)],
        first: usize,
        n: usize,
        is_word: &impl Fn(&str) -> bool,
    ) -> Option<Span> {
        let part = words.get(first..first + n)?;
        let (start, end) = (part.first()?.1, part.last()?.2);
        let key = part
            .iter()
            .map(|w| w.0.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        let rows = self.with_key(&key);
        if rows.is_empty() {
            return None;
        }
        let written = query.get(start..end)?;
        if first > 0 && matches!(written, "NEC" | "NOS") {
            // behind other words these are the classification's own marks (Guidelines I.A.6), no initials
            return None;
        }
        let whole = n == words.len();
        let own_word = n == 1 && is_word(&key);
        let meanings = rows.clone().filter(|&i| self.table(i) == ABBREVIATION);
        let only_meaning = meanings.count() == 1 && !normalize::is_function_word(&key);
        let as_written = |i: usize| self.shown.get(i) == written;
        let shouted =
            written.chars().any(char::is_uppercase) && !written.chars().any(char::is_lowercase);
        let mut choices: Vec<usize> = rows
            .filter(|&i| match self.table(i) {
                ABBREVIATION if own_word => only_meaning || whole || as_written(i) && shouted,
                ABBREVIATION | OWN => true,
                CLASS => whole,
                // A word for a word is weighed word by word.
                _ => n > 1 || self.texts.get(i).contains([' ', ',']),
            })
            .collect();
        if choices.iter().any(|&i| as_written(i)) && shouted {
            choices.retain(|&i| as_written(i) || self.table(i) != ABBREVIATION);
        }
        let fits = |i: &usize| {
            self.contexts
                .get(*i)
                .split(',')
                .filter(|c| !c.is_empty())
                .any(|context| {
                    let form = normalize::phrase(context);
                    words
                        .iter()
                        .enumerate()
                        .any(|(at, w)| !(first..first + n).contains(&at) && w.0 == form)
                })
        };
        // whoever adds a row of their own has decided
        let own = |i: &usize| self.table(*i) == OWN;
        let decided = choices.iter().any(fits) || choices.iter().any(own);
        choices.sort_by_key(|i| (!own(i), !fits(i), !self.contexts.get(*i).is_empty()));
        let weight = if own_word && !choices.iter().any(own) {
            OWN_WORD
        } else {
            SURE
        };
        (!choices.is_empty()).then_some(Span {
            start,
            end,
            choices,
            decided,
            weight,
        })
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

/// A reading of a name with a number behind it as the type of that number: "spinal muscular atrophy 4",
/// "mucopolysaccharidosis VII".
fn numbered(query: &str, words: &[(String, usize, usize)]) -> Option<Reading> {
    let [.., before, last] = words else {
        return None;
    };
    let roman = matches!(
        last.0.as_str(),
        "i" | "ii" | "iii" | "iv" | "v" | "vi" | "vii" | "viii" | "ix"
    );
    ((roman || is_number(&last.0)) && !is_counting(&before.0)).then(|| Reading {
        text: format!(
            "{} type {}",
            query.get(..before.2).unwrap_or_default(),
            query.get(last.1..last.2).unwrap_or_default()
        ),
        weight: 0.98,
        expanded: Vec::new(),
    })
}

/// A reading of the name of a hereditary disease: a mode of inheritance, or the number of a locus behind
/// the name ("spastic paraplegia 54", after the custom of naming genetic diseases), says that it is hereditary.
fn inherited(query: &str, words: &[(String, usize, usize)]) -> Option<Reading> {
    let has = |word: &str| words.iter().any(|w| w.0 == word);
    let autosomal = has("autosomal");
    let linked = words
        .windows(2)
        .any(|w| matches!(w[0].0.as_str(), "x" | "y") && w[1].0 == "linked");
    let drops = |i: usize, word: &str| match word {
        "autosomal" => true,
        "dominant" | "recessive" => autosomal || linked,
        "x" | "y" | "linked" => linked,
        _ => i > 0 && is_number(word) && words.get(i - 1).is_some_and(|w| !is_counting(&w.0)),
    };
    let kept: Vec<&str> = words
        .iter()
        .enumerate()
        .filter(|(i, w)| !drops(*i, &w.0))
        .filter_map(|(_, w)| query.get(w.1..w.2))
        .collect();
    if kept.len() == words.len() || kept.is_empty() {
        return None;
    }
    let text = if has("hereditary") || has("congenital") || has("familial") {
        kept.join(" ")
    } else {
        format!("{} hereditary", kept.join(" "))
    };
    Some(Reading {
        text,
        weight: 0.97,
        expanded: Vec::new(),
    })
}

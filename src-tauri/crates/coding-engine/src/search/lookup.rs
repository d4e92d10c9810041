//! Answering a phrase.

use coding_model::Source;
use icd10cm::{BookKind, Code, Codebook};
use retrieval::normalize;
use retrieval::resolve::{How, Resolved};
use retrieval::{Explanation, Query, QueryOptions};
use serde::Serialize;

use super::Search;
use super::expansion::{Expansions, Meaning, Synonym, Synonyms};
use super::rank::{Candidate, weight};
use super::reading::Reading;
use super::related::relate;
use super::row::{Kind, NO_TEXT};
use super::typed::typed;

/// How a phrase is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookupOptions {
    /// Most results.
    pub limit: usize,
    /// As you type: words may be unfinished even where they are words already.
    pub prefix: bool,
}

impl Default for LookupOptions {
    fn default() -> Self {
        Self {
            limit: 10,
            prefix: false,
        }
    }
}

/// A code and the entry that offers it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// A code or header of the release.
    pub code: Code,
    /// Its full title.
    pub title: String,
    /// Whether it may be reported as it stands.
    pub billable: bool,
    /// Where the entry comes from.
    pub source: Source,
    /// Titles from the main term down; for the Tabular List from the category down, an inclusion term
    /// last; for the project's tables the phrase.
    pub path: Vec<String>,
    /// The line of the book, where the entry is one.
    pub node: Option<(BookKind, u32)>,
    /// Comparable within one lookup only.
    pub score: f32,
    /// Whether a word was guessed at: misspelled, run together, shortened.
    pub guessed: bool,
}

/// What the book offers for a phrase.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Lookup {
    /// Best first, each code once.
    pub results: Vec<Found>,
    /// What was written out to find them ("AKI → acute kidney injury (abbreviations)").
    pub notices: Vec<String>,
    /// The same taken apart.
    pub expanded: Vec<Meaning>,
    /// The meanings of what is ambiguous in the phrase.
    pub ambiguous: Vec<Meaning>,
}

impl Search {
    /// What the book offers for a phrase or a code, best first.
    #[must_use]
    pub fn lookup(&self, book: &Codebook, phrase: &str, options: LookupOptions) -> Lookup {
        self.look_up(book, phrase, options, &self.expansions)
    }

    /// The same with a person's synonyms.
    #[must_use]
    pub fn lookup_with(
        &self,
        book: &Codebook,
        phrase: &str,
        options: LookupOptions,
        synonyms: &Synonyms,
    ) -> Lookup {
        let mut answer = self.look_up(book, phrase, options, &synonyms.expansions);
        answer.results.retain(|found| {
            let turned_off = |text: &String| synonyms.off.contains(&normalize::phrase(text));
            found.source != Source::Derived || !found.path.iter().any(turned_off)
        });
        answer
    }

    /// The rows by which short and lay forms are written out, sorted by their comparable form.
    pub fn synonyms(&self) -> impl Iterator<Item = Synonym> {
        self.expansions.rows()
    }

    /// The expansions with a person's own rows (short form, expansion), and without those turned off.
    #[must_use]
    pub fn with_synonyms(&self, own: &[(String, String)], off: &[(String, String)]) -> Synonyms {
        Synonyms {
            expansions: self.expansions.with(own, off),
            off: off
                .iter()
                .map(|(short, _)| normalize::phrase(short))
                .collect(),
        }
    }

    fn look_up(
        &self,
        book: &Codebook,
        phrase: &str,
        options: LookupOptions,
        expansions: &Expansions,
    ) -> Lookup {
        let codes = typed(book, phrase, options.limit);
        if !codes.is_empty() {
            return typed_codes(book, &codes);
        }
        let (readings, ambiguous) = self.readings(phrase, expansions);
        let best = self.best(book, &readings, !ambiguous.is_empty(), options);
        let mut used: Vec<usize> = best.iter().map(|c| c.reading).collect();
        used.sort_unstable();
        used.dedup();
        let mut expanded: Vec<Meaning> = Vec::new();
        for meaning in used
            .into_iter()
            .filter_map(|r| readings.get(r))
            .flat_map(|r| &r.expanded)
        {
            if !expanded.contains(meaning) {
                expanded.push(meaning.clone());
            }
        }
        let results = best.iter().filter_map(|c| self.found(book, c)).collect();
        Lookup {
            results,
            notices: expanded.iter().map(Meaning::notice).collect(),
            expanded,
            ambiguous,
        }
    }

    /// Takes the score apart by which a lookup offers `code`; `None` where it does not.
    #[must_use]
    pub fn explain(
        &self,
        book: &Codebook,
        phrase: &str,
        code: Code,
        options: LookupOptions,
    ) -> Option<Explanation> {
        if typed(book, phrase, options.limit).contains(&code) {
            return Some(Explanation::leaf(
                format!("{code} was typed as a code"),
                1.0,
            ));
        }
        let (readings, ambiguous) = self.readings(phrase, &self.expansions);
        let best = self.best(book, &readings, !ambiguous.is_empty(), options);
        let candidate = best.iter().find(|c| self.code(c) == Some(code))?;
        let reading = readings.get(candidate.reading)?;
        let (query, resolved) = self.resolve(&reading.text, options);
        let entry = self
            .corpus
            .explain_resolved(&query, &resolved, candidate.hit.doc);
        let row = self.rows.get(candidate.hit.doc as usize)?;
        let read = if reading.expanded.is_empty() {
            "as written".to_owned()
        } else {
            let notices: Vec<String> = reading.expanded.iter().map(Meaning::notice).collect();
            notices.join("; ")
        };
        let mut children = vec![
            Explanation::node(
                format!("entry: {}", row.kind().name()),
                candidate.hit.score,
                vec![entry],
            ),
            Explanation::leaf(
                "divided by the weight of the words asked",
                weight(&resolved),
            ),
            Explanation::leaf(format!("trust in the reading: {read}"), reading.weight),
        ];
        let points = candidate.near.map_or(0.0, |m| m.points);
        let read_alone = candidate.hit.score / weight(&resolved) * reading.weight;
        let rest = match candidate.beside {
            Some(_) => "the code stands beside that entry's in the Tabular List",
            None => "other entries of the code, how its title fits, trust in a part of a phrase",
        };
        let by_words = candidate.score - points;
        children.push(Explanation::leaf(
            rest,
            by_words / read_alone.max(f32::MIN_POSITIVE),
        ));
        let mut parts = Vec::new();
        if candidate.hit.score > 0.0 {
            parts.push(Explanation::node("by its words", by_words, children));
        }
        if let Some(meant) = candidate.near
            && let Some(nearness) = self.meaning()
        {
            let cosine = nearness.explain(&reading.text, meant.doc);
            parts.push(Explanation::node(
                "by nearness in meaning",
                points,
                cosine.into_iter().collect(),
            ));
        }
        Some(Explanation::node(
            format!("score of {code}"),
            candidate.score,
            parts,
        ))
    }

    /// Whether a normalized word is one of an entry's.
    #[must_use]
    pub(crate) fn knows(&self, word: &str) -> bool {
        self.corpus.vocabulary().id(word).is_some()
    }

    fn readings(&self, phrase: &str, expansions: &Expansions) -> (Vec<Reading>, Vec<Meaning>) {
        let vocabulary = self.corpus.vocabulary();
        expansions.readings(phrase, |word| vocabulary.id(word).is_some())
    }

    pub(super) fn resolve(&self, text: &str, options: LookupOptions) -> (Query, Resolved) {
        let query = Query::parse(
            text,
            QueryOptions {
                prefix_last: options.prefix,
                ..QueryOptions::TYPING
            },
        );
        let mut resolved = self.corpus.resolve(&query);
        let is_short = |text: &str| text.len() <= 4;
        let shortened = query.words().len() > 1
            && query.words().iter().all(|w| is_short(&w.text))
            && resolved
                .terms
                .iter()
                .any(|t| t.alternatives.iter().all(|a| a.how != How::Exact));
        if !options.prefix && !shortened {
            // A finished word stands for itself; one that is no word may still be a beginning, and in
            // "chr kid dis" all are.
            for term in &mut resolved.terms {
                if term.alternatives.iter().any(|a| a.how == How::Exact) {
                    term.alternatives.retain(|a| a.how != How::Prefix);
                }
            }
        }
        relate(&self.corpus, &self.kin, &query, &mut resolved);
        (query, resolved)
    }

    fn found(&self, book: &Codebook, candidate: &Candidate) -> Option<Found> {
        let row = self.rows.get(candidate.hit.doc as usize)?;
        let code = self.code(candidate)?;
        if candidate.beside.is_some() {
            return tabular(book, code, candidate.score, candidate.hit.guessed);
        }
        let title = book.title(code)?;
        let node = row.kind().book().map(|kind| (kind, row.place));
        let text = (row.text != NO_TEXT).then(|| self.texts.get(row.text as usize).to_owned());
        let mut path = match (node, row.kind()) {
            (Some((kind, place)), _) => book.book(kind).node(place)?.titles(),
            (None, Kind::Title | Kind::Inclusion | Kind::Code) => lineage(book, row.place),
            _ => Vec::new(),
        };
        if row.column != 0
            && let Some((kind, _)) = node
        {
            path.extend(
                book.book(kind)
                    .heads()
                    .nth(usize::from(row.column) - 1)
                    .map(str::to_owned),
            );
        }
        path.extend(text);
        Some(Found {
            code,
            title,
            billable: book.is_billable(code),
            source: row.source(),
            path,
            node,
            score: candidate.score,
            guessed: candidate.hit.guessed,
        })
    }
}

/// Titles from the category down.
fn lineage(book: &Codebook, place: u32) -> Vec<String> {
    let Some(entry) = book.entry_at(place) else {
        return Vec::new();
    };
    let above = entry.ancestors().take_while(|e| e.code().is_some());
    let mut titles: Vec<String> = std::iter::once(entry)
        .chain(above)
        .map(|e| e.title().to_owned())
        .collect();
    titles.reverse();
    titles
}

#[allow(clippy::cast_precision_loss, reason = "a few results")]
fn typed_codes(book: &Codebook, codes: &[Code]) -> Lookup {
    let ranked = codes.iter().enumerate();
    Lookup {
        results: ranked
            .filter_map(|(rank, &code)| tabular(book, code, 1.0 / (1.0 + rank as f32), false))
            .collect(),
        ..Lookup::default()
    }
}

/// A line of the Tabular List that is offered for itself.
fn tabular(book: &Codebook, code: Code, score: f32, guessed: bool) -> Option<Found> {
    Some(Found {
        code,
        title: book.title(code)?,
        billable: book.is_billable(code),
        source: Source::Tabular,
        path: book
            .entry_of(code)
            .map(|e| lineage(book, e.number()))
            .unwrap_or_default(),
        node: None,
        score,
        guessed,
    })
}

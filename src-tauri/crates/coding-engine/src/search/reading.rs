//! The readings of what is asked: as written, and with short and lay forms written out.

use retrieval::normalize::{self, Tokens};

use super::expansion::{ABBREVIATION, CLASS, Expansions, Meaning, OWN};
use super::{heredity, karyotype};

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
        readings.extend(heredity::inherited(query, &words));
        readings.extend(heredity::numbered(query, &words));
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
}

//! All scores of a set of notes.

use std::collections::{BTreeMap, HashSet};

use icd10cm::{Code, Codebook};
use serde::Serialize;

use super::bootstrap::{Interval, intervals};
use super::count::{Counts, mean, ratio};
use super::evidence::{Characters, Span, Sums, overlap};
use super::labelled::{LabelledNote, LabelledSpan};
use super::matching::{Gold, golds, pair, pair_above};
use crate::answer::SuggestAnswer;

/// Cut-offs of the ranked list.
const CUTS: [usize; 3] = [5, 10, 25];

/// A labelled note with its answer.
pub struct ScoredNote<'a> {
    /// The note.
    pub note: &'a LabelledNote,
    /// Text of the note, as the answer's offsets count it.
    pub text: &'a str,
    /// The answer.
    pub answer: &'a SuggestAnswer,
}

impl ScoredNote<'_> {
    /// The labels of a set; none where the note has no such set.
    pub(super) fn labels(&self, set: &str) -> &[String] {
        self.note.codes.get(set).map_or(&[], Vec::as_slice)
    }

    /// The note's identifier as text.
    pub(super) fn id(&self) -> String {
        match &self.note.note.id {
            serde_json::Value::String(id) => id.clone(),
            other => other.to_string(),
        }
    }
}

/// Each suggestion's confidence, and whether it meets a label: of all suggestions of both lists.
#[must_use]
pub fn judged(notes: &[ScoredNote<'_>], labels: &str, codebook: &Codebook) -> Vec<(f32, bool)> {
    let mut all = Vec::new();
    for scored in notes {
        let ranked = codes(scored.answer, |_| true);
        let met = pair(&ranked, &golds(scored.labels(labels), codebook));
        for (code, met) in ranked.iter().zip(met) {
            let dotted = code.to_string();
            let suggestion = scored.answer.suggestions.iter().find(|s| s.code == dotted);
            all.extend(suggestion.map(|s| (s.confidence, met.is_some())));
        }
    }
    all
}

/// Precision, recall and their harmonic mean.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Pair {
    /// Share of the predicted that is right.
    pub precision: f64,
    /// Share of the labels that is found.
    pub recall: f64,
    /// Harmonic mean.
    pub f1: f64,
}

/// Recall of the ranked list at a cut-off.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Recall {
    /// First so many suggestions, those worth a look included.
    pub k: usize,
    /// Share of the labels among them.
    pub recall: f64,
}

/// How well quotes fit stretches of one kind, over codes that were found and have some.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct SpanScores {
    /// Codes that were found and have such stretches.
    pub codes: usize,
    /// Same beginning and end.
    pub span_exact_f1: f64,
    /// Words in common.
    pub token_f1: f64,
    /// Share of marked stretches inside a quote that reaches at most 10 characters further on either side.
    pub containment: f64,
}

/// How well quotes fit what people marked.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct EvidenceScores {
    /// Codes that were found and have marked stretches of either kind.
    pub codes: usize,
    /// Share of those with a quote that overlaps a mention or evidence.
    pub overlap: f64,
    /// Against mentions of the diagnosis.
    pub mentions: Option<SpanScores>,
    /// Against supporting evidence.
    pub evidence: Option<SpanScores>,
}

/// Everything that is measured.
#[derive(Debug, Clone, Serialize)]
pub struct Scores {
    /// Notes that have the labels.
    pub notes: usize,
    /// Labels, each once a note.
    pub gold: usize,
    /// Suggested codes.
    pub predicted: usize,
    /// Over all pairs of note and code.
    pub micro: Pair,
    /// Mean over the codes among the labels.
    pub macro_f1: f64,
    /// Mean over notes.
    pub per_note_f1: f64,
    /// Where micro-F1 lies for notes drawn anew (95 of 100).
    pub micro_f1_interval: Interval,
    /// The same of per-note F1.
    pub per_note_f1_interval: Interval,
    /// Share of notes matched exactly.
    pub exact_match_ratio: f64,
    /// A prediction counts where it shares the ancestor one level above.
    pub prefix1_f1: f64,
    /// Two levels above.
    pub prefix2_f1: f64,
    /// Recall of the ranked list.
    pub recall_at: Vec<Recall>,
    /// Quotes; none where no note has marked stretches.
    pub evidence: Option<EvidenceScores>,
    /// Labels that are headers or lack a 7th character in this release.
    pub gold_headers: usize,
    /// How many of those were met by a predicted descendant.
    pub gold_headers_met: usize,
    /// Labels that are not in this release; nothing can meet them.
    pub gold_absent: usize,
}

/// Scores answers against a set of labels. Notes without these labels must be left out by the caller.
#[must_use]
pub fn score(notes: &[ScoredNote<'_>], labels: &str, codebook: &Codebook) -> Scores {
    let mut micro = Counts::default();
    let mut above = [Counts::default(); 2];
    let mut by_code: BTreeMap<String, Counts> = BTreeMap::new();
    let mut by_note: Vec<Counts> = Vec::new();
    let mut cut_hits = [0_usize; CUTS.len()];
    let mut quotes = Quotes::default();
    let (mut headers, mut headers_met, mut absent) = (0, 0, 0);
    for scored in notes {
        let golds = golds(scored.labels(labels), codebook);
        let predicted = codes(scored.answer, |list| list == "suggest");
        let met = pair(&predicted, &golds);
        let counts = counts(&met, golds.len());
        micro.add(counts);
        by_note.push(counts);
        for (levels, sum) in [1, 2].into_iter().zip(&mut above) {
            let met = pair_above(&predicted, &golds, levels, codebook);
            sum.add(self::counts(&met, golds.len()));
        }
        tally(&predicted, &met, &golds, &mut by_code);
        let ranked = codes(scored.answer, |_| true);
        for (k, hits) in CUTS.into_iter().zip(&mut cut_hits) {
            let first = ranked.get(..k.min(ranked.len())).unwrap_or_default();
            *hits += pair(first, &golds).iter().flatten().count();
        }
        headers += golds
            .iter()
            .filter(|g| matches!(g, Gold::Header(_)))
            .count();
        absent += golds
            .iter()
            .filter(|g| matches!(g, Gold::Absent(_)))
            .count();
        headers_met += met
            .iter()
            .flatten()
            .filter(|i| matches!(golds.get(**i), Some(Gold::Header(_))))
            .count();
        quotes.add(scored, &predicted, &met, &golds, codebook);
    }
    let gold = micro.hit + micro.missed;
    let (micro_f1_interval, per_note_f1_interval) = intervals(&by_note);
    let in_gold = by_code.values().filter(|c| c.hit + c.missed > 0);
    Scores {
        notes: notes.len(),
        gold,
        predicted: micro.hit + micro.extra,
        micro: Pair {
            precision: micro.precision(),
            recall: micro.recall(),
            f1: micro.f1(),
        },
        macro_f1: mean(in_gold.map(|c| c.f1())),
        per_note_f1: mean(by_note.iter().map(|c| c.f1())),
        micro_f1_interval,
        per_note_f1_interval,
        exact_match_ratio: ratio(
            by_note.iter().filter(|c| c.extra + c.missed == 0).count(),
            by_note.len(),
        ),
        prefix1_f1: above[0].f1(),
        prefix2_f1: above[1].f1(),
        recall_at: CUTS
            .into_iter()
            .zip(cut_hits)
            .map(|(k, hits)| Recall {
                k,
                recall: ratio(hits, gold),
            })
            .collect(),
        evidence: quotes.scores(),
        gold_headers: headers,
        gold_headers_met: headers_met,
        gold_absent: absent,
    }
}

/// The codes of the lists, each once, in rank order.
pub(super) fn codes(answer: &SuggestAnswer, list: impl Fn(&str) -> bool) -> Vec<Code> {
    let mut seen = HashSet::new();
    let mut ranked: Vec<_> = answer
        .suggestions
        .iter()
        .filter(|s| list(&s.list))
        .collect();
    ranked.sort_by_key(|s| s.rank);
    ranked
        .iter()
        .filter_map(|s| Code::parse(&s.code).ok())
        .filter(|c| seen.insert(*c))
        .collect()
}

fn counts(met: &[Option<usize>], golds: usize) -> Counts {
    let hit = met.iter().flatten().count();
    Counts {
        hit,
        extra: met.len() - hit,
        missed: golds - hit,
    }
}

/// Adds a note to the counts of each code. A header that was met counts under its own name.
fn tally(
    predicted: &[Code],
    met: &[Option<usize>],
    golds: &[Gold],
    by_code: &mut BTreeMap<String, Counts>,
) {
    for (code, met) in predicted.iter().zip(met) {
        match met.and_then(|i| golds.get(i)) {
            Some(gold) => by_code.entry(gold.name()).or_default().hit += 1,
            None => by_code.entry(code.to_string()).or_default().extra += 1,
        }
    }
    for (i, gold) in golds.iter().enumerate() {
        if !met.contains(&Some(i)) {
            by_code.entry(gold.name()).or_default().missed += 1;
        }
    }
}

/// The quotes of codes that were found and have marked stretches.
#[derive(Default)]
struct Quotes {
    codes: usize,
    overlapping: usize,
    mentions: Sums,
    evidence: Sums,
}

impl Quotes {
    fn add(
        &mut self,
        scored: &ScoredNote<'_>,
        predicted: &[Code],
        met: &[Option<usize>],
        golds: &[Gold],
        codebook: &Codebook,
    ) {
        let note = scored.note;
        if note.evidence.is_empty() && note.diagnoses.is_empty() {
            return;
        }
        let text = Characters::of(scored.text);
        let spans = |from: &[LabelledSpan], gold: &Gold| -> Vec<Span> {
            from.iter()
                .filter(|s| Gold::read(&s.code, codebook) == *gold)
                .map(|s| s.span)
                .collect()
        };
        for (code, met) in predicted.iter().zip(met) {
            let Some(gold) = met.and_then(|i| golds.get(i)) else {
                continue;
            };
            let dotted = code.to_string();
            let quoted: Vec<Span> = scored
                .answer
                .suggestions
                .iter()
                .filter(|s| s.code == dotted)
                .flat_map(|s| s.evidence.iter().map(|e| (e.start, e.end)))
                .collect();
            let (mentions, evidence) = (spans(&note.diagnoses, gold), spans(&note.evidence, gold));
            if !mentions.is_empty() {
                self.mentions.add(&text, &quoted, &mentions);
            }
            if !evidence.is_empty() {
                self.evidence.add(&text, &quoted, &evidence);
            }
            if !mentions.is_empty() || !evidence.is_empty() {
                self.codes += 1;
                let overlaps = overlap(&quoted, &mentions) || overlap(&quoted, &evidence);
                self.overlapping += usize::from(overlaps);
            }
        }
    }

    fn scores(&self) -> Option<EvidenceScores> {
        let of = |sums: &Sums| {
            (sums.codes > 0).then(|| SpanScores {
                codes: sums.codes,
                span_exact_f1: sums.span_exact_f1(),
                token_f1: sums.token_f1(),
                containment: sums.containment(),
            })
        };
        (self.codes > 0).then(|| EvidenceScores {
            codes: self.codes,
            overlap: ratio(self.overlapping, self.codes),
            mentions: of(&self.mentions),
            evidence: of(&self.evidence),
        })
    }
}

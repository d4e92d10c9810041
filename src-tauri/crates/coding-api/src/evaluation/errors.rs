//! What was missed, what was spurious, and which of both nearly met: identifiers and codes, never a note's text.

use std::collections::BTreeMap;

use icd10cm::{Code, Codebook};
use serde::Serialize;

use super::matching::{golds, pair};
use super::near::Near;
use super::score::{ScoredNote, codes};
use crate::answer::{SuggestAnswer, Suggested};

/// Most rows of a table of codes.
const ROWS: usize = 20;

/// The errors over all notes, counted.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorTables {
    /// Labels that no suggestion meets, by where their code stands.
    pub missed: Vec<Tally>,
    /// Missed labels that have a spurious code beside them, each counted once by the nearest kind.
    pub near: Vec<Tally>,
    /// The labels missed most often.
    pub missed_codes: Vec<CodeTally>,
    /// The codes suggested wrongly most often.
    pub spurious_codes: Vec<CodeTally>,
}

/// How often something came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// What.
    pub name: String,
    /// How often.
    pub n: usize,
}

/// How often a code was wrong.
#[derive(Debug, Clone, Serialize)]
pub struct CodeTally {
    /// The code.
    pub code: String,
    /// Its title; empty where it is of another release.
    pub title: String,
    /// In how many notes.
    pub n: usize,
}

/// One error of one note.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorLine {
    /// The note's identifier.
    pub note: String,
    /// "missed", "spurious" or "near-miss", which is both at once.
    pub error: &'static str,
    /// The label, where one was missed.
    pub label: String,
    /// The suggested code, where one was spurious.
    pub suggested: String,
    /// Kind of a near miss.
    pub kind: &'static str,
    /// Where the label's code stands: "absent", "held back", "below the threshold".
    pub standing: &'static str,
    /// Place of the code in the list; 0 where it is not there.
    pub rank: u32,
    /// Its confidence.
    pub confidence: f32,
    /// Quotes of the suggested code; left out unless they are asked for.
    pub quotes: Vec<String>,
}

impl ErrorLine {
    /// Head of the table.
    pub const HEAD: &'static str =
        "note\terror\tlabel\tsuggested\tkind\tstanding\trank\tconfidence";

    /// The row, with the quotes where they are asked for.
    #[must_use]
    pub fn row(&self, quotes: bool) -> String {
        let clean = |text: &str| text.replace(['\t', '\r', '\n'], " ");
        let mut row = format!(
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{:.3}",
            clean(&self.note),
            self.error,
            self.label,
            self.suggested,
            self.kind,
            self.standing,
            self.rank,
            self.confidence
        );
        if quotes {
            row.push('\t');
            row.push_str(&clean(&self.quotes.join(" | ")));
        }
        row
    }
}

/// Every error of every note, in their order.
#[must_use]
pub fn errors(notes: &[ScoredNote<'_>], labels: &str, codebook: &Codebook) -> Vec<ErrorLine> {
    let mut lines = Vec::new();
    for scored in notes {
        let golds = golds(scored.labels(labels), codebook);
        let predicted = codes(scored.answer, |list| list == "suggest");
        let met = pair(&predicted, &golds);
        let missed: Vec<usize> = (0..golds.len())
            .filter(|i| !met.contains(&Some(*i)))
            .collect();
        let spurious: Vec<Code> = predicted
            .iter()
            .zip(&met)
            .filter(|(_, met)| met.is_none())
            .map(|(code, _)| *code)
            .collect();
        let listed = codes(scored.answer, |_| true);
        let mut beside: BTreeMap<usize, (Near, Code)> = BTreeMap::new();
        for kind in Near::ALL {
            for i in &missed {
                let label = golds.get(*i).and_then(super::matching::Gold::code);
                let free = |code: &&Code| !beside.values().any(|(_, taken)| taken == *code);
                let near = label.and_then(|label| {
                    let near = |code: &&Code| Near::of(label, **code, codebook) == Some(kind);
                    spurious.iter().filter(free).find(near).copied()
                });
                if let (Some(code), false) = (near, beside.contains_key(i)) {
                    beside.insert(*i, (kind, code));
                }
            }
        }
        for i in &missed {
            let Some(gold) = golds.get(*i) else { continue };
            let found = listed
                .iter()
                .find(|code| gold.meets(**code))
                .and_then(|code| suggestion(scored.answer, *code));
            let near = beside.get(i);
            let wrong = near.and_then(|(_, code)| suggestion(scored.answer, *code));
            lines.push(ErrorLine {
                note: scored.id(),
                error: if near.is_some() {
                    "near-miss"
                } else {
                    "missed"
                },
                label: gold.name(),
                suggested: near.map(|(_, code)| code.to_string()).unwrap_or_default(),
                kind: near.map_or("", |(kind, _)| kind.name()),
                standing: found.map_or("absent", standing),
                rank: found.map_or(0, |s| s.rank),
                confidence: found.map_or(0.0, |s| s.confidence),
                quotes: wrong.map(quotes).unwrap_or_default(),
            });
        }
        for code in &spurious {
            if beside.values().any(|(_, taken)| taken == code) {
                continue;
            }
            let found = suggestion(scored.answer, *code);
            lines.push(ErrorLine {
                note: scored.id(),
                error: "spurious",
                label: String::new(),
                suggested: code.to_string(),
                kind: "",
                standing: "",
                rank: found.map_or(0, |s| s.rank),
                confidence: found.map_or(0.0, |s| s.confidence),
                quotes: found.map(quotes).unwrap_or_default(),
            });
        }
    }
    lines
}

/// The errors counted.
#[must_use]
pub fn tables(lines: &[ErrorLine], codebook: &Codebook) -> ErrorTables {
    let tally = |names: &[&str], of: &dyn Fn(&ErrorLine) -> &'static str| -> Vec<Tally> {
        names
            .iter()
            .map(|name| Tally {
                name: (*name).to_owned(),
                n: lines.iter().filter(|l| of(l) == *name).count(),
            })
            .collect()
    };
    let often = |of: &dyn Fn(&ErrorLine) -> &str| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for line in lines.iter().filter(|l| !of(l).is_empty()) {
            *counts.entry(of(line)).or_default() += 1;
        }
        let mut rows: Vec<CodeTally> = counts
            .into_iter()
            .map(|(code, n)| CodeTally {
                code: code.to_owned(),
                title: Code::parse(code)
                    .ok()
                    .and_then(|c| codebook.title(c))
                    .unwrap_or_default(),
                n,
            })
            .collect();
        rows.sort_by(|a, b| b.n.cmp(&a.n).then_with(|| a.code.cmp(&b.code)));
        rows.truncate(ROWS);
        rows
    };
    ErrorTables {
        missed: tally(&["absent", "held back", "below the threshold"], &|l| {
            l.standing
        }),
        near: tally(&Near::ALL.map(Near::name), &|l| l.kind),
        missed_codes: often(&|l| &l.label),
        spurious_codes: often(&|l| &l.suggested),
    }
}

fn suggestion(answer: &SuggestAnswer, code: Code) -> Option<&Suggested> {
    let dotted = code.to_string();
    answer.suggestions.iter().find(|s| s.code == dotted)
}

fn standing(suggestion: &Suggested) -> &'static str {
    if suggestion.is_held_back() {
        "held back"
    } else {
        "below the threshold"
    }
}

fn quotes(suggestion: &Suggested) -> Vec<String> {
    suggestion
        .evidence
        .iter()
        .map(|e| e.quote.clone())
        .collect()
}

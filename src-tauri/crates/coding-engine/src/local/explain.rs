//! The score of a code taken apart.

use retrieval::Explanation;

use super::Local;
use crate::score::FEATURES;
use crate::task::{Candidate, Ranked};

/// Signals named in a trail, the strongest of each direction.
const NAMED: usize = 4;

impl Local {
    /// What each signal adds to the log-odds of a code, as a tree: the weights, the trees of inpatient
    /// encounters or the shift of outpatient ones, and what the company of other codes changed.
    pub(crate) fn explain(&self, ranked: &Ranked, outpatient: bool) -> Explanation {
        let candidate = &ranked.candidate;
        let p = ranked.probability.clamp(1e-6, 1.0 - 1e-6);
        let total = (p / (1.0 - p)).ln();
        let mut parts = vec![self.by_weights(candidate, outpatient)];
        if outpatient {
            let shift = self.outpatient.by_section(candidate);
            parts.push(Explanation::leaf(
                "where an outpatient visit names it",
                shift,
            ));
        } else {
            parts.push(self.by_trees(candidate));
        }
        let rest = total - parts.iter().map(|p| p.value).sum::<f32>();
        if rest.abs() > 1e-3 {
            parts.push(Explanation::leaf("what else the encounter holds", rest));
        }
        Explanation::node("log-odds that the code is reported", total, parts)
    }

    fn by_weights(&self, candidate: &Candidate, outpatient: bool) -> Explanation {
        let weights = self.weights_of(outpatient);
        let mut signals: Vec<Explanation> = FEATURES
            .iter()
            .zip(weights.weights.iter().zip(&candidate.features))
            .map(|(name, (weight, value))| {
                Explanation::leaf(label(name, candidate), weight * value)
            })
            .filter(|e| e.value != 0.0)
            .collect();
        strongest_first(&mut signals);
        if let Some(mass) = signals.iter_mut().find(|e| e.label == "mass") {
            mass.label = "mass: how telling the entry's words are".to_owned();
            mass.children = self.by_words(candidate);
        }
        Explanation::node(
            "sum of the weighted signals",
            weights.logit(&candidate.features),
            signals,
        )
    }

    /// The words of the entry with how telling each is in the book.
    fn by_words(&self, candidate: &Candidate) -> Vec<Explanation> {
        let Some(phrase) = self.dictionary.phrase(candidate.lead.hit.phrase) else {
            return Vec::new();
        };
        phrase
            .words()
            .iter()
            .map(|word| {
                let label = format!("“{}”", self.dictionary.text(*word));
                Explanation::leaf(label, self.dictionary.idf(*word))
            })
            .collect()
    }

    fn by_trees(&self, candidate: &Candidate) -> Explanation {
        let mut signals: Vec<Explanation> = self
            .trees
            .shares(&candidate.features)
            .into_iter()
            .filter_map(|(signal, share)| {
                let name = FEATURES.get(signal)?;
                Some(Explanation::leaf(label(name, candidate), share))
            })
            .collect();
        strongest_first(&mut signals);
        Explanation::node(
            "what the trees add, shared among the signals they ask",
            self.trees.logit(&candidate.features),
            signals,
        )
    }

    /// The score in one line of a trail: what spoke for the code and what against it.
    pub(crate) fn score_line(&self, ranked: &Ranked, outpatient: bool) -> String {
        let tree = self.explain(ranked, outpatient);
        let mut all: Vec<(String, f32)> = Vec::new();
        for part in &tree.children {
            let leaves: Vec<&Explanation> = if part.children.is_empty() {
                vec![part]
            } else {
                part.children.iter().collect()
            };
            for leaf in leaves {
                let name = leaf.label.split(':').next().unwrap_or(&leaf.label);
                match all.iter_mut().find(|(label, _)| *label == name) {
                    Some(known) => known.1 += leaf.value,
                    None => all.push((name.to_owned(), leaf.value)),
                }
            }
        }
        all.retain(|(label, _)| label != "bias");
        all.sort_by(|a, b| b.1.total_cmp(&a.1));
        let named = |list: Vec<&(String, f32)>| {
            let words: Vec<String> = list
                .iter()
                .map(|(label, value)| format!("{label} {value:+.1}"))
                .collect();
            words.join(", ")
        };
        let spoke_for: Vec<_> = all.iter().filter(|(_, v)| *v >= 0.05).take(NAMED).collect();
        let against: Vec<_> = all
            .iter()
            .rev()
            .filter(|(_, v)| *v <= -0.05)
            .take(NAMED)
            .collect();
        format!(
            "log-odds {:+.1}: for it {}; against it {}",
            tree.value,
            named(spoke_for),
            named(against)
        )
    }
}

/// A signal in words; that a code stands beside another says how it does.
fn label(signal: &str, candidate: &Candidate) -> String {
    match &candidate.lead.relative {
        Some(relative) if signal == "neighbour" => format!("neighbour: {}", relative.reason()),
        _ => signal.replace('_', " "),
    }
}

fn strongest_first(signals: &mut [Explanation]) {
    signals.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
}

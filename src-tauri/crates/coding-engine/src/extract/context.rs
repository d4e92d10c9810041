//! ConText: what the words around a mention say about it.

use coding_model::{Assertion, Certainty, Experiencer, Polarity, Temporality};
use retrieval::normalize::Tokens;
use rustc_hash::FxHashMap;

use crate::Lexicon;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Category {
    Negation,
    Uncertainty,
    Historical,
    Family,
    Hypothetical,
    Other,
    Pseudo,
    Termination,
}

#[derive(Debug, Clone)]
struct Rule {
    words: Vec<String>,
    category: Category,
    forward: bool,
    backward: bool,
    scope: usize,
    chronic_current: bool,
}

/// The cues by their first word, longest first.
#[derive(Debug, Clone, Default)]
pub struct Cues {
    rules: Vec<Rule>,
    by_first: FxHashMap<String, Vec<u32>>,
}

/// A cue met in a sentence.
#[derive(Debug, Clone, Copy)]
struct Met {
    rule: u32,
    start: usize,
    end: usize,
}

/// The cues of one sentence.
#[derive(Debug, Default)]
pub struct Reading {
    met: Vec<Met>,
    /// Words of the sentence.
    words: usize,
}

impl Cues {
    /// Prepares the cues of a lexicon.
    #[must_use]
    pub fn new(lexicon: &Lexicon) -> Self {
        let mut cues = Self::default();
        for cue in &lexicon.cues {
            let category = match cue.category.as_str() {
                "negation" => Category::Negation,
                "uncertainty" => Category::Uncertainty,
                "historical" => Category::Historical,
                "family" => Category::Family,
                "hypothetical" => Category::Hypothetical,
                "other_experiencer" => Category::Other,
                "pseudo" => Category::Pseudo,
                "termination" => Category::Termination,
                _ => continue,
            };
            if cue.note.starts_with("weak") {
                continue;
            }
            let tokens = Tokens::of(&cue.words);
            let words: Vec<String> = tokens.iter().map(|t| t.text.to_owned()).collect();
            let Some(first) = words.first().cloned() else {
                continue;
            };
            let number = cues.rules.len() as u32;
            cues.rules.push(Rule {
                words,
                category,
                forward: matches!(cue.direction.as_str(), "forward" | "both"),
                backward: matches!(cue.direction.as_str(), "backward" | "both"),
                scope: cue.scope,
                chronic_current: cue.note.contains("chronic-current"),
            });
            cues.by_first.entry(first).or_default().push(number);
        }
        for list in cues.by_first.values_mut() {
            list.sort_by_key(|&r| std::cmp::Reverse(cues.rules[r as usize].words.len()));
        }
        cues
    }

    /// Finds the cues of a sentence given as its normalized words.
    #[must_use]
    pub fn read(&self, words: &[&str]) -> Reading {
        let mut reading = Reading {
            words: words.len(),
            ..Reading::default()
        };
        let mut i = 0;
        while i < words.len() {
            let hit = self.by_first.get(words[i]).and_then(|list| {
                list.iter().copied().find(|&r| {
                    let rule = &self.rules[r as usize];
                    rule.words.len() <= words.len() - i
                        && rule.words.iter().zip(&words[i..]).all(|(a, b)| a == b)
                })
            });
            match hit {
                Some(rule) => {
                    let end = i + self.rules[rule as usize].words.len();
                    // the same words may stand for several cues ("possible": before and behind)
                    let same: Vec<u32> = self.by_first[words[i]]
                        .iter()
                        .copied()
                        .filter(|&r| {
                            self.rules[r as usize].words == self.rules[rule as usize].words
                        })
                        .collect();
                    for rule in same {
                        reading.met.push(Met {
                            rule,
                            start: i,
                            end,
                        });
                    }
                    i = end;
                }
                None => i += 1,
            }
        }
        reading
    }

    /// What the sentence says of the words `from..to`, and the cues that said it.
    #[must_use]
    pub fn judge(
        &self,
        reading: &Reading,
        from: usize,
        to: usize,
    ) -> (Assertion, Vec<String>, bool) {
        let mut assertion = Assertion::default();
        let mut said = Vec::new();
        let mut chronic_current = false;
        for met in &reading.met {
            let rule = &self.rules[met.rule as usize];
            let inside = met.start < to && from < met.end;
            if inside || matches!(rule.category, Category::Pseudo | Category::Termination) {
                continue;
            }
            let reaches = if met.end <= from {
                rule.forward
                    && (rule.scope == 0 || from - met.end < rule.scope)
                    && !self.stopped(reading, met.end, from)
            } else {
                let both = rule.category == Category::Uncertainty
                    && met.end < reading.words
                    && self.also_forward(rule);
                rule.backward
                    && !both
                    && (rule.scope == 0 || met.start - to < rule.scope)
                    && !self.stopped(reading, to, met.start)
            };
            if !reaches {
                continue;
            }
            match rule.category {
                Category::Negation => assertion.polarity = Polarity::Negated,
                Category::Uncertainty => assertion.certainty = Certainty::Uncertain,
                Category::Historical => {
                    if assertion.temporality == Temporality::Current {
                        assertion.temporality = Temporality::Historical;
                    }
                    chronic_current |= rule.chronic_current;
                }
                Category::Hypothetical => assertion.temporality = Temporality::Hypothetical,
                Category::Family => assertion.experiencer = Experiencer::Family,
                Category::Other => {
                    if assertion.experiencer == Experiencer::Patient {
                        assertion.experiencer = Experiencer::Other;
                    }
                }
                Category::Pseudo | Category::Termination => {}
            }
            said.push(rule.words.join(" "));
        }
        (assertion, said, chronic_current)
    }

    /// Whether the same words also point forward ("possible").
    fn also_forward(&self, rule: &Rule) -> bool {
        rule.words
            .first()
            .and_then(|w| self.by_first.get(w))
            .is_some_and(|list| {
                list.iter().any(|&r| {
                    self.rules[r as usize].forward && self.rules[r as usize].words == rule.words
                })
            })
    }

    fn stopped(&self, reading: &Reading, from: usize, to: usize) -> bool {
        reading.met.iter().any(|m| {
            self.rules[m.rule as usize].category == Category::Termination
                && m.start >= from
                && m.end <= to
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(sentence: &str, mention: &str) -> String {
        let (lexicon, _) = Lexicon::carried();
        let cues = Cues::new(&lexicon);
        let tokens = Tokens::of(sentence);
        let words: Vec<&str> = tokens.iter().map(|t| t.text).collect();
        let at = sentence.find(mention).unwrap();
        let from = tokens.iter().position(|t| t.range.start >= at).unwrap();
        let to = tokens
            .iter()
            .filter(|t| t.range.start < at + mention.len())
            .count();
        let (assertion, _, _) = cues.judge(&cues.read(&words), from, to);
        assertion.label().to_owned()
    }

    #[test]
    fn cues_reach_their_mentions() {
        for (sentence, mention, expected) in [
            (
                "The patient denies chest pain or dyspnea.",
                "dyspnea",
                "neg",
            ),
            ("No fever but has a cough.", "cough", ""),
            ("Pneumonia was ruled out.", "Pneumonia", "neg"),
            ("Possible pneumonia.", "pneumonia", "uncertain"),
            ("Mother had breast cancer.", "breast cancer", "fam"),
            ("History of stroke.", "stroke", "hx"),
            ("Return if fever develops.", "fever", "if"),
            ("She has hypertension.", "hypertension", ""),
            ("Gram negative sepsis.", "sepsis", ""),
        ] {
            assert_eq!(judge(sentence, mention), expected, "{sentence}");
        }
    }
}

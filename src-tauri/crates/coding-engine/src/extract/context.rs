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
    /// Marks that must stand before its words (": no", "-free"), without blanks.
    before: String,
    /// Marks that must stand behind its words ("ddx:").
    after: String,
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
    /// Cues that are marks alone ("?", "(-)", ";").
    marks: Vec<u32>,
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
            let first = words.first().cloned();
            let (before, after) = marks_around(&cue.words);
            if first.is_none() && before.is_empty() {
                continue;
            }
            let number = cues.rules.len() as u32;
            cues.rules.push(Rule {
                words,
                before,
                after,
                category,
                forward: matches!(cue.direction.as_str(), "forward" | "both"),
                backward: matches!(cue.direction.as_str(), "backward" | "both"),
                scope: cue.scope,
                chronic_current: cue.note.contains("chronic-current"),
            });
            match first {
                Some(first) => cues.by_first.entry(first).or_default().push(number),
                None => cues.marks.push(number),
            }
        }
        for list in cues.by_first.values_mut() {
            list.sort_by_key(|&r| std::cmp::Reverse(cues.rules[r as usize].words.len()));
        }
        cues
    }

    /// Finds the cues of a sentence given as its normalized words; `gaps` are the marks and blanks before each of
    /// them and, one more, behind the last.
    #[must_use]
    pub fn read(&self, words: &[&str], gaps: &[&str]) -> Reading {
        let mut reading = Reading {
            words: words.len(),
            ..Reading::default()
        };
        let gap = |i: usize| gaps.get(i).copied().unwrap_or("");
        let stands = |r: u32, i: usize| {
            let rule = &self.rules[r as usize];
            rule.words.len() <= words.len() - i
                && rule.words.iter().zip(&words[i..]).all(|(a, b)| a == b)
                && ends_with(gap(i), &rule.before)
                && starts_with(gap(i + rule.words.len()), &rule.after)
        };
        let mut i = 0;
        while i < words.len() {
            self.read_marks(gap(i), i, &mut reading);
            let list = self.by_first.get(words[i]).map_or(&[][..], Vec::as_slice);
            let Some(longest) = list.iter().copied().find(|&r| stands(r, i)) else {
                i += 1;
                continue;
            };
            let end = i + self.rules[longest as usize].words.len();
            // the same words may stand for several cues ("possible": before and behind)
            let same = list.iter().copied().filter(|&r| {
                self.rules[r as usize].words == self.rules[longest as usize].words && stands(r, i)
            });
            reading.met.extend(same.map(|rule| Met {
                rule,
                start: i,
                end,
            }));
            for inside in i + 1..end {
                self.read_marks(gap(inside), inside, &mut reading);
            }
            i = end;
        }
        self.read_marks(gap(words.len()), words.len(), &mut reading);
        reading
    }

    /// The cues that are marks alone, before the word `at`.
    fn read_marks(&self, gap: &str, at: usize, reading: &mut Reading) {
        let bare: String = gap.chars().filter(|c| !c.is_whitespace()).collect();
        if bare.is_empty() {
            return;
        }
        for &number in &self.marks {
            let rule = &self.rules[number as usize];
            // "?PE" asks of what follows, "PE?" of what stands before
            let fits = if rule.before.chars().all(|c| c == '?') {
                let attached = at > 0 && gap.starts_with('?');
                bare.contains(&rule.before) && attached == (rule.backward && !rule.forward)
            } else {
                bare.contains(&rule.before)
            };
            if fits {
                reading.met.push(Met {
                    rule: number,
                    start: at,
                    end: at,
                });
            }
        }
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

    /// Whether a denial stands between the words of a mention and denies those behind it ("hernia, unilateral, without
    /// obstruction"); words of the mention themselves deny nothing.
    #[must_use]
    pub fn denies_within(&self, reading: &Reading, words: &[usize]) -> bool {
        let (Some(&first), Some(&last)) = (words.first(), words.last()) else {
            return false;
        };
        reading.met.iter().any(|met| {
            let rule = &self.rules[met.rule as usize];
            rule.category == Category::Negation
                && rule.forward
                && !rule.words.is_empty()
                && met.start > first
                && met.end <= last
                && !words.iter().any(|w| (met.start..met.end).contains(w))
                && words.iter().any(|w| {
                    *w >= met.end
                        && (rule.scope == 0 || w - met.end < rule.scope)
                        && !self.stopped(reading, met.end, *w)
                })
        })
    }

    /// Whether the same words also point forward ("possible").
    fn also_forward(&self, rule: &Rule) -> bool {
        // marks say by their place which way they point
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

/// The marks at both ends of a cue, without blanks. A hyphen or slash inside belongs to the words.
fn marks_around(cue: &str) -> (String, String) {
    let is_mark = |c: char| !c.is_alphanumeric();
    let head: String = cue.chars().take_while(|c| is_mark(*c)).collect();
    let tail = cue.trim_end_matches(is_mark).len();
    let after = if head.len() == cue.len() {
        ""
    } else {
        cue.get(tail..).unwrap_or("")
    };
    let bare = |marks: &str| marks.chars().filter(|c| !c.is_whitespace()).collect();
    (bare(&head), bare(after))
}

fn ends_with(gap: &str, marks: &str) -> bool {
    marks.is_empty() || {
        let bare: String = gap.chars().filter(|c| !c.is_whitespace()).collect();
        bare.ends_with(marks)
    }
}

fn starts_with(gap: &str, marks: &str) -> bool {
    marks.is_empty() || {
        let bare: String = gap.chars().filter(|c| !c.is_whitespace()).collect();
        bare.starts_with(marks)
    }
}

/// The marks and blanks before each token of a text and, one more, behind the last.
#[must_use]
pub fn gaps<'t>(text: &'t str, tokens: &Tokens) -> Vec<&'t str> {
    let mut at = 0;
    let mut out = Vec::with_capacity(tokens.len() + 1);
    for token in tokens.iter() {
        out.push(text.get(at..token.range.start).unwrap_or(""));
        at = token.range.end;
    }
    out.push(text.get(at..).unwrap_or(""));
    out
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
        let (assertion, _, _) = cues.judge(&cues.read(&words, &gaps(sentence, &tokens)), from, to);
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
            // marks are cues only where they stand
            ("Use of prednisone for asthma.", "asthma", ""),
            ("? of pneumonia.", "pneumonia", "uncertain"),
            ("He has pneumonia and no fever.", "pneumonia", ""),
            ("Fever: no", "Fever", "neg"),
            ("No fever; cough for a week.", "cough", ""),
            ("Chest pain, ?PE", "PE", "uncertain"),
            ("Chest pain, ?PE", "Chest pain", ""),
            ("PE? Chest pain", "PE", "uncertain"),
            ("Breast cancer (mother)", "Breast cancer", "fam"),
            ("Fever (-), cough (+)", "Fever", "neg"),
            // a mark inside a mention says nothing of it
            ("stroke; old, hemiplegia", "stroke; old, hemiplegia", ""),
            ("pain (?) of chest", "pain (?) of chest", ""),
        ] {
            assert_eq!(judge(sentence, mention), expected, "{sentence}");
        }
    }
}

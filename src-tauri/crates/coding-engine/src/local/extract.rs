//! Mentions: dictionary entries in each sentence, and what the sentence says of them.

use clinical_text::{SectionKind, TextRange};
use coding_model::{Assertion, Document, Experiencer, Polarity, Problem, Temporality};
use retrieval::normalize::Tokens;
use rustc_hash::FxHashMap;

use super::wording::{REPAIRED, is_repaired, same_kind};
use super::{Local, VERSION};
use crate::extract::abbreviation::Lowered;
use crate::extract::context::{Reading as Cued, gaps};
use crate::extract::matcher::{Hit, Reading, Scratch};
use crate::task::{Agent, Extract, Segmented, Spotted};

/// Longest sentence that is matched as one, in tokens; a longer one is matched in overlapping windows.
const WINDOW: usize = 80;

impl Agent<Extract> for Local {
    fn name(&self) -> &str {
        "local"
    }

    fn version(&self) -> &str {
        VERSION
    }

    fn perform(
        &self,
        (document, segmented): (&Document, &Segmented),
        _: &mut Vec<Problem>,
    ) -> Vec<Spotted> {
        let lower = document.text.to_lowercase();
        let sex = sex_of(&lower);
        let lowered = Lowered::new(&lower);
        let mut out = Vec::new();
        let mut scratch = Scratch::default();
        let mut tokens = Tokens::default();
        let mut meanings = Meanings::default();
        for (number, sentence) in segmented.sentences.iter().enumerate() {
            let Some(text) = sentence.range.slice(&document.text) else {
                continue;
            };
            tokens.fill(text);
            let kind = segmented
                .sections
                .get(sentence.section)
                .map_or(SectionKind::Body, |s| s.kind);
            let words: Vec<&str> = tokens.iter().map(|t| t.text).collect();
            let gaps = gaps(text, &tokens);
            let mut from = 0;
            while from < words.len() {
                let to = (from + WINDOW).min(words.len());
                // cues reach no farther than a window does
                let near = from.saturating_sub(WINDOW / 4)..(to + WINDOW / 4).min(words.len());
                let cued = self
                    .cues
                    .read(&words[near.clone()], &gaps[near.start..=near.end]);
                self.window(
                    Window {
                        document: &lowered,
                        text,
                        tokens: &tokens,
                        from,
                        to,
                        cued: &cued,
                        cued_from: near.start,
                        kind,
                        base: sentence.range.start(),
                        sex,
                    },
                    &mut scratch,
                    &mut meanings,
                    |spotted| {
                        let in_item = sentence
                            .item
                            .is_some_and(|item| spotted.ranges.iter().all(|r| item.contains(*r)));
                        out.push(Spotted {
                            sentence: number,
                            in_item,
                            ..spotted
                        });
                    },
                );
                if to == words.len() {
                    break;
                }
                from = to - WINDOW / 4;
            }
        }
        out
    }
}

/// The words each abbreviation of a document stands for; looked up once.
type Meanings = FxHashMap<String, Vec<u32>>;

pub(super) struct Window<'a> {
    document: &'a Lowered<'a>,
    pub(super) text: &'a str,
    pub(super) tokens: &'a Tokens,
    pub(super) from: usize,
    pub(super) to: usize,
    cued: &'a Cued,
    /// First token the cues were read from.
    cued_from: usize,
    kind: SectionKind,
    base: usize,
    sex: Option<&'static str>,
}

/// The patient's sex as the note's pronouns and nouns say it, where they clearly do.
fn sex_of(lower: &str) -> Option<&'static str> {
    let (mut male, mut female) = (0_usize, 0_usize);
    for word in lower.split(|c: char| !c.is_alphanumeric()) {
        match word {
            "he" | "his" | "him" | "himself" => male += 1,
            "she" | "her" | "hers" | "herself" => female += 1,
            "man" | "male" | "boy" | "gentleman" => male += 2,
            "woman" | "female" | "girl" | "lady" => female += 2,
            _ => {}
        }
    }
    if male > 3 * female.max(1) - 1 && male > female {
        Some("male")
    } else if female > 3 * male.max(1) - 1 && female > male {
        Some("female")
    } else {
        None
    }
}

impl Local {
    fn window(
        &self,
        w: Window<'_>,
        scratch: &mut Scratch,
        meanings: &mut Meanings,
        mut push: impl FnMut(Spotted),
    ) {
        let mut readings: Vec<Reading> = Vec::with_capacity(w.to - w.from + 8);
        let mut commas = Vec::new();
        let mut last_end = None;
        for i in w.from..w.to {
            let Some(token) = w.tokens.get(i) else {
                continue;
            };
            let at = (i - w.from) as u16;
            if let Some(end) = last_end
                && at > 0
            {
                let between: &str = w.text.get(end..token.range.start).unwrap_or("");
                if between.contains([',', ';', ':', '\n', '(', '•']) {
                    commas.push(at - 1);
                }
            }
            last_end = Some(token.range.end);
            let article = token.text == "a" && w.text.get(token.range.clone()) != Some("A");
            if !article && let Some(word) = self.dictionary.word(self.canon.word(token.text)) {
                readings.push(Reading {
                    word,
                    at,
                    expanded: false,
                });
            }
            let written = w.text.get(token.range.clone()).unwrap_or("");
            // a word no entry has may be one of theirs, misspelt
            if written.len() > 8 && readings.last().is_none_or(|r| r.at != at) {
                if !meanings.contains_key(written) {
                    let word = self
                        .spelling
                        .nearest(token.text, |n| self.dictionary.text(n))
                        .filter(|n| same_kind(token.text, self.dictionary.text(*n)));
                    meanings.insert(written.to_owned(), word.into_iter().collect());
                }
                let words = meanings.get(written).map_or(&[][..], Vec::as_slice);
                readings.extend(words.iter().map(|&word| Reading {
                    word,
                    at,
                    expanded: true,
                }));
            }
            // "T 38.2", "BP 120/80": the name of a value
            let behind = w.tokens.get(i + 1);
            let value = behind
                .and_then(|t| t.text.parse::<u32>().ok())
                .is_some_and(|n| n >= 20);
            let name_of_value = written.len() == 1 || written.len() <= 3 && value;
            if written.len() <= 8 && !name_of_value {
                if !meanings.contains_key(written) {
                    let words = self
                        .abbreviations
                        .expand(written, w.document)
                        .map(|meaning| {
                            let words = self.canon.words(meaning);
                            words
                                .iter()
                                .filter_map(|w| self.dictionary.word(w))
                                .collect()
                        });
                    meanings.insert(written.to_owned(), words.unwrap_or_default());
                }
                let words = meanings.get(written).map_or(&[][..], Vec::as_slice);
                readings.extend(words.iter().map(|&word| Reading {
                    word,
                    at,
                    expanded: true,
                }));
            }
        }
        // entries that ask for a sex are met by what the whole note says
        if let Some(word) = w.sex.and_then(|sex| self.dictionary.word(sex)) {
            let spots: Vec<u16> = readings.iter().map(|r| r.at).collect();
            readings.extend(spots.into_iter().map(|at| Reading {
                word,
                at,
                expanded: true,
            }));
        }
        // what a relative has is looked up as family history
        let family_section = w.kind == SectionKind::Family;
        let family_said = |from: usize, to: usize| {
            let (assertion, ..) = self
                .cues
                .judge(w.cued, from - w.cued_from, to - w.cued_from);
            assertion.experiencer == Experiencer::Family
        };
        if family_section || family_said(w.from, w.to) {
            let spots: Vec<u16> = readings.iter().map(|r| r.at).collect();
            for name in ["family", "history"] {
                if let Some(word) = self.dictionary.word(name) {
                    for &at in &spots {
                        if family_section
                            || family_said(w.from + usize::from(at), w.from + usize::from(at) + 1)
                        {
                            readings.push(Reading {
                                word,
                                at,
                                expanded: true,
                            });
                        }
                    }
                }
            }
        }
        let hits = self.hits(&w, &readings, &commas, scratch);
        let mut groups: Vec<Vec<Hit>> = Vec::new();
        for hit in hits {
            let place = groups
                .iter()
                .position(|g: &Vec<Hit>| g.first().is_some_and(|h| h.tokens == hit.tokens));
            match place {
                Some(i) if groups[i].len() < 8 => groups[i].push(hit),
                Some(_) => {}
                None => groups.push(vec![hit]),
            }
        }
        for hits in groups {
            let Some(first) = hits.first() else { continue };
            let (from, to) = (
                w.from + usize::from(*first.tokens.first().unwrap_or(&0)),
                w.from + usize::from(*first.tokens.last().unwrap_or(&0)) + 1,
            );
            let (mut assertion, cues, chronic_current) =
                self.cues
                    .judge(w.cued, from - w.cued_from, to - w.cued_from);
            let inside: Vec<usize> = first
                .tokens
                .iter()
                .map(|t| w.from + usize::from(*t) - w.cued_from)
                .collect();
            if self.cues.denies_within(w.cued, &inside) {
                assertion.polarity = Polarity::Negated;
            }
            by_section(&mut assertion, w.kind);
            let (mut cues, mut chronic_current) = (cues, chronic_current);
            // "history of aortic aneurysm repair": what was repaired is past, whatever remains of others
            if is_repaired(&w, from, to, &cues) {
                assertion.temporality = Temporality::Historical;
                chronic_current = false;
                cues.push(REPAIRED.to_owned());
            }
            let ranges = ranges(w.tokens, w.from, &first.tokens, w.base, w.text);
            if ranges.is_empty() {
                continue;
            }
            push(Spotted {
                sentence: 0,
                ranges,
                assertion,
                cues,
                chronic_current,
                hits,
                in_item: false,
                stated: None,
            });
        }
    }
}

/// What a section says of all that stands in it.
fn by_section(assertion: &mut Assertion, kind: SectionKind) {
    match kind {
        SectionKind::Family => assertion.experiencer = Experiencer::Family,
        SectionKind::PastMedical | SectionKind::PastSurgical
            if assertion.temporality == Temporality::Current =>
        {
            assertion.temporality = Temporality::Historical;
        }
        SectionKind::Instructions if assertion.polarity == Polarity::Affirmed => {
            assertion.temporality = Temporality::Hypothetical
        }
        _ => {}
    }
}

/// The tokens as ranges of the document; neighbours with nothing but blanks or function words between them become one.
fn ranges(tokens: &Tokens, from: usize, chosen: &[u16], base: usize, text: &str) -> Vec<TextRange> {
    let mut out: Vec<TextRange> = Vec::new();
    for &t in chosen {
        let Some(token) = tokens.get(from + usize::from(t)) else {
            continue;
        };
        // "type 2", "stage 3a": the number alone would be no quote
        let named = (from + usize::from(t))
            .checked_sub(1)
            .and_then(|i| tokens.get(i))
            .filter(|before| {
                token.text.starts_with(|c: char| c.is_ascii_digit())
                    && matches!(before.text, "type" | "stage" | "grade" | "class" | "phase")
            });
        let start = named.map_or(token.range.start, |before| before.range.start);
        let range = TextRange::new(base + start, base + token.range.end);
        match out.last_mut() {
            Some(last) => {
                let between = text
                    .get(last.end() - base..range.start() - base)
                    .unwrap_or("");
                let small = between.split_whitespace().all(|w| {
                    let w = w.trim_matches(|c: char| !c.is_alphanumeric());
                    w.is_empty()
                        || retrieval::normalize::is_function_word(&w.to_lowercase())
                        || matches!(w, "with" | "due")
                });
                if small && !between.contains('\n') {
                    *last = last.cover(range);
                } else {
                    out.push(range);
                }
            }
            None => out.push(range),
        }
    }
    out
}

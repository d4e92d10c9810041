//! Drugs in a sentence and what they did: adverse effect, poisoning, underdosing (Guidelines I.C.19.e.5, FY2026).

use icd10cm::{BookKind, Code, Codebook};
use retrieval::normalize::Tokens;
use rustc_hash::FxHashMap;

use super::drug_words::{Cue, DrugCues, Need, REACH};
use super::phrases::Phrases;
use crate::Lexicon;

/// What a drug did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Taken wrongly, without intent: the default where no intent is stated.
    Accidental,
    /// Taken to harm oneself.
    SelfHarm,
    /// Rightly prescribed and rightly given.
    Adverse,
    /// Taken less than prescribed.
    Underdosing,
}

impl Effect {
    /// The 6th character of T36 to T50 that says so.
    #[must_use]
    pub fn character(self) -> char {
        match self {
            Self::Accidental => '1',
            Self::SelfHarm => '2',
            Self::Adverse => '5',
            Self::Underdosing => '6',
        }
    }

    /// The head of its column in the Table of Drugs and Chemicals, in lower case and in part.
    #[must_use]
    pub fn column(self) -> &'static str {
        match self {
            Self::Accidental => "accidental",
            Self::SelfHarm => "self-harm",
            Self::Adverse => "adverse",
            Self::Underdosing => "underdosing",
        }
    }
}

/// A drug as the table names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Substance {
    /// The five characters its codes begin with ("T45.51").
    pub stem: Code,
    /// Its line in the Table of Drugs and Chemicals; none for a class of charts' own words.
    pub node: Option<u32>,
}

/// A drug of a sentence with what is said of it: words `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The drug.
    pub substance: Substance,
    /// What it did.
    pub effect: Effect,
    /// First word of the cue or the drug, whichever stands first.
    pub start: usize,
    /// The word behind the last of both.
    pub end: usize,
}

/// Names of drugs and classes of drugs, and the words around them.
#[derive(Debug, Clone, Default)]
pub struct Drugs {
    names: Phrases<Option<Substance>>,
    cues: DrugCues,
}

impl Drugs {
    /// Prepares the tables `drug_classes` and `drug_cues` and the lines of the Table of Drugs and Chemicals whose adverse effect is
    /// coded to T36 to T50.
    #[must_use]
    pub fn new(lexicon: &Lexicon, codebook: &Codebook) -> Self {
        let book = codebook.book(BookKind::Drug);
        let mut by_name: FxHashMap<String, Option<Substance>> = FxHashMap::default();
        let adverse = book
            .heads()
            .position(|h| h.to_lowercase().contains(Effect::Adverse.column()))
            .and_then(|i| u8::try_from(i + 1).ok());
        for main in book.main_terms() {
            let cell = adverse.and_then(|column| main.cell(column));
            let Some(code) = cell.map(|c| c.code).filter(|c| is_drug(*c)) else {
                continue;
            };
            let title = main.title();
            let name = title
                .split(['(', ','])
                .next()
                .unwrap_or(title)
                .trim_end_matches(" NEC")
                .trim();
            if name.chars().filter(|c| c.is_alphabetic()).count() >= 4 {
                by_name.insert(
                    name.to_lowercase(),
                    Some(Substance {
                        stem: code.prefix(5),
                        node: Some(main.number()),
                    }),
                );
            }
        }
        for row in lexicon.rows("drug_classes") {
            let [name, stem, ..] = row.as_slice() else {
                continue;
            };
            let said = match stem.as_str() {
                // an everyday word that is a line of the table as well
                "-" => None,
                stem => match Code::parse(stem) {
                    Ok(code) => Some(Substance {
                        stem: code,
                        node: None,
                    }),
                    Err(_) => continue,
                },
            };
            let name = name.to_lowercase();
            // the book's own line says it where there is one
            if said.is_some() && by_name.contains_key(&name) {
                continue;
            }
            by_name.insert(name, said);
        }
        let mut rows: Vec<(&str, Option<Substance>)> =
            by_name.iter().map(|(n, s)| (n.as_str(), *s)).collect();
        rows.sort_by_key(|(name, _)| *name);
        Self {
            names: Phrases::new(rows.into_iter()),
            cues: DrugCues::new(lexicon),
        }
    }

    /// The drugs among normalized words of which the words around say what they did. `gaps` is what stands before each word
    /// and behind the last. An adverse effect needs a word before its cue that says what the drug did.
    #[must_use]
    pub fn read(&self, words: &[&str], gaps: &[&str]) -> Vec<Told> {
        let on_purpose = words.iter().any(|w| {
            matches!(
                *w,
                "suicide" | "suicidal" | "intentional" | "intentionally" | "deliberate"
            )
        });
        let mut out: Vec<Told> = Vec::new();
        for met in self.names.find(words) {
            let Some(substance) = *met.says else { continue };
            // "vitamin D deficiency", "iron overload": the condition, not the drug
            if words
                .get(met.end)
                .is_some_and(|w| matches!(*w, "deficiency" | "level" | "overload" | "resistance"))
            {
                continue;
            }
            let before = self.cues.before.iter().find_map(|cue| {
                (0..=REACH).find_map(|gap| {
                    let end = met.start.checked_sub(gap)?;
                    let start = end.checked_sub(cue.words.len())?;
                    let stands = cue.begins(words.get(start..end)?)
                        && self
                            .only_describes(words.get(end..met.start)?, gaps.get(end..=met.start)?)
                        && self.says_what(cue, words, start)
                        && self.is_own(cue, words, gaps, end, (met.start, met.end));
                    stands.then_some((start, cue.effect))
                })
            });
            let behind = self.cues.behind.iter().find_map(|cue| {
                let stands = cue.begins(words.get(met.end..)?);
                stands.then_some((met.end + cue.words.len(), cue.effect))
            });
            // "accidentally ingesting his grandmother's metoprolol tablets", "metoprolol ingestion"
            let (start, end, effect) = match (before, behind) {
                (_, Some((end, effect @ Effect::Accidental))) => (met.start, end, effect),
                (Some((start, effect)), _) => (start, met.end, effect),
                (None, Some((end, effect))) => (met.start, end, effect),
                (None, None) => continue,
            };
            let effect = if effect == Effect::Accidental && on_purpose {
                Effect::SelfHarm
            } else {
                effect
            };
            out.push(Told {
                substance,
                effect,
                start,
                end,
            });
        }
        out
    }

    /// Whether a word may begin a cue; a sentence without one need not be read.
    #[must_use]
    pub fn may_read(&self, tokens: &Tokens) -> bool {
        tokens.iter().any(|t| self.cues.first.contains(t.text))
    }

    /// Whether the words between a cue and its drug only describe the drug, and no mark stands between.
    fn only_describes(&self, words: &[&str], gaps: &[&str]) -> bool {
        words.iter().all(|w| self.cues.between.contains(*w))
            && gaps
                .iter()
                .all(|g| !g.contains(['.', ',', ';', ':', '(', ')', '\n']))
    }

    /// Whether a drug is the patient's own and was to be taken, where its cue asks for that: the words from `from` on say
    /// so, or those behind it say how. Who "stopped taking her warfarin as instructed" did what was prescribed.
    fn is_own(
        &self,
        cue: &Cue,
        words: &[&str],
        gaps: &[&str],
        from: usize,
        (start, end): (usize, usize),
    ) -> bool {
        let before = words.get(from..start).unwrap_or_default();
        let own = || before.iter().any(|w| self.cues.own.contains(*w));
        let joined = |at: &usize| {
            gaps.get(*at)
                .is_some_and(|gap| !gap.contains(['.', ';', ':', '\n']))
        };
        let behind = || {
            (end..words.len().min(end + REACH))
                .take_while(joined)
                .filter_map(|at| words.get(at).copied())
        };
        let bidden = || behind().any(|w| BIDDEN.contains(&w));
        let how = || behind().any(|w| matches!(w, "regularly" | "consistently" | "reliably"));
        (!cue.needs(Need::Own) || own())
            && (!cue.needs(Need::OwnOrManner) || own() || bidden() || how())
            && !(cue.needs(Need::Unbidden) && bidden())
    }

    /// Whether the words before a cue say what a drug did and do not turn the cue, where it asks for that.
    fn says_what(&self, cue: &Cue, words: &[&str], start: usize) -> bool {
        let before = |reach: usize| {
            words
                .get(start.saturating_sub(reach)..start)
                .unwrap_or_default()
                .iter()
        };
        let turned = || before(REACH).any(|w| self.cues.turned.contains(*w));
        // the last words before the cue; a long sentence is not read again for each drug
        let named = || before(3 * REACH).any(|w| w.len() > 2 && !self.cues.nothing.contains(*w));
        !(cue.needs(Need::Unturned) && turned()) && (!cue.needs(Need::Manifestation) || named())
    }
}

/// Words behind a drug that say that somebody told how to take it, or to leave it.
const BIDDEN: [&str; 4] = ["prescribed", "directed", "instructed", "advised"];

/// T36 to T50.
fn is_drug(code: Code) -> bool {
    code.undotted()
        .get(..3)
        .is_some_and(|c| ("T36"..="T50").contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::context::gaps;

    fn drugs() -> Drugs {
        let substance = |code: &str| {
            Some(Substance {
                stem: Code::parse(code).unwrap(),
                node: None,
            })
        };
        Drugs {
            names: Phrases::new(
                [
                    ("warfarin", substance("T45.51")),
                    ("ibuprofen", substance("T39.31")),
                ]
                .into_iter(),
            ),
            cues: DrugCues::new(&Lexicon::carried().0),
        }
    }

    fn told(sentence: &str) -> Vec<Effect> {
        let tokens = Tokens::of(sentence);
        let words: Vec<&str> = tokens.iter().map(|t| t.text).collect();
        drugs()
            .read(&words, &gaps(sentence, &tokens))
            .into_iter()
            .map(|t| t.effect)
            .collect()
    }

    #[test]
    fn an_adverse_effect_is_one_that_the_sentence_names() {
        for sentence in [
            "Gastrointestinal bleeding due to warfarin.",
            "Epistaxis secondary to her chronic use of warfarin.",
            "Rash from high-dose ibuprofen.",
            "Warfarin-induced coagulopathy.",
        ] {
            assert_eq!(told(sentence), [Effect::Adverse], "{sentence}");
        }
        for sentence in [
            "Transferred from outside hospital on warfarin.",
            "Relief of pain from ibuprofen.",
            "Switched from warfarin to apixaban.",
            "Bleeding from the nose, warfarin held.",
            "Pain due to fall, took ibuprofen.",
            "Due to warfarin.",
        ] {
            assert_eq!(told(sentence), [], "{sentence}");
        }
    }

    #[test]
    fn doses_left_out_are_underdosing() {
        for sentence in [
            "She missed doses of warfarin.",
            "Skipped several doses of warfarin.",
            "He ran out of his warfarin.",
            "Has not been taking her warfarin.",
            "Not taking warfarin as prescribed.",
            "She forgets to take her warfarin.",
            "She could not afford her warfarin.",
            "He could not afford warfarin.",
            "Admitted after warfarin noncompliance.",
        ] {
            assert_eq!(told(sentence), [Effect::Underdosing], "{sentence}");
        }
        for sentence in [
            "Not taking ibuprofen.",
            "Stopped taking ibuprofen.",
            "Stopped taking warfarin as instructed before surgery.",
            "Stopped taking her warfarin as directed.",
            "Not taking ibuprofen; instructed to rest.",
            "Warfarin was held for two days.",
            "Ran out of the room. Warfarin was continued.",
        ] {
            assert_eq!(told(sentence), [], "{sentence}");
        }
    }
}

//! Drugs in a sentence and what they did: adverse effect, poisoning, underdosing (Guidelines I.C.19.e.5, FY2026).

use icd10cm::{BookKind, Code, Codebook};
use retrieval::normalize::Tokens;
use rustc_hash::FxHashMap;

use super::drug_words::{BEFORE, BEHIND, BETWEEN, NO_MANIFESTATION, OWN, REACH, TURNED};
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

/// Names of drugs and classes of drugs.
#[derive(Debug, Clone, Default)]
pub struct Drugs {
    names: Phrases<Option<Substance>>,
}

/// Whether the words between a cue and its drug only describe the drug, and no mark stands between.
fn only_describes(words: &[&str], gaps: &[&str]) -> bool {
    words.iter().all(|w| BETWEEN.contains(w))
        && gaps
            .iter()
            .all(|g| !g.contains(['.', ',', ';', ':', '(', ')', '\n']))
}

impl Drugs {
    /// Prepares the table `drug_classes` and the lines of the Table of Drugs and Chemicals whose adverse effect is
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
            let before = BEFORE.iter().find_map(|(cue, effect)| {
                (0..=REACH).find_map(|gap| {
                    let end = met.start.checked_sub(gap)?;
                    let start = end.checked_sub(cue.len())?;
                    let stands = words.get(start..end)? == *cue
                        && only_describes(words.get(end..met.start)?, gaps.get(end..=met.start)?)
                        && (*effect != Effect::Adverse || says_what(words, start, cue))
                        && (!is_open(cue) || is_own(words, end, met.start, met.end));
                    stands.then_some((start, *effect))
                })
            });
            let behind = BEHIND.iter().find_map(|(cue, effect)| {
                let stands = words.get(met.end..met.end + cue.len())? == *cue;
                stands.then_some((met.end + cue.len(), *effect))
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

    /// Whether a word may begin the name of a drug; a sentence without one need not be read.
    #[must_use]
    pub fn may_read(tokens: &Tokens) -> bool {
        tokens.iter().any(|t| {
            BEFORE
                .iter()
                .chain(BEHIND)
                .any(|(cue, _)| cue.first() == Some(&t.text))
        })
    }
}

/// Cues that do not say by themselves that the drug was prescribed.
fn is_open(cue: &[&str]) -> bool {
    matches!(cue, ["not", ..] | ["stopped", "taking"])
}

/// Whether a drug at `start..end` is the patient's own: the words from `from` on say so, or those behind it say how it was
/// to be taken.
fn is_own(words: &[&str], from: usize, start: usize, end: usize) -> bool {
    let before = words.get(from..start).unwrap_or_default();
    let behind = words
        .get(end..words.len().min(end + REACH))
        .unwrap_or_default();
    before.iter().any(|w| OWN.contains(w))
        || behind.iter().any(|w| {
            matches!(
                *w,
                "prescribed"
                    | "directed"
                    | "instructed"
                    | "regularly"
                    | "consistently"
                    | "reliably"
            )
        })
}

/// Whether the words before a cue say what a drug did, and do not turn the cue.
fn says_what(words: &[&str], start: usize, cue: &[&str]) -> bool {
    let bare = matches!(cue, ["from"] | ["due", "to"]);
    let near = words
        .get(start.saturating_sub(REACH)..start)
        .unwrap_or_default();
    let turned = bare && near.iter().any(|w| TURNED.contains(w));
    let own = matches!(cue.first(), Some(&("effect" | "reaction")));
    // the last words before the cue; a long sentence is not read again for each drug
    let told = words
        .get(start.saturating_sub(3 * REACH)..start)
        .unwrap_or_default();
    !turned
        && (own
            || told
                .iter()
                .any(|w| w.len() > 2 && !NO_MANIFESTATION.contains(w)))
}

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
            "Admitted after warfarin noncompliance.",
        ] {
            assert_eq!(told(sentence), [Effect::Underdosing], "{sentence}");
        }
        for sentence in [
            "Not taking ibuprofen.",
            "Stopped taking ibuprofen.",
            "Warfarin was held for two days.",
            "Ran out of the room. Warfarin was continued.",
        ] {
            assert_eq!(told(sentence), [], "{sentence}");
        }
    }
}

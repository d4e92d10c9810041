//! Rows out of tab-separated text.

use coding_model::Problem;
use icd10cm::Code;

use super::{Abbreviation, Cue, Heading, LayTerm, Lexicon, LongTermDrug, PhraseCode};

macro_rules! carried {
    ($($folder:literal / $name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../../../assets/", $folder, "/", $name, ".tsv")))),*]
    };
}

/// Name and text of every table the project carries.
pub(super) const CARRIED: &[(&str, &str)] = carried![
    "knowledge" / "abbreviations",
    "knowledge" / "lay_terms",
    "knowledge" / "long_term_drugs",
    "knowledge" / "organisms",
    "knowledge" / "stages",
    "knowledge" / "status",
    "lexicon" / "activities",
    "lexicon" / "anatomy",
    "lexicon" / "calibration",
    "lexicon" / "chronic",
    "lexicon" / "combinations",
    "lexicon" / "companions",
    "lexicon" / "context_cues",
    "lexicon" / "drug_classes",
    "lexicon" / "drug_cues",
    "lexicon" / "drug_induced",
    "lexicon" / "drug_rows",
    "lexicon" / "external_causes",
    "lexicon" / "inpatient",
    "lexicon" / "integral_symptoms",
    "lexicon" / "laterality",
    "lexicon" / "outpatient",
    "lexicon" / "places",
    "lexicon" / "plain_words",
    "lexicon" / "pregnancy",
    "lexicon" / "resolved",
    "lexicon" / "sections",
    "lexicon" / "seventh_character",
    "lexicon" / "stroke_deficits",
    "lexicon" / "synonyms",
    "lexicon" / "trees",
    "lexicon" / "trees_near",
    "lexicon" / "underdosing_reasons",
    "lexicon" / "weights",
    "lexicon" / "weights_near",
];

/// A code, a code without its 7th character, or the common beginning of several ("N18.-").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stem {
    /// The characters.
    pub code: Code,
    /// Written with a dash: one of the codes below is meant.
    pub dash: bool,
}

impl Stem {
    /// Reads "N18.-", "E11.22", "S72.001".
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let dash = text.ends_with('-');
        let code = Code::parse(text.trim_end_matches('-').trim_end_matches('.')).ok()?;
        Some(Self { code, dash })
    }

    /// Whether a code is meant by it.
    #[must_use]
    pub fn covers(self, code: Code) -> bool {
        code.starts_with(self.code)
    }
}

/// The rows of a text.
pub(super) fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty())
        .map(|(i, line)| {
            (
                i + 1,
                line.trim_end_matches('\r')
                    .split('\t')
                    .map(str::trim)
                    .collect(),
            )
        })
}

/// Adds a table to the lexicon.
pub(super) fn table(lexicon: &mut Lexicon, name: &str, text: &str, problems: &mut Vec<Problem>) {
    for (line, row) in rows(text) {
        let at = |i: usize| row.get(i).copied().unwrap_or("");
        let fits = match name {
            "abbreviations" => abbreviation(lexicon, at),
            "lay_terms" => {
                lexicon.lay_terms.push(LayTerm {
                    phrase: at(0).to_owned(),
                    target: at(1).to_owned(),
                });
                !at(0).is_empty() && !at(1).is_empty()
            }
            "status" => phrase(&mut lexicon.status, at(0), at(1), at(2), at(3)),
            "stages" => phrase(&mut lexicon.stages, at(0), at(1), "stage", at(2)),
            "organisms" => phrase(&mut lexicon.organisms, at(0), at(1), "organism", at(2)),
            "long_term_drugs" => match Stem::parse(at(1)) {
                Some(code) if !at(0).is_empty() => {
                    let indications = at(3)
                        .split(',')
                        .map(str::trim)
                        .filter(|s| !s.is_empty())
                        .map(str::to_owned)
                        .collect();
                    lexicon.drugs.push(LongTermDrug {
                        drug: at(0).to_owned(),
                        code,
                        class: at(2).to_owned(),
                        indications,
                    });
                    true
                }
                _ => false,
            },
            "context_cues" => {
                lexicon.cues.push(Cue {
                    words: at(0).to_lowercase(),
                    category: at(1).to_owned(),
                    direction: at(2).to_owned(),
                    scope: at(3).parse().unwrap_or(0),
                    note: at(4).to_owned(),
                });
                !at(0).is_empty() && !at(1).is_empty()
            }
            "sections" => {
                lexicon.headings.push(Heading {
                    words: at(0).to_lowercase(),
                    kind: at(1).to_owned(),
                    needs_delimiter: at(2).contains("needs_delimiter"),
                });
                !at(0).is_empty() && !at(1).is_empty()
            }
            "integral_symptoms" => match (Stem::parse(at(0)), Stem::parse(at(1))) {
                (Some(symptom), Some(cause)) => {
                    lexicon.integral.push((symptom, cause));
                    true
                }
                _ => false,
            },
            _ => {
                lexicon
                    .tables
                    .entry(name.to_owned())
                    .or_default()
                    .push(row.iter().map(|s| (*s).to_owned()).collect());
                true
            }
        };
        if !fits {
            problems.push(Problem {
                stage: "lexicon".to_owned(),
                message: format!("{name}, line {line}: the row cannot be used and was left out"),
            });
        }
    }
}

fn abbreviation<'a>(lexicon: &mut Lexicon, at: impl Fn(usize) -> &'a str) -> bool {
    if at(0).is_empty() || at(1).is_empty() {
        return false;
    }
    let contexts = at(2)
        .split(',')
        .map(|c| c.trim().to_lowercase())
        .filter(|c| !c.is_empty() && c != "general")
        .collect();
    lexicon.abbreviations.push(Abbreviation {
        short: at(0).to_owned(),
        expansion: at(1).to_owned(),
        contexts,
        ambiguous: at(3).contains("ambiguous"),
        category: at(3).to_owned(),
    });
    true
}

fn phrase(into: &mut Vec<PhraseCode>, phrase: &str, code: &str, kind: &str, note: &str) -> bool {
    match Stem::parse(code) {
        Some(code) if !phrase.is_empty() => {
            into.push(PhraseCode {
                phrase: phrase.to_owned(),
                code,
                kind: kind.to_owned(),
                note: note.to_owned(),
            });
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_carried_row_can_be_used() {
        let (lexicon, problems) = Lexicon::carried();
        assert_eq!(problems, []);
        assert!(
            lexicon.abbreviations.len() > 4_000
                && lexicon.status.len() > 4_000
                && lexicon.cues.len() > 500
        );
    }

    #[test]
    fn a_row_that_cannot_be_used_is_reported_and_left_out() {
        let (lexicon, problems) = Lexicon::parse([(
            "status",
            "# comment\nformer smoker\tZ87.891\tsocial\t\nbroken\tnot a code\tx\t\n",
        )]);
        assert_eq!((lexicon.status.len(), problems.len()), (1, 1));
        assert!(problems[0].message.contains("line 3"));
    }
}

//! Statements that are read across a document: a tumor's receptors, and why a drug was not taken.

use clinical_text::{SectionKind, TextRange};
use coding_model::{Certainty, Experiencer, Temporality};
use icd10cm::Code;
use retrieval::normalize::Tokens;

use super::Local;
use super::readings::{CUES, Read};
use crate::extract::context::gaps;
use crate::extract::receptors::{self, Receptor, Status};
use crate::extract::underdosing;
use crate::task::ToValidate;

impl Local {
    /// Why a drug of a sentence was taken less than prescribed, where that sentence or the next says it
    /// (Guidelines I.C.19.e.5.c, FY2026).
    pub(super) fn reason(&self, input: &ToValidate<'_>, number: usize) -> Option<Read> {
        let document = input.encounter.documents.get(input.document)?;
        (number..number + 2).find_map(|number| {
            let sentence = input.segmented.sentences.get(number)?;
            let text = sentence.range.slice(&document.text)?;
            let tokens = Tokens::of(text);
            let words: Vec<&str> = tokens.iter().map(|t| t.text).collect();
            let (reason, start, end) = self.reasons.read(&words)?;
            let cued = self.cues.read(&words, &gaps(text, &tokens));
            let (assertion, ..) = self.cues.judge(&cued, start, end);
            // "could not afford": the "not" makes the reason
            let own = underdosing::denies_itself(words.get(start..end)?);
            let claimed = assertion.experiencer == Experiencer::Patient
                && (assertion.is_plain() || own)
                && assertion.temporality != Temporality::Hypothetical;
            let code = Code::parse(reason.code()).ok()?;
            if !claimed || !self.codebook.is_billable(code) {
                return None;
            }
            let (first, last) = (tokens.get(start)?, tokens.get(end - 1)?);
            let base = sentence.range.start();
            Some(Read {
                sentence: number,
                range: TextRange::new(base + first.range.start, base + last.range.end),
                code,
                kind: "noncompliance",
                path: self.path_to(code, None),
                how: "why the drug was not taken as prescribed".to_owned(),
            })
        })
    }

    /// What a document says of a tumor's receptors: one code for each, or the combined one where only the combination is
    /// said (note at Z17.4). Of two statements on one receptor the more frequent holds, of equals the later.
    pub(super) fn receptors(&self, input: &ToValidate<'_>) -> Vec<Read> {
        let Some(document) = input.encounter.documents.get(input.document) else {
            return Vec::new();
        };
        let mut all: Vec<(usize, Status)> = Vec::new();
        let mut names_tumor = None;
        let sentences = &input.segmented.sentences;
        for (number, sentence) in sentences.iter().enumerate() {
            let section = input.segmented.sections.get(sentence.section);
            let Some(text) = sentence.range.slice(&document.text) else {
                continue;
            };
            if !may_name_receptor(text) || section.is_some_and(|s| s.kind == SectionKind::Family) {
                continue;
            }
            let mut said = receptors::read(text, sentence.range.start());
            if said.is_empty()
                || !*names_tumor.get_or_insert_with(|| names_tumor_in(&document.text))
            {
                continue;
            }
            // "ER positive" alone says it where a tumor or a receptor is named beside it
            let near = || {
                (number.saturating_sub(1)..=number + 1)
                    .filter_map(|n| sentences.get(n)?.range.slice(&document.text))
                    .any(names_tumor_in)
            };
            if said.iter().all(|s| !s.is_sure) && said.len() < 2 && !near() {
                continue;
            }
            self.keep_claimed(text, &mut said);
            all.extend(said.into_iter().map(|s| (number, s)));
        }
        let of = |receptor: Receptor| -> Option<(usize, Status)> {
            let own = || all.iter().filter(|(_, s)| s.receptor == receptor);
            let positive = own().filter(|(_, s)| s.positive).count();
            let negative = own().count() - positive;
            let last = own().next_back()?.1.positive;
            let holds = if positive == negative {
                last
            } else {
                positive > negative
            };
            own().find(|(_, s)| s.positive == holds).cloned()
        };
        let (estrogen, progesterone) = (of(Receptor::Estrogen), of(Receptor::Progesterone));
        let (her2, hormone, triple) =
            (of(Receptor::Her2), of(Receptor::Hormone), of(Receptor::All));
        let mut out = Vec::new();
        let mut push = |(sentence, status): (usize, Status), codes: &[&str]| {
            let code = codes
                .iter()
                .filter_map(|c| Code::parse(c).ok())
                .find(|c| self.codebook.is_billable(*c));
            if let Some(code) = code {
                out.push(Read {
                    sentence,
                    range: status.range,
                    code,
                    kind: "carrier",
                    path: self.path_to(code, None),
                    how: "what is said of the tumor's receptors".to_owned(),
                });
            }
        };
        let single = estrogen.is_some() || progesterone.is_some();
        let with_her2 = her2.is_some();
        for one in [estrogen, progesterone].into_iter().flatten() {
            let codes = receptors::code(one.1.receptor, one.1.positive);
            push(one, codes);
        }
        match (hormone, her2) {
            (Some(hormone), Some(her2)) if !single => {
                let code = receptors::combined(hormone.1.positive, her2.1.positive);
                push(hormone, &[code]);
            }
            (_, Some(her2)) => {
                let codes = receptors::code(Receptor::Her2, her2.1.positive);
                push(her2, codes);
            }
            _ => {}
        }
        if let Some(triple) = triple.filter(|_| !single && !with_her2) {
            let codes = receptors::code(Receptor::All, triple.1.positive);
            push(triple, codes);
        }
        out
    }

    /// Leaves of what a sentence says of receptors what it claims of the patient: not what it only supposes ("if ER
    /// positive") and not a relative's.
    fn keep_claimed(&self, text: &str, said: &mut Vec<Status>) {
        let tokens = Tokens::of(text);
        let words: Vec<&str> = tokens.iter().map(|t| t.text).collect();
        let between = gaps(text, &tokens);
        said.retain(|status| {
            let (start, end) = (status.words.start, status.words.end);
            // the cues near it: a text without sentences has as many as it has words
            let near = start.saturating_sub(CUES)..(end + CUES).min(words.len());
            let (Some(of), Some(marks)) =
                (words.get(near.clone()), between.get(near.start..=near.end))
            else {
                return false;
            };
            let cued = self.cues.read(of, marks);
            let (assertion, ..) = self.cues.judge(&cued, start - near.start, end - near.start);
            let supposed = of
                .get(..start - near.start)
                .is_some_and(|before| before.contains(&"if"));
            assertion.temporality != Temporality::Hypothetical
                && assertion.experiencer == Experiencer::Patient
                && !(assertion.certainty == Certainty::Uncertain && supposed)
        });
    }
}

/// Whether a sentence may name a receptor: a cheap look before it is read.
fn may_name_receptor(text: &str) -> bool {
    [
        "ER", "PR", "HER", "HR", "Her2", "her2", "eceptor", "ECEPTOR", "riple", "RIPLE",
    ]
    .iter()
    .any(|name| text.contains(name))
        && [
            "+", "-", "ositive", "OSITIVE", "egative", "EGATIVE", "pos", "neg", "POS", "NEG",
            "Pos", "Neg", "−", "–",
        ]
        .iter()
        .any(|sign| text.contains(sign))
}

/// Whether a text names a tumor, of which receptors are told.
fn names_tumor_in(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "cancer",
        "carcinoma",
        "tumor",
        "neoplasm",
        "receptor",
        "dcis",
        "malignan",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

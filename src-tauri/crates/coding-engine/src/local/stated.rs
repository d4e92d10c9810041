//! Statements that are read across a document: a tumor's receptors, and why a drug was not taken.

use clinical_text::TextRange;
use coding_model::{Certainty, Experiencer, Temporality};
use icd10cm::Code;
use retrieval::normalize::Tokens;

use super::Local;
use super::readings::Read;
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
            let (reason, start, end) = underdosing::reason(&words)?;
            let cued = self.cues.read(&words, &gaps(text, &tokens));
            let (assertion, ..) = self.cues.judge(&cued, start, end);
            // "could not afford": the "not" makes the reason
            let claimed = assertion.experiencer == Experiencer::Patient
                && (assertion.is_plain() || matches!(reason, underdosing::Reason::Hardship))
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
        for (number, sentence) in input.segmented.sentences.iter().enumerate() {
            let Some(text) = sentence.range.slice(&document.text) else {
                continue;
            };
            if !may_name_receptor(text) {
                continue;
            }
            let said = receptors::read(text, sentence.range.start());
            if said.is_empty() || self.is_supposed(text) {
                continue;
            }
            let tumor = *names_tumor.get_or_insert_with(|| names_tumor_in(&document.text));
            all.extend(said.into_iter().filter(|_| tumor).map(|s| (number, s)));
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
            own().find(|(_, s)| s.positive == holds).copied()
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
        for one in [estrogen, progesterone].into_iter().flatten() {
            push(one, receptors::code(one.1.receptor, one.1.positive));
        }
        match (hormone, her2) {
            (Some(hormone), Some(her2)) if !single => {
                push(
                    hormone,
                    &[receptors::combined(hormone.1.positive, her2.1.positive)],
                );
            }
            (_, Some(her2)) => push(her2, receptors::code(Receptor::Her2, her2.1.positive)),
            _ => {}
        }
        if let Some(triple) = triple.filter(|_| !single && her2.is_none()) {
            push(triple, receptors::code(Receptor::All, triple.1.positive));
        }
        out
    }

    /// Whether a sentence only supposes what it says ("if ER positive").
    fn is_supposed(&self, text: &str) -> bool {
        let tokens = Tokens::of(text);
        let words: Vec<&str> = tokens.iter().map(|t| t.text).collect();
        let cued = self.cues.read(&words, &gaps(text, &tokens));
        let (assertion, ..) = self.cues.judge(&cued, words.len(), words.len());
        assertion.temporality == Temporality::Hypothetical
            || assertion.experiencer != Experiencer::Patient
            || assertion.certainty == Certainty::Uncertain && words.first() == Some(&"if")
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
            "+", "-", "ositive", "OSITIVE", "egative", "EGATIVE", "pos", "neg", "−", "–",
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

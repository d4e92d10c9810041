//! What other words of the note complete a code to: what goes with a condition, how long somebody was unconscious, the
//! type of a diabetes.

use clinical_text::TextRange;
use coding_model::{Encounter, EvidenceSpan};
use icd10cm::Code;

use super::Local;
use super::cause::step;
use super::relation::shares_words;
use super::standing::is_ruled_out;
use crate::extract::consciousness;
use crate::task::Ranked;

impl Local {
    /// "Alcoholic cirrhosis with ascites": the code with what the note says goes with it takes the place of the one
    /// without, unless the note denies it.
    pub(super) fn with_what_is_said(
        &self,
        encounter: &Encounter,
        ranked: &mut [Ranked],
        floor: f32,
    ) {
        for i in 0..ranked.len() {
            let (one, code) = (&ranked[i], ranked[i].candidate.code);
            let title = self.codebook.title(code).unwrap_or_default();
            if !one.stands(floor) || !title.contains(" without ") {
                continue;
            }
            let denied = || {
                one.candidate.evidence.iter().any(|e| {
                    let document = encounter.documents.iter().find(|d| d.id == e.document);
                    let behind = document.and_then(|d| d.text.get(e.range.end()..));
                    let clause = behind.and_then(|t| t.split(['.', ';', '\n']).next());
                    clause
                        .unwrap_or_default()
                        .split_whitespace()
                        .any(|w| matches!(w, "without" | "no" | "not" | "w/o"))
                })
            };
            let with = title.replace(" without ", " with ");
            let found = ranked.iter().position(|r| {
                r.candidate.code.category() == code.category()
                    && r.probability >= floor
                    && r.candidate.supported > one.candidate.supported
                    && shares_words(&r.candidate, &one.candidate)
                    && !is_ruled_out(&r.candidate)
                    && self.codebook.title(r.candidate.code).as_ref() == Some(&with)
            });
            let Some(j) = found.filter(|_| !denied()) else {
                continue;
            };
            let reason = format!("{} says what goes with it", ranked[j].candidate.code);
            ranked[j].rivals.push((code, reason.clone()));
            ranked[j].held_back = None;
            ranked[i].held_back = Some(reason);
        }
    }

    /// Completes intracranial injuries by how long the patient was unconscious, where the note says it (6th character of
    /// S06, Tabular List).
    pub(super) fn by_consciousness(
        &self,
        encounter: &Encounter,
        ranked: &mut Vec<Ranked>,
        floor: f32,
    ) {
        for i in 0..ranked.len() {
            let code = ranked[i].candidate.code;
            let open = matches!(code.undotted().get(5..6), Some("9" | "A"));
            if code.category().undotted() != "S06" || !open || !ranked[i].stands(floor) {
                continue;
            }
            let first = ranked[i].candidate.evidence.first().cloned();
            let said = first.and_then(|e| {
                let document = encounter.documents.iter().find(|d| d.id == e.document)?;
                // of this injury: in the paragraph that names it
                let around = paragraph(&document.text, e.range);
                let read = consciousness::read(around.slice(&document.text)?)?;
                let range = TextRange::new(
                    around.start() + read.range.start(),
                    around.start() + read.range.end(),
                );
                let quote = EvidenceSpan::cut(document.id, &document.text, range, &e.section)?;
                Some((read.character, quote))
            });
            let Some((character, quote)) = said else {
                continue;
            };
            let text = code.undotted();
            let (Some(stem), Some(last)) = (text.get(..5), text.get(6..)) else {
                continue;
            };
            let completed = Code::parse(&format!("{stem}{character}{last}"))
                .ok()
                .filter(|c| self.codebook.is_billable(*c) && *c != code);
            if let Some(completed) = completed {
                let reason = format!("{completed}: “{}”", quote.quote);
                self.recode(ranked, i, completed, &quote, reason, false);
            }
        }
    }

    /// One type of diabetes is the note's: "diabetic" means the type that it states (Guidelines I.C.4.a, FY2026).
    pub(super) fn of_one_type(&self, ranked: &mut [Ranked], floor: f32) {
        let is = |r: &Ranked, category: &str| r.candidate.code.category().undotted() == category;
        let stated = ranked
            .iter()
            .filter(|r| is(r, "E10") && r.stands(floor) && r.candidate.assertion.is_plain())
            .map(|r| r.probability)
            .fold(0.0, f32::max);
        let names_two = |r: &Ranked| {
            r.candidate.evidence.iter().any(|e| {
                let quote = e.quote.to_lowercase();
                ["2", "ii", "niddm", "adult"]
                    .iter()
                    .any(|w| quote.contains(w))
            })
        };
        if stated == 0.0 || ranked.iter().any(|r| is(r, "E11") && names_two(r)) {
            return;
        }
        for i in 0..ranked.len() {
            if !is(&ranked[i], "E11") || ranked[i].held_back.is_some() {
                continue;
            }
            let code = ranked[i].candidate.code;
            let of_one = format!("E10{}", code.undotted().get(3..).unwrap_or_default());
            let Some(of_one) = Code::parse(&of_one)
                .ok()
                .filter(|c| self.codebook.is_billable(*c))
            else {
                continue;
            };
            let reason = format!(
                "{of_one}: the type that the note states is meant, not {code} (Guidelines I.C.4.a, FY2026)"
            );
            if ranked.iter().any(|r| r.candidate.code == of_one) {
                ranked[i].held_back = Some(reason);
                continue;
            }
            let path = self.path_to(
                of_one,
                ranked[i]
                    .candidate
                    .lead
                    .path
                    .terms
                    .first()
                    .map(String::as_str),
            );
            let one = &mut ranked[i];
            one.candidate.code = of_one;
            one.candidate.siblings.clear();
            one.candidate.lead.path = path;
            one.candidate.trail.push(step(reason));
            if one.probability >= floor / 2.0 {
                one.probability = one.probability.max(stated);
            }
        }
    }
}

/// The paragraph a range stands in: what lies between blank lines.
fn paragraph(text: &str, range: TextRange) -> TextRange {
    let start = text
        .get(..range.start())
        .and_then(|t| t.rfind("\n\n"))
        .map_or(0, |at| at + 2);
    let behind = text.get(range.end()..).unwrap_or_default();
    let end = range.end() + behind.find("\n\n").unwrap_or(behind.len());
    TextRange::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_ends_at_blank_lines() {
        let text = "Brief LOC in 2015.\n\nConcussion today.\n\nNo LOC.";
        let at = text.find("Concussion").unwrap();
        let around = paragraph(text, TextRange::new(at, at + 10));
        assert_eq!(around.slice(text), Some("Concussion today."));
    }
}

//! What a condition is coded to because of what it comes of: the drug that caused it, the stroke that left it.

use coding_model::{Encounter, EvidenceSpan, IndexPath, Source, TrailStep};
use icd10cm::Code;

use super::Local;
use super::relation::is_acute_stroke;
use super::standing::is_ruled_out;
use super::wording::says_cause;
use crate::lexicon::Stem;
use crate::task::Ranked;

/// A row of the table `drug_induced`: what a condition is when a drug, taken as prescribed, caused it.
#[derive(Debug, Clone)]
pub(crate) struct Induced {
    condition: Stem,
    /// The drugs it is so with, by the beginning of their T codes; all where there is none.
    drug: Option<Code>,
    code: Code,
}

/// Reads the table `drug_induced`.
pub(crate) fn induced(rows: &[Vec<String>]) -> Vec<Induced> {
    rows.iter()
        .filter_map(|row| {
            let [condition, drug, code, ..] = row.as_slice() else {
                return None;
            };
            Some(Induced {
                condition: Stem::parse(condition)?,
                drug: Code::parse(drug).ok(),
                code: Code::parse(code).ok()?,
            })
        })
        .collect()
}

/// A row of the table `stroke_deficits`: what a deficit is that an old stroke left.
#[derive(Debug, Clone)]
pub(crate) struct Deficit {
    deficit: Stem,
    /// The code, or its beginning where the last character says the side as that of the deficit does.
    code: String,
    sided: bool,
    /// Whether the deficit is reported beside it.
    kept: bool,
}

/// Reads the table `stroke_deficits`.
pub(crate) fn deficits(rows: &[Vec<String>]) -> Vec<Deficit> {
    rows.iter()
        .filter_map(|row| {
            let [deficit, code, keep, ..] = row.as_slice() else {
                return None;
            };
            Some(Deficit {
                deficit: Stem::parse(deficit)?,
                code: code.trim_end_matches('-').to_owned(),
                sided: code.ends_with('-'),
                kept: keep == "kept",
            })
        })
        .collect()
}

impl Deficit {
    /// The sequela that a deficit is.
    fn sequela(&self, deficit: Code) -> Option<Code> {
        if !self.sided {
            return Code::parse(&self.code).ok();
        }
        // of hemiplegia and monoplegia 0 leaves the side open, of sequelae 9
        let side = match deficit.undotted().chars().last()? {
            side @ '1'..='4' => side,
            _ => '9',
        };
        Code::parse(&format!("{}{side}", self.code)).ok()
    }
}

/// Most bytes between a condition and what it comes of.
const NEAR: usize = 48;
/// What ends a clause.
const ENDS: [char; 5] = ['.', ',', ';', ':', '\n'];

/// The text between two quotes of a document that stand close by one another in one clause, in lower case.
fn between(encounter: &Encounter, a: &EvidenceSpan, b: &EvidenceSpan) -> Option<String> {
    let (first, last) = if a.range.start() <= b.range.start() {
        (a, b)
    } else {
        (b, a)
    };
    if a.document != b.document {
        return None;
    }
    let document = encounter.documents.iter().find(|d| d.id == a.document)?;
    let to = last.range.start();
    let from = first.range.end().min(to);
    let text = document.text.get(from..to)?;
    (text.len() <= NEAR && !text.contains(ENDS)).then(|| text.to_lowercase())
}

/// Whether one quote is said to come of another that follows it in one clause: "fracture … due to metastases".
fn is_because_of(encounter: &Encounter, what: &EvidenceSpan, cause: &EvidenceSpan) -> bool {
    let document = encounter.documents.iter().find(|d| d.id == what.document);
    let (from, to) = (what.range.start(), cause.range.end());
    let text = document
        .filter(|_| what.document == cause.document && from <= cause.range.start())
        .and_then(|d| d.text.get(from..to.max(from)))
        .unwrap_or_default();
    text.len() <= 2 * NEAR
        && !text.contains(ENDS)
        && text
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .any(says_cause)
}

/// Whether the clause of a quote speaks of a bleeding.
fn says_bleeding(encounter: &Encounter, quote: &EvidenceSpan) -> bool {
    let document = encounter.documents.iter().find(|d| d.id == quote.document);
    let Some(text) = document.map(|d| d.text.as_str()) else {
        return false;
    };
    let before = text.get(..quote.range.start()).unwrap_or_default();
    let behind = text.get(quote.range.end()..).unwrap_or_default();
    let said = [
        before.rsplit(ENDS).next().unwrap_or_default(),
        &quote.quote,
        behind.split(ENDS).next().unwrap_or_default(),
    ];
    said.concat().to_lowercase().split_whitespace().any(|word| {
        [
            "hemorrhag",
            "haemorrhag",
            "bleed",
            "subarachnoid",
            "subdural",
        ]
        .iter()
        .any(|stem| word.starts_with(stem))
    })
}

/// A code of T36 to T50 for an adverse effect.
fn is_adverse(code: Code) -> bool {
    let text = code.undotted();
    ("T36"..="T50").contains(&code.category().undotted()) && text.get(5..6) == Some("5")
}

impl Local {
    /// Codes conditions to what they are when the drug named beside them caused them.
    pub(super) fn by_drug(&self, encounter: &Encounter, ranked: &mut Vec<Ranked>, floor: f32) {
        let drugs: Vec<(Code, EvidenceSpan)> = ranked
            .iter()
            .filter(|r| r.stands(floor) && r.candidate.lead.kind == "drug_effect")
            .filter(|r| is_adverse(r.candidate.code))
            .flat_map(|r| {
                let code = r.candidate.code;
                r.candidate.evidence.iter().map(move |e| (code, e.clone()))
            })
            .collect();
        if drugs.is_empty() {
            return;
        }
        for i in 0..ranked.len() {
            let one = &ranked[i];
            let code = one.candidate.code;
            if !one.stands(floor) || one.candidate.evidence.is_empty() {
                continue;
            }
            let rows = self.induced.iter().filter(|row| {
                let fits = row.condition.covers(code) && row.code != code;
                fits && self.codebook.is_billable(row.code)
            });
            let found = rows
                .filter_map(|row| {
                    let cause = drugs.iter().find(|(drug, said)| {
                        row.drug.is_none_or(|of| drug.starts_with(of))
                            && (one.candidate.evidence.iter())
                                .any(|e| between(encounter, e, said).is_some())
                    })?;
                    Some((row.code, cause))
                })
                .next();
            if let Some((induced, (drug, said))) = found {
                let reason = format!(
                    "{induced} says that the drug caused it ({drug}; Guidelines I.C.19.e.5.a, FY2026)"
                );
                self.recode(ranked, i, induced, said, reason, false);
            }
        }
    }

    /// A bone that broke because of a neoplasm is coded as broken in neoplastic disease (M84.5-), which the Tabular List
    /// excludes from M84.4-.
    pub(super) fn by_neoplasm(&self, encounter: &Encounter, ranked: &mut Vec<Ranked>, floor: f32) {
        for i in 0..ranked.len() {
            let one = &ranked[i];
            let code = one.candidate.code;
            let rest = code.undotted().strip_prefix("M844");
            let Some(rest) = rest.filter(|_| one.stands(floor)) else {
                continue;
            };
            let Some(broken) = Code::parse(&format!("M845{rest}"))
                .ok()
                .filter(|c| self.codebook.is_billable(*c))
            else {
                continue;
            };
            let neoplasms = ranked
                .iter()
                .filter(|r| r.candidate.code.undotted().starts_with('C') && r.stands(floor));
            let found = neoplasms
                .flat_map(|r| r.candidate.evidence.iter().map(|e| (r.candidate.code, e)))
                .find(|(_, said)| {
                    let mut quotes = one.candidate.evidence.iter();
                    quotes.any(|e| is_because_of(encounter, e, said))
                })
                .map(|(neoplasm, said)| (neoplasm, said.clone()));
            if let Some((neoplasm, said)) = found {
                let reason = format!("{broken} says that the neoplasm broke it ({neoplasm})");
                self.recode(ranked, i, broken, &said, reason, false);
            }
        }
    }

    /// Codes deficits that an old stroke left to its sequelae (Guidelines I.C.9.d, FY2026).
    pub(super) fn by_stroke(&self, encounter: &Encounter, ranked: &mut Vec<Ranked>, floor: f32) {
        let strokes: Vec<EvidenceSpan> = ranked
            .iter()
            .filter(|r| r.candidate.code.undotted() == "Z8673" && !is_ruled_out(&r.candidate))
            .flat_map(|r| r.candidate.evidence.iter().cloned())
            // what a bleeding left has codes of its own (I69.0 to I69.2)
            .filter(|e| !says_bleeding(encounter, e))
            .collect();
        if strokes.is_empty() {
            return;
        }
        let mut left = None;
        for i in 0..ranked.len() {
            let one = &ranked[i];
            if !one.stands(floor) {
                continue;
            }
            let code = one.candidate.code;
            let linked = |e: &EvidenceSpan, stroke: &EvidenceSpan| {
                e.range.end() <= stroke.range.start() && is_because_of(encounter, e, stroke)
            };
            let found = self.deficits.iter().find_map(|row| {
                let sequela = row.deficit.covers(code).then(|| row.sequela(code))??;
                let stroke = strokes
                    .iter()
                    .find(|s| one.candidate.evidence.iter().any(|e| linked(e, s)))?;
                let billable = self.codebook.is_billable(sequela);
                billable.then_some((sequela, stroke, row.kept))
            });
            if let Some((sequela, stroke, kept)) = found {
                let reason =
                    format!("{sequela} says what the stroke left (Guidelines I.C.9.d.1, FY2026)");
                self.recode(ranked, i, sequela, stroke, reason, kept);
                left = Some(sequela);
            }
        }
        let Some(sequela) = left else { return };
        // the stroke itself, as one that was or one that is
        let is_it = |r: &Ranked| {
            r.candidate.code.undotted() == "Z8673"
                || is_acute_stroke(r.candidate.code)
                    && r.candidate.evidence.iter().all(|e| {
                        (strokes.iter())
                            .any(|s| s.document == e.document && s.range.overlaps(e.range))
                    })
        };
        for one in ranked
            .iter_mut()
            .filter(|r| r.held_back.is_none() && is_it(r))
        {
            one.held_back = Some(format!(
                "what the stroke left is coded: {sequela} (Guidelines I.C.9.d.3, FY2026)"
            ));
        }
    }

    /// Puts another code in place of the one at `i`, with the quote that says so.
    pub(super) fn recode(
        &self,
        ranked: &mut Vec<Ranked>,
        i: usize,
        code: Code,
        said: &EvidenceSpan,
        reason: String,
        kept: bool,
    ) {
        let before = ranked[i].candidate.code;
        let mut one = ranked[i].clone();
        one.candidate.code = code;
        one.candidate.siblings.clear();
        let quoted = one
            .candidate
            .evidence
            .iter()
            .any(|e| e.document == said.document && e.range.overlaps(said.range));
        if !quoted {
            one.candidate.evidence.push(said.clone());
        }
        let begins = one.candidate.lead.path.terms.first().cloned();
        one.candidate.lead.path = self
            .entry_for(code, begins.as_deref())
            .unwrap_or(IndexPath {
                source: Source::Derived,
                terms: vec![self.codebook.title(code).unwrap_or_default()],
                hops: Vec::new(),
            });
        one.candidate.trail.push(step(reason.clone()));
        one.rivals.clear();
        if !kept {
            one.rivals.push((before, reason.clone()));
            ranked[i].held_back = Some(reason);
        }
        let place = ranked.iter().position(|r| r.candidate.code == code);
        match place {
            Some(at) => {
                one.probability = one.probability.max(ranked[at].probability);
                ranked[at] = one;
            }
            None => ranked.push(one),
        }
    }
}

pub(super) fn step(text: String) -> TrailStep {
    TrailStep {
        stage: "reconcile".to_owned(),
        agent: "local".to_owned(),
        text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_side_of_a_deficit_is_that_of_its_sequela() {
        let row = Deficit {
            deficit: Stem::parse("G81.9-").unwrap(),
            code: "I69.35".to_owned(),
            sided: true,
            kept: false,
        };
        let of = |code: &str| row.sequela(Code::parse(code).unwrap()).unwrap().to_string();
        assert_eq!(of("G81.91"), "I69.351");
        assert_eq!(of("G81.94"), "I69.354");
        assert_eq!(of("G81.90"), "I69.359");
    }

    #[test]
    fn an_adverse_effect_is_told_by_its_sixth_character() {
        for (code, is) in [
            ("T45.515A", true),
            ("T46.4X5A", true),
            ("T45.511A", false),
            ("T46.4X6A", false),
            ("T51.0X1A", false),
        ] {
            assert_eq!(is_adverse(Code::parse(code).unwrap()), is, "{code}");
        }
    }
}

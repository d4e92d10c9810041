//! Codes that another code of the set asks for: by an instructional note of the Tabular List ("use additional
//! code") or by a guideline (table `companions`), where the note states what they say.

use std::ops::Range;

use coding_model::{Assertion, Encounter, EvidenceSpan, Temporality, TrailStep};
use icd10cm::{Code, EntryKind, NoteKind};

use super::Local;
use super::combine::in_one_sentence;
use super::standing::is_ruled_out;
use crate::lexicon::Stem;
use crate::task::Ranked;

/// A row of the table `companions`: the code beside which another is reported, and on whose authority.
#[derive(Debug, Clone)]
pub(crate) struct Companion {
    beside: Stem,
    code: Stem,
    authority: String,
    /// An office visit reports it only where it bears on the visit.
    inpatient: bool,
}

/// Reads the table `companions`.
pub(crate) fn companions(rows: &[Vec<String>]) -> Vec<Companion> {
    rows.iter()
        .filter_map(|row| {
            let [beside, code, authority, ..] = row.as_slice() else {
                return None;
            };
            Some(Companion {
                beside: Stem::parse(beside)?,
                code: Stem::parse(code)?,
                authority: authority.clone(),
                inpatient: row.get(3).is_some_and(|s| s == "inpatient"),
            })
        })
        .collect()
}

/// How much surer a code is of its companion than of itself.
const SHARE: f32 = 0.95;

impl Ranked {
    /// Raises a code to what the code that asks for it is worth, and says why.
    pub(super) fn raise(&mut self, anchor: f32, floor: f32, why: String) {
        self.held_back = None;
        self.probability = self.probability.max(anchor * SHARE).max(floor + 1e-4);
        self.candidate.trail.push(TrailStep {
            stage: "reconcile".to_owned(),
            agent: "local".to_owned(),
            text: why,
        });
    }

    /// Whether it is suggested as things stand.
    pub(super) fn stands(&self, floor: f32) -> bool {
        self.held_back.is_none() && self.probability >= floor
    }
}

impl Local {
    /// Raises the codes that others of the set ask for, and holds back a body mass index that none asks for.
    pub(super) fn owe(
        &self,
        encounter: &Encounter,
        ranked: &mut [Ranked],
        floor: f32,
        pregnant: bool,
    ) {
        let outpatient = encounter.setting.is_outpatient();
        // what is asked for may ask in turn
        for _ in 0..2 {
            let anchors: Vec<(Code, f32)> = ranked
                .iter()
                .filter(|r| r.stands(floor))
                .map(|r| (r.candidate.code, r.probability))
                .collect();
            let asks: Vec<Vec<Range<u32>>> =
                anchors.iter().map(|(code, _)| self.asks(*code)).collect();
            let said: Vec<Vec<EvidenceSpan>> = ranked
                .iter()
                .filter(|r| r.stands(floor))
                .map(|r| r.candidate.evidence.clone())
                .collect();
            let mut raised = false;
            for one in ranked.iter_mut() {
                if one.stands(floor) || !may_accompany(encounter, one) {
                    continue;
                }
                let code = one.candidate.code;
                let Some(place) = self.codebook.entry_of(code).map(|e| e.number()) else {
                    continue;
                };
                let rows: Vec<&Companion> = self
                    .companions
                    .iter()
                    .filter(|c| c.code.covers(code))
                    .collect();
                let may_ask = |anchor: Code, asks: &[Range<u32>]| {
                    anchor != code
                        && (asks.iter().any(|rows| rows.contains(&place))
                            || rows.iter().any(|c| c.beside.covers(anchor))
                            || underdosed(anchor, code).is_some())
                };
                let asked = anchors
                    .iter()
                    .zip(&asks)
                    .zip(&said)
                    .filter(|(((anchor, _), asks), _)| may_ask(*anchor, asks))
                    .find_map(|(((anchor, p), _), said)| {
                        let near = || in_one_sentence(encounter, said, &one.candidate.evidence);
                        Some((self.why_owed(*anchor, code, outpatient, &near)?, *p))
                    });
                let Some((why, p)) = asked else { continue };
                let excluded = anchors.iter().any(|(other, _)| {
                    self.codebook.excludes1(*other, code).is_some()
                        || self.codebook.excludes1(code, *other).is_some()
                });
                let twice = anchors
                    .iter()
                    .any(|(other, _)| other.category() == code.category() && says_once(code));
                let other_sepsis = code.undotted() == "A419"
                    && anchors.iter().any(|(other, _)| {
                        let title = self.codebook.title(*other).unwrap_or_default();
                        title.to_lowercase().contains("sepsis")
                            && !other.undotted().starts_with("R652")
                    });
                let in_pregnancy = pregnant && code.category().undotted() == "Z68";
                if excluded || twice || in_pregnancy || other_sepsis {
                    continue;
                }
                one.raise(p, floor, why);
                raised = true;
                if says_once(code) {
                    break;
                }
            }
            if !raised {
                break;
            }
        }
        for one in ranked.iter_mut() {
            if one.candidate.lead.kind == "drug"
                && !one.stands(floor)
                && !is_ruled_out(&one.candidate)
                && is_long_term(encounter, &one.candidate)
            {
                let why = "the note says that the use is long-term (Guidelines I.C.21.c.3, FY2026)";
                one.raise(0.0, floor, why.to_owned());
            }
        }
        let named = |r: &Ranked| r.stands(floor) && is_named_with_bmi(r.candidate.code);
        let has_condition = ranked.iter().any(named);
        for one in ranked.iter_mut() {
            if one.candidate.code.category().undotted() == "Z68"
                && one.held_back.is_none()
                && (pregnant || !has_condition)
            {
                one.held_back = Some(
                    if pregnant {
                        "a body mass index is not coded in pregnancy (Guidelines I.C.21.c.3, FY2026)"
                    } else {
                        "a body mass index is coded only beside a condition that the provider names (Guidelines I.B.14, FY2026)"
                    }
                    .to_owned(),
                );
            }
        }
    }

    /// Raises the treatment that an encounter is for: directed at a neoplasm that is assessed (I.C.2.e.2).
    pub(super) fn in_treatment(&self, ranked: &mut [Ranked], floor: f32) {
        let neoplasm = ranked
            .iter()
            .filter(|r| r.stands(floor) && r.candidate.code.undotted().starts_with('C'))
            .map(|r| (r.candidate.code, r.probability))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let Some((code, p)) = neoplasm else { return };
        for one in ranked.iter_mut() {
            let c = &one.candidate;
            let treatment = ["Z510", "Z5111", "Z5112"].contains(&c.code.undotted())
                && c.lead.kind == "encounter"
                && c.lead.words >= 2
                && c.assertion.is_plain()
                && one.held_back.is_none()
                && !one.stands(floor);
            if treatment {
                let why = format!(
                    "the encounter is for the treatment of {code} (Guidelines I.C.2.e.2, FY2026)"
                );
                one.raise(p, floor, why);
            }
        }
    }

    /// The lines of the Tabular List that a code asks for beside itself.
    fn asks(&self, code: Code) -> Vec<Range<u32>> {
        let Some(entry) = self.codebook.entry_of(code) else {
            return Vec::new();
        };
        entry
            .effective_notes()
            .map(|n| n.note)
            .filter(|n| n.kind() == NoteKind::UseAdditional)
            .flat_map(|n| n.references().map(|r| r.rows()).collect::<Vec<_>>())
            .collect()
    }

    /// The note or guideline by which one code asks for another.
    fn why_owed(
        &self,
        anchor: Code,
        code: Code,
        outpatient: bool,
        near: &dyn Fn() -> bool,
    ) -> Option<String> {
        let row = self.companions.iter().find(|c| {
            c.beside.covers(anchor) && c.code.covers(code) && !(outpatient && c.inpatient)
        });
        if let Some(row) = row {
            return Some(format!("reported beside {anchor} ({})", row.authority));
        }
        if let Some(why) = underdosed(anchor, code) {
            return Some(why.to_owned());
        }
        let place = self.codebook.entry_of(code)?.number();
        let entry = self.codebook.entry_of(anchor)?;
        entry
            .effective_notes()
            .map(|n| n.note)
            .filter(|n| {
                // a block's note speaks of many diseases: only an organism said beside one of them is asked for there
                let organism = matches!(code.category().undotted(), "B95" | "B96" | "B97");
                n.kind() == NoteKind::UseAdditional
                    && (n.owner().kind() == EntryKind::Entry || organism && near())
            })
            .find(|n| {
                n.references()
                    .any(|r| r.rows().contains(&place) && r.covers(code))
            })
            .map(|n| format!("asked for at {}: {}", n.owner().place(), n.sentence()))
    }
}

/// Why a drug that was underdosed is reported beside a condition, the reason beside the drug, and a sepsis beside its
/// shock; none for other pairs.
fn underdosed(anchor: Code, code: Code) -> Option<&'static str> {
    let is_underdosing = |c: Code| {
        let text = c.undotted();
        ("T36"..="T50").contains(&c.category().undotted())
            && (text.get(5..6) == Some("6")
                || text.get(4..5) == Some("6") && text.get(5..6) == Some("X"))
    };
    let is_reason =
        |c: Code| c.undotted().starts_with("Z9112") || c.undotted().starts_with("Z9113");
    if is_underdosing(code) && anchor.undotted().starts_with(|l: char| l < 'S') {
        return Some(
            "taken less than prescribed, beside a condition of the encounter (Guidelines I.C.19.e.5.c, FY2026)",
        );
    }
    if is_reason(code) && is_underdosing(anchor) {
        return Some("why the drug was not taken as prescribed (Guidelines I.C.19.e.5.c, FY2026)");
    }
    if code.undotted() == "A419" && anchor.undotted() == "R6521" {
        return Some("the infection of a septic shock comes first (Guidelines I.C.1.d.2, FY2026)");
    }
    None
}

/// Codes of which an encounter has one.
fn says_once(code: Code) -> bool {
    matches!(code.category().undotted(), "Z68" | "Z3A")
}

/// Whether a code is of those that only accompany others, and is claimed of the patient.
fn may_accompany(encounter: &Encounter, r: &Ranked) -> bool {
    let c = &r.candidate;
    let text = c.code.undotted();
    let kind = text.starts_with('Z')
        || text.starts_with("F17")
        || text.starts_with("R65")
        || c.lead.kind == "drug_effect"
        || text == "A419"
        || matches!(text, "R791" | "D6832")
        || matches!(text.get(..3), Some("B95" | "B96" | "B97"));
    kind && !is_ruled_out(c)
        && (r.held_back.is_none() || matches!(c.lead.kind, "drug" | "bmi" | "organism"))
        && (c.lead.kind != "drug" || is_taken(encounter, c))
        && !c.lead.neighbour
        && !c.lead.plain
        && c.assertion.certainty == Assertion::default().certainty
}

/// Whether a drug is one the patient takes over time: it stands on a list of medications or the note says so. A drug that
/// a plan starts, one of a course in the hospital and one that the patient does not bear are none.
fn is_taken(encounter: &Encounter, c: &crate::task::Candidate) -> bool {
    let listed = c.evidence.iter().any(|e| {
        let section = e.section.to_lowercase();
        (section.contains("medication") || section == "meds" || section == "rx")
            && !section.contains("allerg")
    });
    c.assertion.temporality == Temporality::Current
        && (listed || before_quotes(encounter, c).any(|before| says_taken(&before)))
}

/// Whether the note calls the use of a drug long-term.
fn is_long_term(encounter: &Encounter, c: &crate::task::Candidate) -> bool {
    before_quotes(encounter, c).any(|before| {
        ["long-term", "long term", "chronic use", "chronically on"]
            .iter()
            .any(|w| before.contains(w))
    })
}

/// What stands before each quote in its sentence, in lower case.
fn before_quotes<'a>(
    encounter: &'a Encounter,
    c: &'a crate::task::Candidate,
) -> impl Iterator<Item = String> + 'a {
    c.evidence.iter().filter_map(|e| {
        let document = encounter.documents.iter().find(|d| d.id == e.document)?;
        let mut from = e.range.start().saturating_sub(48);
        while !document.text.is_char_boundary(from) {
            from += 1;
        }
        let before = document.text.get(from..e.range.start())?.to_lowercase();
        before.rsplit(['.', '\n']).next().map(str::to_owned)
    })
}

/// Whether the words before a drug say that the patient has taken it for long.
fn says_taken(before: &str) -> bool {
    let over_time = [
        "long-term",
        "long term",
        "chronic use",
        "maintained on",
        "chronically on",
    ];
    let mut near = before.trim_end();
    // "on insulin and metformin"
    if let Some(listed) = near.strip_suffix(" and") {
        let end_of = |verb: &&str| {
            let (before, _) = listed.rsplit_once(&format!(" {verb} "))?;
            Some(before.len() + 1 + verb.len())
        };
        let verb = ["on", "taking", "takes", "with"]
            .iter()
            .filter_map(end_of)
            .max();
        near = verb
            .filter(|end| listed.len() - end <= LISTED)
            .and_then(|end| listed.get(..end))
            .unwrap_or(listed);
    }
    let last: Vec<&str> = near.rsplit(' ').take(4).collect();
    let begun = || {
        last.iter()
            .skip(1)
            .any(|w| BEGUN.iter().any(|b| w.starts_with(b)))
    };
    over_time.iter().any(|w| before.contains(w))
        || last
            .first()
            .is_some_and(|w| matches!(*w, "on" | "taking" | "takes" | "uses"))
            && !begun()
        || ["managed with", "controlled with"]
            .iter()
            .any(|w| near.ends_with(w))
}

/// Most bytes between a word that says that drugs are taken and the second of a list.
const LISTED: usize = 30;

/// Beginnings of words before "on" or "taking" that make it a drug just begun, one that is over, or none at all.
const BEGUN: [&str; 24] = [
    "start",
    "restart",
    "initiat",
    "plac",
    "put",
    "bridg",
    "switch",
    "load",
    "begun",
    "began",
    "trial",
    "depend",
    "based",
    "counsel",
    "educat",
    "information",
    "research",
    "stop",
    "not",
    "never",
    "quit",
    "discontinu",
    "denies",
    "off",
];

/// Conditions beside which a body mass index is reported.
fn is_named_with_bmi(code: Code) -> bool {
    let text = code.undotted();
    [
        "E66", "E40", "E41", "E42", "E43", "E44", "E45", "E46", "R64", "E65", "F50",
    ]
    .iter()
    .any(|c| text.starts_with(c))
        || matches!(text, "R634" | "R635" | "R636" | "R6251" | "R627")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drug_is_taken_where_the_words_before_it_say_so() {
        assert!(says_taken("80-year-old on "));
        assert!(says_taken("atrial fibrillation on "));
        assert!(says_taken("diabetes, on insulin and "));
        assert!(says_taken("she is taking "));
        assert!(!says_taken("he was started on insulin and "));
        assert!(!says_taken("he stopped taking "));
        assert!(!says_taken("she is not on "));
        assert!(!says_taken("bridged with heparin and placed on "));
        assert!(says_taken("uses "));
        assert!(says_taken("long-term use of "));
        assert!(!says_taken("started on "));
        assert!(!says_taken("continue "));
        assert!(!says_taken("increase "));
    }

    #[test]
    fn a_body_mass_index_goes_with_conditions_of_weight() {
        let check = |code: &str, expected| {
            assert_eq!(
                is_named_with_bmi(Code::parse(code).unwrap()),
                expected,
                "{code}"
            );
        };
        check("E66.812", true);
        check("R63.4", true);
        check("I10", false);
    }
}

//! Conditions in pregnancy, delivery and puerperium: chapter 15 codes come before codes of other chapters, and weeks of
//! gestation go with them (Guidelines I.C.15.a, I.C.21.c.11, FY2026).

use coding_model::{Encounter, Sex, TrailStep};
use icd10cm::Code;

use super::Local;
use crate::complete::Surroundings;
use crate::extract::period::{self, Period};
use crate::lexicon::Stem;
use crate::task::Ranked;

/// A row of the table `pregnancy`: a condition, the stem that says it of a pregnancy, and whether the condition's own
/// code is reported as well.
#[derive(Debug, Clone)]
pub(crate) struct Complicating {
    condition: Stem,
    stem: Stem,
    /// The stem in the puerperium, where it is another one.
    puerperium: Option<Stem>,
    keep: bool,
}

/// Reads the table `pregnancy`.
pub(crate) fn complicating(rows: &[Vec<String>]) -> Vec<Complicating> {
    rows.iter()
        .filter_map(|row| {
            let [condition, stem, keep, ..] = row.as_slice() else {
                return None;
            };
            Some(Complicating {
                condition: Stem::parse(condition)?,
                stem: Stem::parse(stem)?,
                puerperium: row.get(4).and_then(|s| Stem::parse(s)),
                keep: keep == "keep",
            })
        })
        .collect()
}

/// Whether a code is of chapter 15 and takes weeks of gestation beside it.
fn takes_weeks(code: Code) -> bool {
    let text = code.undotted();
    text.starts_with('O') && !text.get(..3).is_some_and(|c| ("O00"..="O08").contains(&c))
}

impl Local {
    /// Turns conditions of a pregnant patient into what they are in pregnancy. Answers whether she is pregnant, gave
    /// birth, or is in the puerperium.
    pub(super) fn in_pregnancy(
        &self,
        encounter: &Encounter,
        ranked: &mut Vec<Ranked>,
        floor: f32,
    ) -> bool {
        if encounter.sex == Some(Sex::Male) || encounter.age == Some(0) {
            return false;
        }
        let weeks = ranked
            .iter()
            .map(|r| r.candidate.code)
            .filter(|c| c.category().undotted() == "Z3A")
            .filter_map(|c| c.undotted().get(3..)?.parse::<u8>().ok())
            .find(|w| *w >= 8);
        let lower: String = encounter
            .documents
            .iter()
            .map(|d| d.text.to_lowercase())
            .collect::<Vec<_>>()
            .join("\n");
        let fertile = encounter.age.is_none_or(|age| (10..=55).contains(&age));
        let stated = ranked.iter().any(|r| {
            let text = r.candidate.code.undotted();
            r.stands(floor)
                && (text.starts_with('O') || text.starts_with("Z33") || text.starts_with("Z34"))
        });
        // weeks alone may be those of an earlier pregnancy, or of a child
        let present = stated || (weeks.is_some() && period::is_pregnant_now(&lower));
        if !(fertile && present) {
            for one in ranked.iter_mut() {
                if one.candidate.code.category().undotted() == "Z3A" && one.held_back.is_none() {
                    one.held_back = Some(
                        "weeks of gestation go with a pregnancy at hand, and none is stated (Guidelines I.C.21.c.11, FY2026)"
                            .to_owned(),
                    );
                }
            }
            return false;
        }
        let period = period::period(&lower, weeks);
        let around = Surroundings {
            period,
            ..Surroundings::default()
        };
        for i in 0..ranked.len() {
            if !ranked[i].stands(floor) {
                continue;
            }
            let code = ranked[i].candidate.code;
            let row = self
                .complicating
                .iter()
                .filter(|c| c.condition.covers(code))
                .max_by_key(|c| c.condition.code.len());
            let Some(row) = row else { continue };
            let stem = row
                .puerperium
                .as_ref()
                .filter(|_| period.puerperium)
                .unwrap_or(&row.stem)
                .code;
            let Some(done) = self.completer.complete(stem, &around) else {
                continue;
            };
            let reason = format!(
                "{} says {code} of a pregnancy (Guidelines I.C.15.a.1, FY2026)",
                done.code
            );
            let known = ranked
                .iter()
                .position(|r| r.candidate.code.starts_with(stem) && r.held_back.is_none());
            match known {
                Some(j) => {
                    let p = ranked[i].probability;
                    if !ranked[j].stands(floor) {
                        ranked[j].raise(p, floor, reason.clone());
                    }
                }
                None => {
                    let mut one = ranked[i].clone();
                    one.candidate.code = done.code;
                    one.candidate.siblings = done.others.clone();
                    one.candidate.lead.stem = stem;
                    one.candidate.lead.path = self.path_to(done.code, Some("Pregnancy"));
                    one.rivals.clear();
                    one.candidate.trail.push(TrailStep {
                        stage: "reconcile".to_owned(),
                        agent: "local".to_owned(),
                        text: reason.clone(),
                    });
                    ranked.retain(|r| r.candidate.code != done.code);
                    ranked.push(one);
                }
            }
            if !row.keep
                && let Some(own) = ranked.iter_mut().find(|r| r.candidate.code == code)
            {
                own.held_back = Some(reason);
            }
        }
        if weeks.is_some() {
            for one in ranked.iter_mut() {
                if one.candidate.code.undotted() == "Z3A00" {
                    one.held_back = Some("the weeks of gestation are stated".to_owned());
                }
            }
        }
        self.beside_chapter_15(ranked, floor, period);
        true
    }

    /// Weeks and outcome go with codes of chapter 15; supervision and the incidental state do not.
    fn beside_chapter_15(&self, ranked: &mut [Ranked], floor: f32, period: Period) {
        let anchor = ranked
            .iter()
            .filter(|r| r.stands(floor) && takes_weeks(r.candidate.code))
            .map(|r| (r.candidate.code, r.probability))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let Some((code, p)) = anchor else { return };
        for one in ranked.iter_mut() {
            match one.candidate.code.category().undotted() {
                "Z3A" if period.puerperium => {
                    one.held_back = Some(
                        "weeks of gestation are not those of the puerperium (Guidelines I.C.21.c.11, FY2026)"
                            .to_owned(),
                    );
                }
                "Z3A" if !one.stands(floor) && one.held_back.is_none() => one.raise(
                    p,
                    floor,
                    format!("weeks of gestation go with {code} (Guidelines I.C.21.c.11, FY2026)"),
                ),
                "Z37" if period.delivery && !one.stands(floor) && one.held_back.is_none() => one
                    .raise(
                        p,
                        floor,
                        "the outcome of delivery is reported on the mother's record (Guidelines I.C.15.b.5, FY2026)"
                            .to_owned(),
                    ),
                "Z38" => {
                    one.held_back = Some(
                        "the newborn's own record has it, and not the mother's (Guidelines I.C.16.a.2, FY2026)"
                            .to_owned(),
                    );
                }
                "Z33" if one.candidate.code.undotted() == "Z331" => {
                    one.held_back = Some(format!(
                        "{code} says that the pregnancy is affected (Guidelines I.C.15.a.1, FY2026)"
                    ));
                }
                "Z34" => {
                    one.held_back = Some(format!(
                        "not beside codes of chapter 15: {code} (Guidelines I.C.15.b.1, FY2026)"
                    ));
                }
                _ => {}
            }
        }
    }
}

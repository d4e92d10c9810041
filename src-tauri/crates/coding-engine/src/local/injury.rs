//! What goes with an injury: one cause, and at the first encounter the place and the activity (Guidelines I.C.20,
//! FY2026).

use coding_model::{Encounter, EvidenceSpan, Setting};
use icd10cm::Code;

use super::Local;
use super::standing::is_ruled_out;
use crate::task::Ranked;

/// Words by which a sentence tells how an injury came about.
const TELLING: [&str; 38] = [
    "fell",
    "fall",
    "falling",
    "slip",
    "trip",
    "twist",
    "struck",
    "hit ",
    "hitting",
    "injur",
    "crash",
    "collision",
    "collided",
    "accident",
    "burn",
    "cut ",
    "lacerat",
    "landed",
    "tackl",
    "kick",
    "assault",
    "stepp",
    "rolled",
    "lifting",
    "caught",
    "bitten",
    " bit ",
    "stung",
    "jump",
    "thrown",
    "dropped",
    "pulled",
    "mva",
    "mvc",
    "motor vehicle",
    "sprain",
    "strain",
    "hurt",
];

/// What an external cause code is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Cause,
    Place,
    Activity,
}

fn of(code: Code) -> Option<Of> {
    let text = code.undotted();
    let category = text.get(..3)?;
    match category {
        "Y92" => (text != "Y929").then_some(Of::Place),
        "Y93" => (text != "Y939").then_some(Of::Activity),
        "Y90" | "Y95" | "Y98" | "Y99" | "Y99." => None,
        _ if ("Y62".."Y92").contains(&category) => None,
        _ => category
            .starts_with(['V', 'W', 'X', 'Y'])
            .then_some(Of::Cause),
    }
}

/// Whether a code is a current injury by an outside cause: not a poisoning, not a complication of care.
fn is_injury(code: Code) -> bool {
    let text = code.undotted();
    text.get(..3).is_some_and(|c| {
        ("S00"..="T34").contains(&c) || ("T66"..="T71").contains(&c) || ("T73"..="T76").contains(&c)
    })
}

/// Causes that say nothing but that there was one.
fn is_last_resort(code: Code) -> bool {
    matches!(
        code.category().undotted(),
        "W19" | "X58" | "X59" | "Y33" | "Y34"
    ) || code.undotted().starts_with("X509")
}

impl Local {
    /// Raises the cause, the place and the activity of an injury that is suggested; elsewhere holds them back.
    pub(super) fn beside_injury(&self, encounter: &Encounter, ranked: &mut [Ranked], floor: f32) {
        let injuries: Vec<(Code, f32)> = ranked
            .iter()
            .filter(|r| r.stands(floor) && is_injury(r.candidate.code))
            .map(|r| (r.candidate.code, r.probability))
            .collect();
        let Some((injury, p)) = injuries.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1)) else {
            return;
        };
        let initial = injuries
            .iter()
            .any(|(c, _)| !matches!(c.seventh(), Some('D'..='S')));
        let best = |wanted: Of, ranked: &[Ranked]| {
            (0..ranked.len())
                .filter(|&i| {
                    let c = &ranked[i].candidate;
                    of(c.code) == Some(wanted)
                        && ranked[i].held_back.is_none()
                        && !is_ruled_out(c)
                        && !c.lead.neighbour
                        && !in_social_history(c)
                        && c.evidence.iter().any(|e| tells_how(encounter, e))
                })
                .max_by(|&a, &b| {
                    let key = |i: usize| {
                        (
                            !is_last_resort(ranked[i].candidate.code),
                            ranked[i].probability,
                        )
                    };
                    let (x, y) = (key(a), key(b));
                    x.0.cmp(&y.0).then(x.1.total_cmp(&y.1))
                })
        };
        // an office visit reports causes as sure as their words are (voluntary, I.C.20)
        let reports_causes = is_emergency(encounter);
        if let Some(cause) = best(Of::Cause, ranked) {
            self.cause_of(injury, p, ranked, cause, (initial && reports_causes, floor));
        }
        for wanted in [Of::Place, Of::Activity] {
            let Some(i) = best(wanted, ranked) else {
                continue;
            };
            if initial {
                if reports_causes && !ranked[i].stands(floor) {
                    let what = if wanted == Of::Place {
                        "the place goes with the first encounter for an injury (Guidelines I.C.20.b, FY2026)"
                    } else {
                        "the activity goes with the first encounter for an injury (Guidelines I.C.20.c, FY2026)"
                    };
                    ranked[i].raise(p, floor, what.to_owned());
                }
            } else {
                ranked[i].held_back = Some(
                    "place and activity are reported once, at the first encounter (Guidelines I.C.20.b and c, FY2026)"
                        .to_owned(),
                );
            }
        }
    }

    /// Raises the cause of an injury, gives it the injury's 7th character and holds back causes that say less.
    fn cause_of(
        &self,
        injury: Code,
        p: f32,
        ranked: &mut [Ranked],
        cause: usize,
        (telling, floor): (bool, f32),
    ) {
        // a cause that says nothing stands as sure as its words are
        let telling = telling && !is_last_resort(ranked[cause].candidate.code);
        if telling && !ranked[cause].stands(floor) {
            let why = format!("the cause of {injury} (Guidelines I.C.20.a.2, FY2026)");
            ranked[cause].raise(p, floor, why);
        }
        let chosen = ranked[cause].candidate.code;
        let seventh = injury.seventh();
        // the cause takes the 7th character of the injury (I.C.20.a.2)
        if let (Some(mine), Some(theirs)) = (chosen.seventh(), seventh) {
            let wanted = match theirs {
                'B' | 'C' => 'A',
                'E'..='R' => 'D',
                other => other,
            };
            if mine != wanted
                && let Some(code) = Code::parse(chosen.undotted().get(..6).unwrap_or(""))
                    .ok()
                    .and_then(|c| c.with_seventh(wanted))
                    .filter(|c| self.codebook.is_billable(*c))
            {
                ranked[cause].candidate.code = code;
            }
        }
        for (i, one) in ranked.iter_mut().enumerate() {
            let vague = i != cause
                && one.held_back.is_none()
                && of(one.candidate.code) == Some(Of::Cause)
                && is_last_resort(one.candidate.code);
            if vague {
                one.held_back = Some(format!("{chosen} says how it happened"));
            }
        }
    }
}

/// Whether an encounter is of the kind that reports external causes: a stay, an emergency or an urgent care visit.
fn is_emergency(encounter: &Encounter) -> bool {
    let named = |text: &str| {
        let head: String = text.chars().take(400).collect::<String>().to_lowercase();
        let titled = [
            "emergency",
            "urgent care",
            "trauma",
            "ed note",
            "ed provider",
        ]
        .iter()
        .any(|w| head.contains(w));
        titled || text.to_lowercase().contains("\nmedical decision making")
    };
    match encounter.setting {
        Setting::Inpatient | Setting::Emergency => true,
        Setting::Outpatient => encounter.documents.iter().any(|d| named(&d.text)),
    }
}

/// What the patient does at other times.
fn in_social_history(c: &crate::task::Candidate) -> bool {
    c.features
        .get(crate::score::place("section_social"))
        .is_some_and(|x| *x > 0.0)
}

/// Whether the words around a quote tell how an injury came about.
fn tells_how(encounter: &Encounter, span: &EvidenceSpan) -> bool {
    let Some(document) = encounter.documents.iter().find(|d| d.id == span.document) else {
        return false;
    };
    let text = &document.text;
    let before = text.get(..span.range.start()).unwrap_or("");
    let after = text.get(span.range.end()..).unwrap_or("");
    let start = before.rfind(['.', '\n']).map_or(0, |i| i + 1);
    let end = span.range.end() + after.find(['.', '\n']).unwrap_or(after.len());
    let sentence = text.get(start..end).unwrap_or("").to_lowercase();
    TELLING.iter().any(|w| sentence.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn external_causes_are_told_apart() {
        let check = |code: &str, expected| {
            assert_eq!(of(Code::parse(code).unwrap()), expected, "{code}");
        };
        check("W01.0XXA", Some(Of::Cause));
        check("Y92.481", Some(Of::Place));
        check("Y93.67", Some(Of::Activity));
        check("Y92.9", None);
        check("Y99.0", None);
        check("Y83.1", None);
        check("S52.501A", None);
    }

    #[test]
    fn poisonings_and_complications_take_no_cause() {
        let check = |code: &str, expected| {
            assert_eq!(is_injury(Code::parse(code).unwrap()), expected, "{code}");
        };
        check("S93.402A", true);
        check("T14.91XA", true);
        check("T45.511A", false);
        check("T81.40XA", false);
    }
}

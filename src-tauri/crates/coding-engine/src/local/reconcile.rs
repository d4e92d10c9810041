//! One set of codes out of all candidates.

use coding_model::{Certainty, Encounter, Experiencer, Polarity, Problem, Temporality, TrailStep};
use icd10cm::Code;
use rustc_hash::FxHashMap;

use super::outpatient::is_symptom;
use super::{Local, VERSION};
use crate::score::{place, sigmoid};
use crate::task::{Agent, Candidate, Ranked, Reconcile};

/// Most evidence spans kept for one code.
const SPANS: usize = 12;

impl Agent<Reconcile> for Local {
    fn name(&self) -> &str {
        "local"
    }

    fn version(&self) -> &str {
        VERSION
    }

    fn perform(
        &self,
        (encounter, candidates): (&Encounter, Vec<Candidate>),
        _: &mut Vec<Problem>,
    ) -> Vec<Ranked> {
        let outpatient = encounter.setting.is_outpatient();
        let mut ranked = self.standing(candidates, outpatient);
        if outpatient {
            self.by_company(&mut ranked);
        }
        ranked.sort_by(|a, b| {
            let place = |r: &Ranked| self.codebook.ordinal(r.candidate.code);
            b.probability
                .total_cmp(&a.probability)
                .then_with(|| place(a).cmp(&place(b)))
        });
        self.settle(encounter, &mut ranked);
        ranked
    }
}

/// A mention that does not claim the condition of the patient.
fn is_ruled_out(c: &Candidate) -> bool {
    let a = c.assertion;
    if a.polarity == Polarity::Negated || a.temporality == Temporality::Hypothetical {
        return true;
    }
    match a.experiencer {
        Experiencer::Patient => {
            c.lead.kind == "family_history"
                && !c
                    .evidence
                    .iter()
                    .any(|e| e.quote.to_lowercase().contains("famil"))
        }
        Experiencer::Family | Experiencer::Other => c.lead.kind != "family_history",
    }
}

/// A denied or hypothetical condition that a coder may want to see, at the end of the list: not one of
/// the many of a review of systems, an examination or instructions.
fn is_worth_a_look(c: &Candidate) -> bool {
    let routine = [
        "section_ros",
        "section_exam",
        "section_social",
        "section_medications",
        "section_other",
    ];
    !c.lead.plain
        && !routine
            .iter()
            .any(|s| c.features.get(place(s)).is_some_and(|x| *x > 0.0))
}

/// What keeps a mention that does not claim the condition of the patient from the suggestions.
fn why_ruled_out(c: &Candidate) -> String {
    let a = c.assertion;
    if a.polarity == Polarity::Negated {
        "the note denies it where it names it"
    } else if a.temporality == Temporality::Hypothetical {
        "named as something that may come, not as there"
    } else {
        "said of another person"
    }
    .to_owned()
}

impl Local {
    /// One standing for each code, in the order of their first candidates.
    pub(crate) fn standing(&self, candidates: Vec<Candidate>, outpatient: bool) -> Vec<Ranked> {
        let mut by_code: FxHashMap<Code, Vec<Candidate>> = FxHashMap::default();
        let mut order: Vec<Code> = Vec::new();
        for candidate in candidates {
            if is_ruled_out(&candidate) && (outpatient || !is_worth_a_look(&candidate)) {
                continue;
            }
            let list = by_code.entry(candidate.code).or_insert_with_key(|code| {
                order.push(*code);
                Vec::new()
            });
            list.push(candidate);
        }
        order
            .iter()
            .filter_map(|code| self.merge(by_code.remove(code)?, outpatient))
            .collect()
    }

    /// The candidates of one code as one: the best stands for it, the evidence of all is kept.
    fn merge(&self, mut list: Vec<Candidate>, outpatient: bool) -> Option<Ranked> {
        // one claim is enough, wherever else the note denies it
        if !list.iter().all(is_ruled_out) {
            list.retain(|c| !is_ruled_out(c));
        }
        let mut places: Vec<(usize, usize)> =
            list.iter().map(|c| (c.document, c.mention)).collect();
        places.sort_unstable();
        places.dedup();
        let at = place("mentions");
        for c in &mut list {
            if let Some(x) = c.features.get_mut(at) {
                *x = (places.len() as f32).ln();
            }
        }
        let logit = |c: &Candidate| {
            let by_section = if outpatient {
                self.outpatient.by_section(c)
            } else {
                0.0
            };
            self.weights.logit(&c.features) + by_section
        };
        list.sort_by(|a, b| {
            let range = |c: &Candidate| c.evidence.first().map(|e| e.range);
            logit(b).total_cmp(&logit(a)).then(range(a).cmp(&range(b)))
        });
        let all_dominated = list.iter().all(|c| c.lead.hit.dominated);
        let plain = |c: &Candidate| {
            c.assertion.certainty == Certainty::Certain
                && c.assertion.temporality == Temporality::Current
        };
        let stated = list.iter().any(plain);
        let mut list = list.into_iter();
        let mut first = list.next()?;
        let probability = sigmoid(logit(&first));
        if stated {
            // one plain statement is enough, wherever else it is called past or possible
            first.assertion.certainty = Certainty::Certain;
            first.assertion.temporality = Temporality::Current;
        }
        first.lead.hit.dominated = all_dominated;
        for span in list.flat_map(|c| c.evidence) {
            let known = first
                .evidence
                .iter()
                .any(|e| e.document == span.document && e.range.overlaps(span.range));
            if first.evidence.len() < SPANS && !known {
                first.evidence.push(span);
            }
        }
        Some(Ranked {
            candidate: first,
            probability,
            held_back: None,
            rivals: Vec::new(),
        })
    }

    /// Weighs symptoms and external causes by what else the visit assessed.
    fn by_company(&self, ranked: &mut [Ranked]) {
        let letter = |r: &Ranked| r.candidate.code.undotted().as_bytes().first().copied();
        let assessed = |r: &Ranked| {
            r.probability >= self.weights.outpatient && r.candidate.assertion.is_plain()
        };
        let diagnosis = ranked.iter().any(|r| {
            assessed(r) && !is_symptom(r.candidate.code) && letter(r).is_some_and(|l| l < b'V')
        });
        let injury = ranked
            .iter()
            .any(|r| assessed(r) && matches!(letter(r), Some(b'S' | b'T')));
        for one in ranked.iter_mut() {
            let p = one.probability.clamp(1e-6, 1.0 - 1e-6);
            let company = self
                .outpatient
                .by_company(one.candidate.code, diagnosis, injury);
            one.probability = sigmoid((p / (1.0 - p)).ln() + company);
        }
    }

    /// Decides what is held back, by itself or beside another code of the set.
    fn settle(&self, encounter: &Encounter, ranked: &mut Vec<Ranked>) {
        let mut histories = Vec::new();
        for one in ranked.iter_mut() {
            one.held_back = self.own_reason(encounter, one);
            if one.candidate.assertion.temporality == Temporality::Historical
                && one.held_back.is_some()
                && let Some(history) = self.history_of(one)
            {
                histories.push(history);
            }
        }
        for history in histories {
            if !ranked
                .iter()
                .any(|r| r.candidate.code == history.candidate.code)
            {
                ranked.push(history);
            }
        }
        ranked.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        let outpatient = encounter.setting.is_outpatient();
        let floor = if outpatient {
            self.weights.outpatient
        } else {
            self.weights.inpatient
        };
        for i in 0..ranked.len() {
            if ranked[i].held_back.is_some() {
                continue;
            }
            let stands = |j: &usize| {
                *j != i
                    && ranked[*j].held_back.is_none()
                    && (*j < i || ranked[*j].probability >= floor)
            };
            let lost = (0..ranked.len()).filter(stands).find_map(|j| {
                let reason = self.lost_to(outpatient, &ranked[j], &ranked[i], j < i)?;
                Some((reason, j))
            });
            if let Some((reason, winner)) = lost {
                let code = ranked[i].candidate.code;
                if ranked[winner].rivals.len() < 6 {
                    ranked[winner].rivals.push((code, reason.clone()));
                }
                ranked[i].held_back = Some(reason);
            }
        }
        self.combine(ranked, floor);
        for one in ranked.iter_mut() {
            if let Some(reason) = &one.held_back {
                one.candidate.trail.push(TrailStep {
                    stage: "reconcile".to_owned(),
                    agent: "local".to_owned(),
                    text: reason.clone(),
                });
            }
        }
    }

    /// What holds a code back by itself.
    fn own_reason(&self, encounter: &Encounter, ranked: &Ranked) -> Option<String> {
        let c = &ranked.candidate;
        if is_ruled_out(c) {
            return Some(why_ruled_out(c));
        }
        if c.lead.plain {
            return Some(
                "an everyday word: names no condition the other codes leave unsaid".to_owned(),
            );
        }
        if encounter.setting.is_outpatient() && c.assertion.certainty == Certainty::Uncertain {
            return Some(
                "uncertain diagnosis in an outpatient setting: code the symptom (Guidelines IV.H, FY2026)"
                    .to_owned(),
            );
        }
        if c.lead.kind == "drug" {
            return Some(
                "long-term drug use is coded where a guideline or the facility asks for it (Guidelines I.C.21.c.3, FY2026)"
                    .to_owned(),
            );
        }
        let status = !c.lead.kind.is_empty() || c.code.undotted().starts_with('Z');
        if c.assertion.temporality == Temporality::Historical && !status && !self.is_chronic(c.code)
        {
            return Some(
                "stated as history, not as current (Guidelines III.A and IV.J, FY2026)".to_owned(),
            );
        }
        None
    }

    /// Why a code loses to another of the set, if it does; `better` says that the other ranks higher.
    fn lost_to(
        &self,
        outpatient: bool,
        other: &Ranked,
        ranked: &Ranked,
        better: bool,
    ) -> Option<String> {
        let (c, o) = (&ranked.candidate, &other.candidate);
        // the two sides of one mention stand beside each other
        let sides =
            c.document == o.document && c.mention == o.mention && c.lead.stem == o.lead.stem;
        if sides && c.lead.stem != c.code {
            return None;
        }
        let same_words = c.evidence.iter().all(|e| {
            o.evidence
                .iter()
                .any(|f| f.document == e.document && f.range.overlaps(e.range))
        });
        let same_place = c.evidence.first().map(|e| e.range) == o.evidence.first().map(|e| e.range);
        let says_less = c.lead.hit.dominated || (better && same_place);
        if same_words && !o.lead.hit.dominated && says_less {
            return Some(format!("{} says more of the same words", o.code));
        }
        if self.is_vaguer(c.code, o.code) {
            return Some(format!("{} is more specific", o.code));
        }
        if !better {
            return None;
        }
        let excluding = self
            .codebook
            .excludes1(c.code, o.code)
            .or_else(|| self.codebook.excludes1(o.code, c.code));
        if let Some(note) = excluding {
            return Some(format!(
                "Excludes1 at {}: {}",
                note.owner().place(),
                note.text()
            ));
        }
        if outpatient && self.is_integral(c.code, o.code) {
            return Some(format!("integral to {} (Guidelines I.B.5, FY2026)", o.code));
        }
        None
    }

    /// Whether a code says less of what the other says: the unspecified one of the same category, or
    /// pain, injury, neoplasm or cause of no stated site beside one of a stated site.
    fn is_vaguer(&self, code: Code, than: Code) -> bool {
        let letter = than.undotted().as_bytes().first().copied().unwrap_or(b'A');
        let (category, other) = (code.category(), than.category());
        match category.undotted() {
            "T14" => return matches!(letter, b'S' | b'T') && other != category,
            "C80" => return letter == b'C' && other != category,
            "R52" => {
                let sited = ["R07", "R10", "R51", "G43", "G89", "M54", "M25", "H57"];
                return sited.contains(&other.undotted()) || than.undotted().starts_with("M796");
            }
            "X58" => return matches!(letter, b'V'..=b'Y') && other != category,
            _ => {}
        }
        if category != other || code == than {
            return false;
        }
        let title = |c: Code| self.codebook.title(c).unwrap_or_default().to_lowercase();
        let (mine, theirs) = (title(code), title(than));
        let vague = |t: &str| {
            t.contains("unspecified")
                || t.contains("without complications")
                || t.starts_with("other ")
        };
        let last_resort = code.undotted().ends_with('9')
            && !than.undotted().ends_with('9')
            && code.len() <= than.len();
        // of two vague ones the unspecified says what the note says; "other" claims a detail it has not
        if vague(&mine) && vague(&theirs) && mine.contains("other ") != theirs.contains("other ") {
            return mine.contains("other ");
        }
        vague(&mine) && (!vague(&theirs) || last_resort)
    }

    fn is_integral(&self, symptom: Code, cause: Code) -> bool {
        (3..=symptom.len()).any(|n| {
            self.integral
                .get(&symptom.prefix(n))
                .is_some_and(|causes| causes.iter().any(|s| s.covers(cause)))
        })
    }
}

//! One set of codes out of all candidates.

use coding_model::{Certainty, Encounter, Experiencer, Polarity, Problem, Temporality, TrailStep};
use icd10cm::Code;
use rustc_hash::FxHashMap;

use super::{Local, VERSION};
use crate::score::place;
use crate::task::{Agent, Candidate, Ranked, Reconcile};

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
        let mut by_code: FxHashMap<Code, Vec<Candidate>> = FxHashMap::default();
        let mut order: Vec<Code> = Vec::new();
        for candidate in candidates {
            if self.is_ruled_out(&candidate) {
                continue;
            }
            by_code.entry(candidate.code).or_insert_with_key(|code| {
                order.push(*code);
                Vec::new()
            });
            if let Some(list) = by_code.get_mut(&candidate.code) {
                list.push(candidate);
            }
        }
        let mut ranked: Vec<Ranked> = Vec::new();
        for code in order {
            if let Some(list) = by_code.remove(&code)
                && let Some(one) = self.merge(list)
            {
                ranked.push(one);
            }
        }
        ranked.sort_by(|a, b| {
            b.probability.total_cmp(&a.probability).then_with(|| {
                self.codebook
                    .ordinal(a.candidate.code)
                    .cmp(&self.codebook.ordinal(b.candidate.code))
            })
        });
        self.settle(encounter, &mut ranked);
        ranked
    }
}

impl Local {
    /// A mention that does not claim the condition of the patient.
    fn is_ruled_out(&self, c: &Candidate) -> bool {
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

    /// The candidates of one code as one: the best stands for it, the evidence of all is kept.
    fn merge(&self, mut list: Vec<Candidate>) -> Option<Ranked> {
        let count = {
            let mut places: Vec<(usize, usize)> =
                list.iter().map(|c| (c.document, c.mention)).collect();
            places.sort_unstable();
            places.dedup();
            places.len()
        };
        let at = place("mentions");
        for c in &mut list {
            if let Some(x) = c.features.get_mut(at) {
                *x = (count as f32).ln();
            }
        }
        let logit = |c: &Candidate| self.weights.logit(&c.features);
        list.sort_by(|a, b| {
            logit(b)
                .total_cmp(&logit(a))
                .then(a.evidence[0].range.cmp(&b.evidence[0].range))
        });
        let mut list = list.into_iter();
        let mut first = list.next()?;
        for other in list {
            for span in other.evidence {
                if first.evidence.len() < 12
                    && !first
                        .evidence
                        .iter()
                        .any(|e| e.document == span.document && e.range.overlaps(span.range))
                {
                    first.evidence.push(span);
                }
            }
        }
        let probability = self.weights.probability(&first.features);
        Some(Ranked {
            candidate: first,
            probability,
            held_back: None,
            rivals: Vec::new(),
        })
    }

    fn settle(&self, encounter: &Encounter, ranked: &mut [Ranked]) {
        for i in 0..ranked.len() {
            let code = ranked[i].candidate.code;
            let reason = self
                .own_reason(encounter, &ranked[i])
                .or_else(|| self.lost_to(encounter, &ranked[..i], &ranked[i]));
            if let Some((reason, winner)) = reason {
                ranked[i].candidate.trail.push(TrailStep {
                    stage: "reconcile".to_owned(),
                    agent: "local".to_owned(),
                    text: reason.clone(),
                });
                if let Some(winner) = winner
                    && ranked[winner].rivals.len() < 6
                {
                    ranked[winner].rivals.push((code, reason.clone()));
                }
                ranked[i].held_back = Some(reason);
            }
        }
    }

    /// What holds a code back by itself.
    fn own_reason(
        &self,
        encounter: &Encounter,
        ranked: &Ranked,
    ) -> Option<(String, Option<usize>)> {
        let c = &ranked.candidate;
        if encounter.setting.is_outpatient() && c.assertion.certainty == Certainty::Uncertain {
            return Some(("uncertain diagnosis in an outpatient setting: code the symptom (Guidelines IV.H, FY2026)".to_owned(), None));
        }
        let status = !c.lead.kind.is_empty() || c.code.undotted().starts_with('Z');
        if c.assertion.temporality == Temporality::Historical && !status && !self.is_chronic(c.code)
        {
            return Some((
                "stated as history, not as current (Guidelines III.A and IV.J, FY2026)".to_owned(),
                None,
            ));
        }
        None
    }

    /// What a code loses to among the better ones.
    fn lost_to(
        &self,
        encounter: &Encounter,
        better: &[Ranked],
        ranked: &Ranked,
    ) -> Option<(String, Option<usize>)> {
        let c = &ranked.candidate;
        for (i, other) in better.iter().enumerate() {
            if other.held_back.is_some() {
                continue;
            }
            let o = &other.candidate;
            let same_words = o.document == c.document
                && c.evidence.iter().all(|e| {
                    o.evidence
                        .iter()
                        .any(|f| f.document == e.document && f.range.overlaps(e.range))
                });
            if same_words && (c.lead.hit.dominated || o.evidence[0].range == c.evidence[0].range) {
                return Some((format!("{} says more of the same words", o.code), Some(i)));
            }
            if o.code.category() == c.code.category() && self.is_vaguer(c.code, o.code) {
                return Some((format!("{} is more specific", o.code), Some(i)));
            }
            let excluding = self
                .codebook
                .excludes1(c.code, o.code)
                .or_else(|| self.codebook.excludes1(o.code, c.code));
            if let Some(note) = excluding {
                return Some((
                    format!("Excludes1 at {}: {}", note.owner().place(), note.text()),
                    Some(i),
                ));
            }
            if encounter.setting.is_outpatient() && self.is_integral(c.code, o.code) {
                return Some((
                    format!("integral to {} (Guidelines I.B.5, FY2026)", o.code),
                    Some(i),
                ));
            }
        }
        None
    }

    fn is_vaguer(&self, code: Code, than: Code) -> bool {
        let title = |c: Code| self.codebook.title(c).unwrap_or_default().to_lowercase();
        let (mine, other) = (title(code), title(than));
        let vague = |t: &str| t.contains("unspecified") || t.contains("without complications");
        vague(&mine) && !vague(&other)
    }

    fn is_integral(&self, symptom: Code, cause: Code) -> bool {
        (3..=symptom.len()).any(|n| {
            self.integral
                .get(&symptom.prefix(n))
                .is_some_and(|causes| causes.iter().any(|s| s.covers(cause)))
        })
    }
}

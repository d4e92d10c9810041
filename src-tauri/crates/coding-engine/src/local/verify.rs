//! The set once more: alternatives beside each code, and the list each code stands on.

use coding_model::{
    Alternative, Confidence, Encounter, HELD_BACK, List, Polarity, Problem, Relation, Role,
    Suggestion, SuggestionId, Temporality, TrailStep,
};

use super::{Local, VERSION};
use crate::task::{Agent, Candidate, Ranked, Selection, Verify};

/// Most alternatives beside one suggestion.
const ALTERNATIVES: usize = 6;

impl Agent<Verify> for Local {
    fn name(&self) -> &str {
        "local"
    }

    fn version(&self) -> &str {
        VERSION
    }

    fn perform(
        &self,
        (encounter, ranked): (&Encounter, Vec<Ranked>),
        _: &mut Vec<Problem>,
    ) -> Vec<Suggestion> {
        let mut out: Vec<(u32, Suggestion)> = Vec::new();
        let first = self.first_listed(ranked.iter().filter(|r| self.is_reported(encounter, r)));
        let outpatient = encounter.setting.is_outpatient();
        for mut one in ranked {
            one.candidate.trail.push(TrailStep {
                stage: "reconcile".to_owned(),
                agent: "local".to_owned(),
                text: self.score_line(&one, outpatient),
            });
            let list = if self.is_reported(encounter, &one) {
                List::Suggest
            } else {
                List::Consider
            };
            let place = match one.selection {
                Some(Selection::Reported(place)) => place,
                Some(Selection::LeftOut) | None => u32::MAX,
            };
            // what a rule holds back is reported about half as often as its words alone would have it
            let probability = if one.held_back.is_some() && !has_own_signal(&one.candidate) {
                one.probability * 0.5
            } else {
                one.probability
            };
            out.push((place, self.suggestion(one, probability, list)));
        }
        out.sort_by(|a, b| {
            let key = |(place, s): &(u32, Suggestion)| {
                let confidence = std::cmp::Reverse((s.confidence.get() * 1e6) as i64);
                match s.list {
                    List::Suggest => (false, *place, confidence),
                    List::Consider => (true, 0, confidence),
                }
            };
            key(a).cmp(&key(b))
        });
        let mut out: Vec<Suggestion> = out.into_iter().map(|(_, s)| s).collect();
        for (i, s) in out.iter_mut().enumerate() {
            s.rank = i as u32 + 1;
            if s.list == List::Suggest && first.map_or(i == 0, |code| code == s.code) {
                s.role = Role::FirstListed;
            }
            // a rising map: the order and the lists stay as they are
            let map = self.calibration.of(encounter.setting.is_outpatient());
            s.confidence = Confidence::new(map.of(s.confidence.get()));
        }
        out
    }
}

/// Whether what holds the candidate back is already among the signals of its score.
fn has_own_signal(c: &Candidate) -> bool {
    c.lead.plain
        || c.lead.neighbour
        || c.assertion.polarity == Polarity::Negated
        || c.assertion.temporality == Temporality::Hypothetical
}

impl Local {
    /// Whether a code of the set is suggested: nothing holds it back, and a reader selected it or, where nobody was
    /// asked, its probability reaches what was fitted for the setting.
    #[must_use]
    pub fn is_reported(&self, encounter: &Encounter, one: &Ranked) -> bool {
        let threshold = if encounter.setting.is_outpatient() {
            self.weights.outpatient
        } else {
            self.stay_weights.inpatient
        };
        one.held_back.is_none()
            && match one.selection {
                Some(Selection::Reported(_)) => true,
                Some(Selection::LeftOut) => false,
                None => one.probability >= threshold,
            }
    }

    fn suggestion(&self, one: Ranked, probability: f32, list: List) -> Suggestion {
        let mut candidate = one.candidate;
        let title = |code| self.codebook.title(code).unwrap_or_default();
        let mut alternatives: Vec<Alternative> = one
            .rivals
            .into_iter()
            .map(|(code, why_not)| Alternative {
                code,
                title: title(code),
                relation: Relation::Candidate,
                why_not,
            })
            .collect();
        for code in &candidate.siblings {
            if alternatives.len() >= ALTERNATIVES {
                break;
            }
            if *code != candidate.code && !alternatives.iter().any(|a| a.code == *code) {
                let relation = if code.prefix(code.len().saturating_sub(1))
                    == candidate
                        .code
                        .prefix(candidate.code.len().saturating_sub(1))
                {
                    Relation::Sibling
                } else {
                    Relation::Cousin
                };
                alternatives.push(Alternative {
                    code: *code,
                    title: title(*code),
                    relation,
                    why_not: "the note supports fewer of its words".to_owned(),
                });
            }
        }
        if let Some(entry) = self.codebook.entry_of(candidate.code) {
            for sibling in entry.siblings().filter(|s| s.is_leaf()) {
                let Some(code) = sibling.billable_codes().next().filter(|c| {
                    self.codebook.entry_of(*c) != self.codebook.entry_of(candidate.code)
                }) else {
                    continue;
                };
                if alternatives.len() >= ALTERNATIVES {
                    break;
                }
                if !alternatives.iter().any(|a| a.code == code) {
                    alternatives.push(Alternative {
                        code,
                        title: title(code),
                        relation: Relation::Sibling,
                        why_not: "the index entry names another".to_owned(),
                    });
                }
            }
        }
        if let Some(reason) = &one.held_back {
            candidate.trail.push(TrailStep {
                stage: "verify".to_owned(),
                agent: "local".to_owned(),
                text: format!("{HELD_BACK}: {reason}"),
            });
        }
        Suggestion {
            id: SuggestionId::new(),
            code: candidate.code,
            title: title(candidate.code),
            list,
            rank: 0,
            role: Role::Secondary,
            confidence: Confidence::new(probability),
            assertion: candidate.assertion,
            evidence: candidate.evidence,
            index_path: Some(candidate.lead.path),
            alternatives,
            findings: Vec::new(),
            trail: candidate.trail,
        }
    }
}

//! MedCodER's re-ranking: generated and retrieved codes of every diagnosis, ordered in one call a chart.

use std::sync::Arc;

use coding_engine::task::{Agent, Candidate, ToValidate, Validate};
use coding_model::Problem;

use super::validator::{Group, chosen, groups};
use crate::codec::rerank::{self, ToRank};
use crate::desk::{Desk, StoodIn};
use crate::model::Prompt;

/// Candidates of one diagnosis.
const OFFERED: usize = 20;
/// Diagnoses of one call.
const BATCH: usize = 40;

/// Orders closed sets.
pub(crate) struct Ranker {
    desk: Arc<Desk>,
    version: String,
    stood_in: StoodIn,
}

impl Ranker {
    pub(crate) fn new(desk: &Arc<Desk>) -> Self {
        Self {
            desk: Arc::clone(desk),
            version: rerank::TEMPLATE.id(),
            stood_in: StoodIn::default(),
        }
    }

    fn shown(&self, group: &Group) -> ToRank {
        let quotes: Vec<String> = group
            .candidates
            .first()
            .map(|c| {
                c.evidence
                    .iter()
                    .map(|e| super::short(&e.quote, 300))
                    .collect()
            })
            .unwrap_or_default();
        let mut quotes = quotes.into_iter();
        ToRank {
            mention: quotes.next().unwrap_or_default(),
            evidence: quotes.collect(),
            candidates: group
                .options
                .iter()
                .map(|(c, _)| self.desk.shown(*c))
                .collect(),
        }
    }
}

impl Agent<Validate> for Ranker {
    fn name(&self) -> &str {
        self.stood_in.name(&self.desk.name)
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn perform(&self, input: ToValidate<'_>, problems: &mut Vec<Problem>) -> Vec<Candidate> {
        let base = Agent::<Validate>::perform(&*self.desk.local, input, problems);
        let groups = groups(&self.desk, base, OFFERED);
        let tokens = self.desk.model.answer_tokens();
        let prompts: Vec<Prompt> = groups
            .chunks(BATCH)
            .map(|batch| {
                let shown: Vec<ToRank> = batch.iter().map(|g| self.shown(g)).collect();
                rerank::prompt(&shown, tokens)
            })
            .collect();
        let answers = self.desk.ask(&prompts);
        let (mut out, mut errors, mut unusable) = (Vec::new(), Vec::new(), 0);
        for (batch, answer) in groups.chunks(BATCH).zip(answers) {
            let offered: Vec<usize> = batch.iter().map(|g| g.options.len()).collect();
            let ranked = match answer {
                Ok(reply) => {
                    let (ranked, noted) = rerank::read(&reply, &offered);
                    super::add(noted, problems);
                    ranked
                }
                Err(error) => {
                    errors.push(error);
                    vec![None; batch.len()]
                }
            };
            for (group, order) in batch.iter().zip(ranked) {
                let Some(order) = order else {
                    unusable += 1;
                    // as retrieved: the first stands for the mention
                    out.extend(group.candidates.first().cloned());
                    continue;
                };
                let Some(best) = order.first().and_then(|n| n.checked_sub(1)) else {
                    continue;
                };
                let said = format!("put first of {} candidates", group.options.len());
                let mut candidate = chosen(group, best, "validate", &self.desk.name, said);
                if let Some(candidate) = &mut candidate {
                    // the next in the model's order stand first among the alternatives
                    let next = order
                        .iter()
                        .skip(1)
                        .filter_map(|n| group.options.get(n - 1));
                    let mut siblings: Vec<_> = next.map(|(c, _)| *c).collect();
                    siblings.extend(candidate.siblings.iter().copied());
                    let mut seen = Vec::new();
                    siblings.retain(|c| {
                        !seen.contains(c) && {
                            seen.push(*c);
                            true
                        }
                    });
                    candidate.siblings = siblings;
                }
                out.extend(candidate);
            }
        }
        if unusable > 0 {
            let why = if errors.is_empty() {
                format!("it ordered nothing for {unusable} diagnoses")
            } else {
                super::reasons(&errors)
            };
            self.stood_in.note("validate", &why, problems);
        }
        out
    }
}

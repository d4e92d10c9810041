//! The final set, decided by a model that sees the whole chart and every candidate.

use std::sync::Arc;

use coding_engine::task::{Agent, Candidate, Ranked, Reconcile, Selection};
use coding_model::{Encounter, Problem};
use icd10cm::Code;

use crate::codec::subset::{self, RECONCILE, SELECT, Shown};
use crate::desk::{Desk, StoodIn};
use crate::template::Template;

/// Codes offered in one call, the most probable first.
const OFFERED: usize = 160;
const NOTES: usize = 80;
const GUIDELINES: usize = 12_000;

/// Decides what is reported.
pub(crate) struct Selector {
    desk: Arc<Desk>,
    template: &'static Template,
    version: String,
    stood_in: StoodIn,
}

impl Selector {
    /// Code Like Humans' reconciler.
    pub(crate) fn reconciling(desk: &Arc<Desk>) -> Self {
        Self::new(desk, &RECONCILE)
    }

    /// The hybrid profile's selector.
    pub(crate) fn selecting(desk: &Arc<Desk>) -> Self {
        Self::new(desk, &SELECT)
    }

    fn new(desk: &Arc<Desk>, template: &'static Template) -> Self {
        Self {
            desk: Arc::clone(desk),
            template,
            version: template.id(),
            stood_in: StoodIn::default(),
        }
    }

    fn line(&self, one: &Ranked) -> String {
        let c = &one.candidate;
        let quotes: Vec<String> = c
            .evidence
            .iter()
            .take(3)
            .map(|e| format!("“{}”", super::short(&e.quote, 120)))
            .collect();
        let section = c
            .evidence
            .first()
            .map(|e| e.section.trim())
            .filter(|s| !s.is_empty())
            .map(|s| format!(" [{}]", super::short(s, 40)))
            .unwrap_or_default();
        let label = match c.assertion.label() {
            "" => "",
            "hx" => ", stated as past",
            "fam" => ", of a relative",
            "uncertain" => ", stated as possible",
            _ => ", not stated plainly",
        };
        let remark = one
            .held_back
            .as_ref()
            .map(|r| format!(" (remark: {})", super::short(r, 120)))
            .unwrap_or_default();
        format!(
            "{}: {}{label}{section}{remark}",
            self.desk.shown(c.code),
            quotes.join(" ")
        )
    }
}

impl Agent<Reconcile> for Selector {
    fn name(&self) -> &str {
        self.stood_in.name(&self.desk.name)
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn is_available(&self) -> bool {
        self.desk.model.is_available()
    }

    fn perform(
        &self,
        (encounter, candidates): (&Encounter, Vec<Candidate>),
        problems: &mut Vec<Problem>,
    ) -> Vec<Ranked> {
        let local = &*self.desk.local;
        let mut ranked = Agent::<Reconcile>::perform(local, (encounter, candidates), problems);
        if ranked.is_empty() {
            return ranked;
        }
        if ranked.len() > OFFERED {
            problems.push(Problem {
                stage: "reconcile".to_owned(),
                message: format!(
                    "of {} candidates the {OFFERED} most probable were shown to the model",
                    ranked.len()
                ),
            });
        }
        let offered = ranked.len().min(OFFERED);
        let codes: Vec<Code> = ranked
            .iter()
            .take(offered)
            .map(|r| r.candidate.code)
            .collect();
        let options: Vec<String> = ranked.iter().take(offered).map(|r| self.line(r)).collect();
        let sections: &[&str] = if encounter.setting.is_outpatient() {
            &["I.B", "IV"]
        } else {
            &["I.B", "II", "III"]
        };
        let notes = if self.template.task == RECONCILE.task {
            self.desk.notes(&codes, NOTES)
        } else {
            Vec::new()
        };
        let chart = self.desk.chart(encounter, problems);
        let shown = Shown {
            note: &chart,
            setting: encounter.setting,
            options: &options,
            notes: &notes,
            guidelines: &self.desk.guidelines(sections, &[], GUIDELINES),
        };
        let prompt = subset::prompt(self.template, shown, self.desk.model.answer_tokens());
        let answer = self.desk.ask(&[prompt]).pop();
        let chosen = match answer {
            Some(Ok(reply)) => {
                let (chosen, noted) = subset::read(self.template.task, &reply, offered);
                super::add(noted, problems);
                chosen.ok_or_else(|| "its answer could not be used".to_owned())
            }
            Some(Err(error)) => Err(error.to_string()),
            None => Err("it was not asked".to_owned()),
        };
        let chosen = match chosen {
            Ok(chosen) => chosen,
            Err(why) => {
                self.stood_in.note("reconcile", &why, problems);
                return ranked;
            }
        };
        for (i, one) in ranked.iter_mut().enumerate() {
            let place = chosen.iter().position(|n| *n == i + 1);
            let agent = &self.desk.name;
            if let Some(place) = place {
                one.selection = Some(Selection::Reported(place as u32));
                let text = match one.held_back.take() {
                    Some(reason) => {
                        format!("reported on reading the whole chart, against: {reason}")
                    }
                    None => "reported on reading the whole chart".to_owned(),
                };
                one.candidate
                    .trail
                    .push(super::step("reconcile", agent, text));
            } else {
                one.selection = Some(Selection::LeftOut);
                if one.held_back.is_none() && i < offered {
                    let text = "left out on reading the whole chart".to_owned();
                    one.candidate
                        .trail
                        .push(super::step("reconcile", agent, text.clone()));
                    one.held_back = Some(text);
                }
            }
        }
        ranked
    }
}

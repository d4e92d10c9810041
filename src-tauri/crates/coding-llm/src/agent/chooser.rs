//! Generate-Expand-Verify's last step: each code of the set beside its siblings, cousins and neighbours, one of them
//! chosen on descriptions.

use std::sync::Arc;

use coding_engine::structure::relatives;
use coding_engine::task::{Agent, Ranked, Verify};
use coding_model::{Encounter, Problem, Suggestion};
use icd10cm::Code;

use crate::codec::choose;
use crate::desk::{Desk, StoodIn};
use crate::model::Prompt;

/// Descriptions of one choice, the code's own included.
const OFFERED: usize = 40;
/// Words of the chart to either side of a quote.
const AROUND: usize = 240;
/// Quotes shown.
const QUOTES: usize = 4;

/// Verifies codes on descriptions. Whoever generated them: it stands behind any reconciler.
pub(crate) struct Chooser {
    desk: Arc<Desk>,
    version: String,
    stood_in: StoodIn,
}

impl Chooser {
    pub(crate) fn new(desk: &Arc<Desk>) -> Self {
        Self {
            desk: Arc::clone(desk),
            version: choose::TEMPLATE.id(),
            stood_in: StoodIn::default(),
        }
    }

    /// The code itself, what its mention offered besides, and its expansion.
    fn options(&self, one: &Ranked) -> Vec<Code> {
        let c = &one.candidate;
        let codebook = self.desk.codebook();
        let neighbours = self.desk.shelf.neighbours(codebook);
        let mut options = vec![c.code];
        let offered = c.siblings.iter().copied();
        let rivals = one.rivals.iter().map(|(code, _)| *code);
        let expanded = relatives(codebook, neighbours, c.code)
            .into_iter()
            .map(|r| r.code);
        for code in offered.chain(rivals).chain(expanded) {
            if options.len() >= OFFERED {
                break;
            }
            if codebook.is_billable(code) && !options.contains(&code) {
                options.push(code);
            }
        }
        options
    }

    fn words(encounter: &Encounter, one: &Ranked) -> String {
        let quotes = one.candidate.evidence.iter().take(QUOTES).map(|e| {
            let text = encounter
                .documents
                .iter()
                .find(|d| d.id == e.document)
                .map_or("", |d| d.text.as_str());
            let context = super::around(text, e.range, AROUND).trim();
            format!("“{}” in: {context}", super::short(&e.quote, 200))
        });
        quotes.collect::<Vec<_>>().join("\n\n")
    }
}

impl Agent<Verify> for Chooser {
    fn name(&self) -> &str {
        self.stood_in.name(&self.desk.name)
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn perform(
        &self,
        (encounter, mut ranked): (&Encounter, Vec<Ranked>),
        problems: &mut Vec<Problem>,
    ) -> Vec<Suggestion> {
        let local = &*self.desk.local;
        let codebook = self.desk.codebook();
        let tokens = self.desk.model.answer_tokens();
        let mut asked: Vec<(usize, Vec<Code>)> = Vec::new();
        let mut prompts: Vec<Prompt> = Vec::new();
        for (i, one) in ranked.iter().enumerate() {
            if !local.is_reported(encounter, one) {
                continue;
            }
            let options = self.options(one);
            if options.len() < 2 {
                continue;
            }
            let titles: Vec<String> = options
                .iter()
                .map(|c| codebook.title(*c).unwrap_or_default())
                .collect();
            prompts.push(choose::prompt(
                &Self::words(encounter, one),
                &titles,
                tokens,
            ));
            asked.push((i, options));
        }
        let answers = self.desk.ask(&prompts);
        let (mut errors, mut unusable) = (Vec::new(), 0);
        let agent = self.desk.name.as_str();
        for ((i, options), answer) in asked.iter().zip(answers) {
            let choice = match answer {
                Ok(reply) => {
                    let (choice, noted) = choose::read(&reply, options.len());
                    super::add(noted, problems);
                    choice
                }
                Err(error) => {
                    errors.push(error);
                    None
                }
            };
            let taken: Vec<Code> = ranked
                .iter()
                .enumerate()
                .filter(|(j, r)| j != i && local.is_reported(encounter, r))
                .map(|(_, r)| r.candidate.code)
                .collect();
            let Some(one) = ranked.get_mut(*i) else {
                continue;
            };
            let Some(number) = choice else {
                unusable += 1;
                continue;
            };
            let among = format!("of {} close descriptions", options.len());
            let Some(code) = number.checked_sub(1).and_then(|n| options.get(n).copied()) else {
                let reason = format!("none {among} says what the chart says");
                one.candidate
                    .trail
                    .push(super::step("verify", agent, reason.clone()));
                one.held_back = Some(reason);
                continue;
            };
            let before = one.candidate.code;
            if code == before {
                let text = format!("stays, {among}");
                one.candidate.trail.push(super::step("verify", agent, text));
                continue;
            }
            if taken.contains(&code) {
                let reason = format!("{code}, which is reported already, says it better");
                one.candidate
                    .trail
                    .push(super::step("verify", agent, reason.clone()));
                one.held_back = Some(reason);
                continue;
            }
            one.rivals.retain(|(c, _)| *c != code);
            one.rivals
                .insert(0, (before, format!("{code} describes it better")));
            let main_term = one.candidate.lead.path.terms.first().cloned();
            one.candidate.lead.path = local.path_to(code, main_term.as_deref());
            one.candidate.code = code;
            one.candidate.siblings.retain(|c| *c != code);
            let text = format!("{code} instead of {before}, {among}");
            one.candidate.trail.push(super::step("verify", agent, text));
        }
        // a code that is reported now need not be worth a look a second time
        let reported: Vec<Code> = ranked
            .iter()
            .filter(|r| local.is_reported(encounter, r))
            .map(|r| r.candidate.code)
            .collect();
        ranked.retain(|r| local.is_reported(encounter, r) || !reported.contains(&r.candidate.code));
        if unusable > 0 {
            let why = if errors.is_empty() {
                format!("{unusable} of its answers could not be used")
            } else {
                super::reasons(&errors)
            };
            self.stood_in.note("verify", &why, problems);
        }
        Agent::<Verify>::perform(local, (encounter, ranked), problems)
    }
}

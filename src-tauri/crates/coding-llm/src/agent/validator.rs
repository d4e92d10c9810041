//! The one complete code of a condition, chosen by a model from those its entries lead to.

use std::sync::Arc;

use coding_engine::task::{Agent, Candidate, ToValidate, Validate};
use coding_model::Problem;
use icd10cm::Code;

use crate::codec::validate::{self, Shown};
use crate::desk::{Desk, StoodIn};
use crate::model::Prompt;

/// Codes offered for one condition.
const OFFERED: usize = 40;
/// Notes of the Tabular List shown.
const NOTES: usize = 40;
/// The most characters of the chart that are shown whole; of a longer one the part around the condition.
const WHOLE: usize = 16_000;
const AROUND: usize = 6_000;
/// Characters of the Guidelines.
const GUIDELINES: usize = 8_000;

/// Code Like Humans' tabular validator.
pub(crate) struct Validator {
    desk: Arc<Desk>,
    version: String,
    stood_in: StoodIn,
}

impl Validator {
    pub(crate) fn new(desk: &Arc<Desk>) -> Self {
        Self {
            desk: Arc::clone(desk),
            version: validate::TEMPLATE.id(),
            stood_in: StoodIn::default(),
        }
    }
}

/// The candidates of one mention, and all codes that they offer.
pub(super) struct Group {
    pub candidates: Vec<Candidate>,
    /// A code and the candidate that it comes from.
    pub options: Vec<(Code, usize)>,
}

/// The local candidates by mention, with the codes beside each and, up to a limit, all below each stem.
pub(super) fn groups(desk: &Desk, candidates: Vec<Candidate>, most: usize) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for candidate in candidates {
        let same = |g: &&mut Group| {
            g.candidates
                .first()
                .is_some_and(|c| c.mention == candidate.mention)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.candidates.push(candidate),
            None => groups.push(Group {
                candidates: vec![candidate],
                options: Vec::new(),
            }),
        }
    }
    for group in &mut groups {
        let mut options: Vec<(Code, usize)> = Vec::new();
        let mut push = |code: Code, from: usize| {
            if options.len() < most && !options.iter().any(|(c, _)| *c == code) {
                options.push((code, from));
            }
        };
        for (i, c) in group.candidates.iter().enumerate() {
            push(c.code, i);
        }
        for (i, c) in group.candidates.iter().enumerate() {
            for code in &c.siblings {
                push(*code, i);
            }
        }
        for (i, c) in group.candidates.iter().enumerate() {
            let below = desk.codebook().entry_of(c.lead.stem);
            for code in below
                .into_iter()
                .flat_map(|e| e.billable_codes())
                .take(most)
            {
                push(code, i);
            }
        }
        group.options = options;
    }
    groups
}

/// The candidate with another code of its group.
pub(super) fn chosen(
    group: &Group,
    option: usize,
    stage: &str,
    agent: &str,
    text: String,
) -> Option<Candidate> {
    let (code, from) = *group.options.get(option)?;
    let mut candidate = group.candidates.get(from)?.clone();
    let others = group.options.iter().map(|(c, _)| *c);
    candidate.siblings = others.filter(|c| *c != code).take(6).collect();
    if candidate.code != code {
        candidate.defaulted = 0;
        candidate.code = code;
    }
    candidate.trail.push(super::step(stage, agent, text));
    Some(candidate)
}

impl Agent<Validate> for Validator {
    fn name(&self) -> &str {
        self.stood_in.name(&self.desk.name)
    }

    fn version(&self) -> &str {
        &self.version
    }

    fn perform(&self, input: ToValidate<'_>, problems: &mut Vec<Problem>) -> Vec<Candidate> {
        let text = input
            .encounter
            .documents
            .get(input.document)
            .map_or("", |d| d.text.as_str());
        let mentions = input.mentions;
        let base = Agent::<Validate>::perform(&*self.desk.local, input, problems);
        let groups = groups(&self.desk, base, OFFERED);
        let tokens = self.desk.model.answer_tokens();
        let prompts: Vec<Prompt> = groups
            .iter()
            .map(|group| {
                let first = group.candidates.first();
                let quote = first
                    .and_then(|c| c.evidence.first())
                    .map_or("", |e| e.quote.as_str());
                let term = first
                    .and_then(|c| mentions.get(c.mention))
                    .and_then(|m| m.stated.as_deref())
                    .map_or("", |s| s.term.as_str());
                let whole = text.len() <= WHOLE.min(self.desk.model.note_chars());
                let range = first.and_then(|c| c.evidence.first()).map(|e| e.range);
                let note = match range {
                    Some(range) if !whole => super::around(text, range, AROUND),
                    _ => text,
                };
                let condition = format!("“{}” (looked up as {term})", super::short(quote, 200));
                let codes: Vec<Code> = group.options.iter().map(|(c, _)| *c).collect();
                let options: Vec<String> = codes.iter().map(|c| self.desk.shown(*c)).collect();
                validate::prompt(
                    Shown {
                        note,
                        condition: &condition,
                        options: &options,
                        notes: &self.desk.notes(&codes, NOTES),
                        guidelines: &self.desk.guidelines(&[], &codes, GUIDELINES),
                    },
                    tokens,
                )
            })
            .collect();
        let answers = self.desk.ask(&prompts);
        let (mut out, mut errors, mut unusable) = (Vec::new(), Vec::new(), 0);
        for (group, answer) in groups.into_iter().zip(answers) {
            let choice = match answer {
                Ok(reply) => {
                    let (choice, noted) = validate::read(&reply, group.options.len());
                    super::add(noted, problems);
                    choice
                }
                Err(error) => {
                    errors.push(error);
                    None
                }
            };
            match choice {
                Some(0) => {}
                Some(number) => {
                    let said = format!(
                        "chosen of {} codes on reading the chart",
                        group.options.len()
                    );
                    let name = &self.desk.name;
                    out.extend(chosen(&group, number - 1, "validate", name, said));
                }
                None => {
                    unusable += 1;
                    out.extend(group.candidates);
                }
            }
        }
        if unusable > 0 {
            let why = if errors.is_empty() {
                format!("{unusable} of its answers could not be used")
            } else {
                super::reasons(&errors)
            };
            self.stood_in.note("validate", &why, problems);
        }
        out
    }
}

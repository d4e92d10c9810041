//! A person's correction of a mention, a way or a code, and what depends on it run again: nothing else is.
//!
//! | corrected | run again |
//! |---|---|
//! | a mention | navigate and validate for it, then reconcile and verify |
//! | a way | validate for the mention, then reconcile and verify |
//! | a code | reconcile and verify |

use std::sync::Arc;

use clinical_text::TextRange;
use coding_model::{
    Assertion, DocumentId, Encounter, IndexPath, Problem, Run, Source, StageRecord, TrailStep,
};
use icd10cm::Code;

use super::worked::{Worked, WorkedDocument};
use super::{Engine, Passed, RunOptions};
use crate::dictionary::Origin;
use crate::grounding;
use crate::local::VERSION;
use crate::task::{
    Agent, Candidate, Extract, Lead, Ranked, Segmented, Selection, Sentence, Spotted, Stated,
    ToValidate, Validate,
};

/// What a person says in the place of what a stage said.
#[derive(Debug, Clone, PartialEq)]
pub enum Correction {
    /// These words are a mention, and this is what the note says of it.
    Mention {
        /// Document.
        document: DocumentId,
        /// Where the words stand.
        range: TextRange,
        /// What is said.
        assertion: Assertion,
    },
    /// These words are no mention of a condition.
    NoMention {
        /// Document.
        document: DocumentId,
        /// Where the words stand.
        range: TextRange,
    },
    /// This entry of the book is the way for the mention with these words.
    Path {
        /// Document.
        document: DocumentId,
        /// Where the words stand.
        range: TextRange,
        /// Code or stem the entry names.
        stem: Code,
        /// The entry.
        path: IndexPath,
    },
    /// This is the code for the mention with these words.
    Code {
        /// Document.
        document: DocumentId,
        /// Where the words stand.
        range: TextRange,
        /// A billable code.
        code: Code,
        /// The way to it, where one was walked.
        path: Option<IndexPath>,
    },
    /// This code does not stand.
    Dropped {
        /// The code.
        code: Code,
    },
}

/// Why a code that a person rejected is not suggested.
const TURNED_DOWN: &str = "a person turned it down";
/// The cue of a mention that a person spoke of.
const SAID: &str = "said by a person";

/// How often the stages that ask somebody were run again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Again {
    navigated: u32,
    validated: u32,
}

impl Engine {
    /// Runs again what depends on the corrections, given in the order in which they were made, and nothing else.
    /// Codes that a person gave stand, whatever their probability; others yield to them as to any code of the set.
    #[must_use]
    pub fn rework(
        &self,
        encounter: &Encounter,
        worked: &Worked,
        corrections: &[Correction],
        options: &RunOptions,
        watch: &mut dyn FnMut(Passed<'_>),
    ) -> Run {
        let mut worked = worked.clone();
        let mut problems = Vec::new();
        let mut again = Again::default();
        let mut given: Vec<Code> = Vec::new();
        let mut dropped: Vec<(Code, Option<Candidate>)> = Vec::new();
        for correction in corrections {
            match correction {
                Correction::Code { code, .. } => given.push(*code),
                Correction::Dropped { code } => {
                    given.retain(|c| c != code);
                    let of = |c: &&Candidate| c.code == *code;
                    let mut documents = worked.documents.iter();
                    let first = documents.find_map(|d| d.candidates.iter().find(of));
                    dropped.push((*code, first.cloned()));
                }
                Correction::Mention { .. }
                | Correction::NoMention { .. }
                | Correction::Path { .. } => {}
            }
            self.correct(
                encounter,
                &mut worked,
                correction,
                &given,
                &mut problems,
                &mut again,
            );
        }
        dropped.retain(|(code, _)| !given.contains(code));
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let record = |stage: &str, agent: &str, version: &str, count: u32| StageRecord {
            stage: stage.to_owned(),
            agent: agent.to_owned(),
            version: version.to_owned(),
            count,
        };
        let mut stages = vec![record(
            "correct",
            "person",
            VERSION,
            count(corrections.len()),
        )];
        if again.navigated > 0 {
            let (agent, version) = (self.navigate.name(), self.navigate.version());
            stages.push(record("navigate", agent, version, again.navigated));
        }
        if again.validated > 0 {
            let (agent, version) = (self.validate.name(), self.validate.version());
            stages.push(record("validate", agent, version, again.validated));
        }
        let candidates: Vec<Candidate> = worked
            .documents
            .into_iter()
            .flat_map(|d| d.candidates)
            .collect();
        watch(Passed::Validated(&candidates));
        let settle = |ranked: &mut Vec<Ranked>| settle(ranked, &given, &dropped);
        self.decided(
            encounter, candidates, &settle, options, problems, stages, watch,
        )
    }

    fn correct(
        &self,
        encounter: &Encounter,
        worked: &mut Worked,
        correction: &Correction,
        given: &[Code],
        problems: &mut Vec<Problem>,
        again: &mut Again,
    ) {
        let (id, range) = match correction {
            Correction::Dropped { code } => {
                for document in &mut worked.documents {
                    document.candidates.retain(|c| c.code != *code);
                }
                return;
            }
            Correction::Mention {
                document, range, ..
            }
            | Correction::NoMention { document, range }
            | Correction::Path {
                document, range, ..
            }
            | Correction::Code {
                document, range, ..
            } => (*document, *range),
        };
        let place = encounter.documents.iter().position(|d| d.id == id);
        let found = worked
            .documents
            .iter_mut()
            .find(|d| Some(d.number) == place);
        let Some(document) = found else {
            problems.push(said(
                "the document of a correction is not of this chart: it was left out",
            ));
            return;
        };
        match correction {
            Correction::Dropped { .. } => {}
            Correction::NoMention { .. } => {
                for (number, mention) in document.mentions.iter().enumerate() {
                    if mention.ranges.iter().all(|r| range.contains(*r)) {
                        document.leads.retain(|l| l.mention != number);
                        document.candidates.retain(|c| c.mention != number);
                    }
                }
            }
            Correction::Mention { assertion, .. } => {
                let mut of: Vec<usize> = document.within(range);
                if of.is_empty() {
                    of = self.read(encounter, document, range, problems, again);
                }
                if of.is_empty() {
                    problems.push(said(
                        "words that a person marked lead to no entry of the book: choose one there",
                    ));
                }
                for number in &of {
                    if let Some(mention) = document.mentions.get_mut(*number) {
                        mention.assertion = *assertion;
                        mention.cues = vec![SAID.to_owned()];
                        mention.chronic_current = false;
                    }
                }
                self.validate_again(encounter, document, &of, problems, again);
            }
            Correction::Path { stem, path, .. } => {
                let number = self.mention(encounter, document, range);
                document.leads.retain(|l| l.mention != number);
                let lead = Lead::chosen(number, *stem, path.clone(), Origin::Index);
                let kept = grounding::leads(
                    vec![lead],
                    &document.mentions,
                    &self.local.codebook,
                    problems,
                );
                document.leads.extend(kept);
                self.validate_again(encounter, document, &[number], problems, again);
            }
            Correction::Code { code, path, .. } => {
                self.put_code(
                    encounter,
                    document,
                    range,
                    (*code, path.as_ref()),
                    given,
                    problems,
                );
            }
        }
    }

    /// The mention with these words; where nobody read them, they are one from now on, in a person's words.
    fn mention(
        &self,
        encounter: &Encounter,
        document: &mut WorkedDocument,
        range: TextRange,
    ) -> usize {
        if let Some(number) = document.nearest(range) {
            return number;
        }
        let text = encounter
            .documents
            .get(document.number)
            .map_or("", |d| d.text.as_str());
        document.mentions.push(Spotted {
            sentence: document.sentence(range),
            ranges: vec![range],
            assertion: Assertion::default(),
            cues: vec![SAID.to_owned()],
            chronic_current: false,
            hits: Vec::new(),
            in_item: false,
            stated: Some(Arc::new(Stated {
                term: range.slice(text).unwrap_or("").to_owned(),
                ..Stated::default()
            })),
        });
        document.mentions.len() - 1
    }

    /// Reads words that nobody had read: the dictionary's mentions in them, else the words themselves, looked up
    /// by whoever navigates.
    fn read(
        &self,
        encounter: &Encounter,
        document: &mut WorkedDocument,
        range: TextRange,
        problems: &mut Vec<Problem>,
        again: &mut Again,
    ) -> Vec<usize> {
        let Some(source) = encounter.documents.get(document.number) else {
            return Vec::new();
        };
        let sentences: Vec<Sentence> = document
            .segmented
            .sentences
            .iter()
            .filter(|s| s.range.overlaps(range))
            .map(|s| Sentence {
                range: TextRange::new(
                    s.range.start().max(range.start()),
                    s.range.end().min(range.end()),
                ),
                ..s.clone()
            })
            .collect();
        let part = Segmented {
            sections: document.segmented.sections.clone(),
            sentences,
        };
        let local = &*self.local;
        let first = document.mentions.len();
        let mut found = Agent::<Extract>::perform(local, (source, &part), problems);
        for one in &mut found {
            let start = one.ranges.first().map_or(range, |r| *r);
            one.sentence = document.sentence(start);
        }
        document.mentions.extend(found);
        if document.mentions.len() == first {
            self.mention(encounter, document, range);
        }
        let numbers: Vec<usize> = (first..document.mentions.len()).collect();
        // those before keep the ways they have: only the new ones are asked about
        let mut only = document.mentions.clone();
        for mention in only.iter_mut().take(first) {
            mention.hits.clear();
            mention.stated = None;
        }
        again.navigated += u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        let leads = self.navigate.perform(&only, problems);
        let mut leads = grounding::leads(leads, &document.mentions, &self.local.codebook, problems);
        leads.retain(|l| l.mention >= first);
        document.leads.extend(leads);
        let led = |n: &usize| document.leads.iter().any(|l| l.mention == *n);
        numbers.into_iter().filter(led).collect()
    }

    /// Candidates of these mentions anew; those of all others stay.
    fn validate_again(
        &self,
        encounter: &Encounter,
        document: &mut WorkedDocument,
        mentions: &[usize],
        problems: &mut Vec<Problem>,
        again: &mut Again,
    ) {
        document
            .candidates
            .retain(|c| !mentions.contains(&c.mention));
        let leads: Vec<Lead> = document
            .leads
            .iter()
            .filter(|l| mentions.contains(&l.mention))
            .cloned()
            .collect();
        if leads.is_empty() {
            return;
        }
        again.validated += u32::try_from(mentions.len()).unwrap_or(u32::MAX);
        let input = ToValidate {
            encounter,
            document: document.number,
            segmented: &document.segmented,
            mentions: &document.mentions,
            leads: &leads,
        };
        let found = self.validate.perform(input, problems);
        let found = grounding::candidates(found, encounter, &self.local.codebook, problems);
        for mut candidate in found {
            attribute(&mut candidate, &document.mentions);
            document.candidates.push(candidate);
        }
    }

    /// A code in the place of a mention's candidates. Nobody is asked: a person has answered.
    fn put_code(
        &self,
        encounter: &Encounter,
        document: &mut WorkedDocument,
        range: TextRange,
        (code, path): (Code, Option<&IndexPath>),
        given: &[Code],
        problems: &mut Vec<Problem>,
    ) {
        let number = self.mention(encounter, document, range);
        let path = path.cloned().unwrap_or_else(|| IndexPath {
            source: Source::Tabular,
            terms: vec![self.local.codebook.title(code).unwrap_or_default()],
            hops: Vec::new(),
        });
        let lead = Lead::chosen(number, code, path, Origin::Index);
        let input = ToValidate {
            encounter,
            document: document.number,
            segmented: &document.segmented,
            mentions: &document.mentions,
            leads: std::slice::from_ref(&lead),
        };
        let local = &*self.local;
        let made = Agent::<Validate>::perform(local, input, problems);
        let mut made: Vec<Candidate> =
            grounding::candidates(made, encounter, &self.local.codebook, problems)
                .into_iter()
                .filter(|c| c.code == code)
                .collect();
        for candidate in &mut made {
            attribute(candidate, &document.mentions);
            candidate.trail.push(TrailStep {
                stage: "validate".to_owned(),
                agent: "person".to_owned(),
                text: format!("{code} was given by a person"),
            });
        }
        // two codes may rest on the same words: what a person gave before stays
        document
            .candidates
            .retain(|c| c.mention != number || (given.contains(&c.code) && c.code != code));
        document
            .leads
            .retain(|l| l.mention != number || given.contains(&l.stem));
        document.leads.push(lead);
        document.candidates.extend(made);
    }
}

/// Codes that a person gave are reported; what a rule says of them is said by the findings. Those that a person
/// turned down held nothing back, and are shown as such.
fn settle(ranked: &mut Vec<Ranked>, given: &[Code], dropped: &[(Code, Option<Candidate>)]) {
    for one in ranked.iter_mut() {
        let code = one.candidate.code;
        if let Some(place) = given.iter().position(|c| *c == code) {
            one.held_back = None;
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            one.selection = Some(Selection::Reported(place));
        } else if dropped.iter().any(|(c, _)| *c == code) {
            // made of others in the set, such as a code that states two conditions
            one.held_back = Some(TURNED_DOWN.to_owned());
            one.selection = None;
        }
    }
    for (code, candidate) in dropped {
        let known = ranked.iter().any(|r| r.candidate.code == *code);
        if let Some(candidate) = candidate.as_ref().filter(|_| !known) {
            ranked.push(Ranked {
                candidate: candidate.clone(),
                probability: 0.0,
                held_back: Some(TURNED_DOWN.to_owned()),
                selection: None,
                rivals: Vec::new(),
            });
        }
    }
}

/// Whose reading it was that the trail begins with.
fn attribute(candidate: &mut Candidate, mentions: &[Spotted]) {
    let said = |m: &Spotted| m.cues.iter().any(|c| c == SAID);
    if mentions.get(candidate.mention).is_some_and(said)
        && let Some(first) = candidate.trail.first_mut()
    {
        "person".clone_into(&mut first.agent);
    }
}

fn said(message: &str) -> Problem {
    Problem {
        stage: "correct".to_owned(),
        message: message.to_owned(),
    }
}

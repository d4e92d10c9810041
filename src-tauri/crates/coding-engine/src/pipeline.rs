//! The whole way from an encounter to its suggestions, with grounding between the stages.

mod correct;
mod reach;
mod worked;

use std::sync::Arc;

use coding_model::{Encounter, Problem, Run, RunId, StageRecord, Suggestion};
use icd10cm::Codebook;

use crate::dictionary::{Canon, Dictionary};
use crate::local::{Local, VERSION};
use crate::search::Search;
use crate::task::{
    Agent, Candidate, Extract, Lead, Navigate, Ranked, Reconcile, Segment, Spotted, Stated,
    ToValidate, Validate, Verify,
};
use crate::{Lexicon, grounding};

pub use correct::Correction;
pub use reach::Reach;
pub use worked::Worked;
use worked::WorkedDocument;

/// Longest document that is coded, in bytes; what stands behind it is reported, not read.
pub const MAX_DOCUMENT: usize = 4 << 20;

/// What a caller may ask of a run.
#[derive(Debug, Clone, Copy, Default)]
pub struct RunOptions {
    /// Calibrated probability from which a code is suggested, whichever list it stood on; none for the fitted one.
    /// What is held back is never suggested.
    pub threshold: Option<f32>,
}

/// An engine for one release: an agent for every task. Immutable and shared between threads.
#[derive(Clone)]
pub struct Engine {
    local: Arc<Local>,
    segment: Arc<dyn Agent<Segment>>,
    extract: Arc<dyn Agent<Extract>>,
    navigate: Arc<dyn Agent<Navigate>>,
    validate: Arc<dyn Agent<Validate>>,
    reconcile: Arc<dyn Agent<Reconcile>>,
    verify: Arc<dyn Agent<Verify>>,
    name: Option<String>,
    /// Name of the trained model that the search knows nearness by.
    trained: Option<String>,
    /// Name of the sentence encoder that look-ups ask as well.
    encoder: Option<String>,
}

/// What came out of a stage, as it is seen by whoever watches a run.
#[derive(Debug, Clone, Copy)]
pub enum Passed<'a> {
    /// Mentions of a document.
    Extracted(&'a [Spotted]),
    /// Leads of a document.
    Navigated(&'a [Lead]),
    /// Candidates of a document.
    Validated(&'a [Candidate]),
    /// The set of an encounter.
    Reconciled(&'a [Ranked]),
}

impl Engine {
    /// The phrases of a release, to be kept in a file and given to [`Engine::new`] again.
    #[must_use]
    pub fn dictionary(codebook: &Codebook, lexicon: &Lexicon) -> Dictionary {
        Dictionary::build(codebook, lexicon, &Canon::new(lexicon, codebook))
    }

    /// An engine whose every agent is the local one.
    #[must_use]
    pub fn new(codebook: Codebook, lexicon: &Lexicon, dictionary: Dictionary) -> Self {
        Self::of(Local::new(codebook, lexicon, dictionary, None))
    }

    /// The same with a search of the release at hand: mentions that come to nothing fitting are looked up by the
    /// words around them, and where the search knows nearness in meaning, so do the signals.
    #[must_use]
    pub fn searching(
        codebook: Codebook,
        lexicon: &Lexicon,
        dictionary: Dictionary,
        search: Arc<Search>,
    ) -> Self {
        Self::of(Local::new(codebook, lexicon, dictionary, Some(search)))
    }

    fn of(local: Local) -> Self {
        let local = Arc::new(local);
        Self {
            segment: local.clone(),
            extract: local.clone(),
            navigate: local.clone(),
            validate: local.clone(),
            reconcile: local.clone(),
            verify: local.clone(),
            local,
            name: None,
            trained: None,
            encoder: None,
        }
    }

    /// The local agents: the peers of any other, and what stands in for one that cannot answer.
    #[must_use]
    pub fn local(&self) -> &Arc<Local> {
        &self.local
    }

    /// The same engine under a name that says whose agents it has.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The same engine, told the name of the trained model its search knows nearness by; a run in which that model took
    /// part says so.
    #[must_use]
    pub fn with_trained(mut self, name: impl Into<String>) -> Self {
        self.trained = Some(name.into());
        self
    }

    /// The same engine, told the name of the sentence encoder that its look-ups ask; a run in which something was looked
    /// up says so.
    #[must_use]
    pub fn with_encoder(mut self, name: impl Into<String>) -> Self {
        self.encoder = Some(name.into());
        self
    }

    /// The same engine with another agent for finding mentions.
    #[must_use]
    pub fn with_extract(mut self, agent: Arc<dyn Agent<Extract>>) -> Self {
        self.extract = agent;
        self
    }

    /// The same engine with another agent for finding entries of the book.
    #[must_use]
    pub fn with_navigate(mut self, agent: Arc<dyn Agent<Navigate>>) -> Self {
        self.navigate = agent;
        self
    }

    /// The same engine with another agent for completing codes.
    #[must_use]
    pub fn with_validate(mut self, agent: Arc<dyn Agent<Validate>>) -> Self {
        self.validate = agent;
        self
    }

    /// The same engine with another agent for making one set of all candidates.
    #[must_use]
    pub fn with_reconcile(mut self, agent: Arc<dyn Agent<Reconcile>>) -> Self {
        self.reconcile = agent;
        self
    }

    /// The same engine with another agent for looking at the set once more.
    #[must_use]
    pub fn with_verify(mut self, agent: Arc<dyn Agent<Verify>>) -> Self {
        self.verify = agent;
        self
    }

    /// The release it codes in.
    #[must_use]
    pub fn codebook(&self) -> &Codebook {
        &self.local.codebook
    }

    /// Name and version ("local 0.1.0").
    #[must_use]
    pub fn name(&self) -> String {
        self.name
            .clone()
            .unwrap_or_else(|| format!("{} {VERSION}", self.extract.name()))
    }

    /// How the score of each code of a set came about, as a tree: what each signal of it adds to the log-odds. For the set
    /// that a run shows to whoever watches it ([`Passed::Reconciled`]).
    #[must_use]
    pub fn explain(
        &self,
        encounter: &Encounter,
        set: &[Ranked],
    ) -> Vec<(icd10cm::Code, retrieval::Explanation)> {
        let outpatient = encounter.setting.is_outpatient();
        let tree = |one: &Ranked| (one.candidate.code, self.local.explain(one, outpatient));
        set.iter().map(tree).collect()
    }

    /// The name of what made a run: with the trained model where it took part, in the score of a candidate or in finding
    /// one, and without it where it did not.
    fn name_of_run(&self, encounter: &Encounter, candidates: &[Candidate]) -> String {
        let outpatient = encounter.setting.is_outpatient();
        let mut name = self.name();
        let looked_up = crate::local::was_looked_up(candidates);
        let weighed = self.local.meaning_is_weighed(candidates, outpatient);
        let trained = self.trained.iter().filter(|_| looked_up || weighed);
        for model in trained.chain(self.encoder.iter().filter(|_| looked_up)) {
            name.push_str(&format!(", model {model}"));
        }
        name
    }

    /// The sections of a text.
    #[must_use]
    pub fn sections(&self, text: &str) -> Vec<clinical_text::Section> {
        self.local.sections(text)
    }

    /// All candidates of an encounter with their signals, before reconciliation.
    #[must_use]
    pub fn candidates(
        &self,
        encounter: &Encounter,
        problems: &mut Vec<Problem>,
        stages: &mut Vec<StageRecord>,
    ) -> Vec<Candidate> {
        self.watched_candidates(encounter, problems, stages, &mut |_| {}, None)
    }

    fn watched_candidates(
        &self,
        encounter: &Encounter,
        problems: &mut Vec<Problem>,
        stages: &mut Vec<StageRecord>,
        watch: &mut dyn FnMut(Passed<'_>),
        mut keep: Option<&mut Worked>,
    ) -> Vec<Candidate> {
        let mut counts = [0_usize; 4];
        let mut candidates = Vec::new();
        for (number, document) in encounter.documents.iter().enumerate() {
            if document.text.len() > MAX_DOCUMENT {
                problems.push(Problem { stage: "segment".to_owned(), message: format!("a document of {} bytes is longer than the {MAX_DOCUMENT} that are coded: it was left out", document.text.len()) });
                continue;
            }
            let segmented = self.segment.perform(document, problems);
            counts[0] += segmented.sentences.len();
            let spotted: Vec<Spotted> = grounding::mentions(
                self.extract.perform((document, &segmented), problems),
                document,
                problems,
            );
            counts[1] += spotted.len();
            watch(Passed::Extracted(&spotted));
            let mut leads: Vec<Lead> = grounding::leads(
                self.navigate.perform(&spotted, problems),
                &spotted,
                &self.local.codebook,
                problems,
            );
            counts[2] += leads.len();
            watch(Passed::Navigated(&leads));
            let input = ToValidate {
                encounter,
                document: number,
                segmented: &segmented,
                mentions: &spotted,
                leads: &leads,
            };
            let mut found = grounding::candidates(
                self.validate.perform(input, problems),
                encounter,
                &self.local.codebook,
                problems,
            );
            let again = sent_back(&spotted, &leads, &found)
                .or_else(|| self.local.unfit(document, &segmented, &spotted, &found));
            if let Some(again) = again {
                let more: Vec<Lead> = grounding::leads(
                    self.navigate.perform(&again, problems),
                    &again,
                    &self.local.codebook,
                    problems,
                );
                problems.push(Problem {
                    stage: "validate".to_owned(),
                    message: format!(
                        "{} mentions that came to no fitting code were sent back to the navigator, which found {} further entries",
                        again.iter().filter(|m| m.stated.is_some()).count(),
                        more.len()
                    ),
                });
                if !more.is_empty() {
                    counts[2] += more.len();
                    watch(Passed::Navigated(&more));
                    let input = ToValidate {
                        encounter,
                        document: number,
                        segmented: &segmented,
                        mentions: &again,
                        leads: &more,
                    };
                    found.extend(grounding::candidates(
                        self.validate.perform(input, problems),
                        encounter,
                        &self.local.codebook,
                        problems,
                    ));
                    leads.extend(more);
                }
            }
            counts[3] += found.len();
            watch(Passed::Validated(&found));
            if let Some(worked) = keep.as_deref_mut() {
                worked.documents.push(WorkedDocument {
                    number,
                    segmented,
                    mentions: spotted,
                    leads,
                    candidates: found.clone(),
                });
            }
            candidates.extend(found);
        }
        let record = |stage: &str, agent: &str, version: &str, count: usize| StageRecord {
            stage: stage.to_owned(),
            agent: agent.to_owned(),
            version: version.to_owned(),
            count: count as u32,
        };
        stages.push(record(
            "segment",
            self.segment.name(),
            self.segment.version(),
            counts[0],
        ));
        stages.push(record(
            "extract",
            self.extract.name(),
            self.extract.version(),
            counts[1],
        ));
        stages.push(record(
            "navigate",
            self.navigate.name(),
            self.navigate.version(),
            counts[2],
        ));
        stages.push(record(
            "validate",
            self.validate.name(),
            self.validate.version(),
            counts[3],
        ));
        candidates
    }

    /// Of all candidates of an encounter the one that stands for each code, as it is scored.
    #[must_use]
    pub fn standing(&self, encounter: &Encounter, candidates: Vec<Candidate>) -> Vec<Candidate> {
        self.local
            .standing(candidates, encounter.setting.is_outpatient())
            .into_iter()
            .map(|ranked| ranked.candidate)
            .collect()
    }

    /// Codes an encounter. The caller measures the time and sets it on the run.
    #[must_use]
    pub fn run(&self, encounter: &Encounter, options: &RunOptions) -> Run {
        self.run_watched(encounter, options, &mut |_| {})
    }

    /// As [`Engine::run`], and shows what comes out of each stage as it comes.
    #[must_use]
    pub fn run_watched(
        &self,
        encounter: &Encounter,
        options: &RunOptions,
        watch: &mut dyn FnMut(Passed<'_>),
    ) -> Run {
        self.run_maybe_kept(encounter, options, watch, None)
    }

    /// As [`Engine::run_watched`], and keeps what each stage knew, so that a correction runs again only what depends
    /// on it ([`Engine::rework`]).
    #[must_use]
    pub fn run_kept(
        &self,
        encounter: &Encounter,
        options: &RunOptions,
        watch: &mut dyn FnMut(Passed<'_>),
        worked: &mut Worked,
    ) -> Run {
        self.run_maybe_kept(encounter, options, watch, Some(worked))
    }

    fn run_maybe_kept(
        &self,
        encounter: &Encounter,
        options: &RunOptions,
        watch: &mut dyn FnMut(Passed<'_>),
        keep: Option<&mut Worked>,
    ) -> Run {
        let mut problems = Vec::new();
        let mut stages = Vec::new();
        let candidates =
            self.watched_candidates(encounter, &mut problems, &mut stages, &mut *watch, keep);
        self.decided(
            encounter,
            candidates,
            &|_| (),
            options,
            problems,
            stages,
            watch,
        )
    }

    /// Reconciles and verifies; `settle` has the set in between.
    #[expect(clippy::too_many_arguments, reason = "what a run has come to so far")]
    fn decided(
        &self,
        encounter: &Encounter,
        candidates: Vec<Candidate>,
        settle: &dyn Fn(&mut Vec<Ranked>),
        options: &RunOptions,
        mut problems: Vec<Problem>,
        mut stages: Vec<StageRecord>,
        watch: &mut dyn FnMut(Passed<'_>),
    ) -> Run {
        let engine = self.name_of_run(encounter, &candidates);
        let mut ranked = self
            .reconcile
            .perform((encounter, candidates), &mut problems);
        settle(&mut ranked);
        watch(Passed::Reconciled(&ranked));
        stages.push(StageRecord {
            stage: "reconcile".to_owned(),
            agent: self.reconcile.name().to_owned(),
            version: self.reconcile.version().to_owned(),
            count: ranked.len() as u32,
        });
        let suggestions: Vec<Suggestion> = self.verify.perform((encounter, ranked), &mut problems);
        let suggestions = grounding::suggestions(
            suggestions,
            encounter,
            &self.local.codebook,
            options,
            &mut problems,
        );
        stages.push(StageRecord {
            stage: "verify".to_owned(),
            agent: self.verify.name().to_owned(),
            version: self.verify.version().to_owned(),
            count: suggestions.len() as u32,
        });
        Run {
            id: RunId::new(),
            release: self.local.codebook.release().clone(),
            engine,
            stages,
            elapsed_ms: 0.0,
            suggestions,
            problems,
        }
    }
}

/// The mentions that had leads and came to no code, to be navigated once more by other terms; those that came to
/// one, and those the dictionary found (all of whose entries were looked at), are left empty in their places.
fn sent_back(mentions: &[Spotted], leads: &[Lead], found: &[Candidate]) -> Option<Vec<Spotted>> {
    let lost = |number: usize| {
        leads.iter().any(|l| l.mention == number) && found.iter().all(|c| c.mention != number)
    };
    let any = (0..mentions.len()).any(|i| mentions[i].stated.is_some() && lost(i));
    if !any {
        return None;
    }
    let again = mentions
        .iter()
        .enumerate()
        .map(|(number, mention)| {
            let mut again = mention.clone();
            again.hits.clear();
            again.stated = mention.stated.as_ref().filter(|_| lost(number)).map(|s| {
                let mut stated = Stated::clone(s);
                let tried = leads.iter().filter(|l| l.mention == number);
                stated.tried.extend(tried.map(|l| l.stem));
                stated.probable.clear();
                Arc::new(stated)
            });
            again
        })
        .collect();
    Some(again)
}

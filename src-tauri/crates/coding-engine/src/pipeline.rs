//! The whole way from an encounter to its suggestions, with grounding between the stages.

use std::sync::Arc;

use coding_model::{Encounter, Problem, Run, RunId, StageRecord, Suggestion};
use icd10cm::Codebook;

use crate::dictionary::{Canon, Dictionary};
use crate::local::{Local, VERSION};
use crate::task::{
    Agent, Candidate, Extract, Lead, Navigate, Reconcile, Segment, Spotted, ToValidate, Validate,
    Verify,
};
use crate::{Lexicon, grounding};

/// Longest document that is coded, in bytes; what stands behind it is reported, not read.
pub const MAX_DOCUMENT: usize = 4 << 20;

/// What a caller may ask of a run.
#[derive(Debug, Clone, Copy, Default)]
pub struct RunOptions {
    /// Probability from which a code is suggested; none for the fitted one.
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
        let local = Arc::new(Local::new(codebook, lexicon, dictionary));
        Self {
            segment: local.clone(),
            extract: local.clone(),
            navigate: local.clone(),
            validate: local.clone(),
            reconcile: local.clone(),
            verify: local.clone(),
            local,
        }
    }

    /// The release it codes in.
    #[must_use]
    pub fn codebook(&self) -> &Codebook {
        &self.local.codebook
    }

    /// Name and version ("local 0.1.0").
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.extract.name(), self.extract.version())
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
            let leads: Vec<Lead> = grounding::leads(
                self.navigate.perform(&spotted, problems),
                &self.local.codebook,
                problems,
            );
            counts[2] += leads.len();
            let input = ToValidate {
                encounter,
                document: number,
                segmented: &segmented,
                mentions: &spotted,
                leads: &leads,
            };
            let found = grounding::candidates(
                self.validate.perform(input, problems),
                encounter,
                &self.local.codebook,
                problems,
            );
            counts[3] += found.len();
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
        let mut problems = Vec::new();
        let mut stages = Vec::new();
        let candidates = self.candidates(encounter, &mut problems, &mut stages);
        let ranked = self
            .reconcile
            .perform((encounter, candidates), &mut problems);
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
            engine: format!("{} {VERSION}", self.extract.name()),
            stages,
            elapsed_ms: 0.0,
            suggestions,
            problems,
        }
    }
}

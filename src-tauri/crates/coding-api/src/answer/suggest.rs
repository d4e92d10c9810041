//! Answer of `suggest`, one note at a time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use coding_engine::{Passed, Reach, RunOptions};
use coding_model::{DocumentId, Encounter, EncounterId, Run, Suggestion};
use icd10cm::Date;
use interchange::lines::NoteIn;
use serde::Serialize;

use super::FORMAT;
use super::check::CheckFinding;
use crate::codebook::path_source;
use crate::codeset::{Edition, Library, Selection};
use crate::convert::CodePoints;
use crate::dto::name_of;
use crate::model::{ModelUse, Profiled};
use crate::note::{self, Facts};
use crate::{ApiError, encounter, fault, run};

/// The suggestions for one note.
#[derive(Debug, Clone, Serialize)]
pub struct SuggestAnswer {
    /// 1.
    pub format: u32,
    /// Identifier of the caller's.
    pub id: serde_json::Value,
    /// Release the codes are of.
    pub release: String,
    /// Engine and version.
    pub engine: String,
    /// Time taken, in milliseconds.
    pub elapsed_ms: f64,
    /// Best first; "consider" behind "suggest".
    pub suggestions: Vec<Suggested>,
    /// What was passed over and what a person should know.
    pub problems: Vec<String>,
    /// What asking a model took; absent where none was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelUse>,
}

/// One suggestion.
#[derive(Debug, Clone, Serialize)]
pub struct Suggested {
    /// A billable code of the release, 7th character included.
    pub code: String,
    /// Full title.
    pub title: String,
    /// "suggest": the engine would report it; "consider": worth a person's look.
    pub list: String,
    /// Place from 1.
    pub rank: u32,
    /// "first-listed" or "secondary".
    pub role: String,
    /// Calibrated, 0 to 1.
    pub confidence: f32,
    /// Always true: nothing else is suggested.
    pub billable: bool,
    /// What the note claims: "", "neg", "fam", "hx", "if", "uncertain", "other".
    pub assertion: String,
    /// Quotes, never empty.
    pub evidence: Vec<SuggestEvidence>,
    /// The entry of the book it was reached by.
    pub index_path: Option<SuggestPath>,
    /// What else was thought of.
    pub alternatives: Vec<SuggestAlternative>,
    /// What the rules say of it.
    pub findings: Vec<SuggestFinding>,
    /// How it came about.
    pub trail: Vec<SuggestStep>,
}

impl Suggested {
    /// Whether a rule or a guideline holds it back, however probable it is.
    #[must_use]
    pub fn is_held_back(&self) -> bool {
        self.trail
            .iter()
            .any(|step| step.stage == "verify" && step.text.starts_with(coding_model::HELD_BACK))
    }
}

/// What a rule says of a suggestion.
pub type SuggestFinding = CheckFinding;

/// A quote; `quote` equals `text[start:end]` in code points.
#[derive(Debug, Clone, Serialize)]
pub struct SuggestEvidence {
    /// First code point.
    pub start: usize,
    /// Behind the last code point.
    pub end: usize,
    /// Verbatim.
    pub quote: String,
    /// Title of its section.
    pub section: String,
}

/// A way through the book.
#[derive(Debug, Clone, Serialize)]
pub struct SuggestPath {
    /// "official", "starter", "derived", "tabular".
    pub source: String,
    /// Titles from the main term down.
    pub terms: Vec<String>,
}

/// A code that was not chosen.
#[derive(Debug, Clone, Serialize)]
pub struct SuggestAlternative {
    /// Code.
    pub code: String,
    /// Title.
    pub title: String,
    /// "sibling", "cousin", "candidate".
    pub relation: String,
    /// Why it lost.
    pub why_not: String,
}

/// A step of a trail.
#[derive(Debug, Clone, Serialize)]
pub struct SuggestStep {
    /// Stage.
    pub stage: String,
    /// Agent.
    pub agent: String,
    /// What was seen and done.
    pub text: String,
}

/// Codes notes one after the other, on as many threads as call it.
pub struct NoteCoder<'a> {
    library: &'a Library,
    release: Option<String>,
    defaults: Facts,
    threshold: Option<f32>,
    models: Option<Arc<Profiled>>,
    chosen: Mutex<HashMap<Option<Date>, Selection>>,
}

impl<'a> NoteCoder<'a> {
    /// A coder. `release` and the facts hold for notes that do not say otherwise.
    #[must_use]
    pub fn new(library: &'a Library, release: Option<String>, defaults: Facts) -> Self {
        Self {
            library,
            release,
            defaults,
            threshold: None,
            models: None,
            chosen: Mutex::default(),
        }
    }

    /// Suggests from another probability on than the fitted one.
    #[must_use]
    pub fn with_threshold(mut self, threshold: Option<f32>) -> Self {
        self.threshold = threshold;
        self
    }

    /// Codes with a model's agents.
    #[must_use]
    pub fn with_models(mut self, models: Option<Arc<Profiled>>) -> Self {
        self.models = models;
        self
    }

    /// How many notes are best coded at once, where a model says so.
    #[must_use]
    pub fn at_once(&self) -> Option<usize> {
        self.models.as_ref().map(|m| m.at_once())
    }

    /// Opens what coding needs, so that a missing code set is told before the first note is read.
    ///
    /// # Errors
    /// Where no release is installed or it is damaged.
    pub fn prepare(&self) -> Result<(), ApiError> {
        self.select(self.defaults.date)?
            .edition
            .engine()
            .map(|_| ())
    }

    /// Codes a note.
    ///
    /// # Errors
    /// Where the note is too long or no text, a fact is not understood or no release is installed.
    pub fn code(&self, note: NoteIn) -> Result<SuggestAnswer, ApiError> {
        self.code_watched(note, &mut |_| {})
    }

    /// As [`NoteCoder::code`], and shows what comes out of each stage.
    ///
    /// # Errors
    /// As [`NoteCoder::code`].
    pub fn code_watched(
        &self,
        note: NoteIn,
        watch: &mut dyn FnMut(Passed<'_>),
    ) -> Result<SuggestAnswer, ApiError> {
        let id = note.id.clone();
        let (encounter, Selection { edition, notice }) = self.read(note)?;
        fault::provoke(&encounter);
        let options = self.options();
        let (run, model) = match &self.models {
            Some(models) => {
                let (run, used) = models.perform(&edition, &encounter, options, false, watch)?;
                (run, Some(used))
            }
            None => (
                run::perform_watched(&edition, &encounter, options, watch)?,
                None,
            ),
        };
        let mut answer = answer(id, &run, &encounter, &edition, notice);
        answer.model = model;
        Ok(answer)
    }

    /// As [`NoteCoder::code`], and how the score of each code came about: an indented line a part, by code.
    ///
    /// # Errors
    /// As [`NoteCoder::code`].
    pub fn code_explained(
        &self,
        note: NoteIn,
    ) -> Result<(SuggestAnswer, HashMap<String, String>), ApiError> {
        let (encounter, selection) = self.read(note.clone())?;
        let engine = selection.edition.engine()?;
        let mut trees = HashMap::new();
        let answer = self.code_watched(note, &mut |passed| {
            if let Passed::Reconciled(set) = passed {
                let told = engine.explain(&encounter, set).into_iter();
                trees = told
                    .map(|(code, tree)| (code.to_string(), tree.to_string()))
                    .collect();
            }
        })?;
        Ok((answer, trees))
    }

    /// The run of a note with the encounter made of it, by the local engine, for measuring.
    pub(crate) fn run(&self, note: NoteIn) -> Result<(Encounter, Run), ApiError> {
        let (encounter, selection) = self.read(note)?;
        let run = run::perform(&selection.edition, &encounter, self.options())?;
        Ok((encounter, run))
    }

    fn options(&self) -> RunOptions {
        RunOptions {
            threshold: self.threshold,
        }
    }

    /// Codes a note with a model's agents and tells what each stage knew of it, for measuring. A mention that was
    /// read by a model names what it was led to and what came to the model's mind.
    ///
    /// # Errors
    /// As [`NoteCoder::code`].
    pub fn code_reached(&self, note: NoteIn) -> Result<(SuggestAnswer, Reach), ApiError> {
        let mut reach = Reach::default();
        let answer = self.code_watched(note, &mut |passed| match passed {
            Passed::Extracted(mentions) => {
                let stated = mentions.iter().filter_map(|m| m.stated.as_deref());
                reach.named.extend(stated.flat_map(|s| &s.probable));
            }
            Passed::Navigated(leads) => {
                reach.named.extend(leads.iter().map(|l| l.stem));
                reach.leads.extend(leads.iter().map(|l| l.stem));
            }
            Passed::Validated(found) => reach.candidates.extend(found.iter().map(|c| c.code)),
            Passed::Reconciled(_) => {}
        })?;
        Ok((answer, reach))
    }

    /// What each stage of the local engine knew of a note, for measuring.
    ///
    /// # Errors
    /// As [`NoteCoder::code`].
    pub fn reach(&self, note: NoteIn) -> Result<Reach, ApiError> {
        let (encounter, selection) = self.read(note)?;
        Ok(selection.edition.engine()?.reach(&encounter))
    }

    /// A note as an encounter, and the release it is coded in.
    pub(crate) fn encounter(&self, note: NoteIn) -> Result<(Encounter, Arc<Edition>), ApiError> {
        let (encounter, selection) = self.read(note)?;
        Ok((encounter, selection.edition))
    }

    fn read(&self, note: NoteIn) -> Result<(Encounter, Selection), ApiError> {
        note::check(&note.text)?;
        let facts = self.facts(&note)?;
        let selection = self.select(facts.date)?;
        let encounter = Encounter {
            id: EncounterId::new(),
            title: String::new(),
            setting: facts.setting,
            admitted: None,
            date: facts.date,
            sex: facts.sex,
            age: facts.age,
            documents: vec![encounter::note_document(note.text, facts.date)],
        };
        Ok((encounter, selection))
    }

    /// Codes a line of JSON into a line of JSON. A line that cannot be coded yields its identifier, where it has
    /// one, and the error.
    #[must_use]
    pub fn line(&self, line: &[u8]) -> String {
        let failed = |id: serde_json::Value, error: &str| {
            serde_json::json!({"format": FORMAT, "id": id, "error": error}).to_string()
        };
        let note = match NoteIn::parse(line) {
            Ok(note) => note,
            Err((id, error)) => return failed(id, &error),
        };
        let id = note.id.clone();
        match self.code(note) {
            Ok(answer) => serde_json::to_string(&answer)
                .unwrap_or_else(|e| failed(id, &format!("writing the answer: {e}"))),
            Err(error) => failed(id, &error.message),
        }
    }

    fn facts(&self, note: &NoteIn) -> Result<Facts, ApiError> {
        let given = Facts::parse(
            note.setting.as_deref(),
            note.date.as_deref(),
            note.sex.as_deref(),
            note.age,
        )?;
        let has_setting = note
            .setting
            .as_deref()
            .is_some_and(|s| !s.trim().is_empty());
        Ok(Facts {
            setting: if has_setting {
                given.setting
            } else {
                self.defaults.setting
            },
            date: given.date.or(self.defaults.date),
            sex: given.sex.or(self.defaults.sex),
            age: given.age.or(self.defaults.age),
        })
    }

    fn select(&self, day: Option<Date>) -> Result<Selection, ApiError> {
        let mut chosen = self.chosen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(selection) = chosen.get(&day) {
            return Ok(selection.clone());
        }
        let selection = self.library.select(self.release.as_deref(), day)?;
        chosen.insert(day, selection.clone());
        Ok(selection)
    }
}

/// The answer for a run over an encounter; a quote's offsets are into the document it is of.
pub(crate) fn answer(
    id: serde_json::Value,
    run: &Run,
    encounter: &Encounter,
    edition: &Arc<Edition>,
    notice: Option<String>,
) -> SuggestAnswer {
    let texts: Texts<'_> = encounter
        .documents
        .iter()
        .map(|d| (d.id, CodePoints::new(&d.text)))
        .collect();
    let mut problems: Vec<String> = notice.into_iter().collect();
    if encounter.documents.iter().all(|d| d.text.trim().is_empty()) {
        problems.push("the note is empty".to_owned());
    }
    problems.extend(
        run.problems
            .iter()
            .map(|p| format!("{}: {}", p.stage, p.message)),
    );
    SuggestAnswer {
        format: FORMAT,
        id,
        release: run.release.name.clone(),
        engine: run.engine.clone(),
        elapsed_ms: (run.elapsed_ms * 1000.0).round() / 1000.0,
        suggestions: run
            .suggestions
            .iter()
            .map(|s| suggested(s, &texts, edition))
            .collect(),
        problems,
        model: None,
    }
}

/// The documents' offsets.
type Texts<'a> = HashMap<DocumentId, CodePoints<'a>>;

fn suggested(suggestion: &Suggestion, texts: &Texts<'_>, edition: &Edition) -> Suggested {
    let evidence = suggestion.evidence.iter().filter_map(|span| {
        let (start, end) = texts.get(&span.document)?.of(span.range)?;
        Some(SuggestEvidence {
            start,
            end,
            quote: span.quote.clone(),
            section: span.section.clone(),
        })
    });
    Suggested {
        code: suggestion.code.to_string(),
        title: suggestion.title.clone(),
        list: name_of(&suggestion.list),
        rank: suggestion.rank,
        role: name_of(&suggestion.role),
        confidence: (suggestion.confidence.get() * 1000.0).round() / 1000.0,
        billable: edition.codebook().is_billable(suggestion.code),
        assertion: suggestion.assertion.label().to_owned(),
        evidence: evidence.collect(),
        index_path: suggestion.index_path.as_ref().map(|path| SuggestPath {
            source: path_source(path.source).to_owned(),
            terms: path.terms.clone(),
        }),
        alternatives: suggestion
            .alternatives
            .iter()
            .map(|a| SuggestAlternative {
                code: a.code.to_string(),
                title: a.title.clone(),
                relation: name_of(&a.relation),
                why_not: a.why_not.clone(),
            })
            .collect(),
        findings: suggestion
            .findings
            .iter()
            .map(super::check::finding)
            .collect(),
        trail: suggestion
            .trail
            .iter()
            .map(|t| SuggestStep {
                stage: t.stage.clone(),
                agent: t.agent.clone(),
                text: t.text.clone(),
            })
            .collect(),
    }
}

//! What the agents of one run share: whom they ask, and where they look things up.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use coding_engine::local::Local;
use coding_engine::search::Search;
use coding_engine::structure::Graph;
use coding_model::{Encounter, Problem};
use icd10cm::{Code, Codebook, Guidelines, NoteKind};

use crate::guidelines::excerpt;
use crate::model::{CallError, Model, Prompt, Reply};

/// Where agents look things up; one a release, for all runs.
pub struct Shelf {
    /// What the book offers for a phrase.
    pub search: Arc<Search>,
    /// The Official Guidelines, where they are installed.
    pub guidelines: Option<Arc<Guidelines>>,
    neighbours: OnceLock<Graph>,
}

impl Shelf {
    /// A shelf.
    #[must_use]
    pub fn new(search: Arc<Search>, guidelines: Option<Arc<Guidelines>>) -> Self {
        Self {
            search,
            guidelines,
            neighbours: OnceLock::new(),
        }
    }

    /// Codes that cross references of the index connect.
    pub(crate) fn neighbours(&self, codebook: &Codebook) -> &Graph {
        self.neighbours.get_or_init(|| Graph::build(codebook))
    }
}

/// The agents of one run, at work.
pub(crate) struct Desk {
    pub model: Arc<dyn Model>,
    pub local: Arc<Local>,
    pub shelf: Arc<Shelf>,
    /// Name of agents in trails and records ("model llama-3").
    pub name: String,
}

impl Desk {
    pub(crate) fn codebook(&self) -> &Codebook {
        self.local.codebook()
    }

    pub(crate) fn ask(&self, prompts: &[Prompt]) -> Vec<Result<Reply, CallError>> {
        if prompts.is_empty() {
            return Vec::new();
        }
        self.model.ask(prompts)
    }

    /// A code with its title, as the model is shown it.
    pub(crate) fn shown(&self, code: Code) -> String {
        format!("{code} {}", self.codebook().title(code).unwrap_or_default())
    }

    /// The texts of an encounter as one, as far as they may go into one question.
    pub(crate) fn chart(&self, encounter: &Encounter, problems: &mut Vec<Problem>) -> String {
        let mut chart = String::new();
        for document in &encounter.documents {
            if encounter.documents.len() > 1 {
                chart.push_str(&format!("\n[{}]\n", document.title));
            }
            chart.push_str(&document.text);
            chart.push('\n');
        }
        let most = self.model.note_chars();
        if let Some((end, _)) = chart.char_indices().nth(most) {
            chart.truncate(end);
            problems.push(Problem {
                stage: "reconcile".to_owned(),
                message: format!(
                    "the chart is longer than the {most} characters that one question may hold: the model decided on \
                     its beginning and on the quotes of all of it"
                ),
            });
        }
        chart
    }

    /// Instructional notes in force at codes, each once; inclusion terms aside.
    pub(crate) fn notes(&self, codes: &[Code], most: usize) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for code in codes {
            let Some(entry) = self.codebook().entry_of(*code) else {
                continue;
            };
            for note in entry.effective_notes() {
                let wanted = !matches!(
                    note.note.kind(),
                    NoteKind::InclusionTerm | NoteKind::Includes | NoteKind::SeventhCharacter
                );
                let line = format!("{}: {}", note.note.owner().place(), note.note.sentence());
                if wanted && out.len() < most && !out.contains(&line) {
                    out.push(line);
                }
            }
        }
        out
    }

    /// Sections of the Guidelines that are named, and what bears on the codes.
    pub(crate) fn guidelines(&self, named: &[&str], codes: &[Code], most: usize) -> String {
        match &self.shelf.guidelines {
            Some(guidelines) => excerpt(guidelines, self.codebook(), named, codes, most),
            None => String::new(),
        }
    }
}

/// What an agent is called in a run's record once the local one had to answer in a model's place.
pub const STOOD_IN: &str = "local, in place of a model";

/// Whether an agent had to be stood in for; its name says so from then on.
#[derive(Debug, Default)]
pub(crate) struct StoodIn(AtomicBool);

impl StoodIn {
    /// Notes that the local agent answered, and why.
    pub(crate) fn note(&self, stage: &str, why: &str, problems: &mut Vec<Problem>) {
        self.0.store(true, Ordering::Relaxed);
        problems.push(Problem {
            stage: stage.to_owned(),
            message: format!("the local engine answered in place of the model: {why}"),
        });
    }

    /// The name of who answers.
    pub(crate) fn name<'a>(&self, own: &'a str) -> &'a str {
        if self.0.load(Ordering::Relaxed) {
            STOOD_IN
        } else {
            own
        }
    }
}

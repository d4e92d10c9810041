//! The release that agents are tested on, and a model that is played by a function.

use std::sync::{Arc, Mutex, OnceLock};

use coding_engine::search::Search;
use coding_engine::{Engine, Lexicon, RunOptions};
use coding_llm::{CallError, Model, Profile, Prompt, Reply, Shelf};
use coding_model::{Encounter, Run, Setting};

/// Engine and shelf of FY2026-04; none, and said so, where the release is not beside the project.
pub fn engine() -> Option<&'static (Engine, Arc<Shelf>)> {
    static MADE: OnceLock<Option<(Engine, Arc<Shelf>)>> = OnceLock::new();
    MADE.get_or_init(|| {
        let (book, _) = test_releases::fy2026()?;
        let (lexicon, _) = Lexicon::carried();
        let engine = Engine::new(book.clone(), &lexicon, Engine::dictionary(book, &lexicon));
        let search = Arc::new(Search::build(book, &lexicon));
        Some((engine, Arc::new(Shelf::new(search, None))))
    })
    .as_ref()
}

pub fn encounter(text: &str) -> Encounter {
    test_releases::encounter(Setting::Outpatient, text)
}

type Answer = dyn Fn(&Prompt) -> Result<String, CallError> + Send + Sync;

/// A model that answers what a function says, and remembers what it was asked.
pub struct Played {
    answer: Box<Answer>,
    pub asked: Mutex<Vec<Prompt>>,
}

impl Played {
    pub fn new(
        answer: impl Fn(&Prompt) -> Result<String, CallError> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            answer: Box::new(answer),
            asked: Mutex::default(),
        })
    }
}

impl Model for Played {
    fn name(&self) -> &str {
        "played"
    }

    fn ask(&self, prompts: &[Prompt]) -> Vec<Result<Reply, CallError>> {
        self.asked.lock().unwrap().extend_from_slice(prompts);
        let reply = |text: String| Reply {
            text,
            truncated: false,
        };
        prompts
            .iter()
            .map(|p| (self.answer)(p).map(reply))
            .collect()
    }
}

/// A note coded under a profile.
pub fn run(profile: Profile, note: &str, model: Arc<dyn Model>) -> Option<(Encounter, Run)> {
    let (engine, shelf) = engine()?;
    let encounter = encounter(note);
    let run = profile
        .engine(engine, shelf, model)
        .run(&encounter, &RunOptions::default());
    Some((encounter, run))
}

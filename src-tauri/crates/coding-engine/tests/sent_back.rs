//! Mentions that came to no fitting code are navigated once more, and a run names the trained model only where it took
//! part. On the small release, so that it always runs.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::sync::{Arc, Mutex};

use clinical_text::TextRange;
use coding_engine::local::Local;
use coding_engine::search::{Search, Training};
use coding_engine::task::{
    Agent, Candidate, Extract, Lead, Navigate, Segmented, Spotted, Stated, ToValidate, Validate,
};
use coding_engine::{Engine, Lexicon, RunOptions};
use coding_model::{Assertion, Document, Problem, Run, Setting};
use icd10cm::Code;

const NOTE: &str = "Hypertension stage 5 kidney.";

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn engine(search: Option<Search>) -> Engine {
    let book = test_releases::small();
    let (lexicon, _) = Lexicon::carried();
    let dictionary = Engine::dictionary(&book, &lexicon);
    match search {
        Some(search) => Engine::searching(book, &lexicon, dictionary, Arc::new(search)),
        None => Engine::new(book, &lexicon, dictionary),
    }
}

fn search() -> Search {
    Search::build(&test_releases::small(), &Lexicon::carried().0)
}

fn run(engine: &Engine, setting: &str, text: &str) -> Run {
    let setting = Setting::parse(setting).unwrap();
    let encounter = test_releases::encounter(setting, text);
    engine.run(&encounter, &RunOptions::default())
}

/// How the code came about, first step; none where it is not among the suggestions.
fn came_by(run: &Run, wanted: &str) -> Option<String> {
    let found = run.suggestions.iter().find(|s| s.code == code(wanted))?;
    Some(found.trail.first()?.text.clone())
}

#[test]
fn a_vague_mention_is_looked_up_by_the_words_around_it() {
    let with = run(&engine(Some(search())), "inpatient", NOTE);
    let how = came_by(&with, "I12.0").unwrap();
    assert!(how.contains("sent back"), "{how}");
    assert!(came_by(&with, "I10").unwrap().contains("words of a index"));
    let told = |p: &Problem| p.stage == "validate" && p.message.contains("sent back");
    assert!(with.problems.iter().any(told), "{:?}", with.problems);
    // nothing to look it up in: the vague code stays alone
    let without = run(&engine(None), "inpatient", NOTE);
    assert_eq!(came_by(&without, "I12.0"), None);
    assert!(came_by(&without, "I10").is_some());
}

#[test]
fn a_mention_that_fits_is_not_sent_back() {
    let fits = run(&engine(Some(search())), "inpatient", "Lobar pneumonia.");
    assert!(came_by(&fits, "J18.1").is_some());
    assert!(
        fits.problems
            .iter()
            .all(|p| !p.message.contains("sent back"))
    );
}

/// A reader who names one condition in words of its own.
struct Reads;

impl Agent<Extract> for Reads {
    fn name(&self) -> &str {
        "reader"
    }
    fn version(&self) -> &str {
        "1"
    }
    fn perform(
        &self,
        (document, _): (&Document, &Segmented),
        _: &mut Vec<Problem>,
    ) -> Vec<Spotted> {
        vec![Spotted {
            sentence: 0,
            ranges: vec![TextRange::new(0, document.text.find(' ').unwrap())],
            assertion: Assertion::default(),
            cues: Vec::new(),
            chronic_current: false,
            hits: Vec::new(),
            in_item: false,
            stated: Some(Arc::new(Stated {
                term: "hypertension".to_owned(),
                ..Stated::default()
            })),
        }]
    }
}

/// Offers the main term first and, when told that it led to nothing, another; keeps what it was told.
struct Navigates {
    local: Arc<Local>,
    tried: Mutex<Vec<Vec<Code>>>,
}

impl Agent<Navigate> for Navigates {
    fn name(&self) -> &str {
        "navigator"
    }
    fn version(&self) -> &str {
        "1"
    }
    fn perform(&self, mentions: &[Spotted], _: &mut Vec<Problem>) -> Vec<Lead> {
        let Some(stated) = &mentions[0].stated else {
            return Vec::new();
        };
        self.tried.lock().unwrap().push(stated.tried.clone());
        let stem = code(if stated.tried.is_empty() {
            "I10"
        } else {
            "I12.9"
        });
        let path = self.local.path_to(stem, None);
        let origin = coding_engine::dictionary::Origin::Index;
        vec![Lead::chosen(0, stem, path, origin)]
    }
}

/// Finds that I10 does not fit.
struct Refuses(Arc<Local>);

impl Agent<Validate> for Refuses {
    fn name(&self) -> &str {
        "validator"
    }
    fn version(&self) -> &str {
        "1"
    }
    fn perform(&self, input: ToValidate<'_>, problems: &mut Vec<Problem>) -> Vec<Candidate> {
        let mut found = Agent::<Validate>::perform(&*self.0, input, problems);
        found.retain(|c| c.code != code("I10"));
        found
    }
}

#[test]
fn what_validation_refuses_is_navigated_by_another_main_term_once() {
    let engine = engine(None);
    let local = Arc::clone(engine.local());
    let navigator = Arc::new(Navigates {
        local: Arc::clone(&local),
        tried: Mutex::default(),
    });
    let engine = engine
        .with_extract(Arc::new(Reads))
        .with_navigate(navigator.clone())
        .with_validate(Arc::new(Refuses(local)));
    let run = run(&engine, "inpatient", NOTE);
    assert!(came_by(&run, "I12.9").is_some(), "{:?}", run.suggestions);
    assert_eq!(came_by(&run, "I10"), None);
    let tried = navigator.tried.lock().unwrap();
    assert_eq!(
        *tried,
        [Vec::new(), vec![code("I10")]],
        "asked twice, told once"
    );
}

#[test]
fn a_run_names_the_trained_model_only_where_it_took_part() {
    let (lexicon, _) = Lexicon::carried();
    let book = test_releases::small();
    let search = search();
    let training = Training {
        epochs: 1,
        ..Training::default()
    };
    let (embedder, _) = search.learn(&book, &lexicon, training, |_, _| {});
    let near = search.nearness(&book, embedder);
    let engine = engine(Some(search.with_nearness(near))).with_trained("subword 1");
    let named =
        |setting: &str, text: &str| run(&engine, setting, text).engine.contains("subword 1");
    assert!(named("inpatient", "Hypertension."), "in the score");
    assert!(
        !named("inpatient", "Nothing was found."),
        "there is no candidate"
    );
    assert!(
        !named("outpatient", "Lobar pneumonia."),
        "a visit is scored without it"
    );
    assert!(
        named("outpatient", NOTE),
        "in looking up what was sent back"
    );
    assert!(!engine.name().contains("subword 1"));
}

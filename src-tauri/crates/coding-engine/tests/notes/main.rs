//! What small notes are answered, over a whole release. Needs the releases beside the project and says so
//! where they are missing.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a test fails by panicking and says what it skips"
)]

mod causes;
mod wording;

use std::sync::OnceLock;

use coding_engine::{Engine, Lexicon, RunOptions};
use coding_model::{List, Setting, Suggestion};

fn engine() -> Option<&'static Engine> {
    static MADE: OnceLock<Option<Engine>> = OnceLock::new();
    MADE.get_or_init(|| {
        let (book, _) = test_releases::fy2026()?;
        let (lexicon, _) = Lexicon::carried();
        let dictionary = Engine::dictionary(book, &lexicon);
        Some(Engine::new(book.clone(), &lexicon, dictionary))
    })
    .as_ref()
}

fn code(setting: Setting, text: &str) -> Option<Vec<Suggestion>> {
    let encounter = test_releases::encounter(setting, text);
    Some(
        engine()?
            .run(&encounter, &RunOptions::default())
            .suggestions,
    )
}

fn inpatient(text: &str) -> Option<Vec<Suggestion>> {
    code(Setting::parse("inpatient").unwrap(), text)
}

fn outpatient(text: &str) -> Option<Vec<Suggestion>> {
    code(Setting::parse("outpatient").unwrap(), text)
}

/// The codes of a list, in order.
fn on(list: List, suggestions: &[Suggestion]) -> Vec<String> {
    suggestions
        .iter()
        .filter(|s| s.list == list)
        .map(|s| s.code.to_string())
        .collect()
}

fn why(suggestions: &[Suggestion], code: &str) -> String {
    suggestions
        .iter()
        .find(|s| s.code.to_string() == code)
        .and_then(|s| s.trail.last())
        .map(|t| t.text.clone())
        .unwrap_or_default()
}

#[test]
fn what_the_note_denies_is_at_most_for_a_look() {
    let text = "The patient had pneumonia. There was no fever and no pleural effusion.";
    let Some(all) = inpatient(text) else { return };
    let suggested = on(List::Suggest, &all);
    assert!(
        suggested.iter().any(|c| c.starts_with("J18")),
        "{suggested:?}"
    );
    assert!(!suggested.contains(&"R50.9".to_owned()));
    assert!(why(&all, "R50.9").contains("denies"), "with the reason");
    let Some(visit) = outpatient(text) else {
        return;
    };
    assert!(
        visit.iter().all(|s| s.code.to_string() != "R50.9"),
        "not beside a visit"
    );
}

#[test]
fn everyday_words_are_at_most_for_a_look() {
    let Some(all) = inpatient("The illness began with a cough. He has asthma.") else {
        return;
    };
    assert!(!on(List::Suggest, &all).contains(&"R69".to_owned()));
    assert!(why(&all, "R69").contains("everyday word"));
}

#[test]
fn a_symptom_gives_way_to_the_diagnosis_that_excludes_it() {
    let Some(all) = inpatient("Acute respiratory failure. Severe dyspnea, dyspnea at rest.") else {
        return;
    };
    assert!(
        !why(&all, "J96.00").contains("Excludes1"),
        "{}",
        why(&all, "J96.00")
    );
    assert!(
        !on(List::Suggest, &all).iter().any(|c| c.starts_with("R06")),
        "{:?}",
        on(List::Suggest, &all)
    );
}

#[test]
fn a_symptom_stands_beside_another_of_its_category() {
    let Some(all) = inpatient("She reports fatigue for two weeks. Generalized weakness was found.")
    else {
        return;
    };
    assert!(
        !why(&all, "R53.83").contains("more specific"),
        "{}",
        why(&all, "R53.83")
    );
}

#[test]
fn the_history_of_a_symptom_is_its_course() {
    let Some(all) = inpatient("He presented with a 3-day history of fever.") else {
        return;
    };
    assert!(
        !why(&all, "R50.9").contains("history, not"),
        "{}",
        why(&all, "R50.9")
    );
    let Some(past) = inpatient("Past history of pneumonia in 2004.") else {
        return;
    };
    assert!(
        !on(List::Suggest, &past)
            .iter()
            .any(|c| c.starts_with("J18"))
    );
}

#[test]
fn the_trail_says_what_spoke_for_a_code_and_against_it() {
    let Some(all) = outpatient("ASSESSMENT:\n1. Type 2 diabetes mellitus.\n") else {
        return;
    };
    let first = all.first().unwrap();
    let told = first
        .trail
        .iter()
        .any(|t| t.text.contains("log-odds") && t.text.contains("for it"));
    assert!(told, "{:?}", first.trail);
}

#[test]
fn misspelt_words_are_read() {
    let Some(all) = inpatient("Cervical lymphadenopaty was found.") else {
        return;
    };
    assert!(
        all.iter().any(|s| s.code.to_string().starts_with("R59")),
        "{:?}",
        on(List::Consider, &all)
    );
}

#[test]
fn the_code_that_leaves_the_side_open_is_there_for_a_look() {
    let Some(all) = inpatient("CT showed a renal cell carcinoma of the right kidney.") else {
        return;
    };
    assert!(
        on(List::Suggest, &all).contains(&"C64.1".to_owned()),
        "{:?}",
        on(List::Suggest, &all)
    );
    assert!(
        on(List::Consider, &all).contains(&"C64.9".to_owned()),
        "{:?}",
        on(List::Consider, &all)
    );
}

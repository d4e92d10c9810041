//! The classroom, and data sets: what is kept, what goes out, and what does not.
#![allow(missing_docs)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test may fail"
)]

mod answers;
mod author;
#[path = "../common/mod.rs"]
mod common;
mod dataset;
mod exam;

use std::fs;

use clinical_text::TextRange;
use coding_api::dto::{AttemptDto, DecideDto, EvidenceInDto, NewEncounterDto, SpanDto};
use coding_api::{App, decide, encounter_create, encounter_open};

/// A chart on which a code is assigned by hand.
fn coded(app: &App, text: &str, quote: &str, code: &str) -> String {
    let opened = encounter_create(
        app,
        NewEncounterDto {
            title: "Visit of Zebulon".to_owned(),
            setting: "outpatient".to_owned(),
            date: Some("2026-02-03".to_owned()),
            sex: None,
            age: Some(61),
            text: text.to_owned(),
        },
    )
    .unwrap();
    let id = opened.row.id.clone();
    let document = encounter_open(app, &id).unwrap().documents[0].id.clone();
    let at = text.find(quote).unwrap();
    let range = TextRange::new(at, at + quote.len());
    decide(
        app,
        &DecideDto {
            encounter: id.clone(),
            suggestion: None,
            act: "add".to_owned(),
            code: Some(code.to_owned()),
            rule: String::new(),
            poa: String::new(),
            order: Vec::new(),
            reason: None,
            note: "free words of the reviewer".to_owned(),
            evidence: vec![EvidenceInDto {
                document,
                // the notes of this test are ASCII: every unit is the same
                span: SpanDto {
                    start: u32::try_from(range.start()).unwrap(),
                    end: u32::try_from(range.end()).unwrap(),
                },
            }],
            node: None,
            steps: vec![format!("tabular: {code}")],
            evidence_viewed_ms: 10,
        },
    )
    .unwrap();
    id
}

/// A pack of the release in miniature.
const PACK: &str = include_str!("mine.toml");

fn attempt(exercise: &str) -> AttemptDto {
    AttemptDto {
        exercise: exercise.to_owned(),
        mode: "unguided".to_owned(),
        words: String::new(),
        steps: Vec::new(),
        times: Vec::new(),
        notes: Vec::new(),
        codes: Vec::new(),
        poa: Vec::new(),
        flags: Vec::new(),
        hints: 0,
        elapsed_ms: 61_000,
        exam: None,
        timed_out: false,
    }
}

fn classroom() -> (tempfile::TempDir, App) {
    let home = common::home();
    fs::create_dir(home.path().join("exercises")).unwrap();
    fs::write(home.path().join("exercises/mine.toml"), PACK).unwrap();
    let app = common::app(home.path());
    (home, app)
}

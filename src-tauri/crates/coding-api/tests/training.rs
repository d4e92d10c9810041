//! The classroom, and data sets: what is kept, what goes out, and what does not.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use std::fs;
use std::path::Path;

use clinical_text::TextRange;
use coding_api::dto::{AttemptDto, DecideDto, EvidenceInDto, FlagDto, NewEncounterDto, SpanDto};
use coding_api::training::{
    Export, dataset_export, dataset_opt_in, dataset_validate, opted_in, training_dashboard,
    training_exercise, training_hint, training_packs, training_review, training_review_due,
    training_submit,
};
use coding_api::{App, ErrorCode, decide, encounter_create, encounter_open};

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

fn export(app: &App, out: &Path, synthetic: usize) -> coding_api::training::Exported {
    dataset_export(
        app,
        &Export {
            out: out.to_owned(),
            synthetic,
            seed: 11,
            encounters: true,
            license: "CC-BY-4.0".to_owned(),
            release: None,
        },
    )
    .unwrap()
}

fn all_text(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        text.push_str(&fs::read_to_string(entry.unwrap().path()).unwrap());
    }
    text
}

#[test]
fn only_what_was_opted_in_goes_out_and_without_its_identifiers() {
    let home = common::home();
    let app = common::app(home.path());
    let shared = coded(
        &app,
        "Patient: DOE, JANE\nSeen 2/3/2026 by Dr. Quill.\nHypertension is quxly controlled.",
        "Hypertension",
        "I10",
    );
    let kept = coded(
        &app,
        "Patient: ROE, RICHARD\nHypertension, wibblish and secret.",
        "Hypertension",
        "I10",
    );
    let out = home.path().join("set");

    let none = export(&app, &out, 30);
    assert_eq!(
        (none.card.counts.encounters, none.card.counts.not_opted_in),
        (0, 2)
    );
    let text = all_text(&out);
    assert!(!text.contains("quxly") && !text.contains("wibblish"));

    dataset_opt_in(&app, &shared, true).unwrap();
    assert_eq!(opted_in(&app).unwrap(), std::slice::from_ref(&shared));
    let one = export(&app, &out, 30);
    assert_eq!(
        (one.card.counts.encounters, one.card.counts.not_opted_in),
        (1, 1)
    );
    assert_eq!(one.card.counts.synthetic, 30);
    let text = all_text(&out);
    assert!(text.contains("quxly"), "what was opted in is there");
    for gone in [
        "wibblish",
        "ROE",
        "RICHARD",
        "DOE",
        "JANE",
        "Quill",
        "2/3/2026",
        "Zebulon",
        "free words",
        shared.as_str(),
        kept.as_str(),
    ] {
        assert!(!text.contains(gone), "{gone} went out");
    }
    assert!(text.contains("license: CC-BY-4.0"));
    let found = dataset_validate(app.library(), &out).unwrap();
    assert_eq!(found.fault_count, 0, "{:?}", found.faults);
    assert_eq!(found.trajectories, 31);

    dataset_opt_in(&app, &shared, false).unwrap();
    export(&app, &out, 0);
    assert!(
        !all_text(&out).contains("quxly"),
        "what was withdrawn is gone"
    );
    let missing = dataset_opt_in(&app, "01890000-0000-7000-8000-000000000001", true);
    assert_eq!(missing.unwrap_err().code, ErrorCode::NotFound);
}

#[test]
fn a_spoilt_line_is_found_and_other_files_are_left_alone() {
    let home = common::home();
    let app = common::app(home.path());
    let out = home.path().join("set");
    export(&app, &out, 40);
    let path = out.join("train.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let spoilt = text.replacen("\\\"subterms\\\"", "\\\"subterm\\\"", 1);
    assert_ne!(text, spoilt);
    fs::write(&path, format!("{spoilt}not a line\n")).unwrap();
    let found = dataset_validate(app.library(), &out).unwrap();
    assert_eq!(found.fault_count, 2, "{:?}", found.faults);

    let elsewhere = home.path().join("letters");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("letter.txt"), "mine").unwrap();
    let refused = dataset_export(
        &app,
        &Export {
            out: elsewhere.clone(),
            synthetic: 1,
            seed: 1,
            encounters: false,
            license: "CC-BY-4.0".to_owned(),
            release: None,
        },
    );
    assert_eq!(refused.unwrap_err().code, ErrorCode::Input);
    assert_eq!(
        fs::read_to_string(elsewhere.join("letter.txt")).unwrap(),
        "mine"
    );
    assert!(dataset_validate(app.library(), &elsewhere).is_err());
}

/// A pack of the release in miniature.
const PACK: &str = r#"
id = "mine"
title = "Mine"
level = 1
release = "FY2026"
license = "MIT"
about = "Of the miniature."

[[exercise]]
id = "mine-walk"
kind = "walk"
text = "Type 2 diabetes with chronic kidney disease."
codes = [{ code = "E11.22", path = ["Diabetes, diabetic", "type 2", "with", "chronic kidney disease"] }]
traps = [{ code = "E11.9", error = "ST", why = "E11.9 leaves the kidney disease out." }]
hints = ["With.", "Kidney."]
why = "The with-block holds it."
cite = "Guidelines I.A.15, FY2026"

[[exercise]]
id = "mine-vigilance"
kind = "vigilance"
text = "Hypertension. No diabetes."
suggestions = [{ code = "I10", words = "Hypertension", why = "Documented." }, { code = "E11.9", words = "diabetes", error = "NEG", why = "No diabetes." }]
hints = ["No."]
why = "Negated."
cite = "Guidelines IV.J, FY2026"
"#;

fn attempt(exercise: &str) -> AttemptDto {
    AttemptDto {
        exercise: exercise.to_owned(),
        mode: "unguided".to_owned(),
        words: String::new(),
        steps: Vec::new(),
        notes: Vec::new(),
        codes: Vec::new(),
        flags: Vec::new(),
        hints: 0,
        elapsed_ms: 61_000,
    }
}

fn classroom() -> (tempfile::TempDir, App) {
    let home = common::home();
    fs::create_dir(home.path().join("exercises")).unwrap();
    fs::write(home.path().join("exercises/mine.toml"), PACK).unwrap();
    let app = common::app(home.path());
    (home, app)
}

#[test]
fn a_wrong_answer_becomes_a_card_and_a_right_one_does_not() {
    let (home, app) = classroom();
    let packs = training_packs(&app).unwrap();
    assert_eq!(
        packs.iter().filter(|p| p.ready).count(),
        1,
        "only FY2026 is installed"
    );
    assert_eq!(packs.len(), 11);
    let shown = training_exercise(&app, "mine-walk", "exam").unwrap();
    assert_eq!(shown.hints, 0, "an examination has no hints");
    assert_eq!(
        training_exercise(&app, "mine-walk", "guided")
            .unwrap()
            .hints,
        2
    );
    let wire = serde_json::to_string(&shown).unwrap();
    assert!(
        !wire.contains("E11.22") && !wire.contains("with-block"),
        "{wire}"
    );
    assert_eq!(training_hint(&app, "mine-walk", 2).unwrap(), "Kidney.");
    assert!(training_hint(&app, "mine-walk", 3).is_err());

    let mut wrong = attempt("mine-walk");
    wrong.codes = vec!["E11.9".to_owned()];
    wrong.steps = vec!["index: Diabetes, diabetic > type 2".to_owned()];
    let scored = training_submit(&app, &wrong).unwrap();
    assert!(scored.total > 0.2 && scored.total < 0.8, "{scored:?}");
    assert_eq!(scored.errors[0].kind, "ST");
    assert!(
        scored.divergence.contains("chronic kidney disease"),
        "{scored:?}"
    );
    assert_eq!(scored.right[0].code, "E11.22");
    let who: Vec<&str> = scored.replay.iter().map(|w| w.who.as_str()).collect();
    assert_eq!(who, ["learner", "expert", "engine"]);

    let deck = training_review_due(&app).unwrap();
    assert_eq!((deck.all, deck.due.len()), (1, 1));
    let card = &deck.due[0];
    assert!(
        !card.prompt.contains("E11") && card.prompt.contains("subterms"),
        "{card:?}"
    );
    assert!(training_review(&app, &card.id, "perfect").is_err());
    assert!(training_review(&app, &card.id, "good").unwrap() >= 1);
    let after = training_review_due(&app).unwrap();
    assert_eq!((after.all, after.due.len()), (1, 0));

    let mut right = attempt("mine-walk");
    right.codes = vec!["E11.22".to_owned()];
    right.steps = vec![
        "search: diabetes".to_owned(),
        "index: Diabetes, diabetic > type 2 > with > chronic kidney disease".to_owned(),
        "tabular: E11.22".to_owned(),
    ];
    let scored = training_submit(&app, &right).unwrap();
    assert!(
        scored.total > 0.999 && scored.errors.is_empty(),
        "{scored:?}"
    );
    assert_eq!(training_review_due(&app).unwrap().all, 1);
    // it is all in the ledger: another start of the program knows it
    drop(app);
    let app = common::app(home.path());
    let packs = training_packs(&app).unwrap();
    let row = packs
        .iter()
        .flat_map(|p| &p.exercises)
        .find(|e| e.id == "mine-walk")
        .unwrap();
    assert_eq!((row.attempts, row.best), (2, Some(1.0)));
}

#[test]
fn the_trainer_sees_who_errs_where() {
    let (_home, app) = classroom();
    let trusted = training_submit(&app, &attempt("mine-vigilance")).unwrap();
    assert_eq!(trusted.errors[0].kind, "OV");
    coding_api::set_person(&app, "Ada").unwrap();
    let mut careful = attempt("mine-vigilance");
    careful.mode = "exam".to_owned();
    careful.flags = vec![FlagDto {
        code: "E11.9".to_owned(),
        error: None,
    }];
    assert!(training_submit(&app, &careful).unwrap().total > 0.999);
    let tables = training_dashboard(&app).unwrap();
    assert_eq!(tables.people.len(), 2);
    assert_eq!(tables.over_trust, Some(0.5));
    let cell = |person: &str| tables.cells.iter().find(|c| c.person == person).unwrap();
    assert_eq!(
        (
            cell("Ada").skill.as_str(),
            cell("Ada").errors,
            cell("Ada").attempts
        ),
        ("OV", 0, 1)
    );
    assert_eq!(tables.items.len(), 1);
    assert_eq!(tables.items[0].attempts, 2);
    assert!((tables.items[0].seconds - 61.0).abs() < 1e-6);
    assert!(
        tables
            .csv
            .lines()
            .any(|l| l.starts_with("Ada,") && l.contains("mine-vigilance,vigilance,exam,1.000"))
    );

    let mut odd = attempt("mine-vigilance");
    odd.mode = "open book".to_owned();
    assert_eq!(
        training_submit(&app, &odd).unwrap_err().code,
        ErrorCode::Input
    );
    assert_eq!(
        training_submit(&app, &attempt("none")).unwrap_err().code,
        ErrorCode::NotFound
    );
}

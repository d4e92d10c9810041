//! `exercise`, `dataset` and `tokenizer`.

use std::fs;

use crate::program::{fails, home, json, run_in, text};

#[test]
fn a_synthetic_data_set_is_written_and_holds() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("walks");
    let out = out.to_str().unwrap();
    let export = |seed: &str| {
        let done = run_in(
            home(),
            &[
                "dataset",
                "export",
                "--out",
                out,
                "--synthetic",
                "40",
                "--seed",
                seed,
                "--synthetic-only",
                "--license",
                "CC-BY-4.0",
                "--json",
            ],
            b"",
        );
        json(&done);
        fs::read_to_string(folder.path().join("walks/train.jsonl")).unwrap()
    };
    let first = export("3");
    assert_eq!(first, export("3"), "a seed determines all");
    assert_ne!(first, export("4"));
    let found = json(&run_in(
        home(),
        &["dataset", "validate", out, "--json"],
        b"",
    ));
    assert_eq!(found["trajectories"], 40);
    assert_eq!(found["fault_count"], 0);
    let line: serde_json::Value = serde_json::from_str(first.lines().next().unwrap()).unwrap();
    assert_eq!(line["messages"][0]["role"], "system");
    assert_eq!(line["messages"][2]["tool_calls"][0]["type"], "function");
    assert_eq!(line["messages"][3]["role"], "tool");

    // a spoilt line is a problem, not a failure
    fs::write(folder.path().join("walks/test.jsonl"), "{}\n").unwrap();
    let done = run_in(home(), &["dataset", "validate", out], b"");
    assert_eq!(done.status.code(), Some(1));
    assert!(
        text(&done.stdout).contains("test.jsonl:1"),
        "{}",
        text(&done.stdout)
    );
    fails(
        home(),
        &["dataset", "validate", "/nowhere"],
        b"",
        2,
        "card.json",
    );
}

#[test]
fn a_file_that_is_no_tokenizer_is_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join("tokenizer.json");
    fs::write(&base, "{}").unwrap();
    let base = base.to_str().unwrap();
    fails(
        home(),
        &["tokenizer", "build", "--base", base, "--out", "out"],
        b"",
        2,
        "tokenizer.json",
    );
    fails(
        home(),
        &["tokenizer", "check", "/nowhere"],
        b"",
        2,
        "reading the tokenizer",
    );
}

/// A pack of the release in miniature.
const PACK: &str = include_str!("../../../coding-api/tests/training/mine.toml");

#[test]
fn exercises_are_listed_and_hints_refused_in_an_examination() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let install = ["codeset", "install", "--from", &crate::program::miniature()];
    assert!(run_in(home, &install, b"").status.success());
    fs::create_dir(home.join("exercises")).unwrap();
    fs::write(home.join("exercises/mine.toml"), PACK).unwrap();
    let listed = json(&run_in(home, &["exercise", "list", "--json"], b""));
    let packs = listed["packs"].as_array().unwrap();
    assert_eq!(packs.len(), 11);
    let mine = packs.iter().find(|p| p["id"] == "mine").unwrap();
    assert_eq!(
        (&mine["standing"], &mine["ready"]),
        (&"next".into(), &true.into())
    );
    let shown = run_in(home, &["exercise", "list", "mine"], b"");
    assert!(
        text(&shown.stdout).contains("mine-walk"),
        "{}",
        text(&shown.stdout)
    );
    fails(home, &["exercise", "list", "none"], b"", 2, "no such pack");

    let hint = ["exercise", "hint", "mine-walk", "2"];
    assert_eq!(text(&run_in(home, &hint, b"").stdout).trim(), "Kidney.");
    fails(
        home,
        &["exercise", "hint", "mine-walk", "9"],
        b"",
        2,
        "it has 2",
    );
    // the examination runs in the window, which is another process
    let app = coding_api::App::new(home);
    let exam = coding_api::training::training_exam_begin(&app, "mine-walk").unwrap();
    fails(home, &hint, b"", 2, "an examination is running");
    let exams = ["exercise", "exams", "--json"];
    assert_eq!(
        json(&run_in(home, &exams, b""))["exams"],
        serde_json::json!([])
    );
    coding_api::training::training_exam_leave(&app, &exam.id).unwrap();
    assert_eq!(text(&run_in(home, &hint, b"").stdout).trim(), "Kidney.");
    coding_api::training::training_exam_begin(&app, "mine-walk").unwrap();
    drop(app);
    let states = json(&run_in(home, &exams, b""));
    let states: Vec<&str> = states["exams"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["interrupted", "left"]);

    let table = home.join("answers.csv");
    let table = table.to_str().unwrap();
    let written = run_in(home, &["exercise", "table", table], b"");
    assert!(
        text(&written.stdout).contains("0 answers"),
        "{}",
        text(&written.stdout)
    );
    assert_eq!(fs::read_to_string(table).unwrap().lines().count(), 1);
    fails(home, &["exercise", "table", table], b"", 2, "answers.csv");
}

#[test]
fn a_pack_is_checked_before_it_is_passed_on() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    let path = file.to_str().unwrap();
    let check = ["exercise", "check", path];
    fails(home(), &check, b"", 2, "mine.toml");
    fs::write(&file, PACK).unwrap();
    let done = run_in(home(), &check, b"");
    assert!(
        text(&done.stdout).contains("all hold"),
        "{}",
        text(&done.stdout)
    );
    fs::write(&file, PACK.replace("E11.22", "E11.2")).unwrap();
    let done = run_in(home(), &check, b"");
    assert_eq!(done.status.code(), Some(1));
    assert!(
        text(&done.stdout).contains("mine-walk: E11.2 is not billable"),
        "{}",
        text(&done.stdout)
    );
    fs::write(&file, "id = 3").unwrap();
    fails(home(), &check, b"", 2, "correct the file");
}

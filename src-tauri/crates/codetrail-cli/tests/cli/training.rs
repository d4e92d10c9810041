//! `dataset` and `tokenizer`.

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

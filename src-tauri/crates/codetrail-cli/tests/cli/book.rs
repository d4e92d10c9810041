//! The book and the rules.

use serde_json::Value;

use crate::program::{json, run, text};

#[test]
fn a_code_is_shown_with_its_notes() {
    let code = json(&run(&["code", "E11.22", "--json"]));
    assert_eq!(code["parent"]["code"], "E11.2");
    assert_eq!(code["billable"], true);
    let notes = code["notes"].as_array().unwrap();
    assert!(
        notes
            .iter()
            .any(|n| n["kind"] == "excludes1" && n["inherited_from"] == "E11")
    );
    let code = json(&run(&["code", "s72001", "--json"]));
    assert_eq!(code["seventh_characters"][0]["code"], "S72.001A");
    let shown = text(&run(&["code", "E11.22"]).stdout);
    assert!(shown.contains("Excludes1 (from E11)"), "{shown}");
    assert!(shown.lines().all(|l| l.chars().count() <= 100), "{shown}");
}

#[test]
fn the_index_and_phrases_are_looked_up() {
    let entry = json(&run(&["index", "Diabetes", "type 2", "with", "--json"]));
    assert_eq!(entry["source"], "official");
    assert_eq!(entry["entries"][0]["title"], "with");
    assert_eq!(entry["entries"][1]["code"]["printed"], "E11.22");
    let found = json(&run(&[
        "lookup", "high", "blood", "pressure", "--json", "--limit", "3",
    ]));
    assert_eq!(found["results"][0]["code"], "I10");
    for field in ["title", "billable", "source", "path", "score"] {
        assert!(!found["results"][0][field].is_null(), "{field}");
    }
    assert!(text(&run(&["index", "Diabetes"]).stdout).contains("E11.22"));
    assert!(text(&run(&["lookup", "hypertension"]).stdout).contains("I10"));
}

#[test]
fn checking_finds_problems_with_status_1() {
    let clean = run(&["check", "I10", "--json"]);
    assert!(
        json(&clean)["findings"]
            .as_array()
            .unwrap()
            .iter()
            .all(|f| f["severity"] == "info")
    );
    let pair = run(&["check", "E11.9", "E10.9", "--json"]);
    assert_eq!(pair.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&pair.stdout).unwrap();
    let finding = answer["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["rule"] == "NOTE-01")
        .unwrap();
    assert_eq!(finding["severity"], "error");
    let header = run(&["check", "N18.3"]);
    assert_eq!(header.status.code(), Some(1));
    assert!(text(&header.stdout).contains("N18.3"));
}

#[test]
fn a_note_lets_the_rules_hear_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let check = |note: &str, codes: &[&str]| {
        let file = folder.path().join("note.txt");
        std::fs::write(&file, note).unwrap();
        let mut arguments = vec!["check"];
        arguments.extend(codes);
        let file = file.to_string_lossy().into_owned();
        arguments.extend(["--note", &file, "--json"]);
        let answer: Value = serde_json::from_slice(&run(&arguments).stdout).unwrap();
        let findings = answer["findings"].clone();
        let rules = findings.as_array().unwrap().iter();
        rules
            .map(|f| f["rule"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let sure = check("ASSESSMENT\n1. Hypertension.\n", &["I10"]);
    assert!(
        !sure.iter().any(|r| r == "SET-01" || r == "EVI-01"),
        "{sure:?}"
    );
    let possible = check("ASSESSMENT\n1. Possible hypertension.\n", &["I10"]);
    assert!(possible.contains(&"SET-01".to_owned()), "{possible:?}");
    let nothing = check("ASSESSMENT\n1. Hypertension.\n", &["I10", "N18.32"]);
    assert!(nothing.contains(&"EVI-01".to_owned()), "{nothing:?}");
    let missing = run(&["check", "I10", "--note", "/nowhere/note.txt"]);
    assert_eq!(missing.status.code(), Some(2));
}

//! One note, and labelled ones.

use serde_json::Value;

use crate::program::{NOTE, check_answer, fails, home, json, run, run_in, text};

#[test]
fn a_note_is_coded_with_quotes_in_code_points() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("visit 1.txt");
    std::fs::write(&file, NOTE).unwrap();
    let answer = json(&run(&["suggest", file.to_str().unwrap(), "--json"]));
    assert_eq!(answer["id"], "visit 1");
    assert_eq!(answer["release"], "FY2026");
    assert!(answer["elapsed_ms"].as_f64().unwrap() > 0.0);
    let codes: Vec<&str> = answer["suggestions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["code"].as_str().unwrap())
        .collect();
    assert!(
        codes.contains(&"I10") || codes.contains(&"I12.9"),
        "{codes:?}"
    );
    assert!(codes.contains(&"E11.22"), "{codes:?}");
    check_answer(&answer, NOTE);
    let shown = text(&run_in(home(), &["suggest", "-"], NOTE.as_bytes()).stdout);
    assert!(shown.contains("E11.22") && shown.contains("“"), "{shown}");
    let dated = json(&run_in(
        home(),
        &["suggest", "--json", "--date", "2020-01-01"],
        NOTE.as_bytes(),
    ));
    assert!(
        dated["problems"][0]
            .as_str()
            .unwrap()
            .contains("FY2026 is used")
    );
}

#[test]
fn a_score_is_explained_as_a_tree_where_it_is_asked_for() {
    let plain = text(&run_in(home(), &["suggest"], NOTE.as_bytes()).stdout);
    assert!(!plain.contains("log-odds"), "{plain}");
    let told = text(&run_in(home(), &["suggest", "--explain"], NOTE.as_bytes()).stdout);
    let listed = told.matches(" › ").count();
    let trees: Vec<&str> = told.split("log-odds that the code is reported").collect();
    assert!(trees.len() > 2 && listed > 0, "{told}");
    // a part stands below what it is part of, and the parts of the sum add up to it
    let tree = trees[1];
    let level = |line: &str| line.len() - line.trim_start().len();
    let value = |line: &str| line.split_whitespace().next()?.parse::<f32>().ok();
    let lines: Vec<&str> = tree.lines().skip(1).collect();
    let at = lines
        .iter()
        .position(|l| l.contains("sum of the weighted signals"))
        .unwrap();
    let inner = level(lines[at]) + 2;
    let parts: f32 = lines[at + 1..]
        .iter()
        .take_while(|l| level(l) >= inner)
        .filter(|l| level(l) == inner)
        .filter_map(|l| value(l))
        .sum();
    assert!((parts - value(lines[at]).unwrap()).abs() < 0.1, "{told}");
    assert!(told.contains("how telling the entry's words are"), "{told}");
    fails(
        home(),
        &["suggest", "--explain", "--json"],
        b"",
        2,
        "--json",
    );
}

#[test]
fn notes_that_cannot_be_read_are_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    fails(
        home(),
        &["suggest", "no-such-note.txt"],
        b"",
        2,
        "no-such-note.txt",
    );
    fails(
        home(),
        &["suggest", folder.path().to_str().unwrap()],
        b"",
        2,
        "folder",
    );
    fails(home(), &["suggest"], b"\xff\xfe\x00n\x00o", 2, "not UTF-8");
    fails(home(), &["suggest"], b"a\0b", 2, "null characters");
    fails(
        home(),
        &["suggest"],
        &vec![b'x'; 20 << 20],
        2,
        "the longest that is read has 4 MB",
    );
    let long = folder.path().join("long.txt");
    std::fs::write(&long, vec![b'x'; 20 << 20]).unwrap();
    fails(
        home(),
        &["suggest", long.to_str().unwrap()],
        b"",
        2,
        "it has 20 MB",
    );
    let empty = json(&run_in(home(), &["suggest", "--json"], b" \n"));
    assert_eq!(empty["suggestions"].as_array().unwrap().len(), 0);
    assert_eq!(empty["problems"][0], "the note is empty");
}

#[test]
fn labelled_notes_are_measured() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.jsonl");
    let line = |id: u32, labels: Value| {
        serde_json::json!({"id": id, "text": "ASSESSMENT\nHypertension.", "codes": labels})
            .to_string()
    };
    let lines = [
        line(1, serde_json::json!({"mine": ["I10"]})),
        line(2, serde_json::json!({"mine": ["I10", "N18.3", "Z99.999"]})),
        line(3, serde_json::json!({"other": ["I10"]})),
    ];
    std::fs::write(&file, lines.join("\n")).unwrap();
    let path = file.to_str().unwrap();
    let scores = json(&run(&["eval", path, "--labels", "mine", "--json"]));
    assert_eq!(
        (
            scores["notes"].as_u64(),
            scores["notes_without_labels"].as_u64()
        ),
        (Some(2), Some(1))
    );
    assert_eq!(
        (
            scores["gold"].as_u64(),
            scores["gold_headers"].as_u64(),
            scores["gold_absent"].as_u64()
        ),
        (Some(4), Some(1), Some(1))
    );
    assert_eq!(scores["micro"]["precision"], 1.0);
    assert_eq!(scores["micro"]["recall"], 0.5);
    assert!((scores["per_note_f1"].as_f64().unwrap() - 0.75).abs() < 1e-9);
    assert_eq!(scores["exact_match_ratio"], 0.5);
    assert!(text(&run(&["eval", path, "--labels", "mine"]).stdout).contains("micro F1"));
    fails(
        home(),
        &["eval", path, "--labels", "absent"],
        b"",
        2,
        "absent",
    );
    std::fs::write(&file, "{\"id\": 1}\n").unwrap();
    fails(
        home(),
        &["eval", path, "--labels", "mine"],
        b"",
        2,
        "line 1",
    );
}

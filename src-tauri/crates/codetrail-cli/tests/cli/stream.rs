//! Notes one a line.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::program::{NOTE, check_answer, home, run_in, text};

#[test]
fn a_stream_is_answered_in_order_and_goes_on_after_bad_lines() {
    let note = |id: Value, text: &str| serde_json::json!({"id": id, "text": text}).to_string();
    let mut lines: Vec<String> = (0..200)
        .map(|i| note(i.into(), &NOTE.repeat(1 + i % 3)))
        .collect();
    lines[7] = "this is not JSON and might be a note".to_owned();
    lines[8] = r#"{"id": 8}"#.to_owned();
    lines[9] = r#"{"id": 9, "text": "Pain.", "age": "old"}"#.to_owned();
    lines[10] = r#"{"id": 10, "text": "Pain.", "date": "yesterday"}"#.to_owned();
    lines[11] = note(11.into(), "");
    let output = run_in(
        home(),
        &["suggest", "--jsonl"],
        (lines.join("\n") + "\n").as_bytes(),
    );
    assert!(output.status.success());
    let answers: Vec<Value> = text(&output.stdout)
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(answers.len(), lines.len());
    for (i, answer) in answers.iter().enumerate() {
        assert_eq!(answer["format"], 1);
        match i {
            7 => assert!(answer["id"].is_null()),
            _ => assert_eq!(answer["id"], i),
        }
        if (7..=10).contains(&i) {
            let error = answer["error"].as_str().unwrap();
            assert!(
                !error.contains("might be a note") && !error.contains("yesterday is"),
                "{error}"
            );
        } else {
            let text = if i == 11 {
                String::new()
            } else {
                NOTE.repeat(1 + i % 3)
            };
            check_answer(answer, &text);
        }
    }
    assert_eq!(answers[11]["suggestions"].as_array().unwrap().len(), 0);
}

#[test]
fn a_stream_answers_each_line_without_waiting_for_the_next() {
    use std::io::{BufRead as _, BufReader};
    let mut child = Command::new(env!("CARGO_BIN_EXE_codetrail-cli"))
        .args(["suggest", "--jsonl"])
        .env("CODETRAIL_HOME", home())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = child.stdin.take().unwrap();
    let mut from = BufReader::new(child.stdout.take().unwrap());
    for i in 0..3 {
        writeln!(to, r#"{{"id": {i}, "text": "Hypertension."}}"#).unwrap();
        let mut line = String::new();
        from.read_line(&mut line).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["id"], i);
    }
    drop(to);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_codetrail-cli"))
        .args(["suggest", "--jsonl"])
        .env("CODETRAIL_HOME", home())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut to = child.stdin.take().unwrap();
    let line = r#"{"id": 1, "text": "Hypertension."}"#;
    // the other end may be gone at any moment
    while writeln!(to, "{line}").is_ok() {}
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), text(&output.stderr).as_str()),
        (Some(0), "")
    );
}

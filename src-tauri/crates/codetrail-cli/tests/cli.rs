//! The program as other programs see it: exit statuses, one-line errors, JSON.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// A home with the release in miniature, made once.
fn home() -> &'static Path {
    static HOME: OnceLock<tempfile::TempDir> = OnceLock::new();
    HOME.get_or_init(|| {
        let home = tempfile::tempdir().unwrap();
        let done = run_in(
            home.path(),
            &["codeset", "install", "--from", &miniature()],
            b"",
        );
        assert!(done.status.success(), "{}", text(&done.stderr));
        home
    })
    .path()
}

fn miniature() -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../coding-api/tests/codeset");
    folder.to_string_lossy().into_owned()
}

fn run_in(home: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_codetrail-cli"))
        .args(arguments)
        .env("CODETRAIL_HOME", home)
        .env("CODETRAIL_KEYRING", "off")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        // a program that does not read its input closes it
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn run(arguments: &[&str]) -> Output {
    run_in(home(), arguments, b"")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}", text(&output.stderr));
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["format"], 1);
    value
}

/// The command fails with a status and one line that holds `says`.
fn fails(home: &Path, arguments: &[&str], input: &[u8], status: i32, says: &str) {
    let output = run_in(home, arguments, input);
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {error}");
    assert_eq!(error.lines().count(), 1, "{arguments:?}: {error}");
    assert!(error.contains(says), "{arguments:?}: {error}");
    assert!(output.stdout.is_empty(), "{arguments:?} writes no answer");
}

/// Every quote is what stands in the text at its code points, every code is billable.
fn check_answer(answer: &Value, note: &str) {
    let characters: Vec<char> = note.chars().collect();
    for suggestion in answer["suggestions"].as_array().unwrap() {
        assert_eq!(suggestion["billable"], true, "{suggestion}");
        assert!(["suggest", "consider"].contains(&suggestion["list"].as_str().unwrap()));
        let evidence = suggestion["evidence"].as_array().unwrap();
        assert!(!evidence.is_empty(), "{suggestion}");
        for span in evidence {
            let place = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
            let cut: String = characters[place("start")..place("end")].iter().collect();
            assert_eq!(span["quote"], cut);
        }
    }
}

const NOTE: &str = "ASSESSMENT AND PLAN\r\n😷 1. Type 2 diabetes mellitus with chronic kidney disease, stage 3b. Metformin.\r\n2. Hypertension, well controlled.\r\nNo pneumonia.\r\n";

#[test]
fn wrong_usage_is_one_line_and_status_2() {
    fails(home(), &[], b"", 2, "codetrail-cli");
    fails(home(), &["frobnicate"], b"", 2, "frobnicate");
    fails(home(), &["code"], b"", 2, "<CODE>");
    fails(home(), &["lookup", "x", "--limit", "many"], b"", 2, "many");
    fails(home(), &["code", "E11.99"], b"", 2, "nearest entry");
    fails(home(), &["code", "hello"], b"", 2, "not an ICD-10-CM code");
    fails(
        home(),
        &["code", "I10", "--release", "FY2019"],
        b"",
        2,
        "not installed",
    );
    fails(
        home(),
        &["code", "I10", "--date", "1/2/2026"],
        b"",
        2,
        "not a date",
    );
    fails(home(), &["index", "Diabetes", "type 9"], b"", 2, "type 1");
    fails(home(), &["check", "I10", "--sex", "x"], b"", 2, "not a sex");
    assert!(run(&["--help"]).status.success());
    assert!(text(&run(&["--version"]).stdout).contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn without_a_code_set_every_command_says_how_to_get_one() {
    let empty = tempfile::tempdir().unwrap();
    for arguments in [
        &["suggest"][..],
        &["suggest", "--jsonl"],
        &["lookup", "x"],
        &["code", "I10"],
        &["check", "I10"],
        &["codeset", "codes"],
    ] {
        fails(empty.path(), arguments, b"note", 2, "codeset install");
    }
    let list = run_in(empty.path(), &["codeset", "list", "--json"], b"");
    assert_eq!(json(&list)["releases"].as_array().unwrap().len(), 0);
    fails(
        empty.path(),
        &["codeset", "install", "--from", "no-such-folder"],
        b"",
        2,
        "no-such-folder",
    );
}

#[test]
fn the_installed_releases_are_listed() {
    let list = json(&run(&["codeset", "list", "--json"]));
    let release = &list["releases"][0];
    assert_eq!(release["release"], "FY2026");
    assert_eq!(release["parts"][0]["source"], "official");
    let all = text(&run(&["codeset", "codes"]).stdout);
    let billable = text(&run(&["codeset", "codes", "--billable", "--release", "fy2026"]).stdout);
    assert_eq!(
        billable.lines().count() as u64,
        release["billable"].as_u64().unwrap()
    );
    assert!(all.lines().any(|l| l == "N18.3") && !billable.lines().any(|l| l == "N18.3"));
    assert!(billable.lines().any(|l| l == "W01.0XXA"));
    assert!(all.lines().count() > billable.lines().count());
}

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

#[test]
fn a_sample_chart_is_coded_and_the_run_recorded() {
    let own = tempfile::tempdir().unwrap();
    assert!(
        run_in(
            own.path(),
            &["codeset", "install", "--from", &miniature()],
            b""
        )
        .status
        .success()
    );
    let shown = run_in(own.path(), &["demo"], b"");
    assert!(shown.status.success(), "{}", text(&shown.stderr));
    assert!(text(&shown.stdout).contains("The run is recorded in"));
    assert!(own.path().join("codetrail.db").exists());
    assert!(
        run_in(own.path(), &["demo", "2"], b"").status.success(),
        "again, in the same database"
    );
    fails(own.path(), &["demo", "99"], b"", 2, "1 to 16");
    let verified = json(&run_in(own.path(), &["ledger", "verify", "--json"], b""));
    assert!(verified["fault"].is_null() && verified["events"].as_u64().unwrap() > 18);
    // encrypted with another key
    std::fs::write(
        own.path().join("key"),
        std::fs::read_to_string(own.path().join("key"))
            .unwrap()
            .replace(['1', '2', '3'], "4"),
    )
    .unwrap();
    fails(own.path(), &["demo"], b"", 3, "key");
}

#[test]
fn notes_are_put_into_the_queue_all_or_none() {
    let own = tempfile::tempdir().unwrap();
    fails(own.path(), &["ledger", "verify"], b"", 2, "no database");
    let file = own.path().join("note.txt");
    std::fs::write(&file, NOTE).unwrap();
    let path = file.to_str().unwrap();
    fails(
        own.path(),
        &["import", path, "no-such-note.txt"],
        b"",
        2,
        "no-such-note.txt",
    );
    let stored = json(&run_in(
        own.path(),
        &["import", path, path, "--setting", "inpatient", "--json"],
        b"",
    ));
    assert_eq!(stored["encounters"].as_array().unwrap().len(), 2);
    assert_eq!(stored["encounters"][0]["title"], "note");
    let verified = run_in(own.path(), &["ledger", "verify"], b"");
    assert!(text(&verified.stdout).contains("No fault was found"));
    assert!(verified.status.success());
}

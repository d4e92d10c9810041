//! Runs the program and looks at what it answers.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// A home with the release in miniature, made once.
pub fn home() -> &'static Path {
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

pub fn miniature() -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../coding-api/tests/codeset");
    folder.to_string_lossy().into_owned()
}

pub fn run_in(home: &Path, arguments: &[&str], input: &[u8]) -> Output {
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

pub fn run(arguments: &[&str]) -> Output {
    run_in(home(), arguments, b"")
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

pub fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}", text(&output.stderr));
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["format"], 1);
    value
}

/// The command fails with a status and one line that holds `says`.
pub fn fails(home: &Path, arguments: &[&str], input: &[u8], status: i32, says: &str) {
    let output = run_in(home, arguments, input);
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {error}");
    assert_eq!(error.lines().count(), 1, "{arguments:?}: {error}");
    assert!(error.contains(says), "{arguments:?}: {error}");
    assert!(output.stdout.is_empty(), "{arguments:?} writes no answer");
}

/// Every quote is what stands in the text at its code points, every code is billable.
pub fn check_answer(answer: &Value, note: &str) {
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

pub const NOTE: &str = "ASSESSMENT AND PLAN\r\n😷 1. Type 2 diabetes mellitus with chronic kidney disease, stage 3b. Metformin.\r\n2. Hypertension, well controlled.\r\nNo pneumonia.\r\n";

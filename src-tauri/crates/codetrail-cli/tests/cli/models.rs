//! Asking a language model from the command line: what is refused, what is shown, what stands in.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;

use crate::listening::listening;
use crate::llama;
use crate::program::{check_answer, fails, home, json, run_in, text};

const NOTE: &str = "ASSESSMENT\n1. Type 2 diabetes with CKD, stage 3b.\n2. Hypertension.\n";

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["suggest"];
    arguments.extend_from_slice(more);
    arguments
}

#[test]
fn what_is_missing_or_not_allowed_is_told_in_one_line() {
    let check = |more: &[&str], says: &str| {
        fails(home(), &with(more), NOTE.as_bytes(), 2, says);
    };
    let near = "http://127.0.0.1:9";
    check(&["--profile", "best"], "hybrid");
    check(&["--profile", "hybrid"], "--endpoint");
    check(&["--profile", "hybrid", "--endpoint", near], "--model");
    check(&["--endpoint", near, "--model", "m"], "--profile");
    check(&["--stage", "verify"], "extract=code-like-humans");
    check(&["--stage", "read=local"], "reconcile");
    check(&["--stage", "verify=medcoder"], "local, verify");
    check(&["--stage", "verify=verify"], "--endpoint");
    let asked = ["--profile", "hybrid", "--model", "m", "--endpoint"];
    let and = |more: &[&'static str]| -> Vec<&'static str> {
        asked.iter().chain(more).copied().collect()
    };
    check(&and(&["nonsense"]), "address");
    check(&and(&["http://models.example.org"]), "unencrypted");
    check(
        &and(&["https://models.example.org"]),
        "--consent models.example.org",
    );
    check(
        &and(&[
            "https://models.example.org",
            "--consent",
            "other.example.org",
        ]),
        "--consent models.example.org",
    );
    check(&and(&[near, "--offline"]), "--offline");
    check(&and(&[near, "--provider", "x"]), "anthropic");
    check(
        &and(&[near, "--key-env", "CODETRAIL_NO_SUCH_KEY"]),
        "CODETRAIL_NO_SUCH_KEY",
    );
    check(&and(&[near, "--key-file", "no/such/file"]), "no/such/file");
    check(&and(&[near, "--prices", "cheap"]), "comma");
}

#[test]
fn what_would_be_sent_is_shown_and_nothing_is_sent() {
    let arguments = with(&[
        "--profile",
        "hybrid",
        "--endpoint",
        "https://models.example.org",
        "--model",
        "m",
        "--dry-run",
    ]);
    let output = run_in(home(), &arguments, NOTE.as_bytes());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let shown = text(&output.stdout);
    assert!(
        shown.contains("select/1 to models.example.org (outside)"),
        "{shown}"
    );
    assert!(shown.contains("Type 2 diabetes with CKD"));
    assert!(shown.contains("Nothing was sent."));
}

#[test]
fn an_absent_model_is_stood_in_for() {
    // a port that was free a moment ago: nobody listens there
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let home = tempfile::tempdir().unwrap();
    let install = ["codeset", "install", "--from", &crate::program::miniature()];
    assert!(run_in(home.path(), &install, b"").status.success());
    let arguments = with(&[
        "--profile",
        "hybrid",
        "--endpoint",
        &url,
        "--model",
        "m",
        "--json",
    ]);
    let answer = json(&run_in(home.path(), &arguments, NOTE.as_bytes()));
    check_answer(&answer, NOTE);
    let local = json(&run_in(home.path(), &with(&["--json"]), NOTE.as_bytes()));
    let codes = |answer: &serde_json::Value| -> Vec<String> {
        let list = answer["suggestions"].as_array().unwrap();
        list.iter().map(|s| s["code"].to_string()).collect()
    };
    assert_eq!(codes(&answer), codes(&local));
    assert!(
        answer["problems"]
            .to_string()
            .contains("in place of the model")
    );
    assert_eq!(answer["model"]["reach"], "this machine");
    assert!(local.get("model").is_none());
}

#[test]
fn offline_no_profile_connects_to_a_server_that_listens() {
    let (url, connected) = listening();
    let policed = tempfile::tempdir().unwrap();
    let install = ["codeset", "install", "--from", &crate::program::miniature()];
    assert!(run_in(policed.path(), &install, b"").status.success());
    std::fs::write(
        policed.path().join("policy.toml"),
        "[models]\nallowed = false\n",
    )
    .unwrap();
    for profile in ["hybrid", "verify", "code-like-humans", "medcoder"] {
        let asked = with(&["--profile", profile, "--endpoint", &url, "--model", "m"]);
        let mut offline = asked.clone();
        offline.push("--offline");
        fails(home(), &offline, NOTE.as_bytes(), 2, "--offline");
        fails(policed.path(), &asked, NOTE.as_bytes(), 2, "policy.toml");
        let output = Command::new(env!("CARGO_BIN_EXE_codetrail-cli"))
            .args(&asked)
            .env("CODETRAIL_HOME", home())
            .env("CODETRAIL_KEYRING", "off")
            .env("CODETRAIL_OFFLINE", "1")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
        assert_eq!(connected.load(Ordering::SeqCst), 0, "{profile}");
    }
    // the same call without a word of being offline does connect
    let asked = with(&["--profile", "hybrid", "--endpoint", &url, "--model", "m"]);
    assert!(run_in(home(), &asked, NOTE.as_bytes()).status.success());
    assert!(connected.load(Ordering::SeqCst) > 0);
}

#[test]
fn a_fault_of_the_program_tells_nothing_of_the_note_or_a_key() {
    let key = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(key.path(), "sk-nobody-sees-this").unwrap();
    let key = key.path().to_str().unwrap();
    let (url, _) = listening();
    let model = [
        "--profile",
        "hybrid",
        "--endpoint",
        &url,
        "--model",
        "m",
        "--key-file",
        key,
    ];
    for more in [&[][..], &["--json"], &model] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_codetrail-cli"))
            .args(with(more))
            .env("CODETRAIL_HOME", home())
            .env("CODETRAIL_KEYRING", "off")
            .env("CODETRAIL_FAULT", "1")
            .env("RUST_BACKTRACE", "full")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let note = format!("Zanzibar has M\u{e9}ni\u{e8}re's disease.\n{NOTE}");
        child
            .stdin
            .take()
            .unwrap()
            .write_all(note.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(!output.status.success());
        let told = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert!(told.contains("a fault of the program's own at"), "{told}");
        assert_eq!(told.trim().lines().count(), 1, "{told}");
        for secret in ["Zanzibar", "disease", "diabetes", "sk-nobody"] {
            assert!(!told.contains(secret), "{secret} in {told}");
        }
    }
}

#[test]
fn every_profile_runs_against_llama_cpp() {
    let server = match llama::serve() {
        Ok(server) => server,
        Err(why) => {
            eprintln!("SKIPPED: no llama.cpp server: {why}");
            return;
        }
    };
    let home = tempfile::tempdir().unwrap();
    let install = ["codeset", "install", "--from", &crate::program::miniature()];
    assert!(run_in(home.path(), &install, b"").status.success());
    for chosen in [
        &["--profile", "hybrid"][..],
        &["--profile", "verify"],
        &["--profile", "code-like-humans"],
        &["--profile", "medcoder"],
        &["--stage", "extract=medcoder", "--stage", "verify=verify"],
    ] {
        let mut arguments = with(chosen);
        arguments.extend_from_slice(&["--endpoint", &server.address, "--model", "tiny"]);
        arguments.extend_from_slice(&["--answer-tokens", "200", "--progress", "--json"]);
        let output = run_in(home.path(), &arguments, NOTE.as_bytes());
        let told = text(&output.stderr);
        assert!(told.contains(" questions"), "{chosen:?}: {told}");
        let answer = json(&output);
        check_answer(&answer, NOTE);
        let model = &answer["model"];
        let name = if chosen[0] == "--stage" {
            "mixed"
        } else {
            chosen[1]
        };
        assert_eq!(model["profile"], name);
        assert!(model["calls"].as_u64().unwrap() > 0, "{model}");
        assert_eq!(model["failed"], 0, "{chosen:?}: {}", answer["problems"]);
    }
}

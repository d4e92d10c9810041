//! People, signing and audits on the command line, and beside a window on the same database.

use std::path::Path;
use std::process::{Command, Output};

use coding_api::dto::{DecideDto, EvidenceInDto, SpanDto};
use coding_api::{App, ErrorCode, decide, encounter_list, encounter_open, sign_summary};

use crate::program::{NOTE, fails, json, miniature, run_in, text};
use crate::scripted::Server;

fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let done = run_in(
        home.path(),
        &["codeset", "install", "--from", &miniature()],
        b"",
    );
    assert!(done.status.success(), "{}", text(&done.stderr));
    home
}

/// Runs as a person whose passphrase is on the first line of a file.
fn as_person(home: &Path, name: &str, lines: &str, arguments: &[&str]) -> Output {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), lines).unwrap();
    Command::new(env!("CARGO_BIN_EXE_codetrail-cli"))
        .args(arguments)
        .env("CODETRAIL_HOME", home)
        .env("CODETRAIL_KEYRING", "off")
        .env("CODETRAIL_PERSON", name)
        .env("CODETRAIL_PERSON_FILE", file.path())
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap()
}

/// The program as a window has it open; the key lies in the home's own file by then.
fn window(home: &Path) -> App {
    App::new(home)
}

fn import(home: &Path) -> String {
    let stored = json(&run_in(home, &["import", "-", "--json"], NOTE.as_bytes()));
    stored["encounters"][0]["id"].as_str().unwrap().to_owned()
}

/// Assigns a code with words of the note.
fn assign(app: &App, id: &str, code: &str, words: &str) -> Result<(), coding_api::ApiError> {
    let document = encounter_open(app, id)?.documents.remove(0);
    let units = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap();
    let at = document.text.find(words).unwrap();
    let start = units(&document.text[..at]);
    decide(
        app,
        &DecideDto {
            encounter: id.to_owned(),
            suggestion: None,
            act: "add".to_owned(),
            code: Some(code.to_owned()),
            rule: String::new(),
            poa: String::new(),
            order: Vec::new(),
            reason: None,
            note: String::new(),
            evidence: vec![EvidenceInDto {
                document: document.id,
                span: SpanDto {
                    start,
                    end: start + units(words),
                },
            }],
            node: None,
            steps: vec![format!("tabular: {code}")],
            evidence_viewed_ms: 0,
        },
    )
    .map(|_| ())
}

#[test]
fn people_sign_in_and_audit_what_others_signed() {
    let home = home();
    let id = import(home.path());
    let app = window(home.path());
    assign(&app, &id, "I10", "Hypertension").unwrap();
    drop(app);
    let works = |name: &str, lines: &str, arguments: &[&str]| {
        let output = as_person(home.path(), name, lines, arguments);
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            text(&output.stderr)
        );
        output
    };
    let refused = |name: &str, lines: &str, arguments: &[&str], says: &str| {
        let output = as_person(home.path(), name, lines, arguments);
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
        assert!(
            error.contains(says) && error.lines().count() == 1,
            "{error}"
        );
    };
    works(
        "",
        "the passphrase of Cora\n",
        &["person", "add", "Cora", "--role", "coder"],
    );
    works(
        "Cora",
        "the passphrase of Cora\nthe passphrase of Otto\n",
        &["person", "add", "Otto", "--role", "auditor"],
    );
    let cora = "the passphrase of Cora\n";
    let otto = "the passphrase of Otto\n";
    fails(home.path(), &["sign", &id], b"", 2, "nobody has signed in");
    refused("Otto", otto, &["sign", &id], "Otto is no coder");
    refused("Cora", "wrong passphrase\n", &["sign", &id], "does not fit");
    let summary = json(&works("Cora", cora, &["sign", &id, "--summary", "--json"]));
    let seen = summary["signing"]["seen"].as_str().unwrap().to_owned();
    let told = text(&works("Cora", cora, &["sign", &id, "--summary"]).stdout);
    assert!(told.contains(&format!("seen     {seen}")), "{told}");
    refused(
        "Cora",
        cora,
        &["sign", &id, "--seen", "9.9.9"],
        "changed since the summary",
    );
    works("Cora", cora, &["sign", &id, "--seen", &seen]);
    refused("Cora", cora, &["audit", "open", &id], "Cora is no auditor");
    works("Otto", otto, &["audit", "sample", "--seed", "1", "--json"]);
    let opened = json(&works("Otto", otto, &["audit", "open", &id, "--json"]));
    let audit = opened["audit"]["row"]["id"].as_str().unwrap().to_owned();
    let over = ["audit", "hand-over", &audit, "--words", "on leave"];
    refused("Otto", otto, &over, "it is the audit of Otto already");
    refused(
        "Otto",
        otto,
        &[&over[..], &["--to", "Cora"]].concat(),
        "Cora is no auditor",
    );
    works(
        "Otto",
        otto,
        &["audit", "act", &audit, "agree", "--code", "I10"],
    );
    works("Otto", otto, &["audit", "act", &audit, "close"]);
    let told = text(&works("Otto", otto, &["audit", "scores"]).stdout);
    assert!(
        told.contains("100.0 %  (1 of 1; 20.7 to 100.0 %)"),
        "{told}"
    );
    let told = json(&works("Otto", otto, &["audit", "scores", "--json"]));
    assert_eq!(told["scores"]["audits"], 1);
    let verified = json(&run_in(home.path(), &["ledger", "verify", "--json"], b""));
    assert_eq!(verified["fault"], serde_json::Value::Null);
}

#[test]
fn a_window_and_the_command_line_share_one_database() {
    let home = home();
    let id = import(home.path());
    let app = window(home.path());
    assign(&app, &id, "I10", "Hypertension").unwrap();

    // both write at once, and everything either was told is there
    let path = home.path().to_owned();
    let importing = std::thread::spawn(move || {
        for _ in 0..5 {
            import(&path);
        }
    });
    for n in 0..20 {
        let (act, code) = if n % 2 == 0 {
            ("remove", "I10")
        } else {
            ("add", "I10")
        };
        if act == "add" {
            assign(&app, &id, code, "Hypertension").unwrap();
        } else {
            let asked = DecideDto {
                encounter: id.clone(),
                suggestion: None,
                act: act.to_owned(),
                code: Some(code.to_owned()),
                rule: String::new(),
                poa: String::new(),
                order: Vec::new(),
                reason: None,
                note: String::new(),
                evidence: Vec::new(),
                node: None,
                steps: Vec::new(),
                evidence_viewed_ms: 0,
            };
            decide(&app, &asked).unwrap();
        }
    }
    importing.join().unwrap();
    assert_eq!(encounter_list(&app).unwrap().len(), 6);
    assert_eq!(encounter_open(&app, &id).unwrap().decisions.len(), 21);

    // what the other did is seen, and nothing is decided over it
    let summary = sign_summary(&app, &id).unwrap();
    let signed = run_in(home.path(), &["sign", &id, "--acknowledge"], b"");
    assert!(signed.status.success(), "{}", text(&signed.stderr));
    let late = coding_api::sign(
        &app,
        &coding_api::dto::SignDto {
            encounter: id.clone(),
            seen: summary.seen,
            acknowledged: true,
            unread: None,
        },
    );
    assert_eq!(late.unwrap_err().code, ErrorCode::Signed);
    let refused = assign(&app, &id, "E11.22", "Type 2 diabetes").unwrap_err();
    assert_eq!(refused.code, ErrorCode::Signed);
    assert!(refused.message.contains("amendment"), "{}", refused.message);
    let verified = json(&run_in(home.path(), &["ledger", "verify", "--json"], b""));
    assert_eq!(verified["fault"], serde_json::Value::Null);
}

#[test]
fn a_text_that_is_stored_already_is_told() {
    let home = home();
    import(home.path());
    let again = json(&run_in(
        home.path(),
        &["import", "-", "--json", "--preview"],
        NOTE.as_bytes(),
    ));
    assert!(again["charts"][0]["stored"].is_string(), "{again}");
    let skipped = json(&run_in(
        home.path(),
        &["import", "-", "--json", "--skip-stored"],
        NOTE.as_bytes(),
    ));
    assert_eq!(skipped["stored"], 0);
    assert!(
        skipped["remarks"][0]
            .as_str()
            .unwrap()
            .contains("stored already"),
        "{skipped}"
    );
}

#[test]
fn whoever_touches_the_records_signs_in_and_the_local_engine_asks_for_nobody() {
    let home = home();
    let id = import(home.path());
    let cora = "the passphrase of Cora\n";
    let added = as_person(
        home.path(),
        "",
        cora,
        &["person", "add", "Cora", "--role", "coder"],
    );
    assert!(added.status.success(), "{}", text(&added.stderr));
    let backup = home.path().join("backup");
    let backup = backup.to_str().unwrap();
    for arguments in [
        &["encounter", "list"][..],
        &["trail", &id],
        &["learning", "list"],
        &["export", "--encounter", &id, "--as", "csv"],
    ] {
        fails(home.path(), arguments, b"", 2, "nobody has signed in");
        let output = as_person(home.path(), "Cora", cora, arguments);
        let error = text(&output.stderr);
        assert!(!error.contains("signed in"), "{arguments:?}: {error}");
        assert_ne!(output.status.code(), Some(2), "{arguments:?}: {error}");
    }
    fails(
        home.path(),
        &["safe", "backup", backup],
        b"",
        2,
        "no terminal",
    );
    assert!(!Path::new(backup).exists(), "nothing is written first");

    let coded = run_in(home.path(), &["suggest", "-", "--json"], NOTE.as_bytes());
    assert!(coded.status.success(), "{}", text(&coded.stderr));
    let verified = json(&run_in(home.path(), &["ledger", "verify", "--json"], b""));
    assert_eq!(verified["fault"], serde_json::Value::Null);
}

#[test]
fn answers_that_were_kept_for_work_are_forgotten_with_whoever_did_it() {
    let home = home();
    let home = home.path();
    let secret = "correct horse Ada\n";
    let done = as_person(
        home,
        "",
        secret,
        &[
            "person",
            "add",
            "Ada",
            "--role",
            "administrator",
            "--role",
            "coder",
        ],
    );
    assert!(done.status.success(), "{}", text(&done.stderr));
    let server = Server::start("{\"report\": [1], \"choice\": 1}");
    let note = home.join("note.txt");
    std::fs::write(&note, NOTE).unwrap();
    let notes = home.join("notes.jsonl");
    let labelled = r#"{"id": "1", "text": "Hypertension.", "codes": {"mine": ["I10"]}}"#;
    std::fs::write(&notes, labelled).unwrap();
    let (note, notes) = (note.to_str().unwrap(), notes.to_str().unwrap());
    let model = [
        "--profile",
        "hybrid",
        "--endpoint",
        &server.url,
        "--model",
        "m",
        "--keep-answers",
        "--json",
    ];
    for first in [&["suggest", note][..], &["eval", notes, "--labels", "mine"]] {
        let arguments = [first, &model].concat();
        let done = as_person(home, "Ada", secret, &arguments);
        assert!(done.status.success(), "{first:?}: {}", text(&done.stderr));
        let app = window(home);
        coding_api::session_sign_in(&app, "Ada", secret.trim()).unwrap();
        assert_eq!(coding_api::model::forget(&app).unwrap(), 0, "{first:?}");
    }
    assert!(server.connections() > 0);
}

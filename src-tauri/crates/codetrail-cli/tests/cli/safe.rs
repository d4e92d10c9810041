//! The safe on the command line: passphrases from a file, backup, erasing, heads of the ledger.

use std::path::Path;
use std::process::{Command, Output};

use crate::program::{NOTE, fails, json, run_in, text};

fn run(home: &Path, secret: &str, arguments: &[&str]) -> Output {
    let file = home.parent().unwrap().join("secret.txt");
    std::fs::write(&file, secret).unwrap();
    Command::new(env!("CARGO_BIN_EXE_codetrail-cli"))
        .args(arguments)
        .env("CODETRAIL_HOME", home)
        .env("CODETRAIL_KEYRING", "off")
        .env("CODETRAIL_PASSPHRASE_FILE", file)
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap()
}

fn works(home: &Path, secret: &str, arguments: &[&str]) -> String {
    let output = run(home, secret, arguments);
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        text(&output.stderr)
    );
    text(&output.stdout)
}

fn refused(home: &Path, secret: &str, arguments: &[&str], status: i32, says: &str) {
    let output = run(home, secret, arguments);
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {error}");
    assert!(
        error.contains(says) && error.lines().count() == 1,
        "{arguments:?}: {error}"
    );
}

/// A folder with a home in it that holds one chart, and the chart's identifier.
fn filled() -> (tempfile::TempDir, std::path::PathBuf, String) {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    std::fs::create_dir(&home).unwrap();
    let note = folder.path().join("visit.txt");
    std::fs::write(&note, NOTE).unwrap();
    let stored = json(&run_in(
        &home,
        &["import", note.to_str().unwrap(), "--json"],
        b"",
    ));
    let id = stored["encounters"][0]["id"].as_str().unwrap().to_owned();
    (folder, home, id)
}

#[test]
fn a_passphrase_is_set_changed_needed_and_taken_off() {
    let (_folder, home, id) = filled();
    fails(&home, &["safe", "passphrase", "set"], b"", 2, "no terminal");
    refused(
        &home,
        "short\n",
        &["safe", "passphrase", "set"],
        2,
        "at least 8",
    );
    works(&home, "first words\n", &["safe", "passphrase", "set"]);
    fails(&home, &["encounter", "list"], b"", 3, "passphrase");
    refused(
        &home,
        "other words\n",
        &["encounter", "list"],
        3,
        "does not fit",
    );
    works(
        &home,
        "first words\nsecond words\n",
        &["safe", "passphrase", "set"],
    );
    assert!(works(&home, "second words\n", &["encounter", "list"]).contains(&id));
    works(&home, "second words\n", &["safe", "key", "change"]);
    let recovery = works(&home, "second words\n", &["safe", "recovery-key"]);
    let words = recovery.lines().next().unwrap();
    works(
        &home,
        &format!("{words}\nthird words\n"),
        &["safe", "recover"],
    );
    refused(
        &home,
        "second words\n",
        &["encounter", "list"],
        3,
        "does not fit",
    );
    works(&home, "third words\n", &["safe", "passphrase", "remove"]);
    let status = json(&run_in(&home, &["safe", "status", "--json"], b""));
    assert_eq!(
        (&status["key"], &status["recovery_key"]),
        (&"file".into(), &true.into())
    );
    assert!(run_in(&home, &["ledger", "verify"], b"").status.success());
}

#[test]
fn a_backup_is_made_and_restored_into_another_home() {
    let (folder, home, id) = filled();
    let file = folder.path().join("safe.backup");
    let path = file.to_str().unwrap();
    works(&home, "words of the backup\n", &["safe", "backup", path]);
    refused(
        &home,
        "words of the backup\n",
        &["safe", "backup", path],
        3,
        "left as it is",
    );
    let other = folder.path().join("other");
    refused(
        &other,
        "another phrase\n",
        &["safe", "restore", path],
        3,
        "does not fit",
    );
    works(&other, "words of the backup\n", &["safe", "restore", path]);
    assert!(works(&other, "words of the backup\n", &["encounter", "list"]).contains(&id));
    works(&other, "words of the backup\n", &["ledger", "verify"]);
    refused(
        &home,
        "words of the backup\n",
        &["safe", "restore", path],
        3,
        "nothing is overwritten",
    );
}

#[test]
fn an_erased_chart_is_gone_and_the_ledger_still_verifies() {
    let (folder, home, id) = filled();
    fails(&home, &["encounter", "erase", &id], b"", 2, "not confirmed");
    let noted = folder.path().join("head.txt");
    let noted = noted.to_str().unwrap();
    assert!(
        run_in(&home, &["ledger", "head", "--export", noted], b"")
            .status
            .success()
    );
    assert!(
        run_in(&home, &["encounter", "erase", &id, "--yes"], b"")
            .status
            .success()
    );
    fails(
        &home,
        &["export", "--encounter", &id, "--as", "json"],
        b"",
        3,
        "erased",
    );
    fails(
        &home,
        &["encounter", "erase", &id, "--yes"],
        b"",
        3,
        "erased",
    );
    assert!(text(&run_in(&home, &["encounter", "list"], b"").stdout).is_empty());
    assert!(
        run_in(&home, &["ledger", "verify", "--head", noted], b"")
            .status
            .success()
    );
    // another ledger than the one the head was noted of
    let sequence = std::fs::read_to_string(noted).unwrap();
    std::fs::write(
        noted,
        format!(
            "{} {}\n",
            sequence.split(' ').next().unwrap(),
            "0".repeat(64)
        ),
    )
    .unwrap();
    let verified = run_in(&home, &["ledger", "verify", "--head", noted], b"");
    assert_eq!(verified.status.code(), Some(1));
    assert!(text(&verified.stdout).contains("rewritten"));
    std::fs::write(noted, "no head").unwrap();
    fails(
        &home,
        &["ledger", "verify", "--head", noted],
        b"",
        2,
        "no head",
    );
}

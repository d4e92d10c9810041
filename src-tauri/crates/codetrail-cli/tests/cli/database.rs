//! What is kept.

use crate::program::{NOTE, fails, json, miniature, run_in, text};

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

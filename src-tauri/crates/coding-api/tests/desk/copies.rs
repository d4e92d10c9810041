//! Restoring a backup in the place of what is there, where that does not succeed.

use std::fs;

use coding_api::{safe_backup, safe_restore_aside};

use super::*;

#[test]
fn a_backup_that_cannot_be_restored_signs_nobody_out() {
    let (home, app, chart) = desk();
    enter(&app, "Ada");
    let file = home.path().join("codetrail.backup");
    safe_backup(&app, &file, Some(SECRET)).unwrap();
    let other = home.path().join("notes.txt");
    fs::write(&other, "no backup").unwrap();
    let missing = home.path().join("missing.backup");
    for (from, secret, says) in [
        (&file, "wrong", "does not fit"),
        (&other, SECRET, "no backup"),
        (&missing, SECRET, "missing.backup"),
    ] {
        let error = safe_restore_aside(&app, from, secret).unwrap_err();
        assert!(error.message.contains(says), "{}", error.message);
        let now = session_status(&app).unwrap();
        assert_eq!(
            (now.state.as_str(), now.person.as_deref()),
            ("open", Some("Ada"))
        );
    }
    // another program has the database open: only that is noticed once it was closed here
    let elsewhere = coding_store::Store::open(home.path(), &common::options()).unwrap();
    let busy = safe_restore_aside(&app, &file, SECRET).unwrap_err();
    assert!(busy.message.contains("another program"), "{}", busy.message);
    drop(elsewhere);
    let now = session_status(&app).unwrap();
    assert_eq!(
        (now.state.as_str(), now.person.as_deref()),
        ("open", Some("Ada"))
    );
    assert_eq!(encounter_open(&app, &chart).unwrap().row.title, "Visit");
    person(&app, "Nora", &["coder"]);
    let left: Vec<String> = fs::read_dir(home.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with("aside"))
        .collect();
    assert!(left.is_empty(), "{left:?}");

    safe_restore_aside(&app, &file, SECRET).unwrap();
    let now = session_status(&app).unwrap();
    assert_eq!((now.state.as_str(), now.person), ("choose", None));
    assert!(now.people.iter().all(|p| p.name != "Nora"));
}

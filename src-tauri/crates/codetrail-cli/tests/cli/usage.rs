//! What is asked wrongly is told in one line.

use crate::program::{fails, home, json, run, run_in, text};

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

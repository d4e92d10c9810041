//! `favourite`.

use std::fs;

use crate::program::{fails, json, miniature, run_in, text};

#[test]
fn favourites_are_kept_and_passed_on_as_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let ask = |arguments: &[&str]| run_in(&home, arguments, b"");
    assert!(
        ask(&["codeset", "install", "--from", &miniature()])
            .status
            .success()
    );
    let shown = text(&ask(&["favourite", "list"]).stdout);
    assert_eq!(shown.trim(), "No code is a favourite yet.");
    let add = ["favourite", "add", "e1122", "--note", "stage from N18"];
    let shown = text(&ask(&add).stdout);
    assert!(
        shown.starts_with("E11.22 ") && shown.contains("stage from N18"),
        "{shown}"
    );
    fails(
        &home,
        &["favourite", "add", "Z99.99"],
        b"",
        2,
        "is not in FY2026",
    );
    let file = folder.path().join("mine.json");
    let file = file.to_str().unwrap();
    let done = text(&ask(&["favourite", "export", file]).stdout);
    assert!(done.starts_with("1 favourite written to "), "{done}");
    // never over something else
    fails(&home, &["favourite", "export", file], b"", 2, "already");
    let more = fs::read_to_string(file)
        .unwrap()
        .replace("[\n", "[\n{\"code\": \"Z99.99\"},\n");
    fs::write(file, more).unwrap();
    assert!(ask(&["favourite", "remove", "E11.22"]).status.success());
    let done = text(&ask(&["favourite", "import", file]).stdout);
    assert!(
        done.contains("2 favourites added") && done.contains("not in FY2026"),
        "{done}"
    );
    let list = json(&ask(&["favourite", "list", "--json"]));
    assert_eq!(list["favourites"][0]["code"], "E11.22");
    assert_eq!(list["favourites"][0]["note"], "stage from N18");
    assert_eq!(list["favourites"][1]["code"], "Z99.99");
    assert_eq!(list["favourites"][1]["in_release"], false);
}

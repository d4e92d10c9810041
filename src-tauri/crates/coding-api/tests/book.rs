//! Walking the book of a release in miniature.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use coding_api::codeset::Library;
use coding_api::dto::{BookDto, NodeRef};
use coding_api::{
    ErrorCode, answer, app_status, index_entry, index_find, index_main_terms, lookup, set_person,
    tabular_entry,
};

fn titles(path: &[&str]) -> Vec<String> {
    path.iter().map(|t| (*t).to_owned()).collect()
}

#[test]
fn an_entry_shows_every_note_in_force_and_where_it_comes_from() {
    let home = common::home();
    let library = Library::new(home.path());
    let edition = library.open("FY2026").unwrap();
    let entry = tabular_entry(&library, &edition, "e1122").unwrap();
    assert_eq!((entry.code.as_str(), entry.billable), ("E11.22", true));
    let lineage: Vec<&str> = entry.lineage.iter().map(|e| e.code.as_str()).collect();
    assert_eq!(lineage, ["chapter-4", "E08-E13", "E11", "E11.2"]);
    let notes: Vec<(&str, Option<&str>)> = entry
        .notes
        .iter()
        .map(|n| (n.kind.as_str(), n.inherited_from.as_deref()))
        .collect();
    assert_eq!(notes[0], ("use-additional", None));
    assert!(notes.contains(&("excludes1", Some("E11"))));
    assert!(notes.contains(&("excludes1", Some("Chapter 4"))));
    let stage = &entry.notes[0];
    let named = &stage.refs[0];
    let text: Vec<u16> = stage.text.encode_utf16().collect();
    let cut = String::from_utf16(&text[named.start as usize..named.end as usize]).unwrap();
    assert!(cut.starts_with("N18.30"), "{cut}");
    let by: Vec<&str> = entry.excluded_by.iter().map(|e| e.code.as_str()).collect();
    assert_eq!(by, ["E10"], "the note stands on the other code");
    assert_eq!(
        entry.releases,
        [("FY2026".to_owned(), "billable".to_owned())]
    );
    let siblings: Vec<&str> = entry.siblings.iter().map(|e| e.code.as_str()).collect();
    assert_eq!(siblings, ["E11.21", "E11.22"]);
}

#[test]
fn seventh_characters_are_those_of_the_nearest_definition() {
    let home = common::home();
    let library = Library::new(home.path());
    let edition = library.open("FY2026").unwrap();
    let entry = tabular_entry(&library, &edition, "S72.001").unwrap();
    assert!(!entry.billable);
    assert_eq!(entry.seventh_from.as_deref(), Some("S72"));
    let codes: Vec<_> = entry
        .seventh_characters
        .iter()
        .filter_map(|s| s.code.as_deref())
        .collect();
    assert_eq!(codes, ["S72.001A", "S72.001B", "S72.001D", "S72.001S"]);
    assert!(
        entry.seventh_characters[1]
            .text
            .contains("open fracture NOS")
    );
    let whole = tabular_entry(&library, &edition, "S72.001A").unwrap();
    assert!(whole.billable);
    assert_eq!(whole.lineage.last().unwrap().code, "S72.001");
    assert_eq!(
        tabular_entry(&library, &edition, "W01.0XXA").unwrap().code,
        "W01.0XXA"
    );
    let block = tabular_entry(&library, &edition, "E08-E13").unwrap();
    assert_eq!(block.children.len(), 2);
    assert_eq!(
        tabular_entry(&library, &edition, "chapter-4")
            .unwrap()
            .children[0]
            .code,
        "E08-E13"
    );
}

#[test]
fn what_is_not_in_the_release_is_told_with_the_nearest_entry() {
    let home = common::home();
    let library = Library::new(home.path());
    let edition = library.open("FY2026").unwrap();
    let error = |code: &str| tabular_entry(&library, &edition, code).unwrap_err();
    assert_eq!(error("E11.65").code, ErrorCode::NotFound);
    assert!(error("E11.65").message.contains("nearest entry is E11 "));
    assert!(error("S72.001Z").message.contains("S72.001A"));
    assert_eq!(error("hello").code, ErrorCode::Input);
    assert_eq!(
        library.open("FY2030").err().unwrap().code,
        ErrorCode::NoRelease
    );
    assert_eq!(
        library.open("../FY2026").err().unwrap().code,
        ErrorCode::NoRelease
    );
}

#[test]
fn the_index_is_walked_by_titles_and_references() {
    let home = common::home();
    let library = Library::new(home.path());
    let edition = library.open("FY2026").unwrap();
    let at = index_find(
        &edition,
        &titles(&["diabetes", "type 2", "chronic kidney disease"]),
    )
    .unwrap();
    let entry = index_entry(&edition, at).unwrap();
    assert_eq!(
        (entry.book, entry.source.as_str()),
        (BookDto::Index, "official")
    );
    let line = &entry.lines[entry.focus as usize];
    assert_eq!(line.title, "chronic kidney disease");
    assert_eq!(line.code.as_ref().unwrap().code.as_deref(), Some("E11.22"));
    assert_eq!(entry.path.len(), 4);
    let main = &entry.lines[0];
    assert_eq!(main.nonessential.len(), 2);
    let next = index_entry(&edition, entry.next.unwrap()).unwrap();
    assert_eq!(next.lines[0].title, "Disease, diseased");

    let ckd = index_entry(&edition, index_find(&edition, &titles(&["CKD"])).unwrap()).unwrap();
    let see = &ckd.lines[0].references[0];
    assert_eq!(see.kind, "see");
    let target = index_entry(&edition, see.targets[0]).unwrap();
    let line = &target.lines[target.focus as usize];
    assert_eq!(line.code.as_ref().unwrap().printed, "N18.9");

    let femur = index_find(&edition, &titles(&["Fracture", "femur", "neck"])).unwrap();
    let entry = index_entry(&edition, femur).unwrap();
    let code = entry.lines[entry.focus as usize].code.clone().unwrap();
    assert_eq!(
        (code.printed.as_str(), code.code.as_deref(), code.billable),
        ("S72.00-", Some("S72.00"), false)
    );

    let unknown = index_find(&edition, &titles(&["Pneumonia", "unknown kind"])).unwrap();
    let entry = index_entry(&edition, unknown).unwrap();
    let code = entry.lines[entry.focus as usize].code.clone().unwrap();
    assert_eq!(
        (code.printed.as_str(), code.code),
        ("J99.9", None),
        "a code the release lacks is never offered"
    );

    let error = index_find(&edition, &titles(&["Diabetes", "type 9"])).unwrap_err();
    assert!(error.message.contains("type 1"), "{}", error.message);
    let none = NodeRef {
        book: BookDto::Index,
        node: 9_999,
    };
    assert_eq!(
        index_entry(&edition, none).unwrap_err().code,
        ErrorCode::NotFound
    );
}

#[test]
fn main_terms_are_listed_from_a_prefix_on() {
    let home = common::home();
    let edition = Library::new(home.path()).open("FY2026").unwrap();
    let list = |prefix: &str, limit| -> Vec<String> {
        index_main_terms(&edition, BookDto::Index, prefix, limit)
            .into_iter()
            .map(|l| l.title)
            .collect()
    };
    assert_eq!(list("dis", 2), ["Disease, diseased", "Fracture, traumatic"]);
    assert_eq!(list("", 100).len(), 9);
    assert_eq!(list("zzz", 5), ["Syndrome"]);
    let drug = index_main_terms(&edition, BookDto::Drug, "asp", 5);
    assert_eq!(drug[0].cells.len(), 6);
}

#[test]
fn a_phrase_is_looked_up_in_the_index_and_the_tabular_list() {
    let home = common::home();
    let edition = Library::new(home.path()).open("FY2026").unwrap();
    let found = lookup(
        &edition,
        "type 2 diabetes with chronic kidney disease",
        5,
        false,
    )
    .unwrap();
    assert_eq!(found.results[0].code, "E11.22");
    let found = lookup(&edition, "J18.1", 5, false).unwrap();
    assert_eq!(found.results[0].code, "J18.1");
    assert!(answer::lookup(&edition, "  ", 5).is_err());
}

#[test]
fn the_state_of_the_installation_is_told() {
    let empty = tempfile::tempdir().unwrap();
    let status = app_status(&common::app(empty.path()));
    assert!(status.releases.is_empty() && status.writable);
    assert!(status.problems[0].contains("codeset install"));
    let home = common::home();
    let app = common::app(home.path());
    let status = set_person(&app, " A. Coder, CCS ").unwrap();
    assert_eq!(status.person, "A. Coder, CCS");
    assert_eq!(
        (
            status.releases[0].name.as_str(),
            status.releases[0].effective.as_str()
        ),
        ("FY2026", "2025-10-01")
    );
    assert!(status.protection.contains("Encrypted") && !status.network);
    assert!(set_person(&app, "").is_err());
    // a database that cannot be opened is a problem, and the book is still there
    std::fs::write(
        home.path().join("codetrail.db"),
        b"not a database at all, but long enough to be read as one",
    )
    .unwrap();
    let status = app_status(&common::app(home.path()));
    assert!(!status.writable && status.releases.len() == 1);
    assert_eq!(status.problems.len(), 1);
}

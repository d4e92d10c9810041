//! The synonym layer of look-ups.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use coding_api::codeset::Library;
use coding_api::{
    ErrorCode, lookup, synonym_add, synonym_enable, synonym_import, synonym_list, synonym_remove,
};

#[test]
fn rows_are_added_turned_off_and_taken_out() {
    let home = common::home();
    let app = common::app(home.path());
    let library = Library::new(home.path());
    let edition = library.open("FY2026").unwrap();
    let first = |query: &str| {
        let found = lookup(&edition, query, 5, true).unwrap();
        (
            found.results.first().map(|r| r.code.clone()),
            found.expanded.into_iter().next(),
        )
    };
    assert_eq!(first("zuckerkrank").0, None);
    let error = synonym_add(&app, &edition, "xyz", "qqqqqq wwwwww").unwrap_err();
    assert!(
        error.message.contains("leads to nothing"),
        "{}",
        error.message
    );
    assert!(synonym_add(&app, &edition, "a\tb", "diabetes").is_err());
    let list = synonym_add(&app, &edition, "Zuckerkrank", "diabetes, type 2").unwrap();
    assert_eq!(
        (list.rows[0].source.as_str(), list.rows[0].enabled),
        ("your synonyms", true)
    );
    let (code, expanded) = first("zuckerkrank");
    assert_eq!(code.as_deref(), Some("E11.9"));
    let expanded = expanded.unwrap();
    assert_eq!(
        (expanded.source.as_str(), expanded.query.as_str()),
        ("your synonyms", "diabetes, type 2")
    );
    synonym_enable(&app, &edition, "zuckerkrank", "diabetes, type 2", false).unwrap();
    assert_eq!(first("zuckerkrank").0, None, "turned off at once");
    synonym_remove(&app, &edition, "zuckerkrank", "diabetes, type 2").unwrap();
    let error = synonym_remove(&app, &edition, "zuckerkrank", "diabetes, type 2").unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
}

#[test]
fn a_carried_row_is_turned_off_and_ambiguous_ones_are_asked_about() {
    let home = common::home();
    let app = common::app(home.path());
    let library = Library::new(home.path());
    let edition = library.open("FY2026").unwrap();
    let asked = lookup(&edition, "HTN", 5, false).unwrap();
    assert_eq!(asked.expanded[0].source, "abbreviations");
    let row = asked.expanded[0].clone();
    let list = synonym_enable(&app, &edition, &row.short, &row.expansion, false).unwrap();
    assert!(
        list.rows
            .iter()
            .any(|r| r.expansion == row.expansion && !r.enabled)
    );
    let asked = lookup(&edition, "HTN", 5, false).unwrap();
    assert!(asked.expanded.iter().all(|e| e.expansion != row.expansion));
    let error = synonym_enable(&app, &edition, "HTN", "a house", false).unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
    let asked = lookup(&edition, "acute PE", 5, false).unwrap();
    assert!(asked.ambiguous.len() > 2, "{:?}", asked.ambiguous);
    assert!(
        asked
            .ambiguous
            .iter()
            .all(|m| m.query.starts_with("acute p"))
    );
    // the short form stands in another word before it stands alone
    let asked = lookup(&edition, "troPEs PE", 5, false).unwrap();
    assert!(!asked.ambiguous.is_empty());
    let kept = |m: &coding_api::dto::MeaningDto| m.query == format!("troPEs {}", m.expansion);
    assert!(asked.ambiguous.iter().all(kept), "{:?}", asked.ambiguous);
    let all = synonym_list(&app, &edition, "", 10).unwrap();
    assert!(all.total > 4_000 && all.rows.len() == 10);
}

#[test]
fn rows_of_a_file_are_imported_and_what_is_none_is_told() {
    let home = common::home();
    let app = common::app(home.path());
    let (rows, problems) =
        synonym_import(&app, "Zucker\tdiabetes\nnonsense\noff\tHTN\thypertension\n").unwrap();
    assert_eq!((rows, problems.len()), (2, 1));
    assert!(synonym_import(&app, "nothing here").is_err());
    let library = Library::new(home.path());
    let edition = library.open("FY2026").unwrap();
    let found = lookup(&edition, "zucker", 5, false).unwrap();
    assert_eq!(found.results[0].code, "E11.9");
    // a file that a person broke loses nothing but the broken lines
    std::fs::write(
        home.path().join("synonyms.tsv"),
        b"\xff\xfe\nZucker\tdiabetes\n",
    )
    .unwrap();
    let list = synonym_list(&app, &edition, "zucker", 5).unwrap();
    assert_eq!((list.rows.len(), list.problems.len()), (1, 1));
}

#[test]
fn what_two_programs_add_at_once_is_all_kept() {
    let home = common::home();
    let edition = Library::new(home.path()).open("FY2026").unwrap();
    std::thread::scope(|scope| {
        for program in 0..4 {
            let (home, edition) = (home.path(), &edition);
            scope.spawn(move || {
                let app = common::app(home);
                for row in 0..12 {
                    let short = format!("zz{program}x{row}");
                    synonym_add(&app, edition, &short, "diabetes, type 2").unwrap();
                }
            });
        }
    });
    let app = common::app(home.path());
    let all = synonym_list(&app, &edition, "", 1_000).unwrap();
    let own = all.rows.iter().filter(|r| r.source == "your synonyms");
    assert_eq!(own.count(), 48);
    let drafts = std::fs::read_dir(home.path()).unwrap().filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().starts_with(".synonyms")
    });
    assert_eq!(drafts.count(), 0);
}

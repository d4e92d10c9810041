//! Two releases in miniature beside each other.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use coding_api::codeset::Library;
use coding_api::dto::DifferenceQueryDto;
use coding_api::{answer, code_difference, code_history, tabular_entry};

/// A home with the miniature as FY2026 and an older state of it as FY2025.
fn home() -> tempfile::TempDir {
    let home = common::home();
    let older = home.path().join("older");
    std::fs::create_dir(&older).unwrap();
    let tabular = std::fs::read_to_string(common::miniature().join("tabular.xml")).unwrap();
    let change = |text: String, from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    let tabular = change(
        tabular,
        "<version>2026</version>",
        "<version>2025</version>",
    );
    let tabular = change(
        tabular,
        "<diag><name>E11.21</name><desc>Type 2 diabetes mellitus with diabetic nephropathy</desc>\
         <inclusionTerm><note>Type 2 diabetes mellitus with intercapillary glomerulosclerosis</note>\
         </inclusionTerm></diag>",
        "",
    );
    let tabular = change(
        tabular,
        "End stage renal disease",
        "Renal disease, end stage",
    );
    let tabular = change(
        tabular,
        "<diag><name>Z79.4</name>",
        "<diag><name>Z79.3</name><desc>Long term use of something</desc></diag>\
         <diag><name>Z79.4</name>",
    );
    std::fs::write(older.join("tabular.xml"), tabular).unwrap();
    common::install(home.path(), &older, None).unwrap();
    home
}

#[test]
fn what_changed_is_told_in_pages() {
    let home = home();
    let library = Library::new(home.path());
    let all =
        code_difference(&library, "FY2026", "FY2025", &DifferenceQueryDto::default()).unwrap();
    assert_eq!(
        (all.older.as_str(), all.newer.as_str()),
        ("FY2025", "FY2026")
    );
    let rows: Vec<(&str, &str)> = all
        .rows
        .iter()
        .map(|r| (r.kind.as_str(), r.code.as_str()))
        .collect();
    assert_eq!(
        rows,
        [
            ("added", "E11.21"),
            ("retitled", "N18.6"),
            ("deleted", "Z79.3")
        ]
    );
    let query = DifferenceQueryDto {
        offset: Some(1),
        limit: Some(1),
        ..DifferenceQueryDto::default()
    };
    let page = code_difference(&library, "FY2025", "FY2026", &query).unwrap();
    assert_eq!((page.total, page.rows.len()), (3, 1));
    let query = DifferenceQueryDto {
        words: Some("renal end".to_owned()),
        kind: Some("added".to_owned()),
        ..DifferenceQueryDto::default()
    };
    let none = code_difference(&library, "FY2025", "FY2026", &query).unwrap();
    assert_eq!(none.total, 0);
    assert!(
        none.found.contains(&("retitled".to_owned(), 1)),
        "{:?}",
        none.found
    );
    let error = |a: &str, b: &str, kind: Option<&str>| {
        let query = DifferenceQueryDto {
            kind: kind.map(str::to_owned),
            ..DifferenceQueryDto::default()
        };
        code_difference(&library, a, b, &query).unwrap_err().message
    };
    assert!(error("FY2026", "FY2026", None).contains("with itself"));
    assert!(error("FY2026", "FY2024", None).contains("not installed"));
    assert!(error("FY2026", "FY2025", Some("moved")).contains("no kind"));
    let answer = answer::difference(&library, "FY2026", "FY2025", None, true).unwrap();
    assert_eq!(answer.changes.len(), 3);
}

#[test]
fn a_code_is_followed_through_the_releases() {
    let home = home();
    let library = Library::new(home.path());
    let history = code_history(&library, "z793").unwrap();
    assert_eq!(
        history.summary,
        "billable to 2025-09-30 (FY2025); absent from 2025-10-01 (FY2026)"
    );
    assert_eq!(history.changes[0].kind, "deleted");
    assert_eq!(
        code_history(&library, "I10").unwrap().summary,
        "billable in FY2025 to FY2026"
    );
    let newer = library.open("FY2026").unwrap();
    let error = tabular_entry(&library, &newer, "Z79.3").unwrap_err();
    assert!(
        error.message.contains("FY2026 has no such code")
            && error.message.ends_with("it is billable in FY2025"),
        "{}",
        error.message
    );
    let entry = tabular_entry(&library, &newer, "E11.2").unwrap();
    let badges: Vec<Option<&str>> = entry.children.iter().map(|c| c.change.as_deref()).collect();
    assert_eq!(badges, [Some("new"), None]);
    let stage = tabular_entry(&library, &newer, "N18.6").unwrap();
    assert_eq!(stage.changes[0].from, "Renal disease, end stage");
    let older = library.open("FY2025").unwrap();
    let oldest = tabular_entry(&library, &older, "N18.6").unwrap();
    assert!(
        oldest.siblings.iter().all(|s| s.change.is_none()),
        "nothing is older to compare with"
    );
}

#[test]
fn one_fact_leads_to_a_neighbour() {
    let home = home();
    let library = Library::new(home.path());
    let edition = library.open("FY2026").unwrap();
    let entry = tabular_entry(&library, &edition, "S72.001A").unwrap();
    let side = entry.ladder.iter().find(|r| r.axis == "side").unwrap();
    assert_eq!(side.here.as_deref(), Some("right"));
    let left = side.options.iter().find(|o| o.value == "left").unwrap();
    assert_eq!(left.code.as_deref(), Some("S72.002A"));
    assert!(left.billable && !left.chosen);
    let stage = tabular_entry(&library, &edition, "N18.3").unwrap();
    let rung = &stage.ladder[0];
    assert_eq!((rung.axis.as_str(), rung.here.as_deref()), ("stage", None));
    assert_eq!(rung.options.len(), 3);
    let answer = answer::code(&library, &edition, "S72.001A").unwrap();
    assert!(answer.ladder.iter().any(|r| r.axis == "episode"));
}

//! The Official Guidelines beside a release in miniature.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use coding_api::codeset::Library;
use coding_api::{ErrorCode, answer, guideline, guideline_list};

const TEXT: &str = "ICD-10-CM Official Guidelines for Coding and Reporting
FY 2025
Section I. Conventions
A. Conventions for the classification
1. Punctuation
See Section I.C.4.a.
B. General
C. Chapters
1. Chapter 1: Infections (A00-B99)
2. Chapter 2: Neoplasms (C00-D49)
3. Chapter 3: Blood (D50-D89)
4. Chapter 4: Endocrine (E00-E89)
a. Diabetes mellitus
Codes E11.2- are sequenced by the reason for the encounter.
b. Another
Section II. Selection
";

#[test]
fn guidelines_are_installed_beside_a_release_and_found_by_number_code_and_words() {
    let home = common::home();
    let library = Library::new(home.path());
    let edition = library.open("FY2026").unwrap();
    let none = guideline_list(&library, &edition, None, None).unwrap();
    assert!(none.rows.is_empty());
    assert!(none.notice.unwrap().contains("codeset install --from"));
    let error = guideline(&library, &edition, "I.A.1").unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);

    let file = home.path().join("guidelines.txt");
    std::fs::write(&file, TEXT).unwrap();
    let installed = common::install(home.path(), &file, None).unwrap();
    assert_eq!(
        installed.manifest.release, "FY2026",
        "lists alone go to the release that is there"
    );

    let library = Library::new(home.path());
    let edition = library.open("FY2026").unwrap();
    let all = guideline_list(&library, &edition, None, None).unwrap();
    assert_eq!(all.year, Some(2025));
    assert!(
        all.notice.unwrap().contains("FY2025"),
        "another year is said"
    );
    assert_eq!(all.rows.len(), 12);
    let of_code = guideline_list(&library, &edition, Some("E11.22"), None).unwrap();
    let rows: Vec<(&str, Option<&str>)> = of_code
        .rows
        .iter()
        .map(|r| (r.number.as_str(), r.bearing.as_deref()))
        .collect();
    assert_eq!(
        rows,
        [
            ("I.C.4.a", Some("names-header")),
            ("I.C.4", Some("chapter")),
            ("I.C.4.b", Some("chapter"))
        ]
    );
    let words = guideline_list(&library, &edition, None, Some("reason encount")).unwrap();
    assert_eq!(words.rows[0].number, "I.C.4.a");

    let one = guideline(&library, &edition, "section i.c.4(a)").unwrap();
    assert_eq!(one.citation, "Official Guidelines FY2025, I.C.4.a");
    let above: Vec<&str> = one.lineage.iter().map(|g| g.number.as_str()).collect();
    assert_eq!(above, ["I", "I.C", "I.C.4"]);
    let named = &one.refs[0];
    assert_eq!((named.code.as_str(), named.count), ("E11.2", 2));
    assert_eq!(
        &one.text[named.start as usize..named.end as usize],
        "E11.2-"
    );
    assert_eq!(one.next.unwrap().number, "I.C.4.b");
    let linked = guideline(&library, &edition, "I.A.1").unwrap();
    assert_eq!(linked.links[0].number, "I.C.4.a");
    let error = guideline(&library, &edition, "I.C.4.q").unwrap_err();
    assert!(
        error.message.contains("I.C.4 Chapter 4"),
        "{}",
        error.message
    );
    assert!(guideline_list(&library, &edition, Some("E99.99"), None).is_err());

    let answer = answer::guideline(&library, &edition, "I.C.4.a").unwrap();
    assert_eq!(answer.guideline.unwrap().codes, ["E11.2"]);
}

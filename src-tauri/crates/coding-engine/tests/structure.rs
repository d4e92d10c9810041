//! What stands beside a code, over a whole release. Needs the releases beside the project and says so where they are
//! missing.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;

use coding_engine::structure::{Graph, Kinship, Link, relatives};
use icd10cm::{Code, Codebook};

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn kin(book: &Codebook, graph: &Graph, of: &str) -> Vec<(String, Kinship, Option<Link>)> {
    let found = relatives(book, graph, code(of));
    found
        .into_iter()
        .map(|r| (r.code.to_string(), r.kinship, r.link))
        .collect()
}

#[test]
fn siblings_cousins_and_what_notes_name_stand_beside_a_code() {
    let Some((book, _)) = test_releases::fy2026() else {
        return;
    };
    let graph = Graph::build(book);
    let beside = kin(book, &graph, "E11.22");
    let how = |code: &str| {
        let found = beside.iter().find(|(other, ..)| other == code);
        found.map(|(_, kinship, link)| (*kinship, *link))
    };
    assert_eq!(how("E11.21"), Some((Kinship::Sibling, None)));
    assert_eq!(how("E11.9"), Some((Kinship::Cousin, None)));
    let stage = Some((Kinship::OneHop, Some(Link::UseAdditional)));
    assert_eq!(
        how("N18.30"),
        stage,
        "use additional code to identify stage"
    );
    assert!(beside.iter().any(|(_, k, _)| *k == Kinship::TwoHops));
    let back = kin(book, &graph, "N18.30");
    let diabetes = back.iter().find(|(code, ..)| code == "E11.22");
    let link = diabetes.and_then(|(_, _, link)| *link);
    assert!(
        matches!(link, Some(Link::CodeFirst | Link::UseAdditional)),
        "{link:?}"
    );
}

#[test]
fn relatives_are_billable_come_once_and_the_nearest_first() {
    let Some((book, _)) = test_releases::fy2026() else {
        return;
    };
    let graph = Graph::build(book);
    for of in ["I50.9", "K50.90", "J44.1", "F32.A", "O24.410", "Z79.4"] {
        let found = relatives(book, &graph, code(of));
        let once: HashSet<Code> = found.iter().map(|r| r.code).collect();
        assert_eq!(once.len(), found.len(), "{of}");
        assert!(!once.contains(&code(of)));
        assert!(found.iter().all(|r| book.is_billable(r.code)), "{of}");
        assert!(found.is_sorted_by_key(|r| r.kinship), "{of}");
        assert!(
            found
                .iter()
                .all(|r| r.link.is_some() == (r.kinship >= Kinship::OneHop))
        );
    }
}

//! What needs a hand on the store's own connection.

use super::*;
use crate::OpenOptions;
use coding_model::{Act, Decision, DecisionId, Encounter};
use icd10cm::Code;

const AT: &str = "2026-02-03T10:00:00Z";

fn encounter() -> Encounter {
    let document = coding_model::Document {
        id: coding_model::DocumentId::new(),
        title: "Note".to_owned(),
        kind: "progress-note".to_owned(),
        author: String::new(),
        author_role: coding_model::AuthorRole::Provider,
        date: String::new(),
        text: "Assessment: hypertension. ".repeat(200),
    };
    Encounter {
        id: EncounterId::new(),
        title: "Visit".to_owned(),
        setting: coding_model::Setting::Outpatient,
        admitted: None,
        date: None,
        sex: None,
        age: None,
        documents: vec![document],
    }
}

fn decision(encounter: EncounterId) -> Decision {
    Decision {
        id: DecisionId::new(),
        encounter,
        suggestion: None,
        act: Act::Accepted {
            code: Code::parse("I10").unwrap(),
        },
        evidence: Vec::new(),
        index_path: None,
        trail: Vec::new(),
        walk: Vec::new(),
        release: "FY2026".to_owned(),
        person: "A. Coder".to_owned(),
        at: AT.to_owned(),
        evidence_viewed_ms: 0,
    }
}

fn open(home: &Path) -> Store {
    Store::open(
        home,
        &OpenOptions {
            keyring: false,
            ..OpenOptions::default()
        },
    )
    .unwrap()
}

#[test]
fn a_full_disk_takes_nothing_that_was_acknowledged() {
    let home = tempfile::tempdir().unwrap();
    let mut store = open(home.path());
    let encounter = encounter();
    store.save_encounter(&encounter, AT, "A. Coder").unwrap();
    let pages: i64 = store
        .conn
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    store
        .conn
        .pragma_update(None, "max_page_count", pages + 5)
        .unwrap();
    let mut acknowledged = Vec::new();
    let error = loop {
        let decision = decision(encounter.id);
        match store.record_decision(&decision) {
            Ok(_) => acknowledged.push(decision),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::DiskFull { .. }), "{error}");
    assert!(!acknowledged.is_empty());
    assert!(matches!(
        store.save_encounter(&self::encounter(), AT, "x"),
        Err(StoreError::DiskFull { .. })
    ));
    assert_eq!(
        store.decisions(encounter.id).unwrap(),
        acknowledged,
        "reading goes on"
    );
    assert_eq!(store.verify().unwrap().fault, None);
    store
        .conn
        .pragma_update(None, "max_page_count", 1_000_000)
        .unwrap();
    let last = decision(encounter.id);
    store.record_decision(&last).unwrap();
    acknowledged.push(last);
    drop(store);
    let store = open(home.path());
    assert_eq!(store.decisions(encounter.id).unwrap(), acknowledged);
    assert_eq!(store.verify().unwrap().fault, None);
}

#[test]
fn a_head_that_cannot_be_written_costs_no_decision() {
    let home = tempfile::tempdir().unwrap();
    let mut store = open(home.path());
    let encounter = encounter();
    store.save_encounter(&encounter, AT, "A. Coder").unwrap();
    let draft = home.path().join("ledger.head.new");
    std::fs::create_dir(&draft).unwrap();
    store.record_decision(&decision(encounter.id)).unwrap();
    let kept = || std::fs::read_to_string(home.path().join("ledger.head")).unwrap();
    assert!(kept().starts_with("2 "));
    assert_eq!(store.verify().unwrap().fault, None, "behind is no fault");
    std::fs::remove_dir(&draft).unwrap();
    drop(store);
    let store = open(home.path());
    assert_eq!(
        (store.mode(), store.decisions(encounter.id).unwrap().len()),
        (&Mode::ReadWrite, 1)
    );
    assert!(kept().starts_with("3 "), "and mended at the next start");
}

#[test]
fn every_commit_reaches_the_disk() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let number = |sql: &str| {
        store
            .conn
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    assert_eq!(number("PRAGMA synchronous"), 2, "FULL");
    assert_eq!(number("PRAGMA foreign_keys"), 1);
    assert_eq!(number("PRAGMA secure_delete"), 1);
    assert_eq!(number("PRAGMA recursive_triggers"), 1);
}

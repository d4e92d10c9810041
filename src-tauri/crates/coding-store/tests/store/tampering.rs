//! Whatever is changed behind the store's back is found, and the finding says where.

use std::path::Path;

use coding_model::Act;
use coding_store::{DATABASE_FILE, Fault, NewEvent, NewPassphrase, Passphrase};
use serde_json::json;

use crate::raw::{raw, tamper, without_triggers};
use crate::support::{
    AT, PERSON, accepted, audit, decision, encounter, open, person, run, statement,
};

/// A home with every kind of row: three encounters, one of them erased.
pub fn sample() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let mut store = open(home.path());
    for n in 0..3 {
        let encounter = encounter();
        store.save_encounter(&encounter, AT, PERSON).unwrap();
        let run = run(&encounter);
        store.save_run(encounter.id, &run, AT, PERSON).unwrap();
        let mut first = decision(&encounter, accepted("E11.21"));
        first.suggestion = Some(run.suggestions[0].id);
        store.record_decision(&first).unwrap();
        store
            .record_decision(&decision(&encounter, Act::Undone { decision: first.id }))
            .unwrap();
        let signature = statement(encounter.id, "signature", 0);
        let signed = store.record_statement(&signature).unwrap();
        let opening = audit(encounter.id, None, "opened", signed.sequence);
        let opened = store.record_statement(&opening).unwrap();
        if n != 2 {
            let returning = audit(encounter.id, Some(opening.id), "returned", opened.sequence);
            store.record_statement(&returning).unwrap();
        }
        let passphrase = Passphrase::new("correct horse".to_owned());
        let secret = if n == 0 {
            NewPassphrase::Set(&passphrase)
        } else {
            NewPassphrase::Keep
        };
        let name = format!("Person {n}");
        store
            .save_person(&person(&name), secret, AT, PERSON)
            .unwrap();
        let body = json!({"to": "csv"});
        let event = NewEvent {
            at: AT,
            person: PERSON,
            kind: "exported",
            encounter: Some(encounter.id),
            body,
        };
        store.append_event(&event).unwrap();
        if n == 1 {
            store.erase_encounter(encounter.id, AT, PERSON).unwrap();
        }
    }
    drop(store);
    raw(home.path())
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    home
}

pub fn copy(home: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for name in [DATABASE_FILE, "key", "ledger.head"] {
        std::fs::copy(home.join(name), copy.path().join(name)).unwrap();
    }
    copy
}

pub fn fault(home: &Path) -> Option<Fault> {
    open(home).verify().unwrap().fault
}

#[test]
fn the_triggers_refuse_to_change_or_delete() {
    let home = sample();
    let conn = raw(home.path());
    for table in ["event", "document", "run", "suggestion", "decision"] {
        for sql in [
            format!("DELETE FROM {table}"),
            format!("UPDATE {table} SET id = 'x'"),
            format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"),
        ] {
            let error = conn.execute(&sql, []).expect_err(&sql).to_string();
            assert!(
                error.contains("never") || error.contains("append-only"),
                "{sql}: {error}"
            );
        }
    }
    let replaced = "INSERT OR REPLACE INTO event SELECT 1 + MAX(sequence), (SELECT id FROM event WHERE sequence = 1),
        at, person, kind, encounter, body, (SELECT hash FROM event ORDER BY sequence DESC LIMIT 1), hash FROM event";
    assert!(
        conn.execute(replaced, []).is_err(),
        "an identifier cannot be taken over by a new row"
    );
    assert!(conn.execute("DELETE FROM encounter", []).is_err());
    assert_eq!(fault(home.path()), None);
}

#[test]
fn the_finding_says_which_row() {
    let home = sample();
    for (sql, expected) in [
        ("UPDATE event SET person = 'B. Coder' WHERE sequence = 5", "event 5 was changed"),
        ("UPDATE event SET at = '2026-02-03T10:00:01Z' WHERE sequence = 1", "event 1 was changed"),
        ("UPDATE event SET hash = zeroblob(32) WHERE sequence = 7", "event 7 was changed"),
        ("DELETE FROM event WHERE sequence = 4", "event 4 is missing"),
        ("DELETE FROM event WHERE sequence = 1", "event 1 is missing"),
        ("DELETE FROM decision WHERE sequence = 5", "the decision of event 5 is missing"),
        ("UPDATE decision SET code = 'E11.9' WHERE sequence = 5", "the decision of event 5 was changed"),
        ("UPDATE decision SET content = zeroblob(99) WHERE sequence = 6", "the decision of event 6 was changed"),
        ("UPDATE document SET sha256 = zeroblob(32) WHERE sequence = 2", "the document of event 2 was changed"),
        ("DELETE FROM document WHERE sequence = 2", "the document of event 2 is missing"),
        ("UPDATE run SET engine = 'other' WHERE sequence = 4", "the run of event 4 was changed"),
        ("UPDATE suggestion SET code = 'I10' WHERE run = 4 AND ordinal = 2", "the run of event 4 was changed"),
        ("DELETE FROM suggestion WHERE run = 4 AND ordinal = 2", "the run of event 4 was changed"),
        ("UPDATE encounter SET age = 99 WHERE number = 1", "the encounter of event 1 was changed"),
        ("DELETE FROM encounter WHERE number = 1", "the encounter of event 1 is missing"),
        ("DELETE FROM encounter_key WHERE encounter = (SELECT id FROM encounter WHERE number = 1)", "the key of"),
        ("UPDATE encounter SET signed = 0 WHERE number = 3", "the column \"signed\" of encounter"),
        ("UPDATE encounter SET signed = 2 WHERE number = 2", "the column \"signed\" of encounter"),
        ("UPDATE encounter SET audit = 'closed' WHERE number = 1", "the column \"audit\" of encounter"),
        ("UPDATE encounter SET audit = NULL WHERE number = 1", "the column \"audit\" of encounter"),
        ("UPDATE encounter SET assigned = 1 WHERE number = 1", "the column \"assigned\" of encounter"),
        ("UPDATE encounter SET decisions = 1 WHERE number = 3", "the column \"decisions\" of encounter"),
        ("UPDATE encounter SET documents = 3 WHERE number = 1", "the column \"documents\" of encounter"),
        ("UPDATE encounter SET number = 9 WHERE number = 1", "the column \"number\" of encounter"),
        ("UPDATE person SET number = 9 WHERE number = 1", "the column \"number\" of person"),
        ("UPDATE encounter_key SET wrapped = zeroblob(73)", "the key of"),
        (
            "INSERT INTO decision SELECT 7, 'x', encounter, suggestion, act, code, particulars, release, person, at,
             content, hash FROM decision WHERE sequence = 5",
            "a decision claims event 7, which does not record it",
        ),
    ] {
        let home = copy(home.path());
        assert!(tamper(home.path(), sql) > 0, "{sql} changed nothing");
        let found = fault(home.path()).unwrap_or_else(|| panic!("{sql} was not found")).to_string();
        assert!(found.contains(expected), "{sql}: {found}");
        assert_eq!(found.lines().count(), 1);
    }
}

#[test]
fn a_moved_event_is_told_from_a_changed_one() {
    let home = sample();
    let conn = raw(home.path());
    let triggers = without_triggers(&conn);
    for sql in [
        "UPDATE event SET sequence = 1000 WHERE sequence = 3",
        "UPDATE event SET sequence = 3 WHERE sequence = 7",
        "UPDATE event SET sequence = 7 WHERE sequence = 1000",
    ] {
        conn.execute(sql, []).unwrap();
    }
    triggers
        .iter()
        .for_each(|sql| conn.execute_batch(sql).unwrap());
    drop(conn);
    assert_eq!(
        fault(home.path()),
        Some(Fault::EventMoved {
            sequence: 3,
            from: 7
        })
    );
}

#[test]
fn a_cut_tail_is_found_by_the_kept_head() {
    let home = sample();
    let last = open(home.path()).head().unwrap().sequence;
    for cut in [1, 2, last] {
        let home = copy(home.path());
        let conn = raw(home.path());
        let triggers = without_triggers(&conn);
        for table in [
            "event",
            "document",
            "run",
            "decision",
            "encounter",
            "statement",
            "person",
        ] {
            conn.execute(
                &format!("DELETE FROM {table} WHERE sequence > ?1"),
                [last - cut],
            )
            .unwrap();
        }
        conn.execute_batch(
            "DELETE FROM suggestion WHERE run NOT IN (SELECT sequence FROM run);
             DELETE FROM encounter_key WHERE encounter NOT IN (SELECT id FROM encounter);",
        )
        .unwrap();
        triggers
            .iter()
            .for_each(|sql| conn.execute_batch(sql).unwrap());
        drop(conn);
        let found = fault(home.path());
        assert!(
            matches!(found, Some(Fault::Head(_))),
            "cut by {cut}: {found:?}"
        );
    }
}

#[test]
fn a_tail_cut_and_written_anew_is_found_by_the_kept_head() {
    let home = sample();
    let conn = raw(home.path());
    let triggers = without_triggers(&conn);
    let last: i64 = conn
        .query_row("SELECT MAX(sequence) FROM event", [], |row| row.get(0))
        .unwrap();
    conn.execute("DELETE FROM event WHERE sequence = ?1", [last])
        .unwrap();
    triggers
        .iter()
        .for_each(|sql| conn.execute_batch(sql).unwrap());
    drop(conn);
    // with the head out of the way the store would go on, and the chain itself would be whole
    let kept = std::fs::read(home.path().join("ledger.head")).unwrap();
    std::fs::remove_file(home.path().join("ledger.head")).unwrap();
    let mut store = open(home.path());
    store.accept_ledger(AT, "X").unwrap();
    assert_eq!(store.verify().unwrap().fault, None);
    drop(store);
    std::fs::write(home.path().join("ledger.head"), kept).unwrap();
    let found = fault(home.path());
    assert!(matches!(found, Some(Fault::Head(_))), "{found:?}");
}

#[test]
fn guards_that_were_taken_off_are_missed() {
    let home = sample();
    without_triggers(&raw(home.path()));
    assert!(matches!(fault(home.path()), Some(Fault::Schema { .. })));
}

#[test]
fn the_erased_cannot_be_brought_back_unseen() {
    let home = sample();
    let changed = tamper(
        home.path(),
        "UPDATE encounter SET erased = 0, title = 'Follow-up' WHERE erased = 1",
    );
    assert_eq!(changed, 1);
    assert!(fault(home.path()).is_some());
}

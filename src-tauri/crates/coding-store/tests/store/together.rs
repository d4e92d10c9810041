//! Two programs on one database: no lost update, no forked chain.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use coding_store::StoreError;
use rusqlite::Connection;

use crate::crash::{acknowledged, spawn, stored};
use crate::raw::raw;
use crate::support::{AT, PERSON, accepted, decision, encounter, open};

#[test]
fn programs_that_write_at_once_share_one_chain() {
    let home = tempfile::tempdir().unwrap();
    // on a home that does not exist yet: they also meet while making the key and the database
    let place = home.path().join("home");
    let children: Vec<_> = (0..3).map(|_| spawn(&place, Some(40))).collect();
    let mut acknowledgements = Vec::new();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        acknowledgements.extend(acknowledged(&output.stdout[..]));
    }
    assert_eq!(acknowledgements.len(), 120);
    let sequences: HashSet<u64> = acknowledgements
        .iter()
        .map(|(_, _, sequence)| *sequence)
        .collect();
    assert_eq!(
        sequences.len(),
        120,
        "no place in the ledger was given twice"
    );
    let store = open(&place);
    let verification = store.verify().unwrap();
    assert_eq!(
        (verification.fault, verification.events),
        (None, 120 + 3 * 3)
    );
    let stored = stored(&store);
    assert!(
        acknowledgements
            .iter()
            .all(|(_, id, _)| stored.contains(id))
    );
}

#[test]
fn two_stores_of_one_program_see_each_others_acts() {
    let home = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (open(home.path()), open(home.path()));
    let encounter = encounter();
    one.save_encounter(&encounter, AT, PERSON).unwrap();
    let sequences: Vec<u64> = (0..6)
        .map(|n| {
            let store = if n % 2 == 0 { &mut two } else { &mut one };
            store
                .record_decision(&decision(&encounter, accepted("E11.21")))
                .unwrap()
                .sequence
        })
        .collect();
    assert_eq!(sequences, [4, 5, 6, 7, 8, 9]);
    assert_eq!(one.decisions(encounter.id).unwrap().len(), 6);
    assert_eq!(one.head().unwrap(), two.head().unwrap());
    assert_eq!(two.verify().unwrap().fault, None);
}

#[test]
fn who_waits_in_vain_is_told_and_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut store = open(home.path());
    let encounter = encounter();
    store.save_encounter(&encounter, AT, PERSON).unwrap();
    let other: Connection = raw(home.path());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let since = Instant::now();
    let refused = store.record_decision(&decision(&encounter, accepted("E11.21")));
    assert!(
        matches!(refused, Err(StoreError::Busy { .. })),
        "{refused:?}"
    );
    assert!(since.elapsed() >= Duration::from_secs(4), "it waited first");
    assert_eq!(
        store.encounters().unwrap().len(),
        1,
        "reading goes on meanwhile"
    );
    other.execute_batch("ROLLBACK").unwrap();
    store
        .record_decision(&decision(&encounter, accepted("E11.21")))
        .unwrap();
    assert_eq!(store.decisions(encounter.id).unwrap().len(), 1);
}

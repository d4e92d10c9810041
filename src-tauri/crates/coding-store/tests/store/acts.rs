//! Storing and finding again.

use coding_model::{Act, DecisionId, DocumentId, EncounterId, RejectReason, SuggestionId};
use coding_store::{EncounterStatus, KeySource, Mode, NewEvent, Store, StoreError, assigned_codes};
use serde_json::json;

use crate::support::{AT, PERSON, accepted, code, decision, document, encounter, open, run};

#[test]
fn everything_is_found_again_after_a_restart() {
    let home = tempfile::tempdir().unwrap();
    let encounter = encounter();
    let run = run(&encounter);
    let mut accepting = decision(&encounter, accepted("E11.21"));
    accepting.suggestion = Some(run.suggestions[0].id);
    let note = "the nurse's words".to_owned();
    let reject = Act::Rejected {
        code: code("E11.9"),
        reason: RejectReason::Specificity,
        note,
    };
    let rejecting = decision(&encounter, reject);
    let undoing = decision(
        &encounter,
        Act::Undone {
            decision: rejecting.id,
        },
    );
    {
        let mut store = open(home.path());
        assert_eq!(store.mode(), &Mode::ReadWrite);
        assert_eq!(store.key_source(), KeySource::File);
        store.save_encounter(&encounter, AT, PERSON).unwrap();
        store.save_run(encounter.id, &run, AT, PERSON).unwrap();
        for (n, given) in (5..).zip([&accepting, &rejecting, &undoing]) {
            assert_eq!(store.record_decision(given).unwrap().sequence, n);
        }
        store.put_setting("theme", "dark").unwrap();
    }
    let store = open(home.path());
    assert_eq!(store.encounter(encounter.id).unwrap(), encounter);
    assert_eq!(store.latest_run(encounter.id).unwrap().as_ref(), Some(&run));
    assert_eq!(store.run(encounter.id, run.id).unwrap(), Some(run));
    assert_eq!(
        store.decisions(encounter.id).unwrap(),
        [accepting, rejecting, undoing]
    );
    assert_eq!(store.setting("theme").unwrap().as_deref(), Some("dark"));
    let [summary] = &store.encounters().unwrap()[..] else {
        panic!("one encounter")
    };
    assert_eq!(
        (summary.documents, summary.decisions, summary.assigned),
        (2, 3, 1)
    );
    assert_eq!(
        (summary.id, summary.status),
        (encounter.id, EncounterStatus::InProgress)
    );
    assert_eq!(
        (summary.date, summary.age, summary.sex),
        (encounter.date, encounter.age, encounter.sex)
    );
    let verification = store.verify().unwrap();
    assert_eq!(
        (verification.fault, verification.events, verification.rows),
        (None, 7, 7)
    );
    store.check_file().unwrap();
}

#[test]
fn events_name_hashes_and_no_content() {
    let mut store = Store::in_memory().unwrap();
    let encounter = encounter();
    store.save_encounter(&encounter, AT, PERSON).unwrap();
    store
        .save_run(encounter.id, &run(&encounter), AT, PERSON)
        .unwrap();
    let recorded = store
        .record_decision(&decision(&encounter, accepted("E11.21")))
        .unwrap();
    let events = store.events(Some(encounter.id)).unwrap();
    let kinds: Vec<&str> = events.iter().map(|e| e.kind.as_str()).collect();
    assert_eq!(
        kinds,
        [
            "encounter-saved",
            "document-added",
            "document-added",
            "run-saved",
            "decision-recorded"
        ]
    );
    assert_eq!(
        (events[4].sequence, events[4].hash),
        (recorded.sequence, recorded.hash)
    );
    let document = encounter.documents[0].id;
    let sha256 = store
        .document_sha256(encounter.id, document)
        .unwrap()
        .to_string();
    assert_eq!(events[1].body["sha256"], json!(sha256));
    assert_eq!(
        events[4].body["documents"][document.to_string()],
        json!(sha256),
        "the text decided on"
    );
    for event in &events {
        let body = event.body.to_string();
        for word in ["nephropathy", "Physician", "Follow-up", "Nurse"] {
            assert!(!body.contains(word), "{word} in {body}");
        }
    }
    for pair in events.windows(2) {
        assert_eq!(pair[1].previous, pair[0].hash);
    }
}

#[test]
fn a_stored_encounter_takes_changed_data_and_further_documents_but_no_changed_document() {
    let mut store = Store::in_memory().unwrap();
    let mut encounter = encounter();
    store.save_encounter(&encounter, AT, PERSON).unwrap();
    store.save_encounter(&encounter, AT, PERSON).unwrap();
    assert_eq!(
        store.events(None).unwrap().len(),
        3,
        "the same again is no event"
    );
    encounter.age = Some(65);
    encounter
        .documents
        .push(document("Addendum", "Nephropathy confirmed."));
    store.save_encounter(&encounter, AT, PERSON).unwrap();
    assert_eq!(store.encounter(encounter.id).unwrap(), encounter);
    assert_eq!(store.encounters().unwrap()[0].documents, 3);

    let mut forged = encounter.clone();
    forged.title = "Other".to_owned();
    forged.documents[0].text.push('!');
    let refused = store.save_encounter(&forged, AT, PERSON);
    assert!(
        matches!(refused, Err(StoreError::DocumentChanged(id)) if id == forged.documents[0].id)
    );
    assert_eq!(
        store.encounter(encounter.id).unwrap(),
        encounter,
        "nothing of it was stored, the title neither"
    );

    let mut thief = crate::support::encounter();
    thief.documents = vec![encounter.documents[0].clone()];
    assert!(matches!(
        store.save_encounter(&thief, AT, PERSON),
        Err(StoreError::DocumentChanged(_))
    ));
    assert_eq!(store.verify().unwrap().fault, None);
}

#[test]
fn what_is_not_there_is_named() {
    let mut store = Store::in_memory().unwrap();
    let (known, unknown) = (encounter(), encounter());
    store.save_encounter(&known, AT, PERSON).unwrap();
    assert!(
        matches!(store.encounter(unknown.id), Err(StoreError::NoEncounter(id)) if id == unknown.id)
    );
    assert!(matches!(
        store.latest_run(unknown.id),
        Err(StoreError::NoEncounter(_))
    ));
    assert_eq!(store.latest_run(known.id).unwrap(), None);
    let first = decision(&known, accepted("E11.21"));
    store.record_decision(&first).unwrap();
    let before = store.head().unwrap();

    assert!(matches!(
        store.record_decision(&first),
        Err(StoreError::Duplicate {
            what: "decision",
            ..
        })
    ));
    let elsewhere = decision(&unknown, accepted("E11.21"));
    assert!(matches!(
        store.record_decision(&elsewhere),
        Err(StoreError::NoEncounter(_))
    ));
    let mut strayed = decision(&known, accepted("E11.21"));
    strayed.suggestion = Some(SuggestionId::new());
    assert!(matches!(
        store.record_decision(&strayed),
        Err(StoreError::NoSuggestion { .. })
    ));
    let mut strayed = decision(&known, accepted("E11.21"));
    strayed.evidence[0].document = DocumentId::new();
    assert!(matches!(
        store.record_decision(&strayed),
        Err(StoreError::NoDocument { .. })
    ));
    let undoing = decision(
        &known,
        Act::Undone {
            decision: DecisionId::new(),
        },
    );
    assert!(matches!(
        store.record_decision(&undoing),
        Err(StoreError::NoDecision { .. })
    ));
    for error in [
        store.record_decision(&undoing).unwrap_err(),
        store.encounter(EncounterId::new()).unwrap_err(),
    ] {
        assert_eq!(error.to_string().lines().count(), 1, "{error}");
    }
    assert_eq!(store.head().unwrap(), before, "nothing was recorded");
    assert_eq!(store.encounters().unwrap()[0].decisions, 1);
}

#[test]
fn callers_append_events_of_their_own_kinds_only() {
    let mut store = Store::in_memory().unwrap();
    let event = |kind| NewEvent {
        at: AT,
        person: PERSON,
        kind,
        encounter: None,
        body: json!({"to": "fhir"}),
    };
    let recorded = store.append_event(&event("exported")).unwrap();
    assert_eq!(recorded.sequence, 1);
    for kind in [
        "decision-recorded",
        "encounter-erased",
        "ledger-reanchored",
        "",
        "Exported",
        "a b",
    ] {
        assert!(
            matches!(
                store.append_event(&event(kind)),
                Err(StoreError::Invalid { .. })
            ),
            "{kind:?}"
        );
    }
    for (at, person) in [("", PERSON), ("3 February", PERSON), (AT, " ")] {
        let unsigned = NewEvent {
            at,
            person,
            ..event("exported")
        };
        assert!(
            matches!(
                store.append_event(&unsigned),
                Err(StoreError::Invalid { .. })
            ),
            "{at:?} {person:?}"
        );
    }
    assert_eq!(store.events(None).unwrap().len(), 1);
}

#[test]
fn an_erased_encounter_is_gone_for_good_and_the_ledger_still_verifies() {
    let home = tempfile::tempdir().unwrap();
    let (gone, kept) = (encounter(), encounter());
    let mut store = open(home.path());
    for encounter in [&gone, &kept] {
        store.save_encounter(encounter, AT, PERSON).unwrap();
        store
            .save_run(encounter.id, &run(encounter), AT, PERSON)
            .unwrap();
        store
            .record_decision(&decision(encounter, accepted("E11.21")))
            .unwrap();
    }
    store.erase_encounter(gone.id, AT, "C. Officer").unwrap();
    drop(store);
    let mut store = open(home.path());
    assert!(matches!(
        store.encounter(gone.id),
        Err(StoreError::Erased(_))
    ));
    assert!(matches!(
        store.latest_run(gone.id),
        Err(StoreError::Erased(_))
    ));
    assert!(matches!(
        store.decisions(gone.id),
        Err(StoreError::Erased(_))
    ));
    assert!(matches!(
        store.save_encounter(&gone, AT, PERSON),
        Err(StoreError::Erased(_))
    ));
    assert!(matches!(
        store.erase_encounter(gone.id, AT, PERSON),
        Err(StoreError::Erased(_))
    ));
    let summary = &store.encounters().unwrap()[0];
    assert_eq!(
        (summary.status, summary.title.as_str(), summary.date),
        (EncounterStatus::Erased, "", None)
    );
    let tombstone = store.events(Some(gone.id)).unwrap().pop().unwrap();
    assert_eq!(
        (tombstone.kind.as_str(), tombstone.person.as_str()),
        ("encounter-erased", "C. Officer")
    );
    assert_eq!(
        store.encounter(kept.id).unwrap(),
        kept,
        "others are untouched"
    );
    assert_eq!(store.verify().unwrap().fault, None);
}

#[test]
fn many_encounters_are_stored_all_or_none_and_listed_in_pages() {
    let mut store = Store::in_memory().unwrap();
    let mut many: Vec<_> = (0..25).map(|_| encounter()).collect();
    store.save_encounters(&many, AT, PERSON).unwrap();
    let first = store.encounter_page(0, 10).unwrap();
    let second = store.encounter_page(first[9].number, 100).unwrap();
    let ids: Vec<_> = first
        .iter()
        .chain(&second)
        .map(|summary| summary.id)
        .collect();
    assert_eq!(ids, many.iter().map(|e| e.id).collect::<Vec<_>>());
    assert!(
        first
            .iter()
            .all(|summary| summary.status == EncounterStatus::New)
    );

    let good = encounter();
    many[3].documents[0].text.clear();
    assert!(
        store
            .save_encounters(&[good.clone(), many[3].clone()], AT, PERSON)
            .is_err()
    );
    assert_eq!(store.encounter_count().unwrap(), 25);
    assert!(matches!(
        store.encounter(good.id),
        Err(StoreError::NoEncounter(_))
    ));
}

#[test]
fn the_codes_that_stand_are_counted() {
    let mut store = Store::in_memory().unwrap();
    let encounter = encounter();
    store.save_encounter(&encounter, AT, PERSON).unwrap();
    let first = decision(&encounter, accepted("E11.21"));
    let undoing = decision(&encounter, Act::Undone { decision: first.id });
    let acts = [first, decision(&encounter, accepted("I10")), undoing];
    let counts = acts.each_ref().map(|given| {
        store.record_decision(given).unwrap();
        store.encounters().unwrap()[0].assigned
    });
    assert_eq!(counts, [1, 2, 1]);
    assert_eq!(
        assigned_codes(acts.iter().map(|d| (d.id, &d.act))),
        [code("I10")]
    );
}

#[test]
fn what_was_learned_is_summed_sealed_and_goes_with_its_encounter() {
    let home = tempfile::tempdir().unwrap();
    let mut store = open(home.path());
    let (one, other) = (encounter(), encounter());
    store
        .save_encounters(&[one.clone(), other.clone()], AT, PERSON)
        .unwrap();
    let row = |accepted, rejected| coding_store::LearnedRow {
        words: "sugar disease".to_owned(),
        code: code("E11.9"),
        accepted,
        rejected,
    };
    store.put_learned(one.id, &[row(1, 0)]).unwrap();
    store.put_learned(other.id, &[row(1, 2)]).unwrap();
    assert_eq!(store.learned(None).unwrap(), [row(2, 2)]);
    assert_eq!(store.learned(Some(other.id)).unwrap(), [row(1, 0)]);
    store.put_learned(one.id, &[row(0, 1)]).unwrap();
    let put_in_place = store.learned(None).unwrap();
    assert_eq!(put_in_place, [row(1, 3)], "not added");
    store.erase_encounter(other.id, AT, PERSON).unwrap();
    assert_eq!(store.learned(None).unwrap(), [row(0, 1)]);
    assert!(
        store.put_learned(other.id, &[row(1, 0)]).is_err(),
        "nothing is kept of what was erased"
    );
    store.clear_learned().unwrap();
    assert_eq!(store.learned(None).unwrap(), []);
}

#[test]
fn a_setting_and_its_event_are_kept_together_or_not_at_all() {
    let home = tempfile::tempdir().unwrap();
    let mut store = open(home.path());
    let event = NewEvent {
        at: AT,
        person: PERSON,
        kind: "theme-chosen",
        encounter: None,
        body: serde_json::Value::Null,
    };
    let put = |store: &mut Store, kind, to: Option<&str>| {
        let event = NewEvent {
            kind,
            ..event.clone()
        };
        store.change_setting_on_record("theme", &event, |was| {
            let body = serde_json::json!({"was": was});
            (to.map(|to| (to.to_owned(), body)), was)
        })
    };
    assert_eq!(put(&mut store, "theme-chosen", Some("dark")).unwrap(), None);
    let was = put(&mut store, "theme-chosen", Some("light")).unwrap();
    assert_eq!(was.as_deref(), Some("dark"));
    put(&mut store, "theme-chosen", None).unwrap();
    assert!(put(&mut store, "no event's name", Some("grey")).is_err());
    assert_eq!(store.setting("theme").unwrap().as_deref(), Some("light"));
    let events = store.events(None).unwrap();
    assert_eq!(events.len(), 2, "a change that changes nothing is no event");
    assert_eq!(events[1].body["was"], "dark");
    assert_eq!(store.verify().unwrap().fault, None);
}

#[test]
fn files_of_ones_own_are_held_by_one_at_a_time_while_the_store_works() {
    let home = tempfile::tempdir().unwrap();
    let mut store = open(home.path());
    let own = coding_store::Home::new(home.path());
    let held = own.hold_own_files().unwrap();
    assert!(held.is_some());
    store.put_setting("theme", "dark").unwrap();
    let second = own.clone();
    let (told, hears) = std::sync::mpsc::channel();
    let waiting = std::thread::spawn(move || {
        let got = second.hold_own_files().unwrap();
        told.send(()).unwrap();
        got
    });
    let early = hears.recv_timeout(std::time::Duration::from_millis(100));
    assert!(early.is_err(), "it waits");
    drop(held);
    hears.recv().unwrap();
    assert!(waiting.join().unwrap().is_some());
}

//! Signing, amending, auditing: what is signed stays as it is, and nobody states over what they did not see.

use coding_store::{
    EncounterStatus, NewPassphrase, NewStatement, Passphrase, StoreError, statement_kind,
};

use crate::support::{AT, PERSON, accepted, audit, decision, encounter, open, person, statement};

#[test]
fn what_is_signed_changes_by_an_amendment_alone() {
    let home = tempfile::tempdir().unwrap();
    let mut store = open(home.path());
    let chart = encounter();
    store.save_encounter(&chart, AT, PERSON).unwrap();
    let amendment = statement(chart.id, statement_kind::AMENDMENT, 0);
    assert!(
        store.record_statement(&amendment).is_err(),
        "nothing is signed"
    );
    store
        .record_decision(&decision(&chart, accepted("E11.21")))
        .unwrap();
    let signed = store
        .record_statement(&statement(chart.id, statement_kind::SIGNATURE, 0))
        .unwrap();
    assert_eq!(
        store.encounter_summary(chart.id).unwrap().status,
        EncounterStatus::Signed
    );
    let before = store.head().unwrap();
    let refused = store.record_decision(&decision(&chart, accepted("I10")));
    assert!(
        matches!(refused, Err(StoreError::Signed(id)) if id == chart.id),
        "{refused:?}"
    );
    assert_eq!(store.head().unwrap(), before, "nothing was written");
    let again = statement(chart.id, statement_kind::SIGNATURE, signed.sequence);
    assert!(matches!(
        store.record_statement(&again),
        Err(StoreError::Signed(_))
    ));

    let amendment = statement(chart.id, statement_kind::AMENDMENT, signed.sequence);
    let amended = store.record_statement(&amendment).unwrap();
    assert_eq!(
        store.encounter_summary(chart.id).unwrap().status,
        EncounterStatus::Amending
    );
    store
        .record_decision(&decision(&chart, accepted("I10")))
        .unwrap();
    store
        .record_statement(&statement(
            chart.id,
            statement_kind::SIGNATURE,
            amended.sequence,
        ))
        .unwrap();
    assert!(store.is_signed(chart.id).unwrap());
    let kinds: Vec<String> = store
        .statements(chart.id)
        .unwrap()
        .into_iter()
        .map(|s| s.kind)
        .collect();
    assert_eq!(kinds, ["signature", "amendment", "signature"]);
    assert_eq!(store.verify().unwrap().fault, None);
}

#[test]
fn nobody_states_or_decides_over_what_they_did_not_see() {
    let home = tempfile::tempdir().unwrap();
    let (mut one, mut other) = (open(home.path()), open(home.path()));
    let chart = encounter();
    one.save_encounter(&chart, AT, PERSON).unwrap();
    one.record_decision_after(&decision(&chart, accepted("E11.21")), Some(0))
        .unwrap();
    let blind = other.record_decision_after(&decision(&chart, accepted("I10")), Some(0));
    assert!(matches!(blind, Err(StoreError::Overtaken(_))), "{blind:?}");
    let signature = NewStatement {
        decisions: Some(0),
        ..statement(chart.id, statement_kind::SIGNATURE, 0)
    };
    assert!(matches!(
        other.record_statement(&signature),
        Err(StoreError::Overtaken(_))
    ));
    let signature = NewStatement {
        decisions: Some(1),
        ..signature
    };
    other.record_statement(&signature).unwrap();
    let late = one.record_statement(&statement(chart.id, "audit", 0));
    assert!(matches!(late, Err(StoreError::Overtaken(_))), "{late:?}");
    let late = one.record_decision_after(&decision(&chart, accepted("I10")), Some(1));
    assert!(matches!(late, Err(StoreError::Signed(_))), "{late:?}");
}

#[test]
fn a_comment_overtakes_nothing_and_is_overtaken_by_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut store = open(home.path());
    let chart = encounter();
    store.save_encounter(&chart, AT, PERSON).unwrap();
    let mut put = |kind: &str, after: u64| {
        let stated = store.record_statement(&statement(chart.id, kind, after));
        stated.map(|recorded| recorded.sequence)
    };
    let signed = put(statement_kind::SIGNATURE, 0).unwrap();
    let comment = put(statement_kind::COMMENT, 0).unwrap();
    let query = put(statement_kind::QUERY, signed).unwrap();
    let last = put(statement_kind::COMMENT, comment).unwrap();
    for after in [signed, comment, last + 1] {
        let refused = put(statement_kind::QUERY, after);
        assert!(
            matches!(refused, Err(StoreError::Overtaken(_))),
            "{after}: {refused:?}"
        );
    }
    put(statement_kind::QUERY, query).unwrap();
}

#[test]
fn words_are_sealed_and_go_with_the_encounter() {
    let home = tempfile::tempdir().unwrap();
    let mut store = open(home.path());
    let chart = encounter();
    store.save_encounter(&chart, AT, PERSON).unwrap();
    let stated = audit(chart.id, None, "opened", 0);
    store.record_statement(&stated).unwrap();
    let found = store.statements(chart.id).unwrap().remove(0);
    assert_eq!(found.words, Some(stated.words.clone()));
    assert_eq!(
        store.encounter_summary(chart.id).unwrap().audit.as_deref(),
        Some("auditing")
    );
    let columns: String = crate::raw::raw(home.path())
        .query_row(
            "SELECT particulars || CAST(content AS TEXT) FROM statement",
            [],
            |row| row.get(0),
        )
        .unwrap_or_default();
    assert!(!columns.contains("nephropathy"));

    store.erase_encounter(chart.id, AT, PERSON).unwrap();
    assert!(matches!(
        store.statements(chart.id),
        Err(StoreError::Erased(_))
    ));
    let told = store.statements_of_kind("audit").unwrap().remove(0);
    assert_eq!((told.words, told.particulars), (None, stated.particulars));
    assert_eq!(store.verify().unwrap().fault, None);
}

#[test]
fn a_person_is_known_by_name_and_passphrase() {
    let home = tempfile::tempdir().unwrap();
    let mut store = open(home.path());
    let mut coder = person("A. Coder, CCS");
    let secret = Passphrase::new("correct horse".to_owned());
    store
        .save_person(&coder, NewPassphrase::Set(&secret), AT, PERSON)
        .unwrap();
    let twin = store.save_person(&person("a. coder, ccs"), NewPassphrase::Keep, AT, PERSON);
    assert!(matches!(twin, Err(StoreError::Refused { .. })), "{twin:?}");
    assert!(store.verify_person(coder.id, &secret).unwrap());
    let wrong = Passphrase::new("correct hors".to_owned());
    assert!(!store.verify_person(coder.id, &wrong).unwrap());

    coder.active = false;
    store
        .save_person(&coder, NewPassphrase::Keep, AT, PERSON)
        .unwrap();
    assert!(store.has_passphrase(coder.id).unwrap(), "it is kept");
    drop(store);
    let store = open(home.path());
    assert_eq!(store.people().unwrap(), [coder.clone()]);
    assert_eq!(store.verify().unwrap().fault, None);
    let events = store.events(None).unwrap();
    assert!(events.iter().all(|e| e.kind == "person-saved"));
    assert!(!events[0].body.to_string().contains("argon2id"));
}

#[test]
fn who_stated_it_is_told_by_their_account_whatever_their_name_is_now() {
    let home = tempfile::tempdir().unwrap();
    let mut store = open(home.path());
    let chart = encounter();
    store.save_encounter(&chart, AT, PERSON).unwrap();
    // before anybody had an account
    let first = store
        .record_statement(&statement(chart.id, "query", 0))
        .unwrap();
    let mut coder = person(PERSON);
    store
        .save_person(&coder, NewPassphrase::Keep, AT, PERSON)
        .unwrap();
    store.set_acting(Some(coder.id));
    let second = store
        .record_statement(&statement(chart.id, "query", first.sequence))
        .unwrap();
    coder.name = "A. Coder-Smith".to_owned();
    store
        .save_person(&coder, NewPassphrase::Keep, AT, PERSON)
        .unwrap();
    let namesake = person(PERSON);
    store
        .save_person(&namesake, NewPassphrase::Keep, AT, PERSON)
        .unwrap();
    store.set_acting(Some(namesake.id));
    store
        .record_statement(&statement(chart.id, "query", second.sequence))
        .unwrap();
    let told = store.statements(chart.id).unwrap();
    assert!(
        told.iter().all(|s| s.person == PERSON),
        "the name of the time"
    );
    let authors: Vec<_> = told.iter().map(|s| s.author).collect();
    assert_eq!(authors, [Some(coder.id), Some(coder.id), Some(namesake.id)]);
    let accounts = store.accounts().unwrap();
    assert_eq!(accounts.name(coder.id), Some("A. Coder-Smith"));
    assert_eq!(store.verify().unwrap().fault, None);
}

#[test]
fn somebody_stays_an_administrator_whatever_two_programs_do() {
    let home = tempfile::tempdir().unwrap();
    let (mut one, mut other) = (open(home.path()), open(home.path()));
    let administrator = |name: &str| coding_model::Person {
        duties: vec![coding_model::Duty::Administrator],
        ..person(name)
    };
    let (mut ada, mut bea) = (administrator("Ada"), administrator("Bea"));
    for given in [&ada, &bea] {
        one.save_person(given, NewPassphrase::Keep, AT, PERSON)
            .unwrap();
    }
    // each looked, saw the other, and takes the role off
    ada.duties = vec![coding_model::Duty::Coder];
    bea.active = false;
    one.save_person(&ada, NewPassphrase::Keep, AT, PERSON)
        .unwrap();
    let refused = other.save_person(&bea, NewPassphrase::Keep, AT, PERSON);
    assert!(
        matches!(refused, Err(StoreError::Refused { .. })),
        "{refused:?}"
    );
    assert!(other.person(bea.id).unwrap().active);
    assert_eq!(one.events(None).unwrap().len(), 3);
}

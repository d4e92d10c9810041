//! The safe: passphrase off again, recovery key, a new key, a backup as one file and a home made from it.

use std::fs;
use std::path::Path;

use coding_store::{DATABASE_FILE, KeySource, OpenOptions, Passphrase, Store, StoreError};

use crate::support::{AT, NOTE, PERSON, accepted, decision, encounter, open, options};

fn words(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned())
}

fn with(text: &str) -> OpenOptions {
    OpenOptions {
        passphrase: Some(words(text)),
        ..options()
    }
}

/// A home with a chart and a decision in it.
fn filled(home: &Path) -> coding_model::EncounterId {
    let encounter = encounter();
    let mut store = open(home);
    store.save_encounter(&encounter, AT, PERSON).unwrap();
    store
        .record_decision(&decision(&encounter, accepted("E11.21")))
        .unwrap();
    encounter.id
}

fn is_whole(store: &Store, id: coding_model::EncounterId) {
    assert_eq!(store.encounter(id).unwrap().documents[0].text, NOTE);
    assert_eq!(store.decisions(id).unwrap().len(), 1);
    assert_eq!(store.verify().unwrap().fault, None);
    store.check_file().unwrap();
}

fn copy(from: &Path, to: &Path) {
    for name in [
        DATABASE_FILE,
        "key",
        "ledger.head",
        "key.next",
        "key.recovery",
    ] {
        let _ = fs::copy(from.join(name), to.join(name));
    }
}

#[test]
fn a_passphrase_is_set_and_taken_off_again() {
    let home = tempfile::tempdir().unwrap();
    let id = filled(home.path());
    let mut store = open(home.path());
    assert!(matches!(
        store.remove_passphrase(false),
        Err(StoreError::Refused { .. })
    ));
    store.set_passphrase(&words("first")).unwrap();
    assert_eq!(
        Store::key_source_of(home.path()),
        Some(KeySource::Passphrase)
    );
    drop(store);
    assert!(matches!(
        Store::open(home.path(), &options()),
        Err(StoreError::PassphraseNeeded { .. })
    ));
    let mut store = Store::open(home.path(), &with("first")).unwrap();
    store.remove_passphrase(false).unwrap();
    assert_eq!(store.key_source(), KeySource::File);
    drop(store);
    is_whole(&open(home.path()), id);
}

#[test]
fn a_recovery_key_opens_what_a_lost_passphrase_does_not() {
    let home = tempfile::tempdir().unwrap();
    let id = filled(home.path());
    let none = Store::recover(home.path(), &words("x"), &words("new"));
    assert!(
        none.unwrap_err()
            .to_string()
            .contains("no recovery key was made")
    );
    let mut store = open(home.path());
    let first = store.make_recovery_key().unwrap();
    let second = store.make_recovery_key().unwrap();
    assert!(store.has_recovery_key());
    assert_eq!(second.len(), 39, "eight groups of four");
    store.set_passphrase(&words("forgotten")).unwrap();
    drop(store);
    let kept = fs::read_to_string(home.path().join("key.recovery")).unwrap();
    assert!(!kept.contains(&second[..4]), "what was shown is not kept");
    for wrong in [first.as_str(), "0000-0000"] {
        assert!(matches!(
            Store::recover(home.path(), &words(wrong), &words("new")),
            Err(StoreError::PassphraseWrong { .. })
        ));
    }
    let by_hand = second.to_lowercase().replace('-', " ").replace('0', "o");
    Store::recover(home.path(), &words(&by_hand), &words("new")).unwrap();
    assert!(Store::open(home.path(), &with("forgotten")).is_err());
    is_whole(&Store::open(home.path(), &with("new")).unwrap(), id);
}

#[test]
fn a_new_key_opens_the_database_and_the_old_one_does_not() {
    let home = tempfile::tempdir().unwrap();
    let id = filled(home.path());
    let before = tempfile::tempdir().unwrap();
    copy(home.path(), before.path());
    let mut store = open(home.path());
    store.make_recovery_key().unwrap();
    store.change_key(None).unwrap();
    is_whole(&store, id);
    store
        .append_event(&coding_store::NewEvent {
            at: AT,
            person: PERSON,
            kind: "key-changed",
            encounter: None,
            body: serde_json::json!({}),
        })
        .unwrap();
    drop(store);
    assert!(!home.path().join("key.next").exists());
    assert!(
        !home.path().join("key.recovery").exists(),
        "it held the old key"
    );
    is_whole(&open(home.path()), id);
    fs::copy(before.path().join("key"), home.path().join("key")).unwrap();
    assert!(matches!(
        Store::open(home.path(), &options()),
        Err(StoreError::NotADatabase { .. })
    ));
}

#[test]
fn a_new_key_is_locked_with_the_passphrase_that_was() {
    let home = tempfile::tempdir().unwrap();
    let id = filled(home.path());
    let mut store = open(home.path());
    store.set_passphrase(&words("kept")).unwrap();
    let old = fs::read_to_string(home.path().join("key")).unwrap();
    assert!(matches!(
        store.change_key(None),
        Err(StoreError::PassphraseNeeded { .. })
    ));
    assert!(matches!(
        store.change_key(Some(&words("another"))),
        Err(StoreError::PassphraseWrong { .. })
    ));
    assert_eq!(fs::read_to_string(home.path().join("key")).unwrap(), old);
    store.change_key(Some(&words("kept"))).unwrap();
    drop(store);
    assert_ne!(fs::read_to_string(home.path().join("key")).unwrap(), old);
    is_whole(&Store::open(home.path(), &with("kept")).unwrap(), id);
}

#[test]
fn a_key_is_not_changed_under_another_program() {
    let home = tempfile::tempdir().unwrap();
    let id = filled(home.path());
    let other = open(home.path());
    other.encounter_count().unwrap();
    let mut store = open(home.path());
    let error = store.change_key(None).unwrap_err();
    assert!(error.to_string().contains("another program"), "{error}");
    is_whole(&other, id);
    is_whole(&store, id);
    drop((other, store));
    is_whole(&open(home.path()), id);
}

#[test]
fn a_change_of_the_key_that_was_stopped_is_taken_back_or_finished() {
    let home = tempfile::tempdir().unwrap();
    let id = filled(home.path());
    let (before, stopped) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    copy(home.path(), before.path());
    open(home.path()).change_key(None).unwrap();

    // stopped after the new key was kept, before the database was encrypted anew
    copy(before.path(), stopped.path());
    fs::copy(home.path().join("key"), stopped.path().join("key.next")).unwrap();
    is_whole(&open(stopped.path()), id);
    assert!(!stopped.path().join("key.next").exists());

    // stopped after it was encrypted anew, before the new key took its place
    let stopped = tempfile::tempdir().unwrap();
    copy(home.path(), stopped.path());
    fs::copy(home.path().join("key"), stopped.path().join("key.next")).unwrap();
    fs::copy(before.path().join("key"), stopped.path().join("key")).unwrap();
    is_whole(&open(stopped.path()), id);
    assert!(!stopped.path().join("key.next").exists());
    is_whole(&open(stopped.path()), id);
}

#[test]
fn a_backup_is_one_file_and_makes_a_home_elsewhere() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let id = filled(home.path());
    let store = open(home.path());
    let file = folder.path().join("codetrail.backup");
    let error = store.backup_to(&file, None).unwrap_err();
    assert!(error.to_string().contains("passphrase"), "{error}");
    let head = store.backup_to(&file, Some(&words("safe"))).unwrap();
    assert_eq!(head, store.head().unwrap());
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing is left beside it"
    );
    let bytes = fs::read(&file).unwrap();
    let key = fs::read_to_string(home.path().join("key")).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|w| w == text.as_bytes());
    assert!(!holds("nephropathy") && !holds("SQLite format 3") && !holds(key.trim()));
    assert!(
        store
            .backup_to(&file, Some(&words("safe")))
            .unwrap_err()
            .to_string()
            .contains("left as it is")
    );

    let elsewhere = folder.path().join("home");
    let wrong = Store::restore(&elsewhere, &file, &words("unsafe")).unwrap_err();
    assert!(wrong.to_string().contains("does not fit"), "{wrong}");
    assert_eq!(
        Store::restore(&elsewhere, &file, &words("safe")).unwrap(),
        head
    );
    is_whole(&Store::open(&elsewhere, &with("safe")).unwrap(), id);
    let over = Store::restore(&elsewhere, &file, &words("safe")).unwrap_err();
    assert!(
        over.to_string().contains("nothing is overwritten"),
        "{over}"
    );
}

#[test]
fn a_backup_of_which_any_part_was_changed_is_refused_and_leaves_no_home() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    filled(home.path());
    let file = folder.path().join("codetrail.backup");
    open(home.path())
        .backup_to(&file, Some(&words("safe")))
        .unwrap();
    let bytes = fs::read(&file).unwrap();
    let top = bytes.windows(2).position(|w| w == b"\n\n").unwrap();
    let places = [
        3,
        30,
        top - 90,
        top - 30,
        top + 2,
        top + 5_000,
        bytes.len() - 1,
    ];
    let mut damaged: Vec<Vec<u8>> = places
        .iter()
        .map(|at| {
            let mut copy = bytes.clone();
            copy[*at] ^= 1;
            copy
        })
        .collect();
    damaged.extend([
        bytes[..bytes.len() - 9].to_vec(),
        [&bytes[..], b"x"].concat(),
        b"text".to_vec(),
    ]);
    for (n, copy) in damaged.iter().enumerate() {
        let (changed, elsewhere) = (folder.path().join("changed"), folder.path().join("home"));
        fs::write(&changed, copy).unwrap();
        assert!(
            Store::restore(&elsewhere, &changed, &words("safe")).is_err(),
            "{n}"
        );
        let left = fs::read_dir(&elsewhere).map_or(0, |entries| {
            entries
                .flatten()
                .filter(|e| e.file_name() != "lock")
                .count()
        });
        assert_eq!(left, 0, "{n}");
    }
}

#[test]
fn a_backup_takes_the_place_of_a_database_that_is_set_aside_whole() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let id = filled(home.path());
    let file = folder.path().join("codetrail.backup");
    let head = open(home.path())
        .backup_to(&file, Some(&words("safe")))
        .unwrap();
    // what was done since the backup
    let later = crate::support::encounter();
    let mut store = open(home.path());
    store.save_encounter(&later, AT, PERSON).unwrap();
    let after = store.head().unwrap();
    let restore = |secret: &str, aside: &str| {
        let secret = words(secret);
        let restoring = Store::restoring(home.path(), &file, &secret, aside)?;
        restoring.exchange(&options())
    };
    let busy = restore("safe", "aside-1").unwrap_err();
    assert!(busy.to_string().contains("another program"), "{busy}");
    drop(store);
    let wrong = restore("unsafe", "aside-1").unwrap_err();
    assert!(wrong.to_string().contains("does not fit"), "{wrong}");
    assert_eq!(
        open(home.path()).head().unwrap(),
        after,
        "it is in its place"
    );
    assert!(!home.path().join("aside-1").exists());
    assert!(!home.path().join("aside-1.new").exists());

    assert_eq!(restore("safe", "aside-2").unwrap(), head);
    let restored = Store::open(home.path(), &with("safe")).unwrap();
    is_whole(&restored, id);
    assert_eq!(restored.head().unwrap(), head);
    assert!(restored.encounter(later.id).is_err());
    let aside = open(&home.path().join("aside-2"));
    assert_eq!(aside.head().unwrap(), after);
    assert!(aside.encounter(later.id).is_ok());
    assert_eq!(aside.verify().unwrap().fault, None);
}

//! Opening in every state a home can be in: the error says what it is, and nothing is lost or overwritten.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use coding_store::{
    DATABASE_FILE, HeadFault, KeySource, Mode, OpenOptions, Passphrase, ReadOnlyReason, Store,
    StoreError,
};
use rusqlite::Connection;

use crate::raw::raw;
use crate::support::{AT, PERSON, accepted, decision, encounter, open, options};

/// A home with one encounter and one decision, closed.
fn used() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let encounter = encounter();
    let mut store = open(home.path());
    store.save_encounter(&encounter, AT, PERSON).unwrap();
    store
        .record_decision(&decision(&encounter, accepted("E11.21")))
        .unwrap();
    home
}

/// Every file of a home with its bytes; the lock and the shared-memory index hold nothing.
fn bytes(home: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(home).unwrap() {
        let (name, path) = entry
            .map(|e| (e.file_name().to_string_lossy().into_owned(), e.path()))
            .unwrap();
        let empty_log = name.ends_with("-wal") && fs::metadata(&path).unwrap().len() == 0;
        if path.is_file() && name != "lock" && !name.ends_with("-shm") && !empty_log {
            files.insert(name, fs::read(path).unwrap());
        }
    }
    files
}

/// Opens a home that cannot be opened; checks that the error is one line and that no byte changed.
fn refused(home: &Path) -> StoreError {
    refused_with(home, &options())
}

fn refused_with(home: &Path, options: &OpenOptions) -> StoreError {
    let before = bytes(home);
    let error = Store::open(home, options).expect_err("it must not open");
    assert!(bytes(home) == before, "opening changed a file: {error}");
    let line = error.to_string();
    assert_eq!(line.lines().count(), 1, "{line}");
    assert!(line.len() < 500, "{line}");
    error
}

#[test]
fn a_new_home_is_made_for_its_owner_alone() {
    let parent = tempfile::tempdir().unwrap();
    let home = parent.path().join("a b?c#d%41ü").join("home");
    let store = open(&home);
    assert_eq!(store.path(), home.join(DATABASE_FILE));
    assert!(home.join(DATABASE_FILE).is_file(), "at its very name");
    let start = fs::read(home.join(DATABASE_FILE)).unwrap();
    assert!(
        !start.starts_with(b"SQLite format 3"),
        "encrypted from the first start"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&home), 0o700);
        assert_eq!(mode(&home.join("key")), 0o600);
    }
}

#[test]
fn settings_of_the_connection_are_as_promised() {
    let home = used();
    let conn = raw(home.path());
    let text = |sql: &str| {
        conn.query_row(sql, [], |row| row.get::<_, String>(0))
            .unwrap()
    };
    assert_eq!(text("PRAGMA journal_mode"), "wal");
    assert_eq!(
        conn.query_row("PRAGMA application_id", [], |r| r.get::<_, i64>(0))
            .unwrap(),
        0x4354_7261
    );
}

#[test]
fn a_key_that_is_missing_is_not_made_anew() {
    let home = used();
    fs::remove_file(home.path().join("key")).unwrap();
    assert!(matches!(
        refused(home.path()),
        StoreError::KeyMissing { .. }
    ));
}

#[test]
fn a_key_of_another_database_or_of_no_form_opens_nothing() {
    let (home, other) = (used(), used());
    let own = fs::read(home.path().join("key")).unwrap();
    fs::copy(other.path().join("key"), home.path().join("key")).unwrap();
    assert!(matches!(
        refused(home.path()),
        StoreError::NotADatabase { .. }
    ));
    for wrong in [
        &b""[..],
        b"\n",
        b"0123",
        b"\xff\xfe",
        b"keyring ",
        b"passphrase argon2id 1",
    ] {
        fs::write(home.path().join("key"), wrong).unwrap();
        assert!(
            matches!(refused(home.path()), StoreError::KeyUnreadable { .. }),
            "{wrong:?}"
        );
    }
    fs::write(home.path().join("key"), own).unwrap();
    assert_eq!(
        open(home.path()).verify().unwrap().fault,
        None,
        "with its own key all is there"
    );
}

#[test]
fn what_is_no_database_of_ours_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    drop(open(home.path()));
    let path = home.path().join(DATABASE_FILE);
    fs::remove_file(&path).unwrap();
    for junk in [
        &b"x"[..],
        b"a letter to somebody, kept under this name",
        &[0; 4096],
        &[0xA5; 12_288],
    ] {
        fs::write(&path, junk).unwrap();
        assert!(
            matches!(refused(home.path()), StoreError::NotADatabase { .. }),
            "{} bytes",
            junk.len()
        );
    }
    fs::remove_file(&path).unwrap();
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE recipe (name TEXT)")
        .unwrap();
    assert!(
        matches!(refused(home.path()), StoreError::Foreign { found, .. } if found.contains("not encrypted"))
    );
    fs::remove_file(&path).unwrap();
    raw(home.path())
        .execute_batch("CREATE TABLE recipe (name TEXT)")
        .unwrap();
    assert!(
        matches!(refused(home.path()), StoreError::Foreign { .. }),
        "encrypted with our key, yet not ours"
    );
}

#[test]
fn a_newer_database_is_refused() {
    let home = used();
    raw(home.path())
        .execute_batch("PRAGMA user_version = 7; PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    assert!(matches!(
        refused(home.path()),
        StoreError::Newer {
            found: 7,
            known: 5,
            ..
        }
    ));
}

#[test]
fn a_database_that_is_missing_or_empty_is_not_replaced_by_a_new_one() {
    let home = used();
    let path = home.path().join(DATABASE_FILE);
    fs::write(&path, b"").unwrap();
    assert!(matches!(
        refused(home.path()),
        StoreError::Missing { events: 4, .. }
    ));
    fs::remove_file(&path).unwrap();
    assert!(matches!(
        refused(home.path()),
        StoreError::Missing { events: 4, .. }
    ));
    assert!(!path.exists());
}

#[test]
fn an_empty_file_of_a_home_that_never_held_anything_becomes_the_database() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join(DATABASE_FILE), b"").unwrap();
    assert_eq!(open(home.path()).mode(), &Mode::ReadWrite);
}

#[test]
fn a_log_without_its_database_is_not_thrown_away() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join(format!("{DATABASE_FILE}-wal")), b"pages").unwrap();
    assert!(matches!(refused(home.path()), StoreError::Corrupt { .. }));
}

#[test]
fn damage_is_found_wherever_it_is() {
    let home = used();
    let path = home.path().join(DATABASE_FILE);
    let whole = fs::read(&path).unwrap();
    assert!(whole.len() > 20 * 4096);
    for page in 0..whole.len() / 4096 {
        let mut damaged = whole.clone();
        damaged[page * 4096 + 1000] ^= 1;
        fs::write(&path, &damaged).unwrap();
        let found = Store::open(home.path(), &options()).and_then(|store| {
            store.verify()?;
            store.check_file()
        });
        assert!(
            matches!(
                found,
                Err(StoreError::Corrupt { .. } | StoreError::NotADatabase { .. })
            ),
            "page {page}: {found:?}"
        );
    }
    fs::write(&path, &whole[..whole.len() / 2 / 4096 * 4096]).unwrap();
    let found = Store::open(home.path(), &options()).and_then(|store| {
        store.verify()?;
        store.check_file()
    });
    assert!(
        matches!(found, Err(StoreError::Corrupt { .. })),
        "half of it is gone: {found:?}"
    );
    fs::write(&path, &whole).unwrap();
    let store = open(home.path());
    assert_eq!(store.verify().unwrap().fault, None);
    store.check_file().unwrap();
}

#[test]
fn a_home_that_is_no_folder_is_named() {
    let parent = tempfile::tempdir().unwrap();
    let home = parent.path().join("file");
    fs::write(&home, b"x").unwrap();
    let error = Store::open(&home, &options()).unwrap_err();
    assert!(matches!(error, StoreError::Io { .. }), "{error}");
    assert_eq!(fs::read(&home).unwrap(), b"x");
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join(DATABASE_FILE)).unwrap();
    assert!(Store::open(home.path(), &options()).is_err());
}

#[test]
fn a_store_asked_for_reading_reads_and_makes_nothing() {
    let reading = OpenOptions {
        read_only: true,
        ..options()
    };
    let empty = tempfile::tempdir().unwrap();
    assert!(Store::open(&empty.path().join("none"), &reading).is_err());
    refused_with(empty.path(), &reading);
    assert_eq!(fs::read_dir(empty.path()).unwrap().count(), 0);

    let home = used();
    let mut store = Store::open(home.path(), &reading).unwrap();
    assert_eq!(store.mode(), &Mode::ReadOnly(ReadOnlyReason::Asked));
    assert_eq!(store.encounters().unwrap().len(), 1);
    assert_eq!(store.verify().unwrap().fault, None);
    assert!(matches!(
        store.save_encounter(&encounter(), AT, PERSON),
        Err(StoreError::ReadOnly { .. })
    ));
}

#[test]
fn where_no_log_can_be_written_the_store_is_for_reading() {
    let home = used();
    // a folder in the place of the log: a way to make writing impossible for every user, the administrator included
    let log = home.path().join(format!("{DATABASE_FILE}-wal"));
    fs::create_dir(&log).unwrap();
    let before = bytes(home.path());
    let mut store = open(home.path());
    assert_eq!(store.mode(), &Mode::ReadOnly(ReadOnlyReason::Platform));
    assert_eq!(store.encounters().unwrap().len(), 1);
    let error = store.save_encounter(&encounter(), AT, PERSON).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
    assert!(error.to_string().contains("read-only"), "{error}");
    drop(store);
    assert!(bytes(home.path()) == before);
}

#[test]
fn a_passphrase_locks_the_key_and_alone_opens_it() {
    let home = tempfile::tempdir().unwrap();
    let with = |text: &str| OpenOptions {
        passphrase: Some(Passphrase::new(text.to_owned())),
        ..options()
    };
    let store = Store::open(home.path(), &with("correct horse")).unwrap();
    assert_eq!(store.key_source(), KeySource::Passphrase);
    drop(store);
    assert!(matches!(
        refused(home.path()),
        StoreError::PassphraseNeeded { .. }
    ));
    assert!(matches!(
        refused_with(home.path(), &with("wrong")),
        StoreError::PassphraseWrong { .. }
    ));
    assert!(Store::open(home.path(), &with("correct horse")).is_ok());
    assert!(!format!("{:?}", with("correct horse")).contains("horse"));
}

#[test]
fn a_key_in_the_open_can_be_locked_later() {
    let home = used();
    let with = |text: &str| OpenOptions {
        passphrase: Some(Passphrase::new(text.to_owned())),
        ..options()
    };
    let mut store = Store::open(home.path(), &with("given, but the key is not locked")).unwrap();
    assert_eq!(store.key_source(), KeySource::File);
    store
        .set_passphrase(&Passphrase::new("new".to_owned()))
        .unwrap();
    assert_eq!(store.key_source(), KeySource::Passphrase);
    drop(store);
    assert!(matches!(
        refused(home.path()),
        StoreError::PassphraseNeeded { .. }
    ));
    let store = Store::open(home.path(), &with("new")).unwrap();
    assert_eq!(store.verify().unwrap().fault, None);
}

#[test]
fn a_passphrase_file_gives_its_first_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("passphrase");
    assert!(matches!(
        Passphrase::read(&path),
        Err(StoreError::PassphraseUnreadable { .. })
    ));
    fs::write(&path, "\n").unwrap();
    assert!(matches!(
        Passphrase::read(&path),
        Err(StoreError::PassphraseUnreadable { .. })
    ));
    fs::write(&path, "correct horse\r\nmore\n").unwrap();
    let home = tempfile::tempdir().unwrap();
    let options = OpenOptions {
        passphrase: Some(Passphrase::read(&path).unwrap()),
        ..options()
    };
    drop(Store::open(home.path(), &options).unwrap());
    let typed = OpenOptions {
        passphrase: Some(Passphrase::new("correct horse".to_owned())),
        ..crate::support::options()
    };
    assert!(Store::open(home.path(), &typed).is_ok());
}

#[test]
fn a_ledger_that_contradicts_its_kept_head_is_for_reading_until_a_person_accepts_it() {
    let home = used();
    let head = home.path().join("ledger.head");
    let kept = fs::read_to_string(&head).unwrap();
    let ahead = format!("9{kept}");
    let differs = kept.replacen("4 ", "3 ", 1);
    for (text, expected) in [
        (
            Some(ahead.as_str()),
            "ends at event 4, but its kept head names event 94",
        ),
        (
            Some(differs.as_str()),
            "event 3 is not the one its kept head names",
        ),
        (Some("?"), "of no known form"),
        (None, "no head of it was kept"),
    ] {
        match text {
            Some(text) => fs::write(&head, text).unwrap(),
            None => fs::remove_file(&head).unwrap(),
        }
        let mut store = open(home.path());
        let Mode::ReadOnly(ReadOnlyReason::Ledger(fault)) = store.mode() else {
            panic!("{expected}")
        };
        assert!(fault.to_string().contains(expected), "{fault}");
        assert!(matches!(
            store.put_setting("a", "b"),
            Err(StoreError::ReadOnly { .. })
        ));
        let fault = store
            .verify()
            .unwrap()
            .fault
            .expect("verifying says it too")
            .to_string();
        assert!(fault.contains(expected), "{fault}");
        assert_eq!(
            fs::read_to_string(&head).ok().as_deref(),
            text,
            "the witness is left alone"
        );
    }

    fs::write(&head, &ahead).unwrap();
    let mut store = open(home.path());
    let recorded = store.accept_ledger(AT, "C. Officer").unwrap();
    assert_eq!(store.mode(), &Mode::ReadWrite);
    let event = store.events(None).unwrap().pop().unwrap();
    assert_eq!(
        (event.sequence, event.kind.as_str()),
        (recorded.sequence, "ledger-reanchored")
    );
    assert!(
        event.body["kept"].as_str().unwrap().starts_with("94 "),
        "what was lost stays on record"
    );
    drop(store);
    let mut store = open(home.path());
    assert_eq!(
        (store.mode(), store.verify().unwrap().fault),
        (&Mode::ReadWrite, None)
    );
    assert!(
        store.accept_ledger(AT, PERSON).is_err(),
        "there is nothing to accept"
    );
}

#[test]
fn a_head_that_is_behind_is_moved_on() {
    let home = used();
    let head = home.path().join("ledger.head");
    let newest = fs::read_to_string(&head).unwrap();
    let first = open(home.path()).events(None).unwrap().swap_remove(0);
    fs::write(&head, format!("1 {}\n", first.hash)).unwrap();
    assert_eq!(open(home.path()).mode(), &Mode::ReadWrite);
    assert_eq!(fs::read_to_string(&head).unwrap(), newest);
    fs::write(&head, format!("0 {}\n", "0".repeat(64))).unwrap();
    assert_eq!(open(home.path()).verify().unwrap().fault, None);
    assert_eq!(fs::read_to_string(&head).unwrap(), newest);
    assert!(matches!(
        HeadFault::Unreadable.to_string().lines().count(),
        1
    ));
}

//! Backups, and a home that another user may only read.

use std::fs;

use coding_store::{DATABASE_FILE, OpenOptions, Passphrase, Store, StoreError};

use crate::support::{AT, PERSON, accepted, decision, encounter, open, options};

#[test]
fn a_backup_is_encrypted_whole_and_takes_the_place_of_a_home() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("backup");
    let encounter = encounter();
    let mut store = open(home.path());
    store.save_encounter(&encounter, AT, PERSON).unwrap();
    let first = decision(&encounter, accepted("E11.21"));
    store.record_decision(&first).unwrap();
    let backup = store.backup(&to).unwrap();
    assert_eq!(
        (backup.head, backup.key_included),
        (store.head().unwrap(), false)
    );
    store
        .record_decision(&decision(&encounter, accepted("I10")))
        .unwrap();

    let bytes = fs::read(to.join(DATABASE_FILE)).unwrap();
    assert!(
        !bytes.starts_with(b"SQLite format 3"),
        "the copy is encrypted"
    );
    assert!(
        !to.join("key").exists(),
        "a key in the open does not lie beside the copy"
    );
    assert!(
        matches!(store.backup(&to), Err(StoreError::Invalid { .. })),
        "a copy is not overwritten"
    );
    assert!(matches!(
        Store::open(&to, &options()),
        Err(StoreError::KeyMissing { .. })
    ));
    fs::copy(home.path().join("key"), to.join("key")).unwrap();
    let mut restored = open(&to);
    assert_eq!(restored.decisions(encounter.id).unwrap(), [first]);
    assert_eq!(restored.verify().unwrap().fault, None);
    restored.check_file().unwrap();
    restored
        .record_decision(&decision(&encounter, accepted("E11.9")))
        .unwrap();
}

#[test]
fn a_backup_of_a_locked_store_carries_its_lock() {
    let home = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("backup");
    let with = OpenOptions {
        passphrase: Some(Passphrase::new("correct horse".to_owned())),
        ..options()
    };
    let store = Store::open(home.path(), &with).unwrap();
    assert!(store.backup(&to).unwrap().key_included);
    assert!(matches!(
        Store::open(&to, &options()),
        Err(StoreError::PassphraseNeeded { .. })
    ));
    assert_eq!(
        Store::open(&to, &with).unwrap().verify().unwrap().fault,
        None
    );
}

#[test]
fn a_store_in_memory_leaves_no_copy_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::in_memory().unwrap();
    assert!(matches!(
        store.backup(&folder.path().join("backup")),
        Err(StoreError::Invalid { .. })
    ));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn nothing_of_a_note_is_on_disk_in_the_clear() {
    let home = tempfile::tempdir().unwrap();
    let encounter = encounter();
    let mut store = open(home.path());
    store.save_encounter(&encounter, AT, PERSON).unwrap();
    store
        .save_run(encounter.id, &crate::support::run(&encounter), AT, PERSON)
        .unwrap();
    store
        .record_decision(&decision(&encounter, accepted("E11.21")))
        .unwrap();
    for entry in fs::read_dir(home.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        for word in ["nephropathy", "Physician", "Follow-up", "E11.21", PERSON] {
            let found = bytes
                .windows(word.len())
                .any(|window| window == word.as_bytes());
            assert!(!found, "{word} in {}", path.display());
        }
    }
}

#[test]
fn content_is_sealed_inside_the_database_too() {
    let home = tempfile::tempdir().unwrap();
    let encounter = encounter();
    let mut store = open(home.path());
    store.save_encounter(&encounter, AT, PERSON).unwrap();
    store
        .save_run(encounter.id, &crate::support::run(&encounter), AT, PERSON)
        .unwrap();
    store
        .record_decision(&decision(&encounter, accepted("E11.21")))
        .unwrap();
    let conn = crate::raw::raw(home.path());
    let mut texts = Vec::new();
    for table in [
        "document",
        "run",
        "suggestion",
        "decision",
        "event",
        "encounter_key",
        "content_key",
    ] {
        let mut statement = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            texts
                .extend((0..columns).map(|column| {
                    format!("{:?}", row.get_ref(column).unwrap().as_bytes_or_null())
                }));
            texts.extend((0..columns).filter_map(|column| {
                let bytes = row.get_ref(column).unwrap().as_bytes_or_null().ok()??;
                Some(String::from_utf8_lossy(bytes).into_owned())
            }));
        }
    }
    assert!(texts.len() > 100);
    for word in [
        "Assessment",
        "B. Physician",
        "insulin use",
        "no stage is documented",
    ] {
        assert!(
            !texts.iter().any(|text| text.contains(word)),
            "{word} is not sealed"
        );
    }
}

/// Not a test but the child: opens the home it is given as a user who may only read it.
#[test]
fn reader() {
    let Some(home) = std::env::var_os("CODETRAIL_TEST_READER_HOME") else {
        return;
    };
    let mut store = Store::open(home.as_ref(), &options()).expect("it opens for reading");
    assert_eq!(
        store.mode(),
        &coding_store::Mode::ReadOnly(coding_store::ReadOnlyReason::Platform)
    );
    assert_eq!(store.encounters().expect("it lists").len(), 1);
    assert_eq!(store.verify().expect("it verifies").fault, None);
    assert!(matches!(
        store.put_setting("a", "b"),
        Err(StoreError::ReadOnly { .. })
    ));
}

#[cfg(unix)]
#[test]
fn a_home_of_somebody_else_is_read() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;

    let home = tempfile::tempdir().unwrap();
    open(home.path())
        .save_encounter(&encounter(), AT, PERSON)
        .unwrap();
    let allow = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap()
    };
    for entry in fs::read_dir(home.path()).unwrap() {
        allow(&entry.unwrap().path(), 0o444);
    }
    allow(home.path(), 0o555);
    let program = tempfile::tempdir().unwrap();
    allow(program.path(), 0o755);
    let copy = program.path().join("reader");
    fs::copy(std::env::current_exe().unwrap(), &copy).unwrap();
    allow(&copy, 0o755);
    let mut command = std::process::Command::new(&copy);
    command
        .args(["--exact", "copies::reader", "--nocapture"])
        .env("CODETRAIL_TEST_READER_HOME", home.path());
    command.current_dir("/");
    if fs::metadata("/proc/self").is_ok_and(|data| data.uid() == 0) {
        // permissions do not bite the administrator: become a user who owns nothing
        command.uid(65_534).gid(65_534);
    }
    let output = command.output().unwrap();
    allow(home.path(), 0o755);
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
}

//! The platform's keyring. Run on purpose, since it leaves an entry in the keyring of whoever runs it:
//! `CODETRAIL_TEST_KEYRING=1 cargo test -p coding-store --test store platform -- --nocapture`.

use coding_store::{KeySource, OpenOptions, Store, StoreError};

use crate::support::{AT, PERSON, encounter, options};

#[test]
fn a_key_in_the_keyring_opens_the_store_again() {
    if std::env::var_os("CODETRAIL_TEST_KEYRING").is_none() {
        println!("skipped: CODETRAIL_TEST_KEYRING is not set");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let since = std::time::Instant::now();
    let mut store = Store::open(home.path(), &OpenOptions::default()).unwrap();
    println!(
        "the key is kept in: {:?}; asked for {:?}",
        store.key_source(),
        since.elapsed()
    );
    store.save_encounter(&encounter(), AT, PERSON).unwrap();
    drop(store);
    let line = std::fs::read_to_string(home.path().join("key")).unwrap();
    // an existing key comes from where it is, whatever is wanted for new ones
    let store = Store::open(home.path(), &options()).unwrap();
    assert_eq!(store.verify().unwrap().fault, None);
    match store.key_source() {
        KeySource::Keyring => {
            assert!(
                line.starts_with("keyring database-"),
                "the file names the entry and not the key"
            );
            std::fs::write(home.path().join("key"), "keyring database-unknown\n").unwrap();
            let error = Store::open(home.path(), &options()).unwrap_err();
            assert!(matches!(error, StoreError::Keyring { .. }), "{error}");
        }
        KeySource::File => println!("no keyring works here: the key is in the file"),
        KeySource::Passphrase | KeySource::Memory => panic!("neither was asked for"),
    }
}

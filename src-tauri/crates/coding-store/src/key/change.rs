//! A new key in the place of the old one. While the database is being encrypted anew, both are kept: `key` the old
//! one, `key.next` the new one. Whichever of them opens the database is the key; a program that is stopped in the
//! middle leaves the other behind, and the next start clears it away.

use super::file::KeyFile;
use super::{KeySource, load_from, passphrase, platform};
use crate::home::{Home, replace_file};
use crate::seal::Key;
use crate::{OpenOptions, Passphrase, StoreError};

/// A key that is about to take the place of another.
pub(crate) struct Prepared {
    pub(crate) key: Key,
}

/// Makes a new key and keeps it beside the old one, in the same way.
pub(crate) fn prepare(
    home: &Home,
    source: KeySource,
    passphrase: Option<&Passphrase>,
) -> Result<Prepared, StoreError> {
    let key = Key::random()?;
    let file = match (source, passphrase) {
        (KeySource::Passphrase, Some(passphrase)) => {
            KeyFile::Locked(passphrase::Locked::lock(&key, passphrase)?)
        }
        (KeySource::Passphrase, None) => {
            return Err(StoreError::PassphraseNeeded { key: home.key() });
        }
        (KeySource::Keyring, _) => match platform::put(&key) {
            Some(entry) => KeyFile::Keyring(entry),
            None => {
                return Err(StoreError::Keyring {
                    found: "it did not take the new key".to_owned(),
                });
            }
        },
        (KeySource::File | KeySource::Memory, _) => KeyFile::Raw(key.clone()),
    };
    let path = home.next_key();
    replace_file(&path, file.to_text().as_bytes())
        .map_err(|e| StoreError::io("writing the new key", &path, &e))?;
    Ok(Prepared { key })
}

/// The key of a change that was begun.
pub(crate) fn next(
    home: &Home,
    options: &OpenOptions,
) -> Result<Option<(Key, KeySource)>, StoreError> {
    load_from(home.next_key(), options)
}

/// Puts the new key in the place of the old one: the database opens with it.
pub(crate) fn finish(home: &Home) -> Result<(), StoreError> {
    let (from, to) = (home.next_key(), home.key());
    let old = std::fs::read_to_string(&to).ok();
    std::fs::rename(&from, &to).map_err(|e| StoreError::io("writing the key", &to, &e))?;
    if let Some(KeyFile::Keyring(entry)) = old.and_then(|text| KeyFile::parse(&text)) {
        platform::forget(&entry);
    }
    // what was locked with the recovery key is the old key
    let recovery = home.recovery();
    match std::fs::remove_file(&recovery) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(StoreError::io(
            "removing the old recovery key",
            &recovery,
            &e,
        )),
        _ => Ok(()),
    }
}

/// Clears away a new key that did not come into use.
pub(crate) fn withdraw(home: &Home) {
    let path = home.next_key();
    if let Some(KeyFile::Keyring(entry)) = std::fs::read_to_string(&path)
        .ok()
        .and_then(|text| KeyFile::parse(&text))
    {
        platform::forget(&entry);
    }
    let _ = std::fs::remove_file(path);
}

//! Where the key of the database is kept, and how it comes from there.
//!
//! The file `key` in the home folder always says it. It is made once and never overwritten unasked.

mod change;
mod file;
mod passphrase;
pub(crate) mod platform;
mod recovery;

use std::path::Path;

use crate::home::{Home, create_file};
use crate::seal::Key;
use crate::{OpenOptions, StoreError};

pub(crate) use change::{finish, next, prepare, withdraw};
use file::KeyFile;
pub(crate) use recovery::{make_recovery, recovered};

/// Where the key of the database is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeySource {
    /// In the keyring of the platform.
    Keyring,
    /// In a file beside the database, readable by its owner alone.
    File,
    /// In a file beside the database, locked with a passphrase.
    Passphrase,
    /// Nowhere: the database lives in memory.
    Memory,
}

impl KeySource {
    /// What the encryption protects against with the key kept there, in one sentence for a person.
    #[must_use]
    pub fn protection(self) -> &'static str {
        match self {
            Self::Keyring => {
                "Encrypted; the key is in this computer's keyring: a copied file or a stolen disk cannot be read, \
                 anyone logged in as you can."
            }
            Self::File => {
                "Encrypted; the key lies in a file beside the database: a copy of the database alone cannot be read, \
                 anyone who can read your files can. Set a passphrase to close that."
            }
            Self::Passphrase => {
                "Encrypted; the key is locked with a passphrase: nobody can read the records without it, you included."
            }
            Self::Memory => "Kept in memory only; gone when the program ends.",
        }
    }
}

/// The key of a home that has one; `None` where no key was made yet.
pub(crate) fn load(
    home: &Home,
    options: &OpenOptions,
) -> Result<Option<(Key, KeySource)>, StoreError> {
    load_from(home.key(), options)
}

fn load_from(
    path: std::path::PathBuf,
    options: &OpenOptions,
) -> Result<Option<(Key, KeySource)>, StoreError> {
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) if e.kind() == std::io::ErrorKind::InvalidData => {
            return Err(StoreError::KeyUnreadable {
                key: path,
                found: "the file is not text".to_owned(),
            });
        }
        Err(e) => return Err(StoreError::io("reading the key", &path, &e)),
    };
    let parsed = KeyFile::parse(&text).ok_or_else(|| StoreError::KeyUnreadable {
        key: path.clone(),
        found: describe(&text),
    })?;
    match parsed {
        KeyFile::Raw(key) => Ok(Some((key, KeySource::File))),
        KeyFile::Keyring(entry) => Ok(Some((platform::get(&entry)?, KeySource::Keyring))),
        KeyFile::Locked(locked) => {
            let Some(passphrase) = &options.passphrase else {
                return Err(StoreError::PassphraseNeeded { key: path });
            };
            let key = locked
                .unlock(passphrase)
                .ok_or(StoreError::PassphraseWrong { key: path })?;
            Ok(Some((key, KeySource::Passphrase)))
        }
    }
}

/// Makes the key of a new home: locked with the passphrase where one is given, else in the keyring where one
/// truly works, else in the file.
pub(crate) fn create(home: &Home, options: &OpenOptions) -> Result<(Key, KeySource), StoreError> {
    let key = Key::random()?;
    let (file, source) = if let Some(passphrase) = &options.passphrase {
        (
            KeyFile::Locked(passphrase::Locked::lock(&key, passphrase)?),
            KeySource::Passphrase,
        )
    } else if let Some(entry) = options.keyring.then(|| platform::put(&key)).flatten() {
        (KeyFile::Keyring(entry), KeySource::Keyring)
    } else {
        (KeyFile::Raw(key.clone()), KeySource::File)
    };
    write_new(&home.key(), &file)?;
    Ok((key, source))
}

/// Locks the key of a home with another passphrase; the database itself stays as it is.
pub(crate) fn relock(
    home: &Home,
    key: &Key,
    passphrase: &crate::Passphrase,
) -> Result<KeySource, StoreError> {
    let path = home.key();
    let old = std::fs::read_to_string(&path)
        .ok()
        .and_then(|text| KeyFile::parse(&text));
    let text = KeyFile::Locked(passphrase::Locked::lock(key, passphrase)?).to_text();
    // what is written must open again before it takes the place of the old file
    let opens =
        matches!(KeyFile::parse(&text), Some(KeyFile::Locked(l)) if l.unlock(passphrase).is_some());
    if !opens {
        return Err(StoreError::KeyUnreadable {
            key: path,
            found: "the new lock does not open".to_owned(),
        });
    }
    crate::home::replace_file(&path, text.as_bytes())
        .map_err(|e| StoreError::io("writing the key", &path, &e))?;
    if let Some(KeyFile::Keyring(entry)) = old {
        platform::forget(&entry);
    }
    Ok(KeySource::Passphrase)
}

/// Keeps the key of a home without a passphrase again: in the keyring where one truly works, else in the file.
pub(crate) fn unlock(home: &Home, key: &Key, keyring: bool) -> Result<KeySource, StoreError> {
    let (file, source) = match keyring.then(|| platform::put(key)).flatten() {
        Some(entry) => (KeyFile::Keyring(entry), KeySource::Keyring),
        None => (KeyFile::Raw(key.clone()), KeySource::File),
    };
    let path = home.key();
    crate::home::replace_file(&path, file.to_text().as_bytes())
        .map_err(|e| StoreError::io("writing the key", &path, &e))?;
    Ok(source)
}

/// Where the key of a home is kept, without asking for it; `None` where there is none or it cannot be read.
pub(crate) fn source_of(home: &Home) -> Option<KeySource> {
    let text = zeroize::Zeroizing::new(std::fs::read_to_string(home.key()).ok()?);
    Some(match KeyFile::parse(&text)? {
        KeyFile::Raw(_) => KeySource::File,
        KeyFile::Keyring(_) => KeySource::Keyring,
        KeyFile::Locked(_) => KeySource::Passphrase,
    })
}

/// The line of a key locked with a passphrase, for a backup.
pub(crate) fn locked_line(key: &Key, passphrase: &crate::Passphrase) -> Result<String, StoreError> {
    let file = KeyFile::Locked(passphrase::Locked::lock(key, passphrase)?);
    Ok(file.to_text().trim_end().to_owned())
}

/// The key of such a line; `None` where the line is another one or the passphrase does not fit.
pub(crate) fn unlock_line(line: &str, passphrase: &crate::Passphrase) -> Option<Key> {
    match KeyFile::parse(line)? {
        KeyFile::Locked(locked) => locked.unlock(passphrase),
        KeyFile::Raw(_) | KeyFile::Keyring(_) => None,
    }
}

/// Whether a line holds a key locked with a passphrase.
pub(crate) fn is_locked_line(line: &str) -> bool {
    matches!(KeyFile::parse(line), Some(KeyFile::Locked(_)))
}

fn write_new(path: &Path, file: &KeyFile) -> Result<(), StoreError> {
    create_file(path, file.to_text().as_bytes())
        .map_err(|e| StoreError::io("writing the key", path, &e))
}

fn describe(text: &str) -> String {
    if text.trim().is_empty() {
        "the file is empty".to_owned()
    } else {
        "it is of no known form".to_owned()
    }
}

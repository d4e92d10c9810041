//! Opening: which key, which file, and whether it can be written to.

use std::fmt;
use std::fs;
use std::path::Path;

use rusqlite::Connection;
use zeroize::Zeroizing;

use crate::connect::{configure, connect};
use crate::head::{self, Head, HeadFault, Kept};
use crate::home::Home;
use crate::marks;
use crate::migrate::{self, MIGRATIONS};
use crate::seal::Key;
use crate::table::content_key;
use crate::{KeySource, Store, StoreError, key};

/// Size of a page in bytes: the least a database can have.
const PAGE: u64 = 4096;

/// A passphrase; wiped from memory when dropped, and never shown.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// The passphrase a person typed.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The first line of a file.
    ///
    /// # Errors
    /// Where the file cannot be read or its first line is empty.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        let error = |found: String| StoreError::PassphraseUnreadable {
            path: path.to_path_buf(),
            found,
        };
        let text = Zeroizing::new(fs::read_to_string(path).map_err(|e| error(e.to_string()))?);
        match text.lines().next().filter(|line| !line.is_empty()) {
            Some(line) => Ok(Self::new(line.to_owned())),
            None => Err(error("its first line is empty".to_owned())),
        }
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// How to open a store.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// Whether a new key may be put into the platform's keyring.
    pub keyring: bool,
    /// The passphrase: opens a key that is locked with one, and locks a new one. Without effect on an existing
    /// key that is not locked.
    pub passphrase: Option<Passphrase>,
    /// Only read, even where writing is possible. A store that does not exist is not made then.
    pub read_only: bool,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            keyring: true,
            passphrase: None,
            read_only: false,
        }
    }
}

impl OpenOptions {
    /// The options of the environment: `CODETRAIL_KEYRING=off` keeps new keys out of the keyring,
    /// `CODETRAIL_PASSPHRASE_FILE` names a file whose first line is the passphrase.
    ///
    /// # Errors
    /// Where the named file cannot be used.
    pub fn from_environment() -> Result<Self, StoreError> {
        let passphrase =
            match std::env::var_os("CODETRAIL_PASSPHRASE_FILE").filter(|path| !path.is_empty()) {
                Some(path) => Some(Passphrase::read(Path::new(&path))?),
                None => None,
            };
        let keyring = std::env::var_os("CODETRAIL_KEYRING").is_none_or(|value| value != "off");
        Ok(Self {
            keyring,
            passphrase,
            read_only: false,
        })
    }
}

/// Whether a store can be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// It can.
    ReadWrite,
    /// It cannot, for this reason.
    ReadOnly(ReadOnlyReason),
}

/// Why a store cannot be written to. Displayed as one clause with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadOnlyReason {
    /// The caller asked for it.
    Asked,
    /// The file or its folder is read-only.
    Platform,
    /// The ledger and its kept head contradict each other, so nothing is added until a person has looked.
    Ledger(HeadFault),
}

impl fmt::Display for ReadOnlyReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked => f.write_str("it was opened for reading only. Open it for writing"),
            Self::Platform => f.write_str(
                "the file or its folder is read-only. Allow writing to it and start again",
            ),
            Self::Ledger(fault) => {
                write!(
                    f,
                    "{fault}. Restore the last backup, or accept the ledger as it is, which is put on record"
                )
            }
        }
    }
}

impl Store {
    /// Opens the store of a home folder; makes folder, key and database where there is none.
    ///
    /// Where the file or its folder cannot be written to, the store is opened for reading only ([`Store::mode`]).
    /// An existing database, key or ledger head is never overwritten, whatever state it is in.
    ///
    /// # Errors
    /// Each with what to do: another key, no database, damaged, newer, missing though there was one, busy.
    pub fn open(home: &Path, options: &OpenOptions) -> Result<Self, StoreError> {
        let home = Home::new(home);
        if !options.read_only {
            home.create()?;
        }
        // an existing key is asked for first: a keyring may keep a person waiting, and others should not wait too
        let known = key::load(&home, options)?;
        let lock = if options.read_only {
            None
        } else {
            home.lock()?
        };
        // read before the ledger, which other programs may move on meanwhile
        let kept = head::read(&home)?;
        let path = home.database();
        let present = check_file(&home, &kept)?;
        let known = match known {
            Some(known) => Some(known),
            // another program may have made it meanwhile
            None => key::load(&home, options)?,
        };
        let (key, source) = match known {
            Some(known) => known,
            None if present => {
                return Err(StoreError::KeyMissing {
                    path,
                    key: home.key(),
                });
            }
            None if options.read_only => return Err(nothing_to_read(&path)),
            None => {
                let made = key::create(&home, options)?;
                head::write(&home, Head::EMPTY)?;
                made
            }
        };
        if !present && options.read_only {
            return Err(nothing_to_read(&path));
        }
        if !present && matches!(kept, Kept::Absent) && matches!(head::read(&home)?, Kept::Absent) {
            head::write(&home, Head::EMPTY)?;
        }
        let Connected {
            mut conn,
            mut mode,
            key,
            source,
            before,
        } = connect_with_either(&home, options, key, source)?;
        let format = migrate::format(&conn, &path)?;
        if mode == Mode::ReadWrite {
            // only now that it is known to be ours: this changes the file
            conn.pragma_update(None, "journal_mode", "wal")
                .map_err(|e| StoreError::of(&path, &e))?;
        }
        if format < i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX) {
            if mode != Mode::ReadWrite {
                let found =
                    "it has an older format, and it is read-only. Allow writing to it".to_owned();
                return Err(StoreError::ReadOnly { path, found });
            }
            migrate::run(&mut conn, &path, MIGRATIONS, |tx| prepare(tx, &path, &key))?;
        }
        let content_key = settle_key(
            &home,
            &conn,
            &path,
            &key,
            before.as_ref(),
            mode == Mode::ReadWrite,
        )?;
        // a head that was made just now is that of an empty ledger
        let kept = if present {
            kept
        } else {
            Kept::Head(Head::EMPTY)
        };
        let fault = head::compare(&conn, &kept).map_err(|e| StoreError::of(&path, &e))?;
        drop(lock);
        if let (Some(fault), Mode::ReadWrite) = (fault, &mode) {
            mode = Mode::ReadOnly(ReadOnlyReason::Ledger(fault));
        }
        let store = Self::assemble(conn, Some(home), path, key, content_key, source, mode);
        if store.mode == Mode::ReadWrite {
            store.advance_head();
        }
        Ok(store)
    }

    /// Opens a copy of this store for reading, with the same key.
    pub(crate) fn open_copy(&self, path: &Path) -> Result<Self, StoreError> {
        let (conn, mode) = connect(path, &self.key, true)?;
        migrate::format(&conn, path)?;
        let content_key = open_content_key(&conn, path, &self.key)?;
        let key = self.key.clone();
        Ok(Self::assemble(
            conn,
            None,
            path.to_path_buf(),
            key,
            content_key,
            self.key_source(),
            mode,
        ))
    }

    /// A store in memory, for tests and for looking at a chart without keeping anything.
    ///
    /// # Errors
    /// Where the operating system gives no random numbers.
    pub fn in_memory() -> Result<Self, StoreError> {
        let path = Path::new(":memory:");
        let of = |e: rusqlite::Error| StoreError::of(path, &e);
        let mut conn = Connection::open_in_memory().map_err(of)?;
        configure(&conn).map_err(of)?;
        let key = Key::random()?;
        migrate::run(&mut conn, path, MIGRATIONS, |tx| prepare(tx, path, &key))?;
        let content_key = open_content_key(&conn, path, &key)?;
        let mode = Mode::ReadWrite;
        Ok(Self::assemble(
            conn,
            None,
            path.to_path_buf(),
            key,
            content_key,
            KeySource::Memory,
            mode,
        ))
    }
}

/// Whether there is a database. One that should be there and is not, is an error: a new one would hide the loss.
fn check_file(home: &Home, kept: &Kept) -> Result<bool, StoreError> {
    let path = home.database();
    let length = match fs::metadata(&path) {
        Ok(data) => data.len(),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => 0,
        Err(e) => return Err(StoreError::io("opening the database", &path, &e)),
    };
    if length >= PAGE {
        return Ok(true);
    }
    if length > 0 {
        // SQLite takes what is shorter than a page for an empty database, and would overwrite it
        return Err(StoreError::NotADatabase { path });
    }
    match kept {
        Kept::Head(head) if head.sequence > 0 => Err(StoreError::Missing {
            path,
            head: home.head(),
            events: head.sequence,
        }),
        Kept::Unreadable => Err(StoreError::Corrupt {
            path,
            found: "it is missing, and the kept head cannot be read".to_owned(),
        }),
        Kept::Head(_) | Kept::Absent => {
            let log = path.with_file_name(format!("{}-wal", crate::DATABASE_FILE));
            if fs::metadata(&log).is_ok_and(|data| data.len() > 0) {
                let found = "it is missing or empty, but its write-ahead log is not".to_owned();
                return Err(StoreError::Corrupt { path, found });
            }
            Ok(false)
        }
    }
}

/// A connection with the key it opened with, and the key before where a change of the key was interrupted.
struct Connected {
    conn: Connection,
    mode: Mode,
    key: Key,
    source: KeySource,
    before: Option<Key>,
}

/// Opens the database with its key, or with the one that a change of the key was about to put in its place.
fn connect_with_either(
    home: &Home,
    options: &OpenOptions,
    key: Key,
    source: KeySource,
) -> Result<Connected, StoreError> {
    let path = home.database();
    let connected = |(conn, mode), key, source, before| Connected {
        conn,
        mode,
        key,
        source,
        before,
    };
    match connect(&path, &key, options.read_only) {
        Ok(open) => Ok(connected(open, key, source, None)),
        Err(error @ StoreError::NotADatabase { .. }) => match key::next(home, options)? {
            Some((next, source)) => match connect(&path, &next, options.read_only) {
                Ok(open) => Ok(connected(open, next, source, Some(key))),
                Err(_) => Err(error),
            },
            None => Err(error),
        },
        Err(error) => Err(error),
    }
}

/// Opens the content key, and finishes or clears away a change of the key that was interrupted.
fn settle_key(
    home: &Home,
    conn: &Connection,
    path: &Path,
    key: &Key,
    before: Option<&Key>,
    writable: bool,
) -> Result<Key, StoreError> {
    let content_key = match open_content_key(conn, path, key) {
        Ok(content_key) => content_key,
        Err(error) => {
            // encrypted anew, but stopped before the content key was sealed anew
            let Some(Ok(found)) = before.map(|old| open_content_key(conn, path, old)) else {
                return Err(error);
            };
            if writable {
                content_key::reseal(conn, &found, key).map_err(|failure| failure.at(path))?;
            }
            found
        }
    };
    if writable && before.is_some() {
        key::finish(home)?;
    } else if writable && home.next_key().exists() {
        key::withdraw(home);
    }
    Ok(content_key)
}

fn nothing_to_read(path: &Path) -> StoreError {
    let error = std::io::Error::from(std::io::ErrorKind::NotFound);
    StoreError::io("opening the database for reading", path, &error)
}

/// What a new database starts with besides its tables.
fn prepare(conn: &Connection, path: &Path, key: &Key) -> Result<(), StoreError> {
    let of = |e: rusqlite::Error| StoreError::of(path, &e);
    if content_key::sealed(conn).map_err(of)?.is_none() {
        content_key::create(conn, key).map_err(|failure| failure.at(path))?;
    }
    marks::recount(conn).map_err(of)
}

fn open_content_key(conn: &Connection, path: &Path, key: &Key) -> Result<Key, StoreError> {
    content_key::sealed(conn)
        .map_err(|e| StoreError::of(path, &e))?
        .and_then(|sealed| content_key::open(&sealed, key))
        .ok_or_else(|| StoreError::Corrupt {
            path: path.to_path_buf(),
            found: "the key of its content does not open".to_owned(),
        })
}

//! What can go wrong with the store, each as something a caller can act on.

use std::path::{Path, PathBuf};

use coding_model::{DecisionId, DocumentId, EncounterId, SuggestionId};
use rusqlite::ffi::ErrorCode;

/// An error of the store. Its text is one line: what was attempted, what was found, what to do.
/// It never holds text of a note.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Opening failed at the first page: another key, or no database at all; the cipher cannot tell which.
    #[error(
        "opening the database {path}: it cannot be read with this key. Either it is encrypted with another key or it \
         is no Codetrail database; nothing was changed. Put back the key that belongs to it, or use another home folder"
    )]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// The file is a database that another program made, or one that is not encrypted.
    #[error(
        "opening the database {path}: it is a database, but not one of Codetrail ({found}); nothing was changed. \
         Use another home folder"
    )]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What gave it away.
        found: String,
    },
    /// A part of the database cannot be read or contradicts itself.
    #[error(
        "reading the database {path}: it is damaged ({found}); nothing was changed. Restore the last backup"
    )]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is damaged.
        found: String,
    },
    /// There was a database, and it is gone or empty.
    #[error(
        "opening the database {path}: it is missing or empty, but {head} records {events} events; \
         no new database was made. Restore the last backup, or move {head} away to begin anew"
    )]
    Missing {
        /// The file that should be there.
        path: PathBuf,
        /// The ledger head that remembers it.
        head: PathBuf,
        /// Number of events there were.
        events: u64,
    },
    /// The database is there, its key is not.
    #[error(
        "opening the database {path}: its key {key} is missing; nothing was changed and no new key was made. \
         Put the key file back"
    )]
    KeyMissing {
        /// The database.
        path: PathBuf,
        /// Where the key should be.
        key: PathBuf,
    },
    /// The key file says something this program does not understand.
    #[error(
        "reading the key {key}: {found}; nothing was changed. Put back the key file that belongs to the database"
    )]
    KeyUnreadable {
        /// The file.
        key: PathBuf,
        /// What it holds, in general terms.
        found: String,
    },
    /// The platform's keyring does not give the key out.
    #[error(
        "asking the platform's keyring for the database key: {found}. Unlock the keyring and try again"
    )]
    Keyring {
        /// What the keyring said.
        found: String,
    },
    /// The key is locked with a passphrase, and none was given.
    #[error(
        "opening the database: its key {key} is locked with a passphrase, and none was given. Enter it, or name a file \
         that holds it in CODETRAIL_PASSPHRASE_FILE"
    )]
    PassphraseNeeded {
        /// The key file.
        key: PathBuf,
    },
    /// The passphrase is not the right one.
    #[error("opening the database: the passphrase does not fit the key {key}. Try again")]
    PassphraseWrong {
        /// The key file.
        key: PathBuf,
    },
    /// The file with the passphrase cannot be used.
    #[error("reading the passphrase from {path}: {found}. Put the passphrase on its first line")]
    PassphraseUnreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        found: String,
    },
    /// A newer program wrote the database.
    #[error(
        "opening the database {path}: it has format {found}, and this program knows formats up to {known}; \
         nothing was changed. Use a newer program"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format this program knows.
        known: i64,
    },
    /// It can be read but not written to.
    #[error("writing to the database {path}: {found}. Nothing was written")]
    ReadOnly {
        /// The file.
        path: PathBuf,
        /// Why it cannot be written to, and what to do about it.
        found: String,
    },
    /// Another program holds the database for longer than one waits.
    #[error(
        "writing to the database {path}: another program is writing to it and did not finish within 5 seconds; \
         nothing was written. Try again, or close the other program"
    )]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// No room left.
    #[error(
        "writing to the database {path}: the disk is full; nothing was written. Make room and try again"
    )]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// The operating system refused something.
    #[error("{attempted} {path}: {found}. Check the disk and the folder's permissions")]
    Io {
        /// What was attempted ("writing the key").
        attempted: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system said.
        found: String,
    },
    /// The operating system gives no random numbers.
    #[error("making a key: the operating system gives no random numbers. Restart the computer")]
    Random,
    /// There is no such encounter.
    #[error("looking for encounter {0}: there is none. Reload the queue")]
    NoEncounter(EncounterId),
    /// The encounter's content was erased.
    #[error("reading encounter {0}: its content was erased and cannot be brought back")]
    Erased(EncounterId),
    /// There is no such document in the encounter.
    #[error(
        "looking for document {document} of encounter {encounter}: there is none. Reload the encounter"
    )]
    NoDocument {
        /// The encounter.
        encounter: EncounterId,
        /// The document.
        document: DocumentId,
    },
    /// There is no such suggestion in the encounter.
    #[error(
        "looking for suggestion {suggestion} of encounter {encounter}: there is none. Reload the encounter"
    )]
    NoSuggestion {
        /// The encounter.
        encounter: EncounterId,
        /// The suggestion.
        suggestion: SuggestionId,
    },
    /// There is no such decision in the encounter.
    #[error(
        "looking for decision {decision} of encounter {encounter}: there is none. Reload the encounter"
    )]
    NoDecision {
        /// The encounter.
        encounter: EncounterId,
        /// The decision.
        decision: DecisionId,
    },
    /// A stored document was given again with other content; a document never changes.
    #[error(
        "saving document {0}: it is stored with other content, and a document never changes. Add it as a new one"
    )]
    DocumentChanged(DocumentId),
    /// The same thing was recorded before.
    #[error("recording {what} {id}: it is recorded already. Nothing was written")]
    Duplicate {
        /// "decision", "run".
        what: &'static str,
        /// Its identifier.
        id: String,
    },
    /// Something was recorded in the encounter that the caller did not know of.
    #[error(
        "recording in encounter {0}: somebody else recorded something in it meanwhile; nothing was written. Look at it \
         as it is now, and try again"
    )]
    Overtaken(EncounterId),
    /// The encounter is signed.
    #[error(
        "changing encounter {0}: it is signed, and what is signed stays as it is; nothing was written. Open an \
         amendment with a reason"
    )]
    Signed(EncounterId),
    /// Something given by the caller cannot be recorded.
    #[error("recording {what}: {found}. Nothing was written")]
    Invalid {
        /// What was to be recorded.
        what: &'static str,
        /// What is wrong with it.
        found: String,
    },
    /// Something cannot be done in the state that things are in; nothing was changed.
    #[error("{attempted}: {found}")]
    Refused {
        /// What was attempted.
        attempted: String,
        /// What stands in the way, and what to do.
        found: String,
    },
    /// The database refused a statement: a fault of the program.
    #[error("working on the database {path}: {found}. Please report this")]
    Statement {
        /// The file.
        path: PathBuf,
        /// What SQLite said; it names tables and columns, never values.
        found: String,
    },
}

impl StoreError {
    /// The error for something SQLite said about an open database.
    pub(crate) fn of(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_path_buf();
        let rusqlite::Error::SqliteFailure(failure, message) = error else {
            return match error {
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::Utf8Error(..) => Self::Corrupt {
                    path,
                    found: "a column holds a value that does not belong there".to_owned(),
                },
                other => Self::Statement {
                    path,
                    found: shorten(&other.to_string()),
                },
            };
        };
        match failure.code {
            ErrorCode::NotADatabase => Self::Corrupt {
                path,
                found: "a page does not decrypt".to_owned(),
            },
            ErrorCode::DatabaseCorrupt => Self::Corrupt {
                path,
                found: shorten(&failure.to_string()),
            },
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::ReadOnly {
                path,
                found: "the file or its folder is read-only. Allow writing to it".to_owned(),
            },
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy { path },
            ErrorCode::DiskFull => Self::DiskFull { path },
            ErrorCode::CannotOpen | ErrorCode::SystemIoFailure | ErrorCode::NoLargeFileSupport => {
                Self::Io {
                    attempted: "working on the database",
                    path,
                    found: shorten(&failure.to_string()),
                }
            }
            _ => Self::Statement {
                path,
                found: shorten(message.as_deref().unwrap_or(&failure.to_string())),
            },
        }
    }

    /// The error for something the operating system said.
    pub(crate) fn io(attempted: &'static str, path: &Path, error: &std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            return Self::DiskFull {
                path: path.to_path_buf(),
            };
        }
        Self::Io {
            attempted,
            path: path.to_path_buf(),
            found: error.to_string(),
        }
    }

    /// Whether it is the platform that refuses to write here.
    pub(crate) fn is_read_only(error: &std::io::Error) -> bool {
        matches!(
            error.kind(),
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem
        )
    }
}

/// One line of at most 160 characters.
fn shorten(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(160)
        .collect()
}

/// What can fail inside an act, before it is known on which file.
pub(crate) enum Failure {
    Store(StoreError),
    Sqlite(rusqlite::Error),
}

impl Failure {
    pub(crate) fn at(self, path: &Path) -> StoreError {
        match self {
            Self::Store(error) => error,
            Self::Sqlite(error) => StoreError::of(path, &error),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(_: serde_json::Error) -> Self {
        // what the writer says may quote the content
        Self::Store(StoreError::Invalid {
            what: "content",
            found: "it cannot be written as JSON".to_owned(),
        })
    }
}

impl From<rusqlite::types::FromSqlError> for Failure {
    fn from(error: rusqlite::types::FromSqlError) -> Self {
        Self::Sqlite(error.into())
    }
}

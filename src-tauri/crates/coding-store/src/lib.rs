//! What survives a restart: an encrypted SQLite file with an append-only, hash-chained ledger.
//!
//! A [`Store`] is the one writer of `codetrail.db` in the program's home folder. Everything a person
//! decides is a row of its own that is never changed, together with an event of the ledger in the same
//! transaction; an answer is given only after the commit has reached the disk.
//!
//! - The file is encrypted from the first start ([`KeySource`] says what that protects against).
//! - What comes from a note (texts, quotes, trails) is sealed once more with a key of its encounter.
//!   [`Store::erase_encounter`] destroys that key; the ledger holds hashes only and still verifies.
//! - [`Store::verify`] names the first row that was changed, taken away or moved.
//!
//! Nothing here reads a clock: the moment of an act is passed in, RFC 3339 in UTC. (Identifiers are UUID
//! version 7, which carry the moment they were made.) Errors never hold text of a note.
#![forbid(unsafe_code)]

mod archive;
mod assigned;
mod backup;
mod connect;
mod digest;
mod error;
mod head;
mod home;
mod key;
mod learned;
mod ledger;
mod marks;
mod migrate;
mod names;
mod open;
mod person;
mod safe;
mod save;
mod seal;
mod secret;
mod statement;
mod store;
mod table;
mod verify;

pub use archive::Restoring;
pub use assigned::assigned_codes;
pub use backup::Backup;
pub use digest::Digest;
pub use error::StoreError;
pub use head::{Head, HeadFault};
pub use home::Home;
pub use key::KeySource;
pub use ledger::{NewEvent, Recorded};
pub use open::{Mode, OpenOptions, Passphrase, ReadOnlyReason};
pub use person::{Accounts, NewPassphrase};
pub use secret::SecretPlace;
pub use statement::{NewStatement, Statement};
pub use store::{DATABASE_FILE, Store};
pub use table::encounter::{EncounterStatus, EncounterSummary};
pub use table::event::{Event, kind};
pub use table::learned::LearnedRow;
pub use table::run::StoredRun;
pub use table::statement::statement_kind;
pub use verify::{Fault, Verification};

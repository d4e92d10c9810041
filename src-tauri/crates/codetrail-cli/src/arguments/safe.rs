//! What protects the database, and copies of it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::List;

/// Passphrases come from the file named by CODETRAIL_PASSPHRASE_FILE or from the terminal.
#[derive(Debug, Subcommand)]
pub enum Safe {
    /// Says how the database is protected
    Status(List),
    /// Locks the key with a passphrase, or takes it off
    #[command(subcommand)]
    Passphrase(PassphraseAct),
    /// Works on the key of the database
    #[command(subcommand)]
    Key(Key),
    /// Makes a recovery key and shows it once
    RecoveryKey,
    /// Opens the database with its recovery key and sets a new passphrase
    Recover,
    /// Writes a verified, encrypted copy into a new file
    Backup(SafeFile),
    /// Makes the database of a home that has none from a backup
    Restore(SafeFile),
}

#[derive(Debug, Subcommand)]
pub enum PassphraseAct {
    /// Sets or changes it; the file's second line is the new one where one is set already
    Set,
    /// Takes it off: the key goes to the platform's keyring or into a file
    Remove,
}

#[derive(Debug, Subcommand)]
pub enum Key {
    /// Encrypts the whole database with a new key
    Change,
}

#[derive(Debug, Args)]
pub struct SafeFile {
    /// The backup
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

//! People and who works now.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PersonDto {
    /// Identifier.
    pub id: String,
    /// Name and credential.
    pub name: String,
    /// "administrator", "coder", "auditor", "trainer", "learner".
    pub duties: Vec<String>,
    /// Whether they may sign in.
    pub active: bool,
    /// Whether they have a passphrase.
    pub passphrase: bool,
}

/// A person to add or to change.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PersonInDto {
    /// Whom to change; nobody for a new person.
    pub id: Option<String>,
    /// Name and credential.
    pub name: String,
    /// Roles.
    pub duties: Vec<String>,
    /// Whether they may sign in.
    pub active: bool,
    /// A new passphrase; nothing keeps the old one.
    pub passphrase: Option<String>,
}

/// Who works now.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SessionDto {
    /// "open"; "choose" where people have accounts and nobody signed in; "shut" after locking; "locked" where the
    /// passphrase of the database is needed.
    pub state: String,
    /// Who signed in, or was signed in before it was locked.
    pub person: Option<String>,
    /// Their roles; none where nobody has an account.
    pub duties: Vec<String>,
    /// Who may sign in.
    pub people: Vec<PersonDto>,
    /// Whether a passphrase is asked for to go on.
    pub asks: bool,
    /// Minutes without a key or a click after which the window locks itself.
    pub lock_after: u32,
}

//! What goes in and out.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An encounter that was written to a file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ExportedDto {
    /// The file.
    pub path: String,
    /// Its size.
    #[ts(type = "number")]
    pub bytes: u64,
    /// How many assigned codes it tells of.
    pub codes: u32,
}

/// How the database is kept.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SafeDto {
    /// Where the key is: "keyring", "file", "passphrase", or "none" before the first start.
    pub key: String,
    /// What that protects against, in one sentence.
    pub protection: String,
    /// Whether a recovery key was made.
    pub recovery_key: bool,
    /// Whether a passphrase is needed before anything can be read.
    pub locked: bool,
}

/// What verifying the ledger found.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LedgerDto {
    /// Events that were found whole.
    #[ts(type = "number")]
    pub events: u64,
    /// Rows that agree with their events.
    #[ts(type = "number")]
    pub rows: u64,
    /// Hash of the last event found whole, to be noted elsewhere.
    pub head: String,
    /// The first fault; null where the ledger is whole.
    pub fault: Option<String>,
}

/// What files hold, before anything of it is stored.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportPreviewDto {
    /// The charts that would be stored.
    pub charts: Vec<ImportChartDto>,
    /// Files that cannot be read.
    pub refused: Vec<ImportRefusedDto>,
    /// What was passed over inside files, one line each.
    pub remarks: Vec<String>,
}

/// A chart as a file has it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportChartDto {
    /// The file, and the entry of an archive.
    pub file: String,
    /// What the file is ("RTF", "C-CDA").
    pub kind: String,
    /// Encoding of a plain text; empty for others.
    pub encoding: String,
    /// Title.
    pub title: String,
    /// Setting, where the file says.
    pub setting: Option<String>,
    /// Day of admission.
    pub admitted: Option<String>,
    /// Discharge date or date of service.
    pub date: Option<String>,
    /// "female", "male".
    pub sex: Option<String>,
    /// Years.
    pub age: Option<u16>,
    /// The chart that holds the same text already.
    pub stored: Option<String>,
    /// Its documents.
    pub documents: Vec<ImportPageDto>,
}

/// A document as a file has it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportPageDto {
    /// Title; may be empty.
    pub title: String,
    /// Kind; may be empty.
    pub kind: String,
    /// Author; may be empty.
    pub author: String,
    /// Role of the author.
    pub author_role: String,
    /// Day; may be empty.
    pub date: String,
    /// Length of the text in characters.
    pub characters: u32,
    /// Its first words, for a person to recognize it by.
    pub begins: String,
}

/// A file that was not read.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportRefusedDto {
    /// The file.
    pub file: String,
    /// Why, and what to do.
    pub why: String,
}

/// What was stored.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ImportedDto {
    /// Identifiers of the new charts, in order.
    pub encounters: Vec<String>,
    /// Their rows, at most the first thousand.
    pub rows: Vec<super::EncounterRowDto>,
    /// Files that were left out.
    pub refused: Vec<ImportRefusedDto>,
    /// What was passed over inside files, one line each.
    pub remarks: Vec<String>,
}

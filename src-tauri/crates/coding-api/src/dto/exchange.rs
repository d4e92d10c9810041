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

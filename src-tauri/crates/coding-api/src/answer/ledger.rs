//! Answer of `ledger verify`.

use serde::Serialize;

use super::FORMAT;
use crate::{ApiError, App};

/// What verifying the ledger found.
#[derive(Debug, Clone, Serialize)]
pub struct LedgerAnswer {
    /// 1.
    pub format: u32,
    /// The database.
    pub database: String,
    /// Events that were found whole.
    pub events: u64,
    /// Encounters, documents, runs and decisions that agree with their events.
    pub rows: u64,
    /// Hash of the last event found whole.
    pub head: String,
    /// The first fault; none where the ledger is whole.
    pub fault: Option<String>,
}

/// Reads the whole ledger and everything it covers.
///
/// # Errors
/// Where there is no database or it cannot be read at all.
pub fn ledger_verify(app: &App) -> Result<LedgerAnswer, ApiError> {
    let path = app.home().join(coding_store::DATABASE_FILE);
    if !path.exists() {
        return Err(ApiError::not_found(format!(
            "verifying the ledger: there is no database {}; name its folder with --home",
            path.display()
        )));
    }
    app.store(|store| {
        let found = store.verify()?;
        Ok(LedgerAnswer {
            format: FORMAT,
            database: store.path().display().to_string(),
            events: found.events,
            rows: found.rows,
            head: found.head.hash.to_string(),
            fault: found.fault.map(|f| f.to_string()),
        })
    })
}

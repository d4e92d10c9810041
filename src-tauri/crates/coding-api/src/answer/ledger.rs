//! Answer of `ledger verify`.

use std::fs;
use std::path::Path;

use coding_store::{Fault, Head};
use serde::Serialize;

use super::FORMAT;
use crate::{ApiError, App, export};

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

/// Reads the whole ledger and everything it covers; with a file that holds a head noted earlier, also that the event
/// it names is still the same.
///
/// # Errors
/// Where there is no database or it cannot be read at all.
pub fn ledger_verify(app: &App, head: Option<&Path>) -> Result<LedgerAnswer, ApiError> {
    present(app, "verifying the ledger")?;
    let noted = head.map(read_head).transpose()?;
    // whoever can open the database may check it: the answer holds counts and digests alone
    app.store_even_shut(|store| {
        let mut found = store.verify()?;
        if let (None, Some(noted)) = (&found.fault, noted) {
            found.fault = store.compare_head(noted)?.map(Fault::Head);
        }
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

/// The head of the ledger, to be noted elsewhere.
#[derive(Debug, Clone, Serialize)]
pub struct HeadAnswer {
    /// 1.
    pub format: u32,
    /// Sequence of the last event.
    pub sequence: u64,
    /// Its SHA-256.
    pub hash: String,
}

/// The head of the ledger now; into a new file where one is named.
///
/// # Errors
/// Where there is no database, it cannot be read, or the file is there or cannot be written.
pub fn ledger_head(app: &App, to: Option<&Path>) -> Result<HeadAnswer, ApiError> {
    present(app, "reading the ledger's head")?;
    let head = app.store(|store| Ok(store.head()?))?;
    if let Some(path) = to {
        export::write_new(path, format!("{head}\n").as_bytes())?;
    }
    Ok(HeadAnswer {
        format: FORMAT,
        sequence: head.sequence,
        hash: head.hash.to_string(),
    })
}

fn present(app: &App, attempted: &str) -> Result<(), ApiError> {
    let path = app.home().join(coding_store::DATABASE_FILE);
    if path.exists() {
        return Ok(());
    }
    Err(ApiError::not_found(format!(
        "{attempted}: there is no database {}; name its folder with --home",
        path.display()
    )))
}

fn read_head(path: &Path) -> Result<Head, ApiError> {
    let refuse = |found: &str| {
        ApiError::input(format!(
            "reading the noted head {}: {found}; name a file that `ledger head --export` wrote",
            path.display()
        ))
    };
    let length = fs::metadata(path)
        .map_err(|e| refuse(&e.to_string()))?
        .len();
    if length > 1_000 {
        return Err(refuse("it holds more than a head"));
    }
    let text = fs::read_to_string(path).map_err(|e| refuse(&e.to_string()))?;
    Head::parse(&format!("{}\n", text.trim_end())).ok_or_else(|| refuse("it holds no head"))
}

//! The book.

use coding_api::ApiError;
use coding_api::dto::{BookDto, IndexEntryDto, IndexLineDto, LookupDto, NodeRef, TabularDto};
use tauri::State;

use super::Host;

/// What the book offers for words that are being typed.
#[tauri::command]
pub async fn lookup(
    host: State<'_, Host>,
    release: String,
    query: String,
    limit: usize,
) -> Result<LookupDto, ApiError> {
    host.run(move |app| coding_api::lookup(&*app.library().open(&release)?, &query, limit, true))
        .await
}

/// Main terms from a prefix on.
#[tauri::command]
pub async fn index_main_terms(
    host: State<'_, Host>,
    release: String,
    book: BookDto,
    prefix: String,
    limit: usize,
) -> Result<Vec<IndexLineDto>, ApiError> {
    host.run(move |app| {
        Ok(coding_api::index_main_terms(
            &*app.library().open(&release)?,
            book,
            &prefix,
            limit,
        ))
    })
    .await
}

/// An entry of an index or table.
#[tauri::command]
pub async fn index_entry(
    host: State<'_, Host>,
    release: String,
    at: NodeRef,
) -> Result<IndexEntryDto, ApiError> {
    host.run(move |app| coding_api::index_entry(&*app.library().open(&release)?, at))
        .await
}

/// An entry of the Tabular List.
#[tauri::command]
pub async fn tabular_entry(
    host: State<'_, Host>,
    release: String,
    code: String,
) -> Result<TabularDto, ApiError> {
    host.run(move |app| {
        coding_api::tabular_entry(app.library(), &*app.library().open(&release)?, &code)
    })
    .await
}

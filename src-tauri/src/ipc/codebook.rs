//! The book.

use coding_api::ApiError;
use coding_api::dto::{
    BookDto, CodeHistoryDto, DifferenceDto, DifferenceQueryDto, GuidelineDto, GuidelineListDto,
    IndexEntryDto, IndexLineDto, LookupDto, NodeRef, SynonymListDto, TabularDto,
};
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

/// The Official Guidelines: all, or those for a code or with words.
#[tauri::command]
pub async fn guideline_list(
    host: State<'_, Host>,
    release: String,
    code: Option<String>,
    words: Option<String>,
) -> Result<GuidelineListDto, ApiError> {
    host.run(move |app| {
        let edition = app.library().open(&release)?;
        coding_api::guideline_list(app.library(), &edition, code.as_deref(), words.as_deref())
    })
    .await
}

/// One of the Official Guidelines.
#[tauri::command]
pub async fn guideline(
    host: State<'_, Host>,
    release: String,
    number: String,
) -> Result<GuidelineDto, ApiError> {
    host.run(move |app| {
        coding_api::guideline(app.library(), &*app.library().open(&release)?, &number)
    })
    .await
}

/// What changed between two releases.
#[tauri::command]
pub async fn code_difference(
    host: State<'_, Host>,
    one: String,
    other: String,
    query: DifferenceQueryDto,
) -> Result<DifferenceDto, ApiError> {
    host.run(move |app| coding_api::code_difference(app.library(), &one, &other, &query))
        .await
}

/// A code through all installed releases.
#[tauri::command]
pub async fn code_history(host: State<'_, Host>, code: String) -> Result<CodeHistoryDto, ApiError> {
    host.run(move |app| coding_api::code_history(app.library(), &code))
        .await
}

/// Rows of the synonym layer.
#[tauri::command]
pub async fn synonym_list(
    host: State<'_, Host>,
    release: String,
    words: String,
    limit: usize,
) -> Result<SynonymListDto, ApiError> {
    host.run(move |app| {
        coding_api::synonym_list(app, &*app.library().open(&release)?, &words, limit)
    })
    .await
}

/// Adds a row to the synonym layer.
#[tauri::command]
pub async fn synonym_add(
    host: State<'_, Host>,
    release: String,
    short: String,
    expansion: String,
) -> Result<SynonymListDto, ApiError> {
    host.run(move |app| {
        coding_api::synonym_add(app, &*app.library().open(&release)?, &short, &expansion)
    })
    .await
}

/// Turns a row of the synonym layer on or off.
#[tauri::command]
pub async fn synonym_enable(
    host: State<'_, Host>,
    release: String,
    short: String,
    expansion: String,
    enabled: bool,
) -> Result<SynonymListDto, ApiError> {
    host.run(move |app| {
        let edition = app.library().open(&release)?;
        coding_api::synonym_enable(app, &edition, &short, &expansion, enabled)
    })
    .await
}

/// Takes one's own row out of the synonym layer.
#[tauri::command]
pub async fn synonym_remove(
    host: State<'_, Host>,
    release: String,
    short: String,
    expansion: String,
) -> Result<SynonymListDto, ApiError> {
    host.run(move |app| {
        coding_api::synonym_remove(app, &*app.library().open(&release)?, &short, &expansion)
    })
    .await
}

//! Charts in and records out.

use std::path::PathBuf;

use coding_api::dto::{ExportedDto, ImportPreviewDto, ImportedDto};
use coding_api::export::{Scope, encounter_export_save};
use coding_api::{ApiError, Stated};
use tauri::State;

use super::Host;

/// Writes a chart, or one of its codes, into a new file of the downloads folder.
#[tauri::command]
pub async fn encounter_export(
    host: State<'_, Host>,
    encounter: String,
    format: String,
    code: Option<String>,
    comments: bool,
) -> Result<ExportedDto, ApiError> {
    host.run(move |app| {
        let scope = Scope {
            code: code.as_deref(),
            comments,
        };
        encounter_export_save(app, &encounter, &format, scope)
    })
    .await
}

/// What files, folders and archives hold; stores nothing.
#[tauri::command]
pub async fn import_preview(
    host: State<'_, Host>,
    paths: Vec<PathBuf>,
) -> Result<ImportPreviewDto, ApiError> {
    host.run(move |app| coding_api::import_preview(app, &paths))
        .await
}

/// Stores the charts of files, folders and archives.
#[tauri::command]
pub async fn import_files(
    host: State<'_, Host>,
    paths: Vec<PathBuf>,
) -> Result<ImportedDto, ApiError> {
    let stated = Stated {
        skip_stored: true,
        ..Stated::default()
    };
    host.run(move |app| coding_api::import_files(app, &paths, stated))
        .await
}

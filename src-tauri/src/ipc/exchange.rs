//! Charts in and records out.

use coding_api::ApiError;
use coding_api::dto::ExportedDto;
use tauri::State;

use super::Host;

/// Writes a chart, or one of its codes, into a new file of the downloads folder.
#[tauri::command]
pub async fn encounter_export(
    host: State<'_, Host>,
    encounter: String,
    format: String,
    code: Option<String>,
) -> Result<ExportedDto, ApiError> {
    host.run(move |app| {
        coding_api::export::encounter_export_save(app, &encounter, &format, code.as_deref())
    })
    .await
}

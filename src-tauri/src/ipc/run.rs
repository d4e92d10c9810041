//! Running the engine.

use coding_api::ApiError;
use coding_api::dto::RunDto;
use tauri::State;

use super::Host;

/// Codes a chart.
#[tauri::command]
pub async fn run_start(host: State<'_, Host>, encounter: String) -> Result<RunDto, ApiError> {
    host.run(move |app| coding_api::run_start(app, &encounter))
        .await
}

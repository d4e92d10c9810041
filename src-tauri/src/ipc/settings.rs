//! The state of the installation.

use coding_api::ApiError;
use coding_api::dto::StatusDto;
use tauri::State;

use super::Host;

/// Releases, database, person, problems.
#[tauri::command]
pub async fn app_status(host: State<'_, Host>) -> Result<StatusDto, ApiError> {
    host.run(|app| Ok(coding_api::app_status(app))).await
}

/// Remembers who works here.
#[tauri::command]
pub async fn set_person(host: State<'_, Host>, name: String) -> Result<StatusDto, ApiError> {
    host.run(move |app| coding_api::set_person(app, &name))
        .await
}

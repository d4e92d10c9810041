//! The queue and its charts.

use coding_api::ApiError;
use coding_api::dto::{EncounterDto, EncounterRowDto, NewEncounterDto};
use tauri::State;

use super::Host;

/// The queue.
#[tauri::command]
pub async fn encounter_list(host: State<'_, Host>) -> Result<Vec<EncounterRowDto>, ApiError> {
    host.run(coding_api::encounter_list).await
}

/// A page of the queue.
#[tauri::command]
pub async fn encounter_page(
    host: State<'_, Host>,
    after: u64,
    limit: usize,
) -> Result<(Vec<EncounterRowDto>, Option<u64>), ApiError> {
    host.run(move |app| coding_api::encounter_page(app, after, limit))
        .await
}

/// One chart.
#[tauri::command]
pub async fn encounter_open(host: State<'_, Host>, id: String) -> Result<EncounterDto, ApiError> {
    host.run(move |app| coding_api::encounter_open(app, &id))
        .await
}

/// A new chart of one note.
#[tauri::command]
pub async fn encounter_create(
    host: State<'_, Host>,
    encounter: NewEncounterDto,
) -> Result<EncounterDto, ApiError> {
    host.run(move |app| coding_api::encounter_create(app, encounter))
        .await
}

/// The sample charts.
#[tauri::command]
pub async fn encounter_import_samples(
    host: State<'_, Host>,
) -> Result<Vec<EncounterRowDto>, ApiError> {
    host.run(coding_api::encounter_import_samples).await
}

//! What a person sets about suggestions, and what was learned from decisions.

use coding_api::ApiError;
use coding_api::dto::{LearningDto, ThresholdDto};
use tauri::State;

use super::Host;

/// From which confidence a code is suggested, by setting.
#[tauri::command]
pub async fn threshold_list(host: State<'_, Host>) -> Result<Vec<ThresholdDto>, ApiError> {
    host.run(coding_api::threshold_list).await
}

/// Sets it for one setting; none for the fitted one.
#[tauri::command]
pub async fn threshold_set(
    host: State<'_, Host>,
    setting: String,
    value: Option<f32>,
) -> Result<Vec<ThresholdDto>, ApiError> {
    host.run(move |app| coding_api::threshold_set(app, &setting, value))
        .await
}

/// What was learned from decisions.
#[tauri::command]
pub async fn learning_list(host: State<'_, Host>) -> Result<LearningDto, ApiError> {
    host.run(coding_api::learning_list).await
}

/// Takes earlier decisions into account in new runs, or not.
#[tauri::command]
pub async fn learning_switch(host: State<'_, Host>, on: bool) -> Result<LearningDto, ApiError> {
    host.run(move |app| coding_api::learning_switch(app, on))
        .await
}

/// Forgets what was learned.
#[tauri::command]
pub async fn learning_reset(host: State<'_, Host>) -> Result<LearningDto, ApiError> {
    host.run(coding_api::learning_reset).await
}

//! Deciding.

use coding_api::ApiError;
use coding_api::dto::{DecideDto, DecidedDto, WalkDto};
use tauri::State;

use super::Host;

/// Records a decision.
#[tauri::command]
pub async fn decide(host: State<'_, Host>, decision: DecideDto) -> Result<DecidedDto, ApiError> {
    host.run(move |app| coding_api::decide(app, &decision))
        .await
}

/// Takes the last decision back.
#[tauri::command]
pub async fn decide_undo(host: State<'_, Host>, encounter: String) -> Result<DecidedDto, ApiError> {
    host.run(move |app| coding_api::decide_undo(app, &encounter))
        .await
}

/// Takes the last undoing back.
#[tauri::command]
pub async fn decide_redo(host: State<'_, Host>, encounter: String) -> Result<DecidedDto, ApiError> {
    host.run(move |app| coding_api::decide_redo(app, &encounter))
        .await
}

/// The way of a decision through the book, to be walked again.
#[tauri::command]
pub async fn decision_path(
    host: State<'_, Host>,
    encounter: String,
    decision: String,
) -> Result<WalkDto, ApiError> {
    host.run(move |app| coding_api::decision_path(app, &encounter, &decision))
        .await
}

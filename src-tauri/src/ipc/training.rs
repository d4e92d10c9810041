//! The classroom.

use coding_api::dto::{AttemptDto, DashboardDto, DeckDto, ExerciseDto, PackDto, ScoredDto};
use coding_api::{ApiError, training};
use tauri::State;

use super::Host;

/// All packs of exercises.
#[tauri::command]
pub async fn training_packs(host: State<'_, Host>) -> Result<Vec<PackDto>, ApiError> {
    host.run(training::training_packs).await
}

/// What a learner sees of an exercise.
#[tauri::command]
pub async fn training_exercise(
    host: State<'_, Host>,
    id: String,
    mode: String,
) -> Result<ExerciseDto, ApiError> {
    host.run(move |app| training::training_exercise(app, &id, &mode))
        .await
}

/// A hint.
#[tauri::command]
pub async fn training_hint(
    host: State<'_, Host>,
    id: String,
    number: usize,
) -> Result<String, ApiError> {
    host.run(move |app| training::training_hint(app, &id, number))
        .await
}

/// Scores an answer and keeps the attempt.
#[tauri::command]
pub async fn training_submit(
    host: State<'_, Host>,
    attempt: AttemptDto,
) -> Result<ScoredDto, ApiError> {
    host.run(move |app| training::training_submit(app, &attempt))
        .await
}

/// The cards due today.
#[tauri::command]
pub async fn training_review_due(host: State<'_, Host>) -> Result<DeckDto, ApiError> {
    host.run(training::training_review_due).await
}

/// Records how well a card was known.
#[tauri::command]
pub async fn training_review(
    host: State<'_, Host>,
    card: String,
    grade: String,
) -> Result<u32, ApiError> {
    host.run(move |app| training::training_review(app, &card, &grade))
        .await
}

/// Mints cards of what changed between two releases.
#[tauri::command]
pub async fn training_mint_release(
    host: State<'_, Host>,
    older: String,
    newer: String,
) -> Result<usize, ApiError> {
    host.run(move |app| training::training_mint_release(app, &older, &newer))
        .await
}

/// The trainer's tables.
#[tauri::command]
pub async fn training_dashboard(host: State<'_, Host>) -> Result<DashboardDto, ApiError> {
    host.run(training::training_dashboard).await
}

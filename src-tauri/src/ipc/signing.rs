//! Signing and asking providers.

use coding_api::ApiError;
use coding_api::dto::{QueryDto, QueryInDto, QueryProblemDto, SignDto, SignSummaryDto};
use tauri::State;

use super::Host;

/// What there is to know before signing.
#[tauri::command]
pub async fn sign_summary(
    host: State<'_, Host>,
    encounter: String,
) -> Result<SignSummaryDto, ApiError> {
    host.run(move |app| coding_api::sign_summary(app, &encounter))
        .await
}

/// Signs a chart.
#[tauri::command]
pub async fn sign(host: State<'_, Host>, signature: SignDto) -> Result<SignSummaryDto, ApiError> {
    host.run(move |app| coding_api::sign(app, &signature)).await
}

/// Opens a signed chart again.
#[tauri::command]
pub async fn amend(
    host: State<'_, Host>,
    encounter: String,
    reason: String,
) -> Result<SignSummaryDto, ApiError> {
    host.run(move |app| coding_api::amend(app, &encounter, &reason))
        .await
}

/// What keeps a query from being compliant.
#[tauri::command]
pub async fn query_check(
    host: State<'_, Host>,
    query: QueryInDto,
) -> Result<Vec<QueryProblemDto>, ApiError> {
    host.run(move |app| coding_api::query_check(app, &query))
        .await
}

/// Keeps or sends a query.
#[tauri::command]
pub async fn query_save(
    host: State<'_, Host>,
    query: QueryInDto,
) -> Result<Vec<QueryDto>, ApiError> {
    host.run(move |app| coding_api::query_save(app, &query))
        .await
}

/// Answers or withdraws a query.
#[tauri::command]
pub async fn query_state(
    host: State<'_, Host>,
    encounter: String,
    id: String,
    state: String,
    answer: String,
) -> Result<Vec<QueryDto>, ApiError> {
    host.run(move |app| coding_api::query_state(app, &encounter, &id, &state, &answer))
        .await
}

/// The queries of a chart.
#[tauri::command]
pub async fn query_list(
    host: State<'_, Host>,
    encounter: String,
) -> Result<Vec<QueryDto>, ApiError> {
    host.run(move |app| coding_api::query_list(app, &encounter))
        .await
}

//! The auditor's desk.

use coding_api::ApiError;
use coding_api::dto::{
    AuditActDto, AuditDto, AuditOpenDto, AuditRowDto, SampleInDto, SampledDto, ScoresDto,
};
use tauri::State;

use super::Host;

/// The audits one may see.
#[tauri::command]
pub async fn audit_list(host: State<'_, Host>) -> Result<Vec<AuditRowDto>, ApiError> {
    host.run(coding_api::audit_list).await
}

/// Draws signed charts.
#[tauri::command]
pub async fn audit_sample(
    host: State<'_, Host>,
    sample: SampleInDto,
) -> Result<Vec<SampledDto>, ApiError> {
    host.run(move |app| coding_api::audit_sample(app, &sample))
        .await
}

/// Takes a signed chart up.
#[tauri::command]
pub async fn audit_open(host: State<'_, Host>, audit: AuditOpenDto) -> Result<AuditDto, ApiError> {
    host.run(move |app| coding_api::audit_open(app, &audit))
        .await
}

/// One audit.
#[tauri::command]
pub async fn audit_get(
    host: State<'_, Host>,
    encounter: String,
    audit: String,
) -> Result<AuditDto, ApiError> {
    host.run(move |app| coding_api::audit_get(app, &encounter, &audit))
        .await
}

/// Records an act in an audit.
#[tauri::command]
pub async fn audit_act(host: State<'_, Host>, act: AuditActDto) -> Result<AuditDto, ApiError> {
    host.run(move |app| coding_api::audit_act(app, &act)).await
}

/// What was found in a chart.
#[tauri::command]
pub async fn audit_corrections(
    host: State<'_, Host>,
    encounter: String,
) -> Result<Vec<AuditDto>, ApiError> {
    host.run(move |app| coding_api::audit_corrections(app, &encounter))
        .await
}

/// Gives an audit to another auditor.
#[tauri::command]
pub async fn audit_hand_over(
    host: State<'_, Host>,
    encounter: String,
    audit: String,
    to: Option<String>,
    words: String,
) -> Result<Vec<AuditRowDto>, ApiError> {
    host.run(move |app| coding_api::audit_hand_over(app, &encounter, &audit, to.as_deref(), &words))
        .await
}

/// What comes of all audits.
#[tauri::command]
pub async fn audit_scores(host: State<'_, Host>) -> Result<ScoresDto, ApiError> {
    host.run(coding_api::audit_scores).await
}

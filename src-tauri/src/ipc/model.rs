//! Models: what is set, what would be sent, and runs that tell how far they are.

use std::sync::Arc;

use coding_api::dto::{
    EndpointInDto, ModelChoiceDto, ModelPreviewDto, ModelProgressDto, ModelSettingsDto,
    ModelTestedDto, RunDto,
};
use coding_api::{ApiError, model};
use tauri::State;
use tauri::ipc::Channel;

use super::Host;

/// Everything that is set.
#[tauri::command]
pub async fn model_settings(host: State<'_, Host>) -> Result<ModelSettingsDto, ApiError> {
    host.run(model::model_settings).await
}

/// Begins anew where what is set cannot be read.
#[tauri::command]
pub async fn model_reset(host: State<'_, Host>) -> Result<ModelSettingsDto, ApiError> {
    host.run(model::model_reset).await
}

/// Adds or changes an endpoint.
#[tauri::command]
pub async fn model_endpoint_save(
    host: State<'_, Host>,
    endpoint: EndpointInDto,
) -> Result<ModelSettingsDto, ApiError> {
    host.run(move |app| model::model_endpoint_save(app, endpoint))
        .await
}

/// Takes an endpoint out.
#[tauri::command]
pub async fn model_endpoint_remove(
    host: State<'_, Host>,
    endpoint: String,
) -> Result<ModelSettingsDto, ApiError> {
    host.run(move |app| model::model_endpoint_remove(app, &endpoint))
        .await
}

/// Asks an endpoint whether it answers.
#[tauri::command]
pub async fn model_endpoint_test(
    host: State<'_, Host>,
    endpoint: String,
    confirmed: bool,
) -> Result<ModelTestedDto, ApiError> {
    host.run_shared(move |app| model::model_endpoint_test(app, &endpoint, confirmed))
        .await
}

/// Sets which endpoint is asked, and by whose agents.
#[tauri::command]
pub async fn model_choose(
    host: State<'_, Host>,
    choice: ModelChoiceDto,
) -> Result<ModelSettingsDto, ApiError> {
    host.run(move |app| model::model_choose(app, &choice)).await
}

/// Exactly what would be sent.
#[tauri::command]
pub async fn model_preview(
    host: State<'_, Host>,
    endpoint: String,
    encounter: Option<String>,
    deidentify: bool,
) -> Result<ModelPreviewDto, ApiError> {
    host.run(move |app| model::model_preview(app, &endpoint, encounter.as_deref(), deidentify))
        .await
}

/// Records a yes to what was shown.
#[tauri::command]
pub async fn model_consent(
    host: State<'_, Host>,
    endpoint: String,
    deidentified: bool,
) -> Result<ModelSettingsDto, ApiError> {
    host.run(move |app| model::model_consent(app, &endpoint, deidentified))
        .await
}

/// Takes a yes back.
#[tauri::command]
pub async fn model_consent_withdraw(
    host: State<'_, Host>,
    endpoint: String,
) -> Result<ModelSettingsDto, ApiError> {
    host.run(move |app| model::model_consent_withdraw(app, &endpoint))
        .await
}

/// Codes a chart with the model that is set.
#[tauri::command]
pub async fn model_run(
    host: State<'_, Host>,
    encounter: String,
    progress: Channel<ModelProgressDto>,
) -> Result<RunDto, ApiError> {
    // a page that has gone on need not hear it
    let watch: model::Watch = Arc::new(move |told| drop(progress.send(told)));
    host.run_shared(move |app| model::model_run(app, &encounter, watch))
        .await
}

/// Stops a run that is under way.
#[tauri::command]
pub async fn model_cancel(host: State<'_, Host>, encounter: String) -> Result<bool, ApiError> {
    host.run(move |app| model::model_cancel(app, &encounter))
        .await
}

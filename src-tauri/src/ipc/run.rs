//! Running the engine.

use std::sync::Arc;

use coding_api::ApiError;

use coding_api::dto::{ModelProgressDto, ReadingDto, RunDto};
use coding_api::model::Watch;
use tauri::State;
use tauri::ipc::Channel;

use super::Host;

/// Codes a chart.
#[tauri::command]
pub async fn run_start(host: State<'_, Host>, encounter: String) -> Result<RunDto, ApiError> {
    host.run(move |app| coding_api::run_start(app, &encounter))
        .await
}

/// Codes again what depends on the decisions and on what is said of words, and nothing else.
#[tauri::command]
pub async fn encounter_rework(
    host: State<'_, Host>,
    encounter: String,
    reading: Option<ReadingDto>,
    progress: Channel<ModelProgressDto>,
) -> Result<RunDto, ApiError> {
    // a page that has gone on need not hear it
    let watch: Watch = Arc::new(move |told| drop(progress.send(told)));
    host.run_shared(move |app| {
        coding_api::encounter_rework(app, &encounter, reading.as_ref(), watch)
    })
    .await
}

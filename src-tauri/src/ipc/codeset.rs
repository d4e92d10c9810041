//! Releases: installing one, and learning from it while charts are coded.

use std::path::PathBuf;

use coding_api::dto::{InstallProgressDto, InstalledDto, LearntDto};
use coding_api::{ApiError, codeset};
use tauri::State;
use tauri::ipc::Channel;

use super::Host;

/// Installs a release, of a file or folder or fetched from where it is published.
#[tauri::command]
pub async fn codeset_install(
    host: State<'_, Host>,
    from: Option<PathBuf>,
    progress: Channel<InstallProgressDto>,
) -> Result<InstalledDto, ApiError> {
    host.run(move |app| codeset::codeset_install(app, from, &mut |told| drop(progress.send(told))))
        .await
}

/// Trains the model of a release.
#[tauri::command]
pub async fn codeset_learn(
    host: State<'_, Host>,
    release: String,
    progress: Channel<InstallProgressDto>,
) -> Result<LearntDto, ApiError> {
    host.run(move |app| {
        codeset::codeset_learn(app, &release, &mut |told| drop(progress.send(told)))
    })
    .await
}

/// What was learnt from each installed release.
#[tauri::command]
pub async fn codeset_learnt(host: State<'_, Host>) -> Result<Vec<LearntDto>, ApiError> {
    host.run(|app| Ok(codeset::codeset_learnt(app))).await
}

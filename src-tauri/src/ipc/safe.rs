//! The safe: lock, passphrase, key, backup.

use std::path::PathBuf;

use coding_api::ApiError;
use coding_api::dto::{ExportedDto, LedgerDto, SafeDto};
use tauri::State;

use super::Host;

/// How the database is kept.
#[tauri::command]
pub async fn safe_status(host: State<'_, Host>) -> Result<SafeDto, ApiError> {
    host.run(|app| Ok(coding_api::safe_status(app))).await
}

/// Opens the database with its passphrase.
#[tauri::command]
pub async fn safe_unlock(host: State<'_, Host>, passphrase: String) -> Result<SafeDto, ApiError> {
    host.run(move |app| coding_api::safe_unlock(app, &passphrase))
        .await
}

/// Closes the database and forgets the passphrase.
#[tauri::command]
pub async fn safe_lock(host: State<'_, Host>) -> Result<SafeDto, ApiError> {
    host.run(|app| Ok(coding_api::safe_lock(app))).await
}

/// Sets or changes the passphrase.
#[tauri::command]
pub async fn safe_passphrase_set(
    host: State<'_, Host>,
    passphrase: String,
) -> Result<SafeDto, ApiError> {
    host.run(move |app| coding_api::safe_passphrase_set(app, &passphrase))
        .await
}

/// Takes the passphrase off.
#[tauri::command]
pub async fn safe_passphrase_remove(host: State<'_, Host>) -> Result<SafeDto, ApiError> {
    host.run(coding_api::safe_passphrase_remove).await
}

/// Encrypts the database with a new key.
#[tauri::command]
pub async fn safe_key_change(host: State<'_, Host>) -> Result<SafeDto, ApiError> {
    host.run(coding_api::safe_key_change).await
}

/// Makes a recovery key and gives it back this once.
#[tauri::command]
pub async fn safe_recovery_key(host: State<'_, Host>) -> Result<String, ApiError> {
    host.run(coding_api::safe_recovery_key).await
}

/// Erases a chart's content for good.
#[tauri::command]
pub async fn encounter_erase(host: State<'_, Host>, encounter: String) -> Result<(), ApiError> {
    host.run(move |app| coding_api::encounter_erase(app, &encounter))
        .await
}

/// Writes a verified backup into the downloads folder.
#[tauri::command]
pub async fn safe_backup_save(
    host: State<'_, Host>,
    passphrase: Option<String>,
) -> Result<ExportedDto, ApiError> {
    host.run(move |app| coding_api::safe_backup_save(app, passphrase.as_deref()))
        .await
}

/// Puts a backup in the place of the database, which is set aside; says where.
#[tauri::command]
pub async fn safe_restore_aside(
    host: State<'_, Host>,
    from: PathBuf,
    passphrase: String,
) -> Result<String, ApiError> {
    host.run(move |app| coding_api::safe_restore_aside(app, &from, &passphrase))
        .await
}

/// Reads the whole ledger and everything it covers.
#[tauri::command]
pub async fn ledger_verify(host: State<'_, Host>) -> Result<LedgerDto, ApiError> {
    host.run(|app| {
        let found = coding_api::answer::ledger_verify(app, None)?;
        Ok(LedgerDto {
            events: found.events,
            rows: found.rows,
            head: found.head,
            fault: found.fault,
        })
    })
    .await
}

//! People and who works now.

use coding_api::ApiError;
use coding_api::dto::{PersonDto, PersonInDto, SessionDto};
use tauri::State;

use super::Host;

/// Everybody with an account.
#[tauri::command]
pub async fn person_list(host: State<'_, Host>) -> Result<Vec<PersonDto>, ApiError> {
    host.run(coding_api::person_list).await
}

/// Adds or changes a person.
#[tauri::command]
pub async fn person_save(
    host: State<'_, Host>,
    person: PersonInDto,
) -> Result<Vec<PersonDto>, ApiError> {
    host.run(move |app| coding_api::person_save(app, &person))
        .await
}

/// Who works now.
#[tauri::command]
pub async fn session_status(host: State<'_, Host>) -> Result<SessionDto, ApiError> {
    host.run(coding_api::session_status).await
}

/// Signs a person in.
#[tauri::command]
pub async fn session_sign_in(
    host: State<'_, Host>,
    person: String,
    passphrase: String,
) -> Result<SessionDto, ApiError> {
    host.run(move |app| coding_api::session_sign_in(app, &person, &passphrase))
        .await
}

/// Locks the program.
#[tauri::command]
pub async fn session_lock(host: State<'_, Host>) -> Result<SessionDto, ApiError> {
    host.run(coding_api::session_lock).await
}

/// Goes on where there is no passphrase.
#[tauri::command]
pub async fn session_resume(host: State<'_, Host>) -> Result<SessionDto, ApiError> {
    host.run(coding_api::session_resume).await
}

/// Proves again who one is.
#[tauri::command]
pub async fn session_confirm(host: State<'_, Host>, passphrase: String) -> Result<(), ApiError> {
    host.run(move |app| coding_api::session_confirm(app, &passphrase))
        .await
}

/// Chooses when the window locks itself.
#[tauri::command]
pub async fn session_lock_after(
    host: State<'_, Host>,
    minutes: u32,
) -> Result<SessionDto, ApiError> {
    host.run(move |app| coding_api::session_lock_after(app, minutes))
        .await
}

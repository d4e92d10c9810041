//! Charts in and records out.

use std::path::PathBuf;

use coding_api::dto::{ExportedDto, ImportPreviewDto, ImportedDto};
use coding_api::export::{Scope, encounter_export_save};
use coding_api::{ApiError, Stated};
use tauri::State;

use super::Host;

/// Writes a chart, or one of its codes, into a new file of the downloads folder.
#[tauri::command]
pub async fn encounter_export(
    host: State<'_, Host>,
    encounter: String,
    format: String,
    code: Option<String>,
    comments: bool,
) -> Result<ExportedDto, ApiError> {
    host.run(move |app| {
        let scope = Scope {
            code: code.as_deref(),
            comments,
        };
        encounter_export_save(app, &encounter, &format, scope)
    })
    .await
}

/// What files, folders and archives hold; stores nothing.
#[tauri::command]
pub async fn import_preview(
    host: State<'_, Host>,
    paths: Vec<PathBuf>,
) -> Result<ImportPreviewDto, ApiError> {
    host.run(move |app| coding_api::import_preview(app, &paths))
        .await
}

/// Stores the charts of files, folders and archives.
#[tauri::command]
pub async fn import_files(
    host: State<'_, Host>,
    paths: Vec<PathBuf>,
) -> Result<ImportedDto, ApiError> {
    let stated = Stated {
        skip_stored: true,
        ..Stated::default()
    };
    host.run(move |app| coding_api::import_files(app, &paths, stated))
        .await
}

/// Takes the bytes of a file that was picked or dropped, with its name percent-encoded in the header `name`; answers
/// with what stands for it among the paths of an import.
#[tauri::command]
pub async fn import_give(
    host: State<'_, Host>,
    request: tauri::ipc::Request<'_>,
) -> Result<String, ApiError> {
    let name = request
        .headers()
        .get("name")
        .and_then(|value| value.to_str().ok())
        .map(decoded)
        .unwrap_or_default();
    let tauri::ipc::InvokeBody::Raw(bytes) = request.body() else {
        return Err(ApiError::input(
            "reading a file: its bytes did not arrive; choose it again, or give its path",
        ));
    };
    let bytes = bytes.clone();
    host.run(move |app| coding_api::import_give(app, &name, bytes))
        .await
}

/// Forgets the files that were picked or dropped.
#[tauri::command]
pub async fn import_forget(host: State<'_, Host>) -> Result<(), ApiError> {
    host.run(|app| {
        coding_api::import_forget(app);
        Ok(())
    })
    .await
}

/// A percent-encoded text; what is no encoding stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let digits = behind
            .get(..2)
            .and_then(|two| std::str::from_utf8(two).ok());
        let byte = digits.and_then(|two| u8::from_str_radix(two, 16).ok());
        if let (b'%', Some(byte)) = (first, byte) {
            bytes.push(byte);
            rest = &behind[2..];
        } else {
            bytes.push(*first);
            rest = behind;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn a_name_is_decoded() {
        for (text, expected) in [
            ("a.txt", "a.txt"),
            ("Gr%C3%BC%C3%9Fe%20%25.pdf", "Grüße %.pdf"),
            ("100%", "100%"),
        ] {
            assert_eq!(decoded(text), expected);
        }
    }
}

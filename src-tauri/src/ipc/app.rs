//! The program itself.

/// The program's version, as in its package.
#[tauri::command]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

//! The commands the page may call: one file a noun, one line a command.

use tauri::{Builder, Wry};

mod app;

/// Adds every command to the window.
pub fn register(builder: Builder<Wry>) -> Builder<Wry> {
    builder.invoke_handler(tauri::generate_handler![app::version])
}

//! The window around the use cases: it knows Tauri, and nothing else does.

mod ipc;

use std::io::Write;
use std::process::ExitCode;

/// Opens the window and runs until it is closed. Exit status 3 when the window cannot be opened.
pub fn run() -> ExitCode {
    let opened = ipc::register(tauri::Builder::default()).run(tauri::generate_context!());
    match opened {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // nowhere left to report to if standard error is closed
            let _ = writeln!(
                std::io::stderr(),
                "codetrail: could not open the window: {error}; check that a display is available, or use codetrail-cli"
            );
            ExitCode::from(3)
        }
    }
}

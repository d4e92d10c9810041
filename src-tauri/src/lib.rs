//! The window around the use cases: it knows Tauri, and nothing else does.

mod display;
mod ipc;

use std::io::Write;
use std::process::ExitCode;

/// Opens the window and runs until it is closed. Exit status 3 when the window cannot be opened.
pub fn run() -> ExitCode {
    display::choose();
    coding_api::hush_faults();
    if let Err(reason) = display::probe() {
        return fail(&format!(
            "could not open the window: {reason}; start it on a desktop, or use codetrail-cli"
        ));
    }
    let host = match ipc::Host::new() {
        Ok(host) => host,
        Err(error) => return fail(&error.message),
    };
    match ipc::register(tauri::Builder::default(), host).run(tauri::generate_context!()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&format!(
            "could not open the window: {error}; check that a display is available, or use codetrail-cli"
        )),
    }
}

fn fail(message: &str) -> ExitCode {
    // nowhere left to report to if standard error is closed
    let _ = writeln!(std::io::stderr(), "codetrail: {message}");
    ExitCode::from(3)
}

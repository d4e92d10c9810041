//! Calls a use case off the window's thread.

use std::sync::Arc;

use coding_api::{ApiError, App};

/// The use cases behind the window.
pub struct Host(Arc<App>);

impl Host {
    /// The program in its home folder; opens nothing yet.
    ///
    /// # Errors
    /// Where the platform names no data folder.
    pub fn new() -> Result<Self, ApiError> {
        let home = coding_api::home(None)?;
        let app = App::new(&home).with_welcome();
        // `--offline`: no model is asked, whatever is set
        let offline = std::env::args_os().skip(1).any(|a| a == "--offline");
        Ok(Self(Arc::new(if offline { app.offline() } else { app })))
    }

    /// Opens what the first chart will need while the window is being painted.
    pub fn warm(&self) {
        let app = Arc::clone(&self.0);
        tauri::async_runtime::spawn_blocking(move || coding_api::warm(&app));
    }

    /// Runs a use case on a thread that may wait for the disk.
    pub async fn run<T: Send + 'static>(
        &self,
        act: impl FnOnce(&App) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        self.run_shared(move |app| act(app)).await
    }

    /// As [`Host::run`], for a use case that has threads of its own.
    pub async fn run_shared<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Arc<App>) -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let app = Arc::clone(&self.0);
        tauri::async_runtime::spawn_blocking(move || act(&app))
            .await
            .unwrap_or_else(|_| {
                Err(ApiError::outside(
                    "doing what was asked: the program met a fault of its own; nothing was saved, try again",
                ))
            })
    }
}

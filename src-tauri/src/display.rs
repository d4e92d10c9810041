//! Whether there is a display to open a window on, and how the page is drawn on it.

use tauri::Runtime;
use tauri::plugin::{Builder, TauriPlugin};

/// Asks the toolkit for a display, since the window library would panic without one.
///
/// # Errors
/// What the toolkit says, in one line.
#[cfg(target_os = "linux")]
pub fn probe() -> Result<(), String> {
    gtk::init().map_err(|_| "no display answers (DISPLAY, WAYLAND_DISPLAY)".to_owned())
}

/// Other systems always have a display.
#[cfg(not(target_os = "linux"))]
pub fn probe() -> Result<(), String> {
    Ok(())
}

/// Lets the page of every window be drawn by the processor alone where there is no graphics card, as on
/// virtual desktops: imitating a card for it would take many times as long.
pub fn plain_drawing<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("plain-drawing")
        .on_webview_ready(|_webview| {
            #[cfg(target_os = "linux")]
            if !has_graphics_card() {
                use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};
                let draw = _webview.with_webview(|page| {
                    if let Some(settings) = page.inner().settings() {
                        settings
                            .set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
                    }
                });
                // the window works all the same, only slower
                drop(draw);
            }
        })
        .build()
}

/// Whether the kernel offers a card that draws.
#[cfg(target_os = "linux")]
fn has_graphics_card() -> bool {
    std::fs::read_dir("/dev/dri").is_ok_and(|entries| {
        entries
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
    })
}

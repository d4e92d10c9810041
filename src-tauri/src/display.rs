//! Whether there is a display to open a window on.

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

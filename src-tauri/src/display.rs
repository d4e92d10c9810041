//! Whether there is a display to open a window on, and how the window is drawn on it.

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

/// How WebKit is told to draw without buffers that it shares with a graphics card.
#[cfg(target_os = "linux")]
const UNSHARED: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// On machines without a graphics card (virtual desktops, remote sessions) WebKit would imitate one in software and
/// take thrice as long for every change in the window. The program starts itself anew, told to draw directly; whoever
/// sets the variable decides for themselves. Where that does not succeed, the window opens as it would have.
#[cfg(target_os = "linux")]
pub fn choose() {
    use std::os::unix::process::CommandExt as _;

    let Some(program) = std::env::current_exe().ok().filter(|_| {
        std::env::var_os(UNSHARED).is_none() && !has_card(std::path::Path::new("/dev/dri"))
    }) else {
        return;
    };
    let error = std::process::Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(UNSHARED, "1")
        .exec();
    // only where the program could not be started anew
    drop(error);
}

/// Whether a graphics card can draw for programs: it has a node of its own for that.
#[cfg(target_os = "linux")]
fn has_card(devices: &std::path::Path) -> bool {
    std::fs::read_dir(devices).is_ok_and(|entries| {
        entries
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().starts_with("renderD"))
    })
}

/// Other systems choose by themselves.
#[cfg(not(target_os = "linux"))]
pub fn choose() {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn a_card_is_one_that_draws_not_one_that_only_shows() {
        let devices = tempfile::tempdir().unwrap();
        assert!(!has_card(&devices.path().join("none")));
        std::fs::write(devices.path().join("card0"), "").unwrap();
        assert!(!has_card(devices.path()));
        std::fs::write(devices.path().join("renderD128"), "").unwrap();
        assert!(has_card(devices.path()));
    }
}

//! A release installed in the window, by a person without a terminal, and learnt from in the background.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::coding::write_chart;
use crate::home::Home;
use crate::window::Window;

/// A debug build on a busy machine takes its time to learn.
const SLOW: Duration = Duration::from_secs(120);

/// The release has been learnt from.
async fn learnt(window: &Window) {
    window
        .wait_long_for_text(
            "[data-testid=learnt][data-state=learnt]",
            "Learnt from",
            SLOW,
        )
        .await;
}

#[tokio::test]
async fn a_release_is_installed_and_learnt_from_without_a_terminal() {
    let files =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/crates/coding-api/tests/codeset");
    let window = Window::open(Home::empty()).await;
    window.wait_for("[data-testid=no-release]").await;
    window.screenshot("installs-none").await;
    // the book offers the same
    window.press("Ctrl+2").await;
    window
        .wait_for("[data-testid=book-no-release] [data-testid=install-start]")
        .await;
    window.screenshot("installs-book").await;
    window.press("Ctrl+1").await;
    window.wait_for("[data-testid=no-release]").await;
    // what is not there changes nothing
    window
        .fill("[data-testid=install-path]", "/no/such/folder")
        .await;
    window.press("Enter").await;
    window
        .wait_for_text("[data-testid=toast]", "/no/such/folder")
        .await;
    window.wait_for("[data-testid=no-release]").await;
    let path = files.display().to_string();
    window.fill("[data-testid=install-path]", &path).await;
    window.press("Enter").await;
    // it can be worked with at once, without a restart
    window.wait_gone("[data-testid=no-release]").await;
    write_chart(&window, "Assessment: Hypertension.\n").await;
    window
        .wait_for("[data-testid=suggestion-row][data-code='I10']")
        .await;
    window.press("Ctrl+,").await;
    learnt(&window).await;
    window.screenshot("installs-learnt").await;
    let releases: Vec<_> = fs::read_dir(window.home().join("model")).unwrap().collect();
    assert_eq!(releases.len(), 1);
    let folder = releases[0].as_ref().unwrap().path();
    assert!(folder.join("subword.map").is_file());

    // without the model it is offered again, and made the same
    let bytes = fs::read(folder.join("subword.map")).unwrap();
    fs::remove_dir_all(window.home().join("model")).unwrap();
    let mut window = window;
    window.restart().await;
    window.wait_for("[data-testid=queue-row]").await;
    window.press("Ctrl+,").await;
    window.wait_for("[data-testid=learn]").await;
    window.screenshot("installs-offered").await;
    window.click("[data-testid=learn]").await;
    learnt(&window).await;
    assert!(fs::read(folder.join("subword.map")).unwrap() == bytes);
}

//! Files dropped into the import, the ledger verified, a backup made and restored, and a chart erased: all in the
//! window.

use std::path::PathBuf;

use crate::home::Home;
use crate::window::Window;

const SECRET: &str = "staple of the safe";

/// Drops files on the import dialog as a file manager does.
async fn drop_files(window: &Window, files: &[(&str, &str)]) {
    let made: Vec<String> = files
        .iter()
        .map(|(name, text)| format!("new File([{text:?}], {name:?}, {{ type: 'text/plain' }})"))
        .collect();
    window
        .run(&format!(
            "const data = new DataTransfer();
             for (const file of [{}]) data.items.add(file);
             const form = document.querySelector('[data-testid=import-dialog]');
             form.dispatchEvent(new DragEvent('drop', {{ bubbles: true, cancelable: true, dataTransfer: data }}));
             arguments[arguments.length - 1](null);",
            made.join(", ")
        ))
        .await;
}

async fn palette(window: &Window, words: &str) {
    window.press("Ctrl+k").await;
    window.wait_for("[data-testid=palette]").await;
    window.type_text(words).await;
    window.press("Enter").await;
}

#[tokio::test]
async fn charts_are_dropped_backed_up_erased_and_restored() {
    let window = Window::open(Home::with_code_sets()).await;
    window.wait_for("[data-testid=queue-row]").await;
    let before = window.count("[data-testid=queue-row]").await;

    // dropped, looked at, stored
    window.press("Ctrl+i").await;
    window.wait_for("[data-testid=import-pick]").await;
    drop_files(
        &window,
        &[
            ("1-visit.txt", "Assessment:\n1. Essential hypertension.\n"),
            ("2-broken.pdf", "%PDF-1.4 and nothing else"),
        ],
    )
    .await;
    let lines = "document.querySelector('[data-testid=import-paths]').value";
    let told = window
        .run(&format!(
            "const done = arguments[arguments.length - 1];
             const look = () => ({lines}.includes('2-broken.pdf') ? done({lines}) : setTimeout(look, 50));
             look();"
        ))
        .await;
    assert_eq!(told, "given:1/1-visit.txt\ngiven:2/2-broken.pdf");
    window.click("[data-testid=import-look]").await;
    window.wait_for("[data-testid=import-chart]").await;
    window.wait_for("[data-testid=import-refused]").await;
    window.screenshot("copies-import").await;
    window.click("[data-testid=import-store]").await;
    window
        .wait_for(&format!(
            "[data-testid=queue-row]:nth-child({})",
            before + 1
        ))
        .await;

    // the ledger, and a backup
    window.press("Ctrl+,").await;
    window.wait_for("[data-testid=copies]").await;
    window.click("[data-testid=ledger-verify]").await;
    window
        .wait_for_text("[data-testid=ledger-whole]", "are whole")
        .await;
    window.fill("[data-testid=backup-secret]", SECRET).await;
    window.click("[data-testid=backup-make]").await;
    window
        .wait_for_text("[data-testid=backup-written]", ".backup")
        .await;
    window.screenshot("copies-settings").await;
    let written = window.text_of("[data-testid=backup-written] code").await;
    assert!(PathBuf::from(&written).is_file(), "{written}");
    window.click("dialog [aria-label=Close]").await;
    window.wait_gone("[data-testid=settings]").await;

    // a chart is erased for good, once that was typed
    window
        .click(&format!(
            "[data-testid=queue-row]:nth-child({})",
            before + 1
        ))
        .await;
    palette(&window, "erase the chart").await;
    window.wait_for("[data-testid=erase-dialog]").await;
    window.screenshot("copies-erase").await;
    window.fill("[data-testid=erase-typed]", "erase").await;
    window.press("Enter").await;
    window
        .wait_for_text("[data-testid=message]", "The chart is erased.")
        .await;
    let row = format!("[data-testid=queue-row]:nth-child({})", before + 1);
    window.wait_gone(&row).await;

    // and comes back with the backup, under the backup's passphrase
    window.press("Ctrl+,").await;
    window.wait_for("[data-testid=copies] summary").await;
    window.click("[data-testid=copies] summary").await;
    window.fill("[data-testid=restore-from]", &written).await;
    window.fill("[data-testid=restore-secret]", SECRET).await;
    window.click("[data-testid=restore-sure]").await;
    window.click("[data-testid=restore]").await;
    // where what was there is kept stays on screen until whoever restored goes on
    window
        .wait_for_text("[data-testid=restored-aside]", "aside-")
        .await;
    window.screenshot("copies-in-place").await;
    window.click("[data-testid=restored-reload]").await;
    window
        .wait_for(&format!(
            "[data-testid=queue-row]:nth-child({})",
            before + 1
        ))
        .await;
    window.wait_for_text(&row, "1-visit").await;
    window.screenshot("copies-restored").await;
    let aside = std::fs::read_dir(window.home())
        .unwrap()
        .flatten()
        .filter(|e| e.file_name().to_string_lossy().starts_with("aside-"))
        .count();
    assert_eq!(aside, 1, "what was there is kept");
}

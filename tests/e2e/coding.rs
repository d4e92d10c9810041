//! Coding a chart from the keyboard.

use crate::home::Home;
use crate::window::Window;

const ROW: &str = "[data-testid=suggestion-row]";
const SELECTED: &str = "[data-testid=suggestion-row][aria-selected=true]";

/// Opens the chart that the queue has under its cursor, and waits for its suggestions.
pub async fn open_chart(window: &Window) {
    window.wait_for("[data-testid=queue-row]").await;
    window.press("Enter").await;
    window.wait_for(ROW).await;
}

/// Writes a chart of one document and waits for its suggestions.
pub async fn write_chart(window: &Window, text: &str) {
    window.wait_for("[data-testid=queue-row]").await;
    window.press("n").await;
    window.fill("[data-testid=new-title]", "Follow-up").await;
    window.fill("[data-testid=new-text]", text).await;
    window.click("[data-testid=new-create]").await;
    window.wait_for(ROW).await;
}

/// A suggestion of a code in a state.
pub fn state(code: &str, state: &str) -> String {
    format!("[data-testid=suggestion-row][data-code='{code}'][data-state={state}]")
}

/// An assigned code.
pub fn in_bag(code: &str) -> String {
    format!("[data-testid=bag-row][data-code='{code}']")
}

#[tokio::test]
async fn decisions_from_the_keyboard_outlive_a_crash_and_can_be_undone() {
    let mut window = Window::open(Home::with_code_sets()).await;
    window.wait_for("[data-testid=queue-row]").await;
    window.screenshot("queue").await;
    open_chart(&window).await;
    window.screenshot("suggestions").await;

    window.press("j").await;
    let accepted = window.attr(SELECTED, "data-code").await;
    window.press("a").await;
    window.wait_for(&state(&accepted, "accepted")).await;
    window.wait_for(&in_bag(&accepted)).await;

    // the next undecided one comes under the cursor by itself
    window
        .wait_for(&format!("{SELECTED}:not([data-code='{accepted}'])"))
        .await;
    let rejected = window.attr(SELECTED, "data-code").await;
    window.press("r").await;
    window.wait_for("[data-testid=reason-list]").await;
    window.press("1").await;
    window.wait_for(&state(&rejected, "rejected")).await;
    assert_eq!(window.count(&in_bag(&rejected)).await, 0);
    window.screenshot("decided").await;

    // as if the power had gone
    window.restart().await;
    open_chart(&window).await;
    window.wait_for(&state(&accepted, "accepted")).await;
    window.wait_for(&state(&rejected, "rejected")).await;
    window.wait_for(&in_bag(&accepted)).await;

    window.press("Ctrl+z").await;
    window.wait_gone(&state(&rejected, "rejected")).await;
    window.press("Ctrl+Shift+z").await;
    window.wait_for(&state(&rejected, "rejected")).await;
}

#[tokio::test]
async fn a_note_written_down_is_coded_with_its_evidence() {
    let window = Window::open(Home::with_code_sets()).await;
    write_chart(
        &window,
        "Assessment and plan:\n\
         1. Type 2 diabetes mellitus with diabetic chronic kidney disease, stage 3a.\n\
         2. Essential hypertension, well controlled.\n\
         No evidence of pneumonia.\n",
    )
    .await;
    let codes = window.attrs(ROW, "data-code").await;
    assert!(codes.iter().any(|c| c == "E11.22"), "{codes:?}");
    assert!(codes.iter().any(|c| c == "N18.31"), "{codes:?}");
    let suggested = window
        .attrs(&format!("{ROW}[data-list=suggest]"), "data-code")
        .await;
    assert!(
        !suggested.iter().any(|c| c.starts_with("J18")),
        "{suggested:?}"
    );

    let row = "[data-testid=suggestion-row][data-code='E11.22']";
    window.click(row).await;
    let text = window.text_of(row).await.to_lowercase();
    assert!(
        text.contains("diabet"),
        "the row must quote the note: {text}"
    );
    window.press("w").await;
    let why = window.text_of("[data-testid=why-panel]").await;
    assert!(why.contains("Diabetes"), "{why}");
    window.screenshot("why").await;
}

#[tokio::test]
async fn every_key_is_listed() {
    let window = Window::open(Home::with_code_sets()).await;
    window.wait_for("[data-testid=queue-row]").await;
    window.press("?").await;
    let sheet = window.text_of("[data-testid=key-sheet]").await;
    for act in [
        "Accept",
        "Undo the last decision",
        "Search the book",
        "Next suggestion",
    ] {
        assert!(sheet.contains(act), "{act} is not in {sheet}");
    }
    window.screenshot("keys").await;
    window.press("Escape").await;
    window.wait_gone("[data-testid=key-sheet]").await;
}

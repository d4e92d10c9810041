//! What a person corrects by keyboard: what the note says of words (`I`), a code or a way (`L`); only what depends on it
//! is run again.

use crate::coding::{in_bag, state, write_chart};
use crate::home::Home;
use crate::walks::select_words;
use crate::window::Window;

const NOTE: &str = "Assessment and plan:
Type 2 diabetes mellitus without complications.
Essential hypertension, at goal.
Pneumonia was considered.
Acquired hypothyroidism, on levothyroxine.
";

fn suggested(code: &str) -> String {
    format!("[data-testid=suggestion-row][data-code='{code}'][data-list=suggest]")
}

/// Says of words of the note what it says of them.
async fn say(window: &Window, words: &str, key: &str) {
    select_words(window, words).await;
    window.press("i").await;
    window
        .wait_for_text("[data-testid=reading-bar]", words)
        .await;
    window.press(key).await;
    window.wait_gone("[data-testid=reading-bar]").await;
}

#[tokio::test]
async fn a_mention_and_a_code_are_corrected_by_keyboard() {
    let mut window = Window::open(Home::with_code_sets()).await;
    write_chart(&window, NOTE).await;
    window.wait_for(&suggested("E03.9")).await;
    window.wait_for(&suggested("I10")).await;

    // denied: the code goes, everything else stays, and the foot of the window says what changed
    select_words(&window, "hypothyroidism").await;
    window.press("i").await;
    window.wait_for("[data-testid=reading-bar]").await;
    window.screenshot("corrections-reading").await;
    window.press("Escape").await;
    window.wait_gone("[data-testid=reading-bar]").await;
    window.wait_for(&suggested("E03.9")).await;
    say(&window, "hypothyroidism", "2").await;
    window.wait_for_text("[data-testid=message]", "E03.9").await;
    window.wait_gone(&suggested("E03.9")).await;
    window.wait_for(&suggested("I10")).await;
    window.screenshot("corrections-denied").await;
    // said last counts
    say(&window, "hypothyroidism", "1").await;
    window.wait_for(&suggested("E03.9")).await;

    // words nobody had taken for a condition of the patient
    say(&window, "Pneumonia", "1").await;
    window.wait_for(&suggested("J18.9")).await;

    // a code: rejected, it holds nothing back; assigned by hand, it is reported and others yield to it
    window.click(&suggested("J18.9")).await;
    window.press("r Enter").await;
    window.wait_for(&state("J18.9", "rejected")).await;
    window.press("l").await;
    window
        .wait_for_text("[data-testid=message]", "Coded again what depends on it")
        .await;
    window.wait_for(&suggested("I10")).await;
    assert_eq!(window.count(&in_bag("J18.9")).await, 0);
    window.click(&suggested("I10")).await;
    window.press("a").await;
    window.wait_for(&in_bag("I10")).await;
    window.press("l").await;
    window.wait_for(&in_bag("I10")).await;
    window.screenshot("corrections-again").await;

    // what was said outlives a crash: the next correction starts from it
    window.restart().await;
    window.wait_for("[data-testid=queue-row]").await;
    // it stands behind the sample charts
    window.press(&"ArrowDown ".repeat(16)).await;
    window.press("Enter").await;
    window.wait_for(&in_bag("I10")).await;
    window.press("l").await;
    window
        .wait_for_text("[data-testid=message]", "Coded again what depends on it")
        .await;
    window.wait_for(&state("J18.9", "rejected")).await;
    say(&window, "Type 2 diabetes mellitus", "5").await;
    window.wait_gone(&suggested("E11.9")).await;
    window.wait_for(&in_bag("I10")).await;
}

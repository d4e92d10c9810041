//! Walking the book by hand.

use crate::home::Home;
use crate::window::Window;

#[tokio::test]
async fn a_phrase_leads_through_the_index_to_the_tabular_list() {
    let window = Window::open(Home::with_code_sets()).await;
    window.wait_for("[data-testid=queue-row]").await;
    window.press("Ctrl+2").await;
    window.wait_for("[data-testid=main-term]").await;
    window.press("/").await;
    window.wait_for("[data-testid=book-search]:focus").await;
    window.type_text("type 2 diabetes chronic kidney").await;
    window
        .wait_for("[data-testid=search-result][data-code='E11.22']")
        .await;
    window.screenshot("book-search").await;
    window
        .click("[data-testid=search-result][data-code='E11.22']")
        .await;
    // its place in the index, with the way there above it
    window
        .wait_for_text("[data-testid=breadcrumb]", "Diabetes")
        .await;
    window.screenshot("book-index").await;

    window.press("Enter").await;
    window
        .wait_for("[data-testid=tabular-entry][data-code='E11.22']")
        .await;
    // the note that asks for the stage is in force here
    window
        .wait_for_text("[data-testid=effective-notes]", "N18")
        .await;
    window.screenshot("book-tabular").await;

    // another code, typed over the words that are still there
    window.press("/").await;
    window.wait_for("[data-testid=search-result]").await;
    window.type_text("I10").await;
    window
        .wait_for("[data-testid=search-result][data-code='I10']")
        .await;
    window.press("Enter").await;
    window
        .wait_for("[data-testid=tabular-entry][data-code='I10']")
        .await;

    // emptied, the search offers what was opened before: by keyboard back to the first
    window.press("/").await;
    window.wait_for("[data-testid=search-result]").await;
    window.press("Backspace").await;
    window
        .wait_for_text("[data-testid=search-said]", "Opened before")
        .await;
    window.screenshot("book-opened").await;
    window.press("ArrowDown Enter").await;
    window
        .wait_for_text("[data-testid=breadcrumb]", "Diabetes")
        .await;
    window.press("Enter").await;
    window
        .wait_for("[data-testid=tabular-entry][data-code='E11.22']")
        .await;
}

/// Opens a main term of the book that a key turns to.
pub async fn open_term(window: &Window, tab: &str, from: &str) {
    window.press(tab).await;
    window.press("m").await;
    window.wait_for("[data-testid=term-prefix]:focus").await;
    window.type_text(from).await;
    let first = "[data-testid=main-term][aria-selected=true]";
    window.wait_for_text(first, from).await;
    window.press("Enter Enter").await;
    window.wait_for("[data-testid=index-entry]").await;
}

/// Goes to the first line whose words, with those above it, are these.
pub async fn filter(window: &Window, words: &str) {
    window.press("f").await;
    window.wait_for("[data-testid=index-filter]:focus").await;
    window.type_text(words).await;
    window.press("Enter Escape").await;
    window.wait_gone("[data-testid=index-filter]").await;
}

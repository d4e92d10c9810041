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
}

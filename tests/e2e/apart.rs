//! The book in a window of its own, in step with the first.

use crate::book::{filter, open_term};
use crate::coding::in_bag;
use crate::home::Home;
use crate::walks::{begin, code_words, entry};
use crate::window::Window;

#[tokio::test]
async fn a_pair_walked_to_in_the_books_own_window_is_assigned_in_the_first() {
    let window = Window::open(Home::with_code_sets()).await;
    begin(&window).await;
    code_words(&window, "Dementia with Lewy bodies").await;
    let first = window.handle().await;
    window.press("Ctrl+Shift+b").await;
    let apart = window.other(&first).await;

    // the book's window has no chart of its own, and says where a code would go
    window.turn_to(&apart).await;
    window.wait_for("[data-testid=main-term]").await;
    assert_eq!(window.count("[data-testid=queue-row]").await, 0);
    open_term(&window, "1", "Dementia").await;
    filter(&window, "with lewy").await;
    window.press("Enter").await;
    window.wait_for(&entry("G31.83")).await;
    window
        .wait_for_text("[data-testid=post-button]", "in the window with the chart")
        .await;
    window.screenshot("apart-book").await;

    // the first window is at the same place
    window.turn_to(&first).await;
    window.wait_for(&entry("G31.83")).await;
    window
        .wait_for_text("[data-testid=breadcrumb]", "Dementia")
        .await;
    window.wait_for("[data-testid=book-apart]").await;
    window.screenshot("apart-first").await;

    // both codes take the words that are selected there
    window.turn_to(&apart).await;
    window.press("Enter").await;
    window.wait_for(&entry("F02.80")).await;
    window.press("Enter").await;
    window
        .wait_for_text("[data-testid=message]", "Assigned F02.80")
        .await;
    window.turn_to(&first).await;
    window.press("Ctrl+1").await;
    for code in ["G31.83", "F02.80"] {
        window.wait_for(&in_bag(code)).await;
    }
    window
        .wait_for_text("[data-testid=bag-quote]", "Dementia with Lewy bodies")
        .await;
    window.screenshot("apart-bag").await;

    // what the first window opens, the book's window shows
    window.press("Ctrl+2").await;
    window.type_text("/N18.31").await;
    window
        .wait_for("[data-testid=search-result][data-code='N18.31']")
        .await;
    window.press("Enter").await;
    window.wait_for(&entry("N18.31")).await;
    window.turn_to(&apart).await;
    window.wait_for(&entry("N18.31")).await;

    // and once it is closed, the first is alone again
    window.press_to_close("Ctrl+Shift+b").await;
    window.turn_to(&first).await;
    window.wait_gone("[data-testid=book-apart]").await;
}

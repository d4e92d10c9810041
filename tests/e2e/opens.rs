//! The program starts, shows its page, and starts again.

use crate::home::Home;
use crate::window::Window;

#[tokio::test]
async fn the_window_opens_and_opens_again() {
    let mut window = Window::open(Home::empty()).await;
    window.wait_for("#app > *").await;
    assert_eq!(window.title().await, "Codetrail");
    assert!(!window.text_of("#app").await.trim().is_empty());
    window.screenshot("opens").await;

    window.restart().await;
    window.wait_for("#app > *").await;
    assert_eq!(window.title().await, "Codetrail");
}

#[tokio::test]
async fn the_page_can_reach_neither_the_network_nor_inline_scripts() {
    let window = Window::open(Home::empty()).await;
    window.wait_for("#app > *").await;
    let reached = window
        .run(
            "const done = arguments[arguments.length - 1];
             fetch('http://127.0.0.1:9/').then(() => done('reached'), e => done('refused'));",
        )
        .await;
    assert_eq!(reached, "refused");
    let ran = window
        .run(
            "const done = arguments[arguments.length - 1];
             const script = document.createElement('script');
             script.textContent = 'window.ranInline = true';
             document.head.append(script);
             done(String(window.ranInline === true));",
        )
        .await;
    assert_eq!(
        ran, "false",
        "the content security policy must stop inline scripts"
    );
}

#[tokio::test]
async fn without_a_code_set_the_window_says_how_to_get_one() {
    let window = Window::open(Home::empty()).await;
    let card = window.text_of("[data-testid=no-release]").await;
    assert!(card.contains("codeset install"), "{card}");
    let status = window.text_of("[data-testid=status-release]").await;
    assert!(status.contains("No code set installed"), "{status}");
    window.screenshot("no-code-set").await;
}

//! A model from the window: off until it is added, asked where a person asks, shown as it goes, stopped by a key.

use std::io::Read as _;
use std::net::TcpListener;
use std::time::Duration;

use crate::access;
use crate::coding::write_chart;
use crate::home::Home;
use crate::llama;
use crate::window::Window;

const NOTE: &str = "Seen by Dr. Zanzibar on 03/04/2026.\n\
     Assessment and plan:\n\
     1. Type 2 diabetes mellitus with diabetic chronic kidney disease, stage 3a.\n\
     2. Essential hypertension, well controlled.\n";
/// A model on a processor that others use too takes its time.
const SLOW: Duration = Duration::from_secs(240);
const LIGHT: &str = "[data-testid=status-network]";

pub async fn add(window: &Window, url: &str) {
    window.press("Ctrl+,").await;
    window.click("[data-testid=endpoint-add]").await;
    window.fill("[data-testid=endpoint-url]", url).await;
    window.fill("[data-testid=endpoint-model]", "tiny").await;
    window.click("[data-testid=endpoint-more] > summary").await;
    window
        .fill("[data-testid=endpoint-answer-tokens]", "200")
        .await;
    window.click("[data-testid=endpoint-save]").await;
    window.wait_for("[data-testid=endpoint]").await;
}

/// Accepts whoever comes, and never says anything.
fn silent() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || {
                let mut stream = stream;
                let mut buffer = [0; 4096];
                while stream.read(&mut buffer).is_ok_and(|n| n > 0) {}
            });
        }
    });
    url
}

#[tokio::test]
async fn every_profile_runs_with_a_model_on_this_machine() {
    let server = match llama::serve() {
        Ok(server) => server,
        Err(why) => {
            eprintln!("SKIPPED: no llama.cpp server: {why}");
            return;
        }
    };
    let window = Window::open(Home::with_code_sets()).await;
    write_chart(&window, NOTE).await;
    window.wait_for_text(LIGHT, "Network OFF").await;
    assert_eq!(window.count("[data-testid=ask-button]").await, 0);
    add(&window, &server.address).await;
    window
        .wait_for("[data-testid=endpoint][data-reach=loopback]")
        .await;
    window.click("[data-testid=endpoint-test]").await;
    window
        .wait_long_for_text("[data-testid=endpoint-tested]", "answers", SLOW)
        .await;
    window.wait_for_text(LIGHT, "Network OFF").await;
    for profile in ["hybrid", "verify", "code-like-humans", "medcoder"] {
        window
            .click(&format!("[data-testid=profile-{profile}]"))
            .await;
        window.wait_for_text(LIGHT, "this machine").await;
        if profile == "hybrid" {
            window.screenshot("models-settings").await;
        }
        window.press("Escape").await;
        window.wait_gone("[data-testid=settings]").await;
        window.press("m").await;
        window
            .wait_long_for_text("[data-testid=status-engine]", profile, SLOW)
            .await;
        window.wait_gone("[data-testid=run-progress]").await;
        let quotes = window.texts_of("[data-testid=suggestion-row]").await;
        eprintln!("{profile}: {} suggestions", quotes.len());
        window.screenshot(&format!("models-{profile}")).await;
        assert_eq!(window.count("[data-testid=toast]").await, 0, "{profile}");
        window.press("Ctrl+,").await;
        window.wait_for("[data-testid=settings-models]").await;
    }
}

#[tokio::test]
async fn a_run_is_shown_as_it_goes_and_stopped_by_a_key() {
    let window = Window::open(Home::with_code_sets()).await;
    write_chart(&window, NOTE).await;
    let before = window
        .attrs("[data-testid=suggestion-row]", "data-code")
        .await;
    add(&window, &silent()).await;
    window.click("[data-testid=profile-hybrid]").await;
    window.wait_for_text(LIGHT, "this machine").await;
    window.press("Escape").await;
    window.wait_gone("[data-testid=settings]").await;
    window.press("m").await;
    window
        .wait_for("[data-testid=run-progress][data-stage=reconcile]")
        .await;
    window.wait_for_text(LIGHT, "SENDING").await;
    window.screenshot("models-running").await;
    window.press("x").await;
    window.wait_gone("[data-testid=run-progress]").await;
    window
        .wait_for_text("[data-testid=run-stood-in]", "decide")
        .await;
    let after = window
        .attrs("[data-testid=suggestion-row]", "data-code")
        .await;
    assert_eq!(before, after, "what the local engine knew is kept");
    window.press("j w").await;
    window
        .wait_for_text("[data-testid=why-panel]", "in place of a model")
        .await;
    window.screenshot("models-stopped").await;
}

#[tokio::test]
async fn outside_is_shown_first_and_sent_nothing_without_a_yes() {
    let window = Window::open(Home::with_code_sets()).await;
    write_chart(&window, NOTE).await;
    add(&window, "https://models.example.org/v1").await;
    window
        .wait_for("[data-testid=endpoint][data-reach=public]")
        .await;
    window.click("[data-testid=profile-hybrid]").await;
    window.wait_for_text(LIGHT, "outside").await;
    let axe = access::axe();
    let mut found = Vec::new();
    if let Some(axe) = &axe {
        access::check(&window, axe, "settings of models", &mut found).await;
    }
    window.press("Escape").await;
    window.wait_gone("[data-testid=settings]").await;
    window.press("m").await;
    window
        .wait_for_text("[data-testid=consent-payload]", "Zanzibar")
        .await;
    window
        .wait_for_text("[data-testid=consent-host]", "models.example.org")
        .await;
    window.screenshot("models-consent").await;
    window.click("[data-testid=consent-deidentify]").await;
    window
        .wait_for_text("[data-testid=consent-payload]", "[NAME-1]")
        .await;
    let shown = window.text_of("[data-testid=consent-payload]").await;
    assert!(!shown.contains("Zanzibar"), "{shown}");
    if let Some(axe) = &axe {
        access::check(&window, axe, "consent", &mut found).await;
    }
    window
        .run(
            "document.documentElement.dataset.theme = 'dark'; arguments[arguments.length - 1](null);",
        )
        .await;
    window.screenshot("models-consent-dark").await;
    if let Some(axe) = &axe {
        access::check(&window, axe, "consent, dark", &mut found).await;
    }
    window.press("Escape").await;
    window.wait_gone("[data-testid=consent]").await;
    window
        .wait_for_text("[data-testid=message]", "Nothing was sent")
        .await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

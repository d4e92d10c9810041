//! What the program does not do and does not tell: no connection when it is offline, nothing of a note in a fault.

use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::coding::{open_chart, write_chart};
use crate::driver::Setup;
use crate::home::Home;
use crate::listening::listening;
use crate::models::add;
use crate::window::Window;

const LIGHT: &str = "[data-testid=status-network]";

#[tokio::test]
async fn with_offline_nothing_connects_to_a_model_that_is_set() {
    let (url, connected) = listening();
    let mut window = Window::open(Home::with_code_sets()).await;
    write_chart(&window, "Assessment: Essential hypertension.\n").await;
    add(&window, &url).await;
    window.click("[data-testid=profile-hybrid]").await;
    window.wait_for_text(LIGHT, "this machine").await;
    window.press("Escape").await;
    window.wait_gone("[data-testid=settings]").await;
    assert_eq!(connected.load(Ordering::SeqCst), 0, "nobody asked yet");
    window.press("m").await;
    window.wait_for("[data-testid=run-stood-in]").await;
    let before = connected.load(Ordering::SeqCst);
    assert!(before > 0, "the model was asked");

    // the same home, the same keys, with the program's real argument
    window
        .restart_with(Setup {
            arguments: vec!["--offline"],
            ..Setup::default()
        })
        .await;
    open_chart(&window).await;
    window.wait_for_text(LIGHT, "Network OFF").await;
    assert_eq!(window.count("[data-testid=ask-button]").await, 0);
    window.press("m").await;
    window.press("Ctrl+,").await;
    window
        .wait_for_text("[data-testid=settings-models]", "--offline")
        .await;
    window.screenshot("quiet-offline").await;
    if window.count("[data-testid=endpoint-test]").await > 0 {
        window.click("[data-testid=endpoint-test]").await;
    }
    // past the page too
    for (command, arguments) in [
        ("model_endpoint_test", "endpoint: ID, confirmed: true"),
        ("model_run", "encounter: CHART, progress: CHANNEL"),
    ] {
        let answer = window.run(&asked(command, arguments)).await;
        let told = answer.as_str().unwrap_or_default();
        assert!(told.contains("offline"), "{command}: {answer}");
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(connected.load(Ordering::SeqCst), before);
}

/// A script that calls a command with the endpoint that is set and the first chart of the queue.
fn asked(command: &str, arguments: &str) -> String {
    let arguments = arguments
        .replace("ID", "settings.endpoints[0].id")
        .replace("CHART", "charts[0].id")
        .replace(
            "CHANNEL",
            "`__CHANNEL__:${window.__TAURI_INTERNALS__.transformCallback(() => {})}`",
        );
    format!(
        "const done = arguments[arguments.length - 1];
         const invoke = window.__TAURI_INTERNALS__.invoke;
         (async () => {{
           const settings = await invoke('model_settings');
           const charts = await invoke('encounter_list');
           return await invoke('{command}', {{ {arguments} }});
         }})().then((found) => done('answered ' + JSON.stringify(found)), (error) => done(error.message ?? String(error)));"
    )
}

#[tokio::test]
async fn a_fault_in_a_run_tells_nothing_of_the_note_and_loses_nothing() {
    const NAME: &str = "Quillonwick";
    let home = Home::with_code_sets();
    let errors = home.path().join("errors.txt");
    let mut window = Window::open_with(
        home,
        Setup {
            environment: vec![
                ("CODETRAIL_FAULT", "1".to_owned()),
                ("RUST_BACKTRACE", "full".to_owned()),
            ],
            errors: Some(errors.clone()),
            ..Setup::default()
        },
    )
    .await;
    window.wait_for("[data-testid=queue-row]").await;
    window.press("n").await;
    let note = format!("Mr. {NAME} has M\u{e9}ni\u{e8}re's disease.\nHypertension.\n");
    window.fill("[data-testid=new-title]", "Visit").await;
    window.fill("[data-testid=new-text]", &note).await;
    window.click("[data-testid=new-create]").await;
    window
        .wait_for_text("[data-testid=run-failed]", "a fault of its own")
        .await;
    window.screenshot("quiet-fault").await;
    let told = fs::read_to_string(&errors).unwrap();
    assert!(told.contains("a fault of the program's own at"), "{told}");
    for secret in [NAME, "ni\u{e8}re", "Hypertension"] {
        assert!(!told.contains(secret), "{told}");
    }
    assert_nowhere(window.home(), NAME);
    // the chart was kept before, and is read once the program is in order
    window
        .restart_with(Setup {
            errors: Some(errors.clone()),
            ..Setup::default()
        })
        .await;
    open_chart(&window).await;
    window
        .wait_for("[data-testid=suggestion-row][data-code='I10']")
        .await;
    assert!(!fs::read_to_string(&errors).unwrap().contains(NAME));
}

/// No file of the data folder holds the words, but for those of the code sets, which it only links to.
fn assert_nowhere(folder: &Path, words: &str) {
    for entry in fs::read_dir(folder).unwrap().filter_map(Result::ok) {
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            assert_nowhere(&entry.path(), words);
        } else if kind.is_file() {
            let bytes = fs::read(entry.path()).unwrap_or_default();
            let held = bytes.windows(words.len()).any(|w| w == words.as_bytes());
            assert!(!held, "{}", entry.path().display());
        }
    }
}

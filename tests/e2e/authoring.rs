//! Writing exercises in the window: by hand, and of a coded chart.

use std::fs;

use crate::coding;
use crate::home::Home;
use crate::training::exercise;
use crate::window::Window;

async fn type_into(window: &Window, css: &str, text: &str) {
    window.click(css).await;
    window.type_text(text).await;
}

#[tokio::test]
async fn an_exercise_is_written_checked_kept_and_done() {
    let window = Window::open(Home::with_code_sets()).await;
    window.wait_for("[data-testid=queue-row]").await;
    window.press("Ctrl+3").await;
    window.wait_for("[data-testid=exercise-row]").await;
    window.press("W").await;
    window.wait_for("[data-testid=draft-new]").await;
    window.press("N").await;
    window.wait_for("[data-testid=draft]").await;
    type_into(&window, "[data-testid=draft-id]", "ward-01").await;
    type_into(
        &window,
        "[data-testid=draft-text]",
        "Paroxysmal atrial fibrillation, rate controlled.",
    )
    .await;
    type_into(&window, "[data-testid=draft-codes-code]", "I48").await;
    type_into(
        &window,
        "[data-testid=draft-codes-path]",
        "Fibrillation > atrial or auricular > paroxysmal",
    )
    .await;
    type_into(&window, "[data-testid=draft-hints]", "Atrial is the site.").await;
    type_into(
        &window,
        "[data-testid=draft-why]",
        "The type has a line of its own.",
    )
    .await;
    type_into(&window, "[data-testid=draft-cite]", "Tabular List I48").await;
    type_into(&window, "[data-testid=head-id]", "ward-a").await;
    type_into(&window, "[data-testid=head-title]", "Ward A").await;
    // what does not hold is told, and cannot be kept
    window
        .wait_for_text("[data-testid=draft-verdict]", "I48 is not billable")
        .await;
    window.screenshot("authoring-fault").await;
    window.press("Ctrl+Enter").await;
    window.wait_for("[data-testid=draft]").await;
    let file = window.home().join("exercises/ward-a.toml");
    assert!(!file.exists(), "it was kept all the same");
    type_into(&window, "[data-testid=draft-codes-code]", ".0").await;
    window
        .wait_for("[data-testid=draft-verdict][data-faults='0']")
        .await;
    window.screenshot("authoring-written").await;
    window.press("Ctrl+Enter").await;
    window
        .wait_for("[data-testid=own-exercise][data-id=ward-01]")
        .await;
    assert!(fs::read_to_string(&file).unwrap().contains("paroxysmal"));

    // it is an exercise like any other
    exercise(&window, "ward-01", "2").await;
    window.click("[data-testid=code-input]").await;
    window.type_text("I48.0").await;
    window.press("Enter Ctrl+Enter").await;
    window.wait_for("[data-testid=score]").await;
}

#[tokio::test]
async fn a_coded_chart_becomes_an_exercise_after_its_text_was_read() {
    let window = Window::open(Home::with_code_sets()).await;
    let note = "Seen with her husband Richard Roe on 2/3/2026, MRN 4471234.\n\
                Assessment: Essential hypertension, at goal.\n";
    coding::write_chart(&window, note).await;
    window.press("j a").await;
    window
        .wait_for("[data-testid=suggestion-row][data-state=accepted]")
        .await;
    window.press("Ctrl+3").await;
    window.wait_for("[data-testid=exercise-row]").await;
    window.press("W").await;
    window
        .wait_for("[data-testid=draft-chart] option:nth-child(2)")
        .await;
    window.click("[data-testid=draft-chart]").await;
    window.press("ArrowDown Enter").await;
    window.wait_for("[data-testid=preview]").await;
    window
        .wait_for("[data-testid=replaced][data-kind=date]")
        .await;
    let text = "return document.querySelector('[data-testid=draft-text]').value";
    let shown = window
        .run(&format!(
            "arguments[arguments.length - 1]((() => {{ {text} }})())"
        ))
        .await;
    let shown = shown.as_str().unwrap_or_default().to_owned();
    assert!(shown.contains("Essential hypertension"));
    assert!(!shown.contains("4471234") && !shown.contains("2/3/2026"));
    window.wait_for("[data-testid=draft-verdict] li").await;
    window.screenshot("authoring-preview").await;
    type_into(&window, "[data-testid=draft-hints]", "Read the assessment.").await;
    type_into(&window, "[data-testid=draft-why]", "It is documented.").await;
    type_into(&window, "[data-testid=draft-cite]", "Guidelines IV, FY2026").await;
    type_into(&window, "[data-testid=head-id]", "charts").await;
    type_into(&window, "[data-testid=head-title]", "Charts").await;
    window
        .wait_for("[data-testid=draft-verdict][data-faults='0']")
        .await;
    // nobody has read it yet
    window.press("Ctrl+Enter").await;
    window.wait_for_text("[data-testid=toast]", "read it").await;
    let file = window.home().join("exercises/charts.toml");
    assert!(!file.exists(), "it was kept unread");
    window.click("[data-testid=reviewed]").await;
    window.press("Ctrl+Enter").await;
    window.wait_for("[data-testid=own-exercise]").await;
    let kept = fs::read_to_string(&file).unwrap();
    assert!(!kept.contains("4471234") && kept.contains("I10"));
    window.screenshot("authoring-kept").await;
}

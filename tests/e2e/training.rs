//! The classroom: an exercise of each kind done wrong and right by keyboard, its score, its ways, its card, the
//! trainer's tables; examinations however they end.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::book;
use crate::home::Home;
use crate::window::Window;

/// Chooses an exercise of the list and opens it in a mode ("1" guided, "2" unguided, "3" examination).
pub async fn exercise(window: &Window, id: &str, mode: &str) {
    window.press("Ctrl+3").await;
    window.wait_for("[data-testid=exercise-row]").await;
    window.press(mode).await;
    window
        .click(&format!("[data-testid=exercise-row][data-id='{id}']"))
        .await;
    window.press("Enter").await;
    window
        .wait_for(&format!("[data-testid=exercise][data-id='{id}']"))
        .await;
    if mode == "1" {
        // it moves what stands below it
        window.wait_for("[data-testid=guide]").await;
    }
}

/// Types codes into the answer and goes back to its rows.
async fn give(window: &Window, codes: &[&str]) {
    window.click("[data-testid=code-input]").await;
    for code in codes {
        window.type_text(code).await;
        window.press("Enter").await;
        window
            .wait_for(&format!("[data-testid=answer-code][data-code='{code}']"))
            .await;
    }
}

/// Hands in, and finds an error of a kind, a card that came of it, and the ways.
async fn wrong(window: &Window, kind: &str) {
    window.press("Ctrl+Enter").await;
    window.wait_for("[data-testid=score]").await;
    assert!(!window.text_of("[data-testid=total]").await.contains("100"));
    window
        .wait_for(&format!("[data-testid=errors] [data-kind='{kind}']"))
        .await;
    window.wait_for("[data-testid=minted]").await;
    window.wait_for("[data-testid=replay]").await;
    window.press("A").await;
    window.wait_for("[data-testid=exercise-text]:focus").await;
}

/// Hands in, and finds that everything was right.
async fn right(window: &Window) {
    window.press("Ctrl+Enter").await;
    window.wait_for_text("[data-testid=total]", "100").await;
    assert_eq!(window.count("[data-testid=errors]").await, 0);
}

#[tokio::test]
async fn every_kind_of_exercise_is_done_wrong_and_right_by_keyboard() {
    let window = Window::open(Home::with_code_sets()).await;
    window.wait_for("[data-testid=queue-row]").await;

    // main term: words are marked by keyboard
    exercise(&window, "fs-01", "2").await;
    window.wait_for("[data-testid=exercise-text]:focus").await;
    window.press("ArrowRight").await;
    window.wait_for_text("[data-testid=marked]", "The").await;
    wrong(&window, "MT").await;
    window
        .press("ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight")
        .await;
    window
        .wait_for_text("[data-testid=marked]", "bronchitis")
        .await;
    right(&window).await;

    // walk: the default code, then through the index
    exercise(&window, "iw-12", "2").await;
    assert_eq!(
        window.count("[data-testid=guide]").await,
        0,
        "nobody is led"
    );
    window.press("F6 F6").await;
    book::open_term(&window, "1", "Fibrillation").await;
    book::filter(&window, "atrial").await;
    give(&window, &["I48.91"]).await;
    window.press("Ctrl+Enter").await;
    window.wait_for("[data-testid=errors] [data-kind=ST]").await;
    window
        .wait_for_text("[data-testid=divergence]", "paroxysmal")
        .await;
    ways(&window).await;
    window.press("A").await;
    window.wait_for("[data-testid=exercise-text]:focus").await;
    window.press("F6 F6").await;
    book::open_term(&window, "1", "Fibrillation").await;
    book::filter(&window, "atrial paroxysmal").await;
    window.press("Enter").await;
    window
        .wait_for("[data-testid=tabular-entry][data-code='I48.0']")
        .await;
    window.press("Enter").await;
    window
        .wait_for("[data-testid=answer-code][data-code='I48.0']")
        .await;
    window.screenshot("training-walk").await;
    right(&window).await;
    window.screenshot("training-score-right").await;

    // verify: notes are ticked, and what they ask for is coded
    exercise(&window, "tv-02", "2").await;
    window.wait_for("[data-testid=note-choice]").await;
    wrong(&window, "TB").await;
    let asked = "Use additional code to identify type of heart failure";
    let notes = window.texts_of("[data-testid=note-choice]").await;
    let at = notes.iter().position(|n| n.contains(asked)).unwrap();
    for _ in 0..at {
        window.press("ArrowDown").await;
    }
    window.press("Space").await;
    window
        .wait_for("[data-testid=note-choice][data-ticked=true]")
        .await;
    window.screenshot("training-verify").await;
    give(&window, &["I11.0", "I50.22"]).await;
    right(&window).await;

    // complete: the other side, then the documented one
    exercise(&window, "cs-01", "2").await;
    give(&window, &["S72.322A"]).await;
    wrong(&window, "LT").await;
    give(&window, &["S72.321A"]).await;
    right(&window).await;

    // a whole chart: what is only possible, then what is certain
    exercise(&window, "cl-01", "2").await;
    give(&window, &["J18.9", "E11.9"]).await;
    wrong(&window, "UN").await;
    give(&window, &["J20.9", "E11.9", "Z79.84"]).await;
    window.screenshot("training-chart").await;
    right(&window).await;

    // sequence: as given, then the etiology first
    exercise(&window, "sq-01", "2").await;
    window.wait_for("[data-testid=answer-code]").await;
    wrong(&window, "CF").await;
    window.press("Alt+ArrowDown").await;
    right(&window).await;

    // presence on admission is said of each code of an inpatient
    exercise(&window, "sq-11", "2").await;
    window.wait_for("[data-testid=poa]").await;
    window.press("Alt+ArrowDown Alt+ArrowDown").await;
    window.press("ArrowUp ArrowUp Alt+ArrowDown").await;
    wrong(&window, "POA").await;
    window.press("Alt+ArrowDown Alt+ArrowDown").await;
    window.press("ArrowUp ArrowUp Alt+ArrowDown ArrowUp").await;
    window.press("N ArrowDown E ArrowDown E").await;
    window
        .wait_for("[data-testid=poa][data-code='O70.0'][data-poa=N]")
        .await;
    window.screenshot("training-poa").await;
    right(&window).await;

    // a defect: passed over, then named with its kind
    exercise(&window, "au-03", "2").await;
    window.wait_for("[data-testid=given-row]").await;
    wrong(&window, "7C").await;
    window.press("Space").await;
    window.wait_for("[data-testid=error-kind]").await;
    window
        .press("ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight")
        .await;
    window.screenshot("training-audit").await;
    right(&window).await;

    // a wrong suggestion: left, then rejected
    exercise(&window, "vg-08", "2").await;
    window.wait_for("[data-testid=vigilance-row]").await;
    wrong(&window, "OV").await;
    let first = window
        .attrs("[data-testid=vigilance-row]", "data-code")
        .await;
    if first.first().map(String::as_str) != Some("R06.2") {
        window.press("ArrowDown").await;
    }
    window.press("Space").await;
    window
        .wait_for("[data-testid=vigilance-row][data-code='R06.2'][data-rejected=true]")
        .await;
    window.screenshot("training-vigilance").await;
    right(&window).await;

    review(&window).await;
    trainer(&window).await;
}

/// The ways of the learner, the expert and the program are there.
pub async fn all_three(window: &Window) {
    for who in ["learner", "expert", "engine"] {
        window.wait_for(&format!(".key[data-who={who}]")).await;
    }
}

/// Goes back to where the ways begin, one step on, and lets them play to their end.
pub async fn step(window: &Window) {
    window.press(", , , , , , , ,").await;
    window
        .wait_for("[data-testid=replay][data-shown='0']")
        .await;
    window.press(".").await;
    window
        .wait_for("[data-testid=replay][data-shown='1']")
        .await;
    window.press("Space").await;
    window
        .wait_for_text("[data-testid=ways-play]", "Pause")
        .await;
    window
        .wait_for_text("[data-testid=ways-play]", "Play")
        .await;
}

/// The ways on one canvas, step by step and into a file.
async fn ways(window: &Window) {
    all_three(window).await;
    window.wait_for("[data-place='I48.0']").await;
    window.screenshot("training-score-wrong").await;
    step(window).await;
    window.press("S").await;
    window
        .wait_for_text("[data-testid=message]", "ways-iw-12")
        .await;
}

/// Every card that came of the errors asks for the step, and goes when it is known.
async fn review(window: &Window) {
    window.press("R").await;
    window.wait_for("[data-testid=card-prompt]").await;
    let mut seen = Vec::new();
    while window.count("[data-testid=card-prompt]").await > 0 {
        let prompt = window.text_of("[data-testid=card-prompt]").await;
        window.press("Space").await;
        window.wait_for("[data-testid=card-answer]").await;
        if seen.is_empty() {
            window.screenshot("training-review").await;
        }
        window.press("3").await;
        window.wait_gone("[data-testid=card-answer]").await;
        seen.push(prompt);
        assert!(seen.len() < 30, "the deck does not end");
    }
    window.wait_for("[data-testid=review-empty]").await;
    assert!(
        seen.iter().any(|p| p.contains("Which subterms")),
        "{seen:?}"
    );
    assert!(
        seen.iter().any(|p| p.contains("present on admission")),
        "{seen:?}"
    );
}

/// The trainer sees each of it.
async fn trainer(window: &Window) {
    window.press("T").await;
    for skill in ["MT", "ST", "TB", "LT", "UN", "CF", "POA", "7C", "OV"] {
        window
            .wait_for(&format!(
                "[data-testid=heat-map] [data-skill='{skill}'][data-errors='1']"
            ))
            .await;
    }
    window
        .wait_for("[data-testid=chapter-map] [data-skill=ST][data-errors='1']")
        .await;
    for id in [
        "fs-01", "iw-12", "tv-02", "cs-01", "cl-01", "sq-01", "sq-11", "au-03", "vg-08",
    ] {
        window
            .wait_for(&format!("[data-testid=items] [data-exercise='{id}']"))
            .await;
    }
    window
        .wait_for("[data-testid=branches][data-exercise='iw-12'] [data-arm]")
        .await;
    window
        .wait_for("[data-testid=paces] [data-kind=walk]")
        .await;
    window.wait_for_text("[data-testid=over-trust]", "50").await;
    window.screenshot("training-trainer").await;
}

#[tokio::test]
async fn a_guided_walk_is_led_step_by_step() {
    let window = Window::open(Home::with_code_sets()).await;
    window.wait_for("[data-testid=queue-row]").await;
    exercise(&window, "iw-12", "1").await;
    window
        .wait_for("[data-testid=guide-step][data-progress=open]")
        .await;
    assert_eq!(
        window.count("[data-testid=guide-step]").await,
        2,
        "what comes later is not told yet"
    );
    window.press("F6 F6").await;
    book::open_term(&window, "1", "Pain").await;
    window
        .wait_for("[data-testid=guide-step][data-progress=wrong]")
        .await;
    window.screenshot("training-guided-wrong").await;
    book::open_term(&window, "1", "Fibrillation").await;
    window
        .wait_for_text("[data-testid=guide]", "So far right: Fibrillation")
        .await;
    book::filter(&window, "atrial paroxysmal").await;
    window.press("Enter").await;
    window
        .wait_for("[data-testid=tabular-entry][data-code='I48.0']")
        .await;
    window
        .wait_for_text("[data-testid=guide]", "This line leads to the code")
        .await;
    window.screenshot("training-guided").await;
    window.press("Enter").await;
    window.wait_for("[data-testid=guide-done]").await;
    right(&window).await;
}

/// A pack with an examination of few seconds.
fn short_exam(home: &Path) {
    let folder = home.join("exercises");
    fs::create_dir(&folder).unwrap();
    let pack = r#"
id = "short"
title = "Short"
level = 1
release = "FY2026-04"
license = "MIT"
about = "Little time."

[[exercise]]
id = "short-01"
kind = "complete"
seconds = 4
text = "Closed displaced fracture of the shaft of the right femur, transverse. Surgery today."
given = ["S72.32"]
codes = [{ code = "S72.321A" }]
hints = ["Right."]
why = "Right, displaced, closed, active treatment."
cite = "Guidelines I.C.19.a, FY2026"
"#;
    fs::write(folder.join("short.toml"), pack).unwrap();
}

#[tokio::test]
async fn an_examination_suggests_nothing_and_is_on_record_however_it_ends() {
    let home = Home::with_code_sets();
    short_exam(home.path());
    let mut window = Window::open(home).await;
    window.wait_for("[data-testid=queue-row]").await;

    // no search, no hint, no other view, no suggestion; and none afterwards
    exercise(&window, "cs-01", "3").await;
    window.wait_for("[data-testid=exam-mark]").await;
    for none in [
        "[data-testid=book-search]",
        "[data-testid=hint-button]",
        "[data-testid=suggestion-row]",
        "[data-testid=guide]",
    ] {
        assert_eq!(window.count(none).await, 0, "{none}");
    }
    window.press("Ctrl+1").await;
    window.press("Ctrl+2").await;
    window.press("H /").await;
    window.wait_for("[data-testid=exercise]").await;
    assert_eq!(window.count("[data-testid=hint]").await, 0);
    window.wait_for_text("[data-testid=timer]", "left").await;
    window.screenshot("training-exam").await;
    give(&window, &["S72.321A"]).await;
    right(&window).await;
    assert_eq!(window.count("[data-who=engine]").await, 0);

    // Esc asks first
    exercise(&window, "cs-02", "3").await;
    window.press("Escape").await;
    window
        .wait_for_text("[data-testid=message]", "Esc again")
        .await;
    window.wait_for("[data-testid=exercise]").await;
    window.press("Escape").await;
    window
        .wait_for("[data-testid=unfinished] [data-state=left]")
        .await;

    // the time runs out: handed in as it stands
    exercise(&window, "short-01", "3").await;
    window.wait_for("[data-testid=timed-out]").await;
    window.wait_for("[data-testid=errors]").await;
    window.screenshot("training-exam-timed-out").await;

    // the program is closed in the middle of one
    exercise(&window, "cs-03", "3").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    window.restart().await;
    window.wait_for("[data-testid=queue-row]").await;
    window.press("Ctrl+3").await;
    window.wait_for("[data-testid=unfinished]").await;
    window.click("[data-testid=unfinished] summary").await;
    for state in ["left", "interrupted", "time ran out"] {
        window
            .wait_for(&format!("[data-testid=unfinished] [data-state='{state}']"))
            .await;
    }
    window.screenshot("training-unfinished").await;
    window.press("T").await;
    window
        .wait_for("[data-testid=exams] [data-state=interrupted]")
        .await;
    window.screenshot("training-exams").await;
}

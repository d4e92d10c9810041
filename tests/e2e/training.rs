//! The classroom: an exercise done wrong and right by keyboard, its score, its card, the trainer's tables.

use crate::book;
use crate::home::Home;
use crate::window::Window;

async fn exercise(window: &Window, id: &str, mode: &str) {
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
}

#[tokio::test]
async fn a_learner_errs_sees_where_and_reviews_it() {
    let window = Window::open(Home::with_code_sets()).await;
    window.wait_for("[data-testid=queue-row]").await;

    // a walk, wrong: the default code
    exercise(&window, "iw-12", "1").await;
    window.click("[data-testid=code-input]").await;
    window.type_text("I48.91").await;
    window.press("Enter").await;
    window
        .wait_for("[data-testid=answer-code][data-code='I48.91']")
        .await;
    window.press("Ctrl+Enter").await;
    window.wait_for("[data-testid=score]").await;
    assert!(!window.text_of("[data-testid=total]").await.contains("100"));
    window.wait_for("[data-testid=errors] [data-kind=ST]").await;
    window.wait_for("[data-testid=replay]").await;
    window.wait_for("[data-testid=minted]").await;
    window.screenshot("training-score-wrong").await;

    // the same again, right, through the index
    window.press("A").await;
    window.wait_for("[data-testid=exercise]").await;
    window.press("/").await;
    window.wait_for("[data-testid=book-search]:focus").await;
    window.press("Escape").await;
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
    window.press("Ctrl+Enter").await;
    window.wait_for_text("[data-testid=total]", "100").await;
    window.screenshot("training-score-right").await;

    // the card that came of the error
    window.press("R").await;
    window
        .wait_for_text("[data-testid=card-prompt]", "subterms")
        .await;
    window.press("Space").await;
    window.wait_for("[data-testid=card-answer]").await;
    window.screenshot("training-review").await;
    window.press("3").await;
    window.wait_for("[data-testid=review-empty]").await;

    // the trainer sees it
    window.press("T").await;
    window
        .wait_for("[data-testid=heat-map] [data-skill=ST]")
        .await;
    window.screenshot("training-trainer").await;
}

#[tokio::test]
async fn every_kind_of_exercise_is_answered_and_an_examination_suggests_nothing() {
    let window = Window::open(Home::with_code_sets()).await;
    window.wait_for("[data-testid=queue-row]").await;

    // main term: words are marked by keyboard
    exercise(&window, "fs-01", "2").await;
    window.wait_for("[data-testid=exercise-text]:focus").await;
    window
        .press("ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight")
        .await;
    window
        .wait_for_text("[data-testid=marked]", "bronchitis")
        .await;
    window.press("Ctrl+Enter").await;
    window.wait_for_text("[data-testid=total]", "100").await;

    // notes are ticked
    exercise(&window, "tv-02", "2").await;
    window.wait_for("[data-testid=note-choice]").await;
    window.press("Space").await;
    window
        .wait_for("[data-testid=note-choice][data-ticked=true]")
        .await;
    window.screenshot("training-verify").await;
    window.press("Ctrl+Enter").await;
    window.wait_for("[data-testid=score]").await;

    // codes are put in sequence
    exercise(&window, "sq-01", "2").await;
    window.wait_for("[data-testid=answer-code]").await;
    window.press("Alt+ArrowDown").await;
    window.press("Ctrl+Enter").await;
    window.wait_for_text("[data-testid=total]", "100").await;

    // a wrong suggestion is left, then rejected
    exercise(&window, "vg-08", "2").await;
    window.wait_for("[data-testid=vigilance-row]").await;
    window.screenshot("training-vigilance").await;
    window.press("Ctrl+Enter").await;
    window.wait_for("[data-testid=errors] [data-kind=OV]").await;
    window.press("A").await;
    window
        .click("[data-testid=vigilance-row][data-code='R06.2']")
        .await;
    window.press("Ctrl+Enter").await;
    window.wait_for_text("[data-testid=total]", "100").await;

    // a defect is named with its kind
    exercise(&window, "au-03", "2").await;
    window
        .click("[data-testid=given-row][data-code='S82.61XA']")
        .await;
    window.wait_for("[data-testid=error-kind]").await;
    window.screenshot("training-audit").await;
    window.press("Ctrl+Enter").await;
    window.wait_for("[data-testid=score]").await;

    // an examination: no search, no hint, no other view
    exercise(&window, "cs-01", "3").await;
    window.wait_for("[data-testid=exam-mark]").await;
    assert_eq!(window.count("[data-testid=book-search]").await, 0);
    assert_eq!(window.count("[data-testid=hint-button]").await, 0);
    assert_eq!(window.count("[data-testid=suggestion-row]").await, 0);
    window.press("Ctrl+1").await;
    window.press("Ctrl+2").await;
    window.wait_for("[data-testid=exercise]").await;
    window.screenshot("training-exam").await;
    window.click("[data-testid=code-input]").await;
    window.type_text("S72.321A").await;
    window.press("Enter").await;
    window.press("Ctrl+Enter").await;
    window.wait_for_text("[data-testid=total]", "100").await;
}

//! Walking the book by keyboard alone, from a note's words to assigned codes.

use crate::book::{filter, open_term};
use crate::coding::in_bag;
use crate::home::Home;
use crate::window::Window;

/// One chart for all walks, so that one window does.
const NOTE: &str = "Assessment and plan:
Type 2 diabetes mellitus with chronic kidney disease, stage 3a.
Dementia with Lewy bodies.
Colles fracture of the right radius, closed, initial encounter, after a fall from a ladder.
Carcinoma of the upper lobe of the left lung.
Ankle swelling, an adverse effect of amlodipine.
Nausea: he accidentally took his wife's digoxin yesterday.
";

const TABULAR: &str = "[data-testid=tabular-entry]";
const CHOSEN: &str = "[data-testid=index-entry] [aria-selected=true]";

/// Writes the chart and opens the book's view beside it.
pub async fn begin(window: &Window) {
    window.wait_for("[data-testid=queue-row]").await;
    window.press("n").await;
    window.wait_for("[data-testid=new-text]:focus").await;
    window.type_text(NOTE).await;
    window.press("Ctrl+Enter").await;
    window.wait_for("[data-testid=suggestion-row]").await;
    window.press("Ctrl+2").await;
    window.wait_for("[data-testid=main-term]").await;
}

/// Selects words of the note with the note's own search.
pub async fn select_words(window: &Window, words: &str) {
    window.press("Ctrl+f").await;
    window.wait_for(".cm-search input[name=search]:focus").await;
    window.press("Ctrl+a").await;
    window.type_text(words).await;
    window.press("Enter Escape").await;
    window.wait_for("[data-testid=code-selection]").await;
}

/// Selects words of the note, and starts coding them.
pub async fn code_words(window: &Window, words: &str) {
    select_words(window, words).await;
    window.press("Ctrl+Space").await;
    window.wait_for("[data-testid=book-search]:focus").await;
    window.wait_for("[data-testid=search-result]").await;
    window.press("Escape Escape").await;
}

/// The tabular entry of a code.
pub fn entry(code: &str) -> String {
    format!("{TABULAR}[data-code='{code}']")
}

#[tokio::test]
async fn diabetes_and_the_stage_it_asks_for_are_walked_to_by_keyboard_alone() {
    let window = Window::open(Home::with_code_sets()).await;
    begin(&window).await;

    // Diabetes → type 2 → with → chronic kidney disease, its notes, and the stage they ask for
    code_words(
        &window,
        "Type 2 diabetes mellitus with chronic kidney disease",
    )
    .await;
    open_term(&window, "1", "Diabetes").await;
    filter(&window, "type 2").await;
    window.press("t").await;
    window
        .wait_for_text("[data-testid=breadcrumb] strong", "with")
        .await;
    filter(&window, "type 2 chronic kidney").await;
    window.wait_for_text(CHOSEN, "chronic kidney disease").await;
    window.press("Enter").await;
    window.wait_for(&entry("E11.22")).await;
    window.press("c").await;
    window
        .wait_for("[data-testid=effective-notes] .looked-at")
        .await;
    window.screenshot("keys-diabetes").await;
    window.press("Enter").await;
    window
        .wait_for_text("[data-testid=post-button]", "is assigned")
        .await;
    window.press("o Enter").await;
    window.wait_for(&entry("N18.1")).await;
    window.press("ArrowDown ArrowDown").await;
    window.wait_for(&entry("N18.3")).await;
    // a header cannot be assigned, and the window says why
    window.press("Enter").await;
    window
        .wait_for_text("[data-testid=tabular-hint]", "header")
        .await;
    window.press("ArrowRight").await;
    window.wait_for(&entry("N18.30")).await;
    code_words(&window, "stage 3a").await;
    window.press("F6").await;
    window.wait_for(&format!("{TABULAR} :focus")).await;
    window.press("ArrowDown").await;
    window.wait_for(&entry("N18.31")).await;
    window.press("Enter").await;
    window
        .wait_for_text("[data-testid=post-button]", "is assigned")
        .await;

    window.press("Ctrl+1").await;
    for code in ["E11.22", "N18.31"] {
        window.wait_for(&in_bag(code)).await;
    }
    window.screenshot("keys-bag").await;
}

#[tokio::test]
async fn pairs_fractures_causes_and_neoplasms_are_walked_to_by_keyboard_alone() {
    let window = Window::open(Home::with_code_sets()).await;
    begin(&window).await;

    // a pair, the etiology first
    code_words(&window, "Dementia with Lewy bodies").await;
    open_term(&window, "1", "Dementia").await;
    filter(&window, "with lewy").await;
    window.press("Enter").await;
    window.wait_for(&entry("G31.83")).await;
    window.screenshot("keys-pair").await;
    window.press("Enter").await;
    window.wait_for(&entry("F02.80")).await;
    window.press("Enter").await;
    window
        .wait_for_text("[data-testid=post-button]", "is assigned")
        .await;

    // stem, side and 7th character
    code_words(&window, "Colles fracture of the right radius").await;
    open_term(&window, "1", "Fracture, traumatic").await;
    filter(&window, "radius colles").await;
    window.screenshot("keys-fracture-index").await;
    window.press("Enter").await;
    window.wait_for(&entry("S52.53")).await;
    window.press("ArrowRight").await;
    window.wait_for(&entry("S52.531")).await;
    window.press("Enter").await;
    window
        .wait_for("[data-testid=seventh-character][aria-selected=true]")
        .await;
    window.screenshot("keys-fracture").await;
    window.press("Enter").await;
    window.wait_for(&entry("S52.531A")).await;
    window.press("Enter").await;
    window
        .wait_for_text("[data-testid=post-button]", "is assigned")
        .await;

    // an external cause
    code_words(&window, "fall from a ladder").await;
    open_term(&window, "2", "Fall").await;
    filter(&window, "from ladder").await;
    window.press("Enter").await;
    window.wait_for(&entry("W11")).await;
    window.press("Enter Enter").await;
    window.wait_for(&entry("W11.XXXA")).await;
    window.press("Enter").await;
    window
        .wait_for_text("[data-testid=post-button]", "is assigned")
        .await;
    window.screenshot("keys-external").await;

    // the tables
    code_words(&window, "Carcinoma of the upper lobe of the left lung").await;
    window.press("3").await;
    window.wait_for("[data-testid=table-row]").await;
    filter(&window, "lung upper lobe").await;
    window
        .wait_for_text("[data-testid=proposed-column]", "carcinoma")
        .await;
    window.screenshot("keys-neoplasm").await;
    window.press("Enter").await;
    window.wait_for(&entry("C34.1")).await;
    window.press("ArrowRight ArrowDown ArrowDown").await;
    window.wait_for(&entry("C34.12")).await;
    window.press("Enter").await;
    window
        .wait_for_text("[data-testid=post-button]", "is assigned")
        .await;

    window.press("Ctrl+1").await;
    for code in ["G31.83", "F02.80", "S52.531A", "W11.XXXA", "C34.12"] {
        window.wait_for(&in_bag(code)).await;
    }
    window.screenshot("keys-all").await;
}

#[tokio::test]
async fn adverse_effects_and_poisonings_are_walked_to_by_keyboard_alone() {
    let window = Window::open(Home::with_code_sets()).await;
    begin(&window).await;

    // the table does not name the drug: its class stands first in the list, and says so
    code_words(&window, "adverse effect of amlodipine").await;
    window.press("4 m").await;
    window.wait_for("[data-testid=term-prefix]:focus").await;
    window.type_text("Amlodipine").await;
    let first = "[data-testid=main-term][aria-selected=true]";
    window
        .wait_for_text(first, "amlodipine: dihydropyridine calcium channel blocker")
        .await;
    window
        .wait_for_text("[data-testid=term-unnamed]", "No main term begins with")
        .await;
    window.screenshot("keys-drug-class").await;
    window.press("Enter Enter").await;
    window
        .wait_for_text("[data-testid=proposed-column]", "adverse effect")
        .await;
    window
        .wait_for_text(
            "[data-testid=table-row][aria-selected=true]",
            "Blockers, calcium channel",
        )
        .await;
    window.screenshot("keys-drug").await;
    post_drug(&window, "T46.1X5").await;

    // a drug that it names, in the column that the words speak for
    code_words(&window, "accidentally took his wife's digoxin").await;
    window.press("4 m").await;
    window.wait_for("[data-testid=term-prefix]:focus").await;
    window.type_text("Digoxin").await;
    window.wait_for_text(first, "Digoxin").await;
    window.press("Enter Enter").await;
    window
        .wait_for_text("[data-testid=table-row][aria-selected=true]", "Digoxin")
        .await;
    window
        .wait_for_text("[data-testid=proposed-column]", "accidentally took")
        .await;
    window.screenshot("keys-poisoning-table").await;
    post_drug(&window, "T46.0X1").await;

    window.press("Ctrl+1").await;
    for code in ["T46.1X5A", "T46.0X1A"] {
        window.wait_for(&in_bag(code)).await;
    }
    window.screenshot("keys-drugs").await;
}

/// From a cell of the Table of Drugs to the code, whose 7th character is the initial encounter.
async fn post_drug(window: &Window, stem: &str) {
    window.press("Enter").await;
    window.wait_for(&entry(stem)).await;
    window.press("Enter Enter").await;
    window.wait_for(&entry(&format!("{stem}A"))).await;
    window.press("Enter").await;
    window
        .wait_for_text("[data-testid=post-button]", "is assigned")
        .await;
}

#[tokio::test]
async fn the_book_is_read_by_keyboard_without_a_chart() {
    let window = Window::open(Home::with_code_sets()).await;
    window.wait_for("[data-testid=queue-row]").await;

    // what is typed right behind the key that leads there is not lost
    window.type_text("/nephropathy").await;
    window
        .wait_for("[data-testid=search-result][data-code='N28.9']")
        .await;
    assert_eq!(
        window
            .wait_for("[data-testid=book-search]")
            .await
            .prop("value")
            .await
            .unwrap()
            .as_deref(),
        Some("nephropathy")
    );
    window.press("Escape Escape").await;

    // a see also chain, and back to the very row
    open_term(&window, "1", "Nephropathy").await;
    window.wait_for_text(CHOSEN, "see also").await;
    window.press("s").await;
    window
        .wait_for_text("[data-testid=breadcrumb] strong", "Nephritis")
        .await;
    filter(&window, "with edema").await;
    window.wait_for_text(CHOSEN, "see").await;
    window.press("Enter").await;
    window
        .wait_for_text("[data-testid=breadcrumb]", "Nephrosis")
        .await;
    window.screenshot("keys-see-also").await;
    window.press("Alt+ArrowLeft").await;
    window.wait_for_text(CHOSEN, "edema").await;
    window.press("Alt+ArrowLeft").await;
    window.wait_for_text(CHOSEN, "Nephropathy").await;

    // a code that one release has and another has not
    window.type_text("/G35.A").await;
    window
        .wait_for("[data-testid=search-result][data-code='G35.A']")
        .await;
    window.press("Enter").await;
    window.wait_for(&entry("G35.A")).await;
    window.screenshot("keys-release").await;
    window.press("y").await;
    window
        .wait_for_text("[data-testid=message]", "G35.A is not in FY2025-04")
        .await;

    // the guidelines that bear on a code, one after the other, all of them, and those with a word
    window.press("y y").await;
    window
        .wait_for_text("[data-testid=status-release]", "FY2026-04")
        .await;
    window.type_text("/E11.22").await;
    window
        .wait_for("[data-testid=search-result][data-code='E11.22']")
        .await;
    window.press("Enter").await;
    window.wait_for(&entry("E11.22")).await;
    window.press("F1").await;
    let guideline = "[data-testid=guideline]";
    window
        .wait_for(&format!("{guideline}[data-number^='I.C.4.a']"))
        .await;
    window.screenshot("keys-guidelines").await;
    window.press("ArrowDown Enter").await;
    window
        .wait_for("[data-testid=guideline-row][aria-selected=true]:not(:first-child)")
        .await;
    window.press("Backspace Backspace").await;
    window.wait_gone(guideline).await;
    window
        .wait_for("[data-testid=guideline-row][data-number='I.A']")
        .await;
    window.press("f").await;
    window
        .wait_for("[data-testid=guideline-search]:focus")
        .await;
    window.type_text("admission").await;
    window.press("Enter Enter").await;
    window.wait_for_text(guideline, "admission").await;
    window.screenshot("keys-guidelines-words").await;
}

#[tokio::test]
async fn favourites_are_kept_by_key_with_a_note_and_opened_from_their_list() {
    let window = Window::open(Home::with_code_sets()).await;
    window.wait_for("[data-testid=queue-row]").await;
    for code in ["E11.22", "I10"] {
        window.type_text(&format!("/{code}")).await;
        window
            .wait_for(&format!("[data-testid=search-result][data-code='{code}']"))
            .await;
        window.press("Enter").await;
        window
            .wait_for(&format!("{TABULAR}[data-code='{code}']"))
            .await;
        window.press("Shift+f").await;
        window.wait_for("[data-testid=sticky-field]:focus").await;
        window.type_text("ask for the stage").await;
        window.press("Enter").await;
        window
            .wait_for_text("[data-testid=sticky-note]", "ask for the stage")
            .await;
    }
    // the second is none any more
    window.press("f").await;
    window.wait_gone("[data-testid=favourite-mark]").await;
    window.press("7").await;
    let row = "[data-testid=favourite-row]";
    window
        .wait_for(&format!("{row}[data-code='E11.22'][aria-selected=true]"))
        .await;
    assert_eq!(window.count(row).await, 1);
    window.screenshot("keys-favourites").await;
    window.press("Enter").await;
    window
        .wait_for(&format!("{TABULAR}[data-code='E11.22']"))
        .await;
    window
        .wait_for_text("[data-testid=sticky-note]", "ask for the stage")
        .await;
}

#[tokio::test]
async fn words_that_stand_apart_support_one_code_which_is_commented_on_by_key() {
    let window = Window::open(Home::with_code_sets()).await;
    begin(&window).await;
    // the site is told in one place and the side in another
    select_words(&window, "Carcinoma of the upper lobe").await;
    window.press("Ctrl+e").await;
    code_words(&window, "left lung").await;
    window.press("3").await;
    window.wait_for("[data-testid=table-row]").await;
    filter(&window, "lung upper lobe").await;
    window.press("Enter").await;
    window.wait_for(&entry("C34.1")).await;
    window.press("ArrowRight ArrowDown ArrowDown").await;
    window.wait_for(&entry("C34.12")).await;
    window.press("Enter").await;
    window
        .wait_for_text("[data-testid=post-button]", "is assigned")
        .await;
    window.press("Ctrl+1").await;
    window.wait_for(&in_bag("C34.12")).await;
    assert_eq!(
        window.texts_of("[data-testid=bag-quote]").await,
        ["“Carcinoma of the upper lobe”", "“left lung”"]
    );

    // a comment on it, with a flag in the bag and a list of its own
    window.click(&in_bag("C34.12")).await;
    window.press("c").await;
    window.wait_for("[data-testid=comment-text]:focus").await;
    window
        .type_text("confirm the histology with pathology")
        .await;
    window.screenshot("keys-comment").await;
    window.press("Enter").await;
    window
        .wait_for_text("[data-testid=comment-row][data-code='C34.12']", "histology")
        .await;
    window.screenshot("keys-comments").await;
    window.press("Escape").await;
    window
        .wait_for(&format!("{} [data-testid=bag-flag]", in_bag("C34.12")))
        .await;
    // nothing leaves with an export unless it is ticked
    window.press("Ctrl+Shift+e").await;
    window.wait_for("[data-testid=export-comments]").await;
    assert_eq!(
        window.count("[data-testid=export-comments]:checked").await,
        0
    );
    window.press("c").await;
    window
        .wait_for("[data-testid=export-comments]:checked")
        .await;
    window.screenshot("keys-export-comments").await;
    window.press("Escape Ctrl+m").await;
    window.wait_for("[data-testid=comment-withdraw]").await;
    window.click("[data-testid=comment-withdraw]").await;
    window.wait_gone("[data-testid=comment-row]").await;
}

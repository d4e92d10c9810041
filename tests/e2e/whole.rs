//! The whole way: from a suggestion to its evidence, its place in the book and its notes, to decisions
//! that outlive the program and stand in the file for others to read.

use rusqlite::{Connection, OpenFlags};

use crate::coding::{in_bag, open_chart, state};
use crate::home::Home;
use crate::window::Window;

fn row(code: &str) -> String {
    format!("[data-testid=suggestion-row][data-code='{code}']")
}

/// The codes in the bag, in sequence.
async fn bag(window: &Window) -> Vec<String> {
    window.attrs("[data-testid=bag-row]", "data-code").await
}

#[tokio::test]
async fn a_chart_is_coded_from_evidence_to_ledger() {
    let mut window = Window::open(Home::with_code_sets()).await;
    open_chart(&window).await;

    // suggestion → evidence → index entry → tabular notes
    window.click(&row("E11.22")).await;
    window.press("g").await;
    window.wait_for("[data-testid=highlight]").await;
    window.screenshot("walk-evidence").await;
    window.press("b").await;
    window
        .wait_for_text("[data-testid=breadcrumb]", "chronic kidney disease")
        .await;
    window
        .wait_for("[data-testid=index-line][data-code='E11.22']")
        .await;
    window
        .wait_for("[data-testid=tabular-entry][data-code='E11.22']")
        .await;
    window
        .wait_for_text("[data-testid=effective-notes]", "N18")
        .await;
    window.screenshot("walk-book").await;
    window.press("Escape").await;

    // accept
    window.click(&row("E11.22")).await;
    window.press("a").await;
    window.wait_for(&state("E11.22", "accepted")).await;
    window.wait_for(&in_bag("E11.22")).await;
    // reject with a reason
    window.click(&row("E03.9")).await;
    window.press("r").await;
    window.wait_for("[data-testid=reason-list]").await;
    window.press("2").await;
    window.wait_for(&state("E03.9", "rejected")).await;
    // revise to another code
    let before = bag(&window).await;
    window.click(&row("E78.2")).await;
    window.press("e").await;
    window.wait_for("[data-testid=revise-panel]").await;
    window.screenshot("walk-revise").await;
    window.click("[data-testid=alternative]").await;
    window.wait_for(&state("E78.2", "revised")).await;
    let after = bag(&window).await;
    assert_eq!(after.len(), before.len() + 1, "{before:?} {after:?}");
    let revised = after.iter().find(|c| !before.contains(c)).unwrap().clone();
    assert_ne!(revised, "E78.2");
    // accept one and take it back
    window.click(&row("E66.812")).await;
    window.press("a").await;
    window.wait_for(&state("E66.812", "accepted")).await;
    window.press("Ctrl+z").await;
    window.wait_gone(&state("E66.812", "accepted")).await;
    assert_eq!(bag(&window).await, after);
    window.screenshot("walk-decided").await;

    // close, start again: all of it is there
    window.close_and_reopen().await;
    open_chart(&window).await;
    window.wait_for(&state("E11.22", "accepted")).await;
    window.wait_for(&state("E03.9", "rejected")).await;
    window.wait_for(&state("E78.2", "revised")).await;
    assert_eq!(window.count(&state("E66.812", "accepted")).await, 0);
    assert_eq!(bag(&window).await, after);
    window.screenshot("walk-again").await;

    // the rows, read by other means
    let home = window.home();
    let key = std::fs::read_to_string(home.join("key")).unwrap();
    let file =
        Connection::open_with_flags(home.join("codetrail.db"), OpenFlags::SQLITE_OPEN_READ_ONLY)
            .unwrap();
    file.execute_batch(&format!("PRAGMA key = \"x'{}'\"", key.trim()))
        .unwrap();
    let mut rows = file
        .prepare("SELECT act, coalesce(code, '') FROM decision ORDER BY sequence")
        .unwrap();
    let rows: Vec<(String, String)> = rows
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let acts: Vec<&str> = rows.iter().map(|r| r.0.as_str()).collect();
    assert_eq!(
        acts,
        ["accepted", "rejected", "revised", "accepted", "undone"]
    );
    assert_eq!(rows[0].1, "E11.22");
    assert_eq!(rows[1].1, "E03.9");
    assert_eq!(rows[2].1, revised);
    let chained: i64 = file
        .query_row(
            "SELECT count(*) FROM event e JOIN event b ON b.sequence = e.sequence - 1 AND b.hash = e.previous",
            [],
            |r| r.get(0),
        )
        .unwrap();
    let events: i64 = file
        .query_row("SELECT count(*) FROM event", [], |r| r.get(0))
        .unwrap();
    assert!(events > 5);
    assert_eq!(
        chained,
        events - 1,
        "each event holds the hash of the one before"
    );
}

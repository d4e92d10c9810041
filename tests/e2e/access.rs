//! What a screen reader is told, and whether the colours can be told apart: axe in the real window.

use std::path::Path;

use crate::coding::open_chart;
use crate::home::Home;
use crate::window::Window;

/// Its rules for WCAG 2.1, A and AA; roles, names and contrast are among them.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
    axe.run(document, { resultTypes: ['violations'], runOnly: tags }).then(
        r => done(r.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')}: ${n.any.concat(n.all).map(c => c.message).join('; ')}`))),
        e => done(['axe itself failed: ' + e.message]));";

async fn check(window: &Window, axe: &str, what: &str, found: &mut Vec<String>) {
    let answer = window.run(&format!("{axe};{RUN}")).await;
    let violations: Vec<String> = serde_json::from_value(answer).unwrap();
    found.extend(violations.into_iter().map(|v| format!("{what}: {v}")));
}

#[tokio::test]
async fn names_roles_and_contrast_hold_in_every_view() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js");
    let Ok(axe) = std::fs::read_to_string(&file) else {
        eprintln!(
            "SKIPPED: axe-core is not among the page's packages; run `scripts/ui.sh packages`"
        );
        return;
    };
    let window = Window::open(Home::with_code_sets()).await;
    let mut found = Vec::new();
    open_chart(&window).await;
    window.press("j").await;
    check(&window, &axe, "suggestions", &mut found).await;
    window.press("b").await;
    window.wait_for("[data-testid=tabular-entry]").await;
    check(&window, &axe, "book beside the chart", &mut found).await;
    window.press("Escape Ctrl+2").await;
    window.wait_for("[data-testid=index-line]").await;
    check(&window, &axe, "index and tabular entry", &mut found).await;
    window.press("3").await;
    window.wait_for("[data-testid=table-row]").await;
    check(&window, &axe, "neoplasm table", &mut found).await;
    window.press("6").await;
    window.wait_for("[data-testid=difference-row]").await;
    check(&window, &axe, "changes", &mut found).await;
    window.screenshot("access-changes").await;
    window.press("1 /").await;
    window.type_text("ms").await;
    window.wait_for("[data-testid=search-result]").await;
    check(&window, &axe, "search", &mut found).await;
    window.screenshot("access-search").await;
    window.press("Escape Escape").await;
    window.press("5").await;
    window.wait_for("[data-testid=guideline-search]").await;
    check(&window, &axe, "guidelines", &mut found).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

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

pub async fn check(window: &Window, axe: &str, what: &str, found: &mut Vec<String>) {
    let answer = window.run(&format!("{axe};{RUN}")).await;
    let violations: Vec<String> = serde_json::from_value(answer).unwrap();
    found.extend(violations.into_iter().map(|v| format!("{what}: {v}")));
}

/// The checker's script; none, said aloud, where the page's packages are not there.
pub fn axe() -> Option<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js");
    let read = std::fs::read_to_string(&file).ok();
    if read.is_none() {
        eprintln!(
            "SKIPPED: axe-core is not among the page's packages; run `scripts/ui.sh packages`"
        );
    }
    read
}

#[tokio::test]
async fn names_roles_and_contrast_hold_in_every_view() {
    let Some(axe) = axe() else {
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

/// The views of the book, each with a key that leads there and what stands there then.
const VIEWS: [(&str, &str, &str); 5] = [
    ("index", "1", "[data-testid=main-term]"),
    ("neoplasm", "3", "[data-testid=table-row]"),
    ("drugs", "4", "[data-testid=main-term]"),
    ("guidelines", "5", "[data-testid=guideline-search]"),
    ("changes", "6", "[data-testid=difference-row]"),
];

/// Whether everything that is there can be reached: nothing is wider than the window, and the search, the tabs and
/// the way to assign a code are in it.
const REACH: &str = "
    const done = arguments[arguments.length - 1];
    const page = document.documentElement;
    const out = [];
    if (page.scrollWidth > page.clientWidth) out.push(`the page is ${page.scrollWidth} wide in ${page.clientWidth}`);
    for (const css of ['book-search', 'book-tab-index', 'book-tab-difference', 'tabular-entry', 'post-button']) {
        const found = document.querySelector(`[data-testid=${css}]`);
        const box = found?.getBoundingClientRect();
        if (!box || box.width === 0 || box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
            out.push(`${css} is not in the window: ${box ? [box.left, box.top, box.right, box.bottom].join(' ') : 'not there'} of ${innerWidth} ${innerHeight}`);
        else if (!found.contains(document.elementFromPoint(box.right - 3, (box.top + box.bottom) / 2)))
            out.push(`the end of ${css} is covered`);
    }
    done(out);";

/// How far the name of the chosen row stands from the head of its column.
const HEADS: &str = "
    const done = arguments[arguments.length - 1];
    const at = css => document.querySelector(`[data-testid=table-grid] ${css}`).getBoundingClientRect().left;
    requestAnimationFrame(() => done(at('[role=columnheader]') - at('[aria-selected=true] [role=rowheader]')));";

#[tokio::test]
async fn the_book_is_usable_at_200_percent_and_in_the_dark() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(&file).ok();
    let window = Window::open(Home::with_code_sets()).await;
    let mut found = Vec::new();
    // with a chart beside the book, which leaves it least room
    open_chart(&window).await;
    // from the system's colours by way of light to dark, and from as designed to twice as large
    for theme in ["light", "dark"] {
        window.click("[data-testid=theme-button]").await;
        window.wait_for(&format!("[data-theme={theme}] body")).await;
    }
    for _ in 0..5 {
        window.press("Ctrl++").await;
    }
    window.press("Ctrl+2").await;
    window.wait_for("[data-testid=main-term]").await;
    window.type_text("/E11.22").await;
    window
        .wait_for("[data-testid=search-result][data-code='E11.22']")
        .await;
    window.press("Enter").await;
    window.wait_for("[data-testid=tabular-entry]").await;
    for (name, key, there) in VIEWS {
        window.press(key).await;
        window.wait_for(there).await;
        if name == "neoplasm" {
            // the row's name stays at the edge, above its head's, however far the columns go by
            window
                .press("ArrowDown ArrowRight ArrowRight ArrowRight ArrowRight ArrowRight")
                .await;
            window.screenshot("large-dark-columns").await;
            let shift = window.run(HEADS).await;
            assert!(shift.as_f64().unwrap().abs() < 1.0, "{shift}");
        }
        window.screenshot(&format!("large-dark-{name}")).await;
        let unreached: Vec<String> = serde_json::from_value(window.run(REACH).await).unwrap();
        found.extend(unreached.into_iter().map(|what| format!("{name}: {what}")));
        if let Some(axe) = &axe {
            check(&window, axe, name, &mut found).await;
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

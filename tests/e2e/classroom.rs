//! What goes around an exercise: ways in a file, packs and what is next in them, the table of all answers, and an
//! examination beside which nothing else is open.

use std::fs;
use std::path::PathBuf;

use crate::book;
use crate::home::Home;
use crate::training::{self, exercise};
use crate::window::Window;

/// A pack of two exercises, so that one test can master it. It comes before all carried packs.
const SMALL: &str = r#"
id = "small"
title = "Small"
level = 0
release = "FY2026-04"
license = "MIT"
about = "Two exercises."

[[exercise]]
id = "small-01"
kind = "complete"
text = "Closed displaced transverse fracture of the shaft of the right femur. Surgery today."
given = ["S72.32"]
codes = [{ code = "S72.321A" }]
hints = ["Which side?"]
why = "Right, displaced, closed, active treatment."
cite = "Guidelines I.C.19.a, FY2026"

[[exercise]]
id = "small-02"
kind = "walk"
text = "Paroxysmal atrial fibrillation, rate controlled."
codes = [{ code = "I48.0", path = ["Fibrillation", "atrial or auricular", "paroxysmal"] }]
hints = ["Atrial is the site."]
why = "The type has a line of its own."
cite = "Tabular List I48"
"#;

fn small(home: &Home) {
    let folder = home.path().join("exercises");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("small.toml"), SMALL).unwrap();
}

async fn type_code(window: &Window, code: &str) {
    window.click("[data-testid=code-input]").await;
    window.type_text(code).await;
    window.press("Enter").await;
    window
        .wait_for(&format!("[data-testid=answer-code][data-code='{code}']"))
        .await;
}

/// Walks to I48.0 and takes it into the answer.
async fn walk(window: &Window) {
    window.press("F6 F6").await;
    book::open_term(window, "1", "Fibrillation").await;
    book::filter(window, "atrial paroxysmal").await;
    window.press("Enter").await;
    window
        .wait_for("[data-testid=tabular-entry][data-code='I48.0']")
        .await;
    window.press("Enter").await;
    window
        .wait_for("[data-testid=answer-code][data-code='I48.0']")
        .await;
}

/// The file that a message at the foot of the window names.
async fn named_file(window: &Window, says: &str) -> PathBuf {
    window.wait_for_text("[data-testid=message]", says).await;
    let text = window
        .run(
            "arguments[arguments.length - 1](
                 document.querySelector('[data-testid=message]').textContent);",
        )
        .await;
    let text = text.as_str().unwrap().to_owned();
    let from = text.find('/').unwrap();
    PathBuf::from(text[from..].trim().trim_end_matches('.'))
}

#[tokio::test]
async fn ways_go_into_a_file_and_are_opened_by_another_person() {
    let window = Window::open(Home::with_code_sets()).await;
    window.wait_for("[data-testid=queue-row]").await;
    exercise(&window, "iw-12", "2").await;
    type_code(&window, "I48.91").await;
    window.press("Ctrl+Enter").await;
    window.wait_for("[data-testid=divergence]").await;
    let divergence = window.text_of("[data-testid=divergence]").await;
    window.press("S").await;
    let file = named_file(&window, "ways-iw-12").await;
    let shared = fs::read(&file).unwrap();

    // on another machine, where nobody did that exercise
    let home = Home::with_code_sets();
    let there = home.path().join("from-a-colleague.json");
    fs::write(&there, &shared).unwrap();
    let spoilt = home.path().join("spoilt.json");
    fs::write(&spoilt, &shared[..shared.len() / 2]).unwrap();
    drop(window);
    let window = Window::open(home).await;
    window.wait_for("[data-testid=queue-row]").await;
    window.press("Ctrl+3").await;
    window.wait_for("[data-testid=exercise-row]").await;
    let field = "[data-testid=open-ways]";
    window.give_file(field, &spoilt).await;
    window
        .wait_for_text(
            "[data-testid=toast]",
            "choose a file that was saved from a score",
        )
        .await;
    assert_eq!(window.count("[data-testid=ways]").await, 0);
    window.give_file(field, &there).await;
    window
        .wait_for("[data-testid=ways][data-exercise='iw-12']")
        .await;
    assert_eq!(window.text_of("[data-testid=divergence]").await, divergence);
    training::all_three(&window).await;
    training::step(&window).await;
    window.screenshot("classroom-ways-of-a-file").await;
    // nothing of it became an answer of whoever looked
    window.press("T").await;
    window
        .wait_for_text("[data-testid=trainer]", "Nobody has answered")
        .await;
    // where there is no folder for downloads, it went with the home of whoever wrote it
    let _ = fs::remove_file(&file);
}

#[tokio::test]
async fn packs_say_what_is_next_and_all_answers_go_into_a_table() {
    let home = Home::with_code_sets();
    small(&home);
    let window = Window::open(home).await;
    window.wait_for("[data-testid=queue-row]").await;
    window.press("Ctrl+3").await;
    let standing = |pack: &str, standing: &str| {
        format!("[data-testid=pack][data-id='{pack}'] [data-standing={standing}]")
    };
    window.wait_for(&standing("small", "next")).await;
    window.wait_for(&standing("01-first-steps", "ahead")).await;

    // what is ahead may be done all the same
    exercise(&window, "cs-01", "2").await;
    window.press("Escape").await;
    window.wait_for("[data-testid=exercise-row]").await;

    // guided answers do not count
    exercise(&window, "small-01", "1").await;
    type_code(&window, "S72.321A").await;
    window.press("Ctrl+Enter").await;
    window.wait_for("[data-testid=score]").await;
    window.press("E").await;
    window
        .wait_for_text(
            "[data-testid=pack][data-id=small] [data-testid=pack-right]",
            "0 of 2 right",
        )
        .await;
    exercise(&window, "small-01", "2").await;
    type_code(&window, "S72.321A").await;
    window.press("Ctrl+Enter").await;
    window.wait_for_text("[data-testid=total]", "100").await;
    window.press("E").await;
    window
        .wait_for_text(
            "[data-testid=pack][data-id=small] [data-testid=pack-right]",
            "1 of 2 right",
        )
        .await;
    window.press("G").await;
    window
        .wait_for("[data-testid=exercise-row][data-id='small-02'][aria-selected=true]")
        .await;
    window.press("Enter").await;
    window
        .wait_for("[data-testid=exercise][data-id='small-02']")
        .await;
    walk(&window).await;
    window.press("Ctrl+Enter").await;
    window.wait_for_text("[data-testid=total]", "100").await;
    window.press("E").await;
    window.wait_for(&standing("small", "mastered")).await;
    window.wait_for(&standing("01-first-steps", "next")).await;
    window.screenshot("classroom-packs").await;
    window.press("G").await;
    window
        .wait_for("[data-testid=exercise-row][data-id='fs-01'][aria-selected=true]")
        .await;

    // the trainer sees it, and takes all answers along
    window.press("T").await;
    window.wait_for_text("[data-testid=mastered]", "1").await;
    window.screenshot("classroom-trainer").await;
    window.press("C").await;
    let file = named_file(&window, "All attempts are in").await;
    let table = fs::read_to_string(&file).unwrap();
    fs::remove_file(&file).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 4, "a head and three answers: {table}");
    for (line, part) in lines[1..].iter().zip(["guided", "unguided", "I48.0"]) {
        assert!(line.contains(part), "{line}");
    }
    assert!(!table.contains("rate controlled"), "{table}");
}

#[tokio::test]
async fn beside_an_examination_nothing_that_helps_is_open() {
    let window = Window::open(Home::with_code_sets()).await;
    window.wait_for("[data-testid=queue-row]").await;
    // the book in its own window, with its search, before the examination
    let first = window.handle().await;
    window.press("Ctrl+2").await;
    window.wait_for("[data-testid=main-term]").await;
    window.press("Ctrl+Shift+b").await;
    let apart = window.other(&first).await;
    window.turn_to(&apart).await;
    window.wait_for("[data-testid=book-search]").await;
    window.turn_to(&first).await;
    window.wait_for("[data-testid=book-apart]").await;

    exercise(&window, "iw-12", "3").await;
    window.wait_for("[data-testid=exam-mark]").await;
    // it is closed, and stays so
    window.wait_gone("[data-testid=book-apart]").await;
    assert_eq!(window.windows().await, 1);
    window.press("Ctrl+Shift+b").await;
    window
        .wait_for_text("[data-testid=message]", "An examination is open")
        .await;
    assert_eq!(window.windows().await, 1);
    // index, tables and Tabular List alone
    for gone in ["guidelines", "difference", "favourites"] {
        assert_eq!(
            window
                .count(&format!("[data-testid=book-tab-{gone}]"))
                .await,
            0,
            "{gone}"
        );
    }
    for kept in ["index", "external-cause", "neoplasm", "drug"] {
        window
            .wait_for(&format!("[data-testid=book-tab-{kept}]"))
            .await;
    }
    window
        .press("F6 F6 5 6 7 F1 Ctrl+0 Ctrl+1 Ctrl+2 Ctrl+4")
        .await;
    window.press("Ctrl+Shift+f").await;
    window.wait_for("[data-testid=exercise]").await;
    for none in [
        "[data-testid=book-search]",
        "[data-testid=search-result]",
        "[data-testid=suggestion-row]",
        "[data-testid=guideline-row]",
        "[data-testid=hint]",
        "[data-testid=queue-row]",
    ] {
        assert_eq!(window.count(none).await, 0, "{none}");
    }
    window.screenshot("classroom-exam-book").await;
    // neither does whoever speaks past the page get a hint, a look-up or another page
    for (command, arguments) in [
        ("training_hint", "{ id: 'iw-12', number: 1 }"),
        (
            "lookup",
            "{ release: 'FY2026-04', query: 'atrial fibrillation', limit: 5 }",
        ),
        ("guideline_list", "{ release: 'FY2026-04', code: 'I48.0' }"),
        ("guideline", "{ release: 'FY2026-04', number: 'I.A' }"),
        ("code_history", "{ code: 'I48.0' }"),
        ("favourite_list", "{ release: 'FY2026-04' }"),
    ] {
        let answer = window
            .run(&format!(
                "const done = arguments[arguments.length - 1];
                 window.__TAURI_INTERNALS__.invoke('{command}', {arguments})
                   .then((found) => done('answered ' + JSON.stringify(found)), (error) => done(error.message));"
            ))
            .await;
        assert!(
            answer
                .as_str()
                .unwrap()
                .contains("an examination is running"),
            "{command}: {answer}"
        );
    }
    // the pages of the book lead to the code, and the score names no engine
    walk(&window).await;
    window.press("Ctrl+Enter").await;
    window.wait_for_text("[data-testid=total]", "100").await;
    assert_eq!(window.count("[data-who=engine]").await, 0);
    window.press("E").await;
    window.press("Ctrl+2").await;
    window.wait_for("[data-testid=book-search]").await;
}

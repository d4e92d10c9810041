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

/// The window where exercises are written.
async fn writing() -> Window {
    let window = Window::open(Home::with_code_sets()).await;
    window.wait_for("[data-testid=queue-row]").await;
    window.press("Ctrl+3").await;
    window.wait_for("[data-testid=exercise-row]").await;
    window.press("W").await;
    window.wait_for("[data-testid=draft-new]").await;
    window
}

#[tokio::test]
async fn an_exercise_is_written_checked_kept_and_done() {
    let window = writing().await;
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

/// An exercise as a trainer writes it: its kind, what goes into the single fields, and the rows.
struct Written {
    kind: &'static str,
    setting: &'static str,
    text: &'static str,
    fields: &'static [(&'static str, &'static str)],
    /// Name of the rows, then the cells of each by key; lists are chosen from.
    rows: &'static [(&'static str, &'static [Cells])],
}

/// The cells of one row by key.
type Cells = &'static [(&'static str, &'static str)];

const CHOSEN: [&str; 4] = ["book", "column", "error", "poa"];

const ALL: [Written; 9] = [
    Written {
        kind: "main-term",
        setting: "emergency",
        text: "Seen with acute bronchitis.",
        fields: &[("words", "bronchitis")],
        rows: &[(
            "codes",
            &[&[
                ("code", "J20.9"),
                ("path", "Bronchitis > acute or subacute"),
            ]],
        )],
    },
    // a walk through a table, by its column
    Written {
        kind: "walk",
        setting: "outpatient",
        text: "Liver metastasis, primary unknown.",
        fields: &[],
        rows: &[
            (
                "codes",
                &[&[
                    ("code", "C78.7"),
                    ("path", "Neoplasm, neoplastic > liver"),
                    ("book", "neoplasm"),
                    ("column", "3"),
                ]],
            ),
            (
                "traps",
                &[&[
                    ("code", "C22.9"),
                    ("error", "SB"),
                    ("why", "It did not begin there."),
                ]],
            ),
        ],
    },
    Written {
        kind: "verify",
        setting: "outpatient",
        text: "Type 2 diabetes with diabetic chronic kidney disease, stage 4.",
        fields: &[
            ("given", "E11.22"),
            (
                "notes",
                "Use additional code to identify stage of chronic kidney disease",
            ),
        ],
        rows: &[("codes", &[&[("code", "E11.22")], &[("code", "N18.4")]])],
    },
    Written {
        kind: "complete",
        setting: "emergency",
        text: "Closed displaced transverse fracture of the shaft of the left femur, seen today.",
        fields: &[("given", "S72.32")],
        rows: &[
            ("codes", &[&[("code", "S72.322A")]]),
            (
                "traps",
                &[&[
                    ("code", "S72.321A"),
                    ("error", "LT"),
                    ("why", "Left is documented."),
                ]],
            ),
        ],
    },
    Written {
        kind: "chart",
        setting: "inpatient",
        text: "Admitted with pneumonia. Hypertension.",
        fields: &[],
        rows: &[(
            "codes",
            &[
                &[("code", "J18.9"), ("words", "pneumonia"), ("poa", "Y")],
                &[("code", "I10"), ("words", "Hypertension"), ("poa", "Y")],
            ],
        )],
    },
    Written {
        kind: "sequence",
        setting: "outpatient",
        text: "Late onset Alzheimer's dementia, moderate, with agitation.",
        fields: &[("given", "F02.B11\nG30.1")],
        rows: &[("codes", &[&[("code", "G30.1")], &[("code", "F02.B11")]])],
    },
    Written {
        kind: "audit",
        setting: "outpatient",
        text: "Clinic: hypertension and chronic kidney disease stage 3a.",
        fields: &[("given", "I10\nN18.31")],
        rows: &[
            ("codes", &[&[("code", "I12.9")], &[("code", "N18.31")]]),
            (
                "wrong",
                &[&[
                    ("code", "I10"),
                    ("error", "CB"),
                    ("why", "One code states both."),
                    ("fix", "I12.9"),
                ]],
            ),
        ],
    },
    Written {
        kind: "vigilance",
        setting: "outpatient",
        text: "Hypertension, stable. No retinopathy.",
        fields: &[],
        rows: &[(
            "suggestions",
            &[
                &[
                    ("code", "I10"),
                    ("words", "Hypertension"),
                    ("why", "Documented."),
                ],
                &[
                    ("code", "H35.00"),
                    ("words", "retinopathy"),
                    ("error", "NEG"),
                    ("why", "It is denied."),
                ],
            ],
        )],
    },
    // a drug by its column
    Written {
        kind: "walk",
        setting: "outpatient",
        text: "Bruising, an adverse effect of warfarin taken as prescribed.",
        fields: &[],
        rows: &[(
            "codes",
            &[&[
                ("code", "T45.515A"),
                ("path", "Warfarin"),
                ("book", "drug"),
                ("column", "6"),
            ]],
        )],
    },
];

async fn rows(window: &Window, name: &str, all: &[&[(&str, &str)]]) {
    let held = window
        .count(&format!(
            "[data-testid=draft-{name}] [data-testid=draft-{name}-code]"
        ))
        .await;
    for _ in held..all.len() {
        window
            .click(&format!("[data-testid=draft-{name}-add]"))
            .await;
    }
    for (at, cells) in all.iter().enumerate() {
        // the legend is the first child, the heads of the columns the second
        let row = format!("[data-testid=draft-{name}] > .row:nth-child({})", at + 3);
        for (key, value) in *cells {
            let cell = format!("{row} [data-testid=draft-{name}-{key}]");
            if CHOSEN.contains(key) {
                window.choose(&cell, value).await;
            } else {
                type_into(window, &cell, value).await;
            }
        }
    }
}

#[tokio::test]
async fn every_kind_of_exercise_is_written_kept_and_opened_again() {
    let window = writing().await;
    for (at, one) in ALL.iter().enumerate() {
        let id = format!("own-{at}");
        window.press("N").await;
        window.choose("[data-testid=draft-kind]", one.kind).await;
        window
            .choose("[data-testid=draft-setting]", one.setting)
            .await;
        type_into(&window, "[data-testid=draft-id]", &id).await;
        type_into(&window, "[data-testid=draft-text]", one.text).await;
        for (field, value) in one.fields {
            type_into(&window, &format!("[data-testid=draft-{field}]"), value).await;
        }
        for (name, all) in one.rows {
            rows(&window, name, all).await;
        }
        type_into(&window, "[data-testid=draft-hints]", "Read it again.").await;
        type_into(&window, "[data-testid=draft-why]", "It is documented.").await;
        type_into(
            &window,
            "[data-testid=draft-cite]",
            "Guidelines I.B, FY2026",
        )
        .await;
        if at == 0 {
            type_into(&window, "[data-testid=head-id]", "all-kinds").await;
            type_into(&window, "[data-testid=head-title]", "All kinds").await;
        }
        window
            .wait_for("[data-testid=draft-verdict][data-faults='0']")
            .await;
        window.screenshot(&format!("authoring-{}", one.kind)).await;
        window.press("Ctrl+Enter").await;
        window
            .wait_for(&format!("[data-testid=own-exercise][data-id={id}]"))
            .await;
        window.wait_gone("[data-testid=draft]").await;
    }
    let kept = fs::read_to_string(window.home().join("exercises/all-kinds.toml")).unwrap();
    for part in ["column = 3", "column = 6", "error = \"NEG\"", "poa = \"Y\""] {
        assert!(kept.contains(part), "{part}: {kept}");
    }

    // what was kept is what is opened to be changed, and holds as it was
    for (at, one) in ALL.iter().enumerate() {
        window
            .click(&format!("[data-testid=own-exercise][data-id=own-{at}]"))
            .await;
        window
            .wait_for("[data-testid=draft-verdict][data-faults='0']")
            .await;
        let shown = window
            .run(
                "const done = arguments[arguments.length - 1];
                 const value = (name) => document.querySelector(`[data-testid=${name}]`).value;
                 done([value('draft-kind'), value('draft-setting'), value('draft-text')]);",
            )
            .await;
        assert_eq!(shown, serde_json::json!([one.kind, one.setting, one.text]));
    }
    // and each is there to be done
    for (at, one) in ALL.iter().enumerate() {
        exercise(&window, &format!("own-{at}"), "2").await;
        window
            .wait_for_text(
                "[data-testid=exercise-text]",
                one.text.split(' ').next().unwrap(),
            )
            .await;
        window.press("Escape").await;
        window.wait_for("[data-testid=exercise-row]").await;
    }
}

//! The auditor's desk on the real program: two people, an import of mixed files, two charts coded and signed, one of
//! them audited blind, returned, rebutted and closed; then packets, and the ledger verified.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::home::Home;
use crate::window::Window;

const ROW: &str = "[data-testid=suggestion-row]";
const CORA: (&str, &str) = ("Cora Coder, CCS", "correct horse battery");
const OTTO: (&str, &str) = ("Otto Auditor, CCS", "staple of the auditor");

/// A folder with a text, an RTF and a file that is neither.
fn mixed(home: &Path) -> PathBuf {
    let folder = home.join("incoming");
    fs::create_dir(&folder).unwrap();
    fs::write(
        folder.join("1-visit.txt"),
        "Assessment and plan:\n\
         1. Type 2 diabetes mellitus with diabetic chronic kidney disease, stage 3a.\n\
         2. Hyperlipidemia.\n",
    )
    .unwrap();
    fs::write(
        folder.join("2-visit.rtf"),
        "{\\rtf1\\ansi Assessment and plan:\\par 1. Acute bronchitis.\\par 2. Hypothyroidism.\\par}",
    )
    .unwrap();
    fs::write(folder.join("3-broken.pdf"), b"%PDF-1.4 and nothing else").unwrap();
    folder
}

async fn add_person(window: &Window, who: (&str, &str), duties: &[&str]) {
    window.fill("[data-testid=person-name]", who.0).await;
    window.fill("[data-testid=person-passphrase]", who.1).await;
    for duty in duties {
        window
            .click(&format!("[data-testid=person-duty-{duty}]"))
            .await;
    }
    window.click("[data-testid=person-add]").await;
    window
        .wait_for(&format!("[data-testid=person-row][data-name='{}']", who.0))
        .await;
}

/// Locks the window and signs somebody in by keyboard.
async fn change_to(window: &Window, who: (&str, &str)) {
    window.press("Ctrl+l").await;
    window
        .wait_for("[data-testid=lock-screen][data-state=shut]")
        .await;
    assert_eq!(
        window.count("[data-testid=queue-row]").await,
        0,
        "nothing of a chart is shown"
    );
    window.choose("[data-testid=sign-in-person]", who.0).await;
    window.fill("[data-testid=sign-in-passphrase]", who.1).await;
    window.press("Enter").await;
    window.wait_for("[data-testid=queue-row]").await;
}

/// Opens the chart at a place of the queue, counted from its end.
async fn open_from_end(window: &Window, nth: usize) {
    window.press("Ctrl+0").await;
    window
        .click(&format!("[data-testid=queue-row]:nth-last-child({nth})"))
        .await;
    window.press("Enter").await;
    window.wait_for(ROW).await;
}

/// Accepts every suggestion of the list to suggest, and signs.
async fn code_and_sign(window: &Window) {
    let suggested = window.count(&format!("{ROW}[data-list=suggest]")).await;
    assert!(suggested > 1, "{suggested} suggestions");
    window.press("j").await;
    for nth in 1..=suggested {
        window.press("a").await;
        window
            .wait_for(&format!("[data-testid=bag-row]:nth-child({nth})"))
            .await;
    }
    window.press("Ctrl+Enter").await;
    window.wait_for("[data-testid=sign-dialog]").await;
    while window.count("[data-testid=override]").await > 0 {
        window
            .fill("[data-testid=override-reason]", "as the provider documents")
            .await;
        let before = window.count("[data-testid=sign-blocking]").await;
        window.click("[data-testid=override]").await;
        while window.count("[data-testid=sign-blocking]").await >= before {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }
    if window.count("[data-testid=sign-acknowledge]").await > 0 {
        window.click("[data-testid=sign-acknowledge]").await;
    }
    window.screenshot("desk-sign").await;
    window.click("[data-testid=sign]").await;
    window
        .wait_for_text("[data-testid=signed-mark]", "signed")
        .await;
}

fn verify(home: &Path) -> Value {
    let cli = Path::new(env!("CARGO_BIN_EXE_codetrail")).with_file_name("codetrail-cli");
    let output = Command::new(cli)
        .args(["ledger", "verify", "--json"])
        .env("CODETRAIL_HOME", home)
        .env("CODETRAIL_KEYRING", "off")
        .output()
        .expect("the command line is built beside the program");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn a_chart_goes_from_import_to_a_closed_audit() {
    let window = Window::open(Home::with_code_sets()).await;
    window.wait_for("[data-testid=queue-row]").await;

    // people
    window.press("Ctrl+,").await;
    window.wait_for("[data-testid=people]").await;
    add_person(&window, CORA, &[]).await;
    add_person(&window, OTTO, &["coder", "auditor"]).await;
    window.screenshot("desk-people").await;
    window.press("Escape").await;

    // import
    let folder = mixed(window.home());
    let before = window.count("[data-testid=queue-row]").await;
    window.press("Ctrl+i").await;
    window
        .fill("[data-testid=import-paths]", &folder.display().to_string())
        .await;
    window.press("Ctrl+Enter").await;
    window.wait_for("[data-testid=import-refused]").await;
    assert_eq!(window.count("[data-testid=import-chart]").await, 2);
    window.screenshot("desk-import").await;
    window.press("Ctrl+Enter").await;
    window
        .wait_for(&format!(
            "[data-testid=queue-row]:nth-child({})",
            before + 2
        ))
        .await;

    // two charts coded and signed by one person
    open_from_end(&window, 2).await;
    code_and_sign(&window).await;
    // what is signed stays as it is
    window.press("j a").await;
    window.wait_for_text("[data-testid=toast]", "signed").await;
    window.click("[data-testid=toast] button").await;
    open_from_end(&window, 1).await;
    code_and_sign(&window).await;

    // audited blind by another, by keyboard
    change_to(&window, OTTO).await;
    window.press("Ctrl+4").await;
    window.fill("[data-testid=sample-seed]", "2026-02").await;
    window.click("[data-testid=sample-draw]").await;
    window.wait_for("[data-testid=sampled]:nth-child(2)").await;
    window.screenshot("desk-sample").await;
    window.press("Enter").await;
    window
        .wait_for("[data-testid=audit-desk][data-revealed=false]")
        .await;
    let codes = window.attrs("[data-testid=compare-row]", "data-code").await;
    // the chart itself tells no more than the desk
    let nth = if codes.iter().any(|c| c == "E11.22") {
        2
    } else {
        1
    };
    window.press("Ctrl+0").await;
    window
        .click(&format!("[data-testid=queue-row]:nth-last-child({nth})"))
        .await;
    window.press("Enter").await;
    window.wait_for("[data-testid=withheld]").await;
    assert_eq!(window.count(ROW).await, 0, "nothing of the engine is shown");
    assert_eq!(window.count("[data-testid=bag-row]").await, codes.len());
    window.screenshot("desk-withheld").await;
    window.press("Ctrl+4").await;
    window
        .wait_for("[data-testid=audit-desk][data-revealed=false]")
        .await;
    window.press("r").await;
    window.wait_for("[data-testid=draft-to]").await;
    window.type_text("E11.21").await;
    window.press("Tab").await;
    window.type_text("SP").await;
    window.press("Tab").await;
    window.type_text("I.B.2 (FY2026)").await;
    window.press("Tab Tab").await;
    window.type_text("nephropathy is what is meant").await;
    window.screenshot("desk-draft").await;
    window.press("Ctrl+Enter").await;
    window.wait_for("[data-testid=finding]").await;
    for code in codes.iter().skip(1) {
        window.press("a").await;
        window
            .wait_for(&format!(
                "[data-testid=compare-row][data-code='{code}'][data-verdict=agreed]"
            ))
            .await;
    }
    window.press("v").await;
    window
        .wait_for("[data-testid=audit-desk][data-revealed=true]")
        .await;
    window.screenshot("desk-revealed").await;
    window.press("Ctrl+1").await;
    window.wait_for(ROW).await;
    window.press("Ctrl+4").await;
    window
        .wait_for("[data-testid=audit-desk][data-revealed=true]")
        .await;
    window.press("Ctrl+r").await;
    window
        .wait_for("[data-testid=audit-desk][data-state=returned]")
        .await;
    let audited = window.text_of("[data-testid=finding]").await;

    // the coder sees it in place, and rebuts
    change_to(&window, CORA).await;
    window
        .wait_for_text("[data-testid=queue]", "audit returned")
        .await;
    window.click("[data-testid=queue-row]:has(.audit)").await;
    window.press("Enter").await;
    window.wait_for("[data-testid=corrections]").await;
    window
        .wait_for("[data-testid=highlight][data-state=corrected]")
        .await;
    window.screenshot("desk-corrections").await;
    window.click("[data-testid=rebut]").await;
    window.wait_for("[data-testid=rebut-words]").await;
    window
        .type_text("the note links the kidney disease to the diabetes")
        .await;
    window.press("Ctrl+Enter").await;
    window
        .wait_for("[data-testid=corrections][data-state=answered]")
        .await;
    // packets in four formats
    for digit in ["1", "2", "3", "5"] {
        window.press("Ctrl+Shift+e").await;
        window.wait_for("[data-testid=export-dialog]").await;
        window.press(digit).await;
        window.wait_gone("[data-testid=export-dialog]").await;
    }

    // the auditor gives it up and closes
    change_to(&window, OTTO).await;
    window.press("Ctrl+4").await;
    window.wait_for("[data-testid=audit-row]").await;
    window.press("Enter").await;
    window.wait_for("[data-testid=concede]").await;
    window.screenshot("desk-rebutted").await;
    window.click("[data-testid=concede]").await;
    window.wait_for("[data-testid=draft-words]").await;
    window.type_text("agreed").await;
    window.press("Ctrl+Enter").await;
    window
        .wait_for("[data-testid=finding][data-answer=conceded]")
        .await;
    window.press("Ctrl+Enter").await;
    window
        .wait_for("[data-testid=audit-desk][data-state=closed]")
        .await;
    window.press("Alt+3").await;
    window
        .wait_for("[data-testid=measure][data-id=code-over-code]")
        .await;
    window.screenshot("desk-scores").await;
    assert!(audited.contains("E11.21"), "{audited}");

    let told = verify(window.home());
    assert_eq!(told["fault"], Value::Null, "{told}");
}

//! The way through the book: kept with a decision, held against the release, walked again.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use coding_api::dto::{DecideDto, EvidenceInDto, NewEncounterDto, SpanDto};
use coding_api::{App, answer, decide, decision_path, encounter_create};

const NOTE: &str = "Type 2 diabetes with CKD. Fell and broke the right femoral neck.";

struct Chart {
    /// Kept while the chart is used.
    _home: tempfile::TempDir,
    app: App,
    id: String,
    document: String,
}

fn chart() -> Chart {
    let home = common::home();
    let app = common::app(home.path());
    let opened = encounter_create(
        &app,
        NewEncounterDto {
            title: "Visit".to_owned(),
            setting: "outpatient".to_owned(),
            date: Some("2026-02-03".to_owned()),
            sex: None,
            age: None,
            text: NOTE.to_owned(),
        },
    )
    .unwrap();
    Chart {
        id: opened.row.id,
        document: opened.documents[0].id.clone(),
        app,
        _home: home,
    }
}

impl Chart {
    fn add(&self, code: &str, steps: &[&str]) -> Result<String, String> {
        let asked = DecideDto {
            encounter: self.id.clone(),
            suggestion: None,
            act: "add".to_owned(),
            code: Some(code.to_owned()),
            rule: String::new(),
            poa: String::new(),
            order: Vec::new(),
            reason: None,
            note: String::new(),
            evidence: vec![EvidenceInDto {
                document: self.document.clone(),
                span: SpanDto { start: 0, end: 15 },
            }],
            node: None,
            steps: steps.iter().map(|s| (*s).to_owned()).collect(),
            evidence_viewed_ms: 0,
        };
        decide(&self.app, &asked)
            .map(|decided| decided.decisions.last().unwrap().id.clone())
            .map_err(|e| e.message)
    }
}

const TO_E1122: [&str; 6] = [
    "search: diab ckd",
    "index: Diabetes, diabetic",
    "index: Diabetes, diabetic > type 2 > with > chronic kidney disease",
    "tabular: E11.22",
    "notes: E11.22",
    "verified: E11.22",
];

#[test]
fn a_way_is_kept_and_walked_again_with_what_was_on_offer() {
    let chart = chart();
    let decision = chart.add("E11.22", &TO_E1122).unwrap();
    let walk = decision_path(&chart.app, &chart.id, &decision).unwrap();
    assert_eq!(
        (walk.by.as_str(), walk.holds, walk.index, walk.tabular),
        ("person", true, true, true)
    );
    let kinds: Vec<&str> = walk.steps.iter().map(|s| s.kind.as_str()).collect();
    assert_eq!(
        kinds,
        ["search", "entry", "entry", "tabular", "notes", "verified"]
    );
    let chosen = |n: usize| -> Vec<&str> {
        let offered = walk.steps[n].offered.iter();
        offered
            .filter(|o| o.chosen)
            .map(|o| o.text.as_str())
            .collect()
    };
    let offered: Vec<&str> = walk.steps[1]
        .offered
        .iter()
        .map(|o| o.text.as_str())
        .collect();
    assert_eq!(offered, ["this line", "type 1", "type 2"]);
    assert_eq!(chosen(1), ["type 2"]);
    assert_eq!(chosen(2), ["this line"]);
    assert_eq!(
        chosen(3),
        ["Type 2 diabetes mellitus with diabetic chronic kidney disease"]
    );
    assert!(
        walk.steps[4]
            .offered
            .iter()
            .any(|o| o.text.contains("(from E11)")),
        "inherited notes are told"
    );
    let answer = answer::trail(&chart.app, &chart.id, Some("e1122")).unwrap();
    assert_eq!(answer.decisions.len(), 1);
    assert_eq!(answer.decisions[0].steps.len(), 6);
}

#[test]
fn the_index_entry_is_told_from_the_way() {
    let chart = chart();
    let steps = [
        "index: Fracture, traumatic > femur > neck",
        "tabular: S72.00",
        "tabular: S72.001",
        "7th: A",
        "tabular: S72.001A",
    ];
    let decision = chart.add("S72.001A", &steps).unwrap();
    let walk = decision_path(&chart.app, &chart.id, &decision).unwrap();
    assert!(walk.index && walk.tabular);
    let seventh = &walk.steps[3];
    let codes: Vec<Option<&str>> = seventh.offered.iter().map(|o| o.code.as_deref()).collect();
    assert_eq!(codes[0], Some("S72.001A"));
    assert!(seventh.offered[0].chosen);
}

#[test]
fn nothing_is_posted_that_did_not_pass_the_tabular_list() {
    let chart = chart();
    let refused = |code: &str, steps: &[&str], says: &str| {
        let error = chart.add(code, steps).unwrap_err();
        assert!(error.contains(says), "{error}");
    };
    refused("E11.22", &[], "Tabular List was not opened");
    refused("E11.22", &TO_E1122[..3], "Tabular List was not opened");
    refused("E11.22", &["tabular: E11.2"], "Tabular List was not opened");
    refused("E11.21", &TO_E1122, "Tabular List was not opened");
    refused("E11.2", &["tabular: E11.2"], "header");
    refused("S72.001", &["tabular: S72.001"], "7th character");
    refused(
        "E11.22",
        &["index: Diabetes, diabetic > type 9", "tabular: E11.22"],
        "step 1 does not hold in FY2026",
    );
    refused(
        "E11.22",
        &["index: CKD", "see: Failure, kidney", "tabular: E11.22"],
        "step 2 does not hold",
    );
    refused("E11.22", &["tabular: E11.22", "tabular: E99.1"], "step 2");
    refused(
        "S72.001A",
        &["tabular: S72.001", "7th: Q", "tabular: S72.001A"],
        "7th character Q",
    );
    let holds = [
        "index: CKD",
        "see: Disease, kidney, chronic",
        "index: Disease, diseased > kidney > chronic > stage 3 > b",
        "something else",
        "tabular: N18.32",
    ];
    let decision = chart.add("N18.32", &holds).unwrap();
    let walk = decision_path(&chart.app, &chart.id, &decision).unwrap();
    assert_eq!(walk.steps.len(), 4, "what is no hop is no hop");
    assert_eq!(walk.steps[1].kind, "see");
    assert!(walk.holds && walk.index);
}

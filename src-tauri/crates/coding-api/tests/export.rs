//! Taking an encounter out: what is exported of a chart that was coded, and that it is on record.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use coding_api::dto::{DecideDto, EvidenceInDto, NewEncounterDto, SpanDto};
use coding_api::export::{Format, Scope, encounter_export, format, write_new};
use coding_api::{App, ErrorCode, decide, encounter_create, run_start};
use coding_store::{EncounterStatus, Store};
use interchange::write::read_json;

const NOTE: &str =
    "ASSESSMENT\r\n1. Type 2 diabetes mellitus with chronic kidney disease.\r\n2. Hypertension.";

struct Chart {
    home: tempfile::TempDir,
    app: App,
    id: String,
}

/// A chart that the engine ran over, with its first suggestion accepted and I10 added by hand.
fn chart() -> Chart {
    let home = common::home();
    let app = common::app(home.path());
    let opened = encounter_create(
        &app,
        NewEncounterDto {
            title: "Visit".to_owned(),
            setting: "outpatient".to_owned(),
            date: Some("2026-02-03".to_owned()),
            sex: Some("male".to_owned()),
            age: Some(61),
            text: NOTE.to_owned(),
        },
    )
    .unwrap();
    let id = opened.row.id;
    let run = run_start(&app, &id).unwrap();
    let asked = |act: &str| DecideDto {
        encounter: id.clone(),
        suggestion: None,
        act: act.to_owned(),
        code: None,
        rule: String::new(),
        poa: String::new(),
        order: Vec::new(),
        reason: None,
        note: String::new(),
        evidence: Vec::new(),
        node: None,
        steps: Vec::new(),
        evidence_viewed_ms: 1_200,
    };
    let suggested = run
        .suggestions
        .iter()
        .find(|s| s.code.starts_with("E11"))
        .unwrap();
    let accept = DecideDto {
        suggestion: Some(suggested.id.clone()),
        ..asked("accept")
    };
    decide(&app, &accept).unwrap();
    let start = u32::try_from(NOTE.find("Hypertension").unwrap()).unwrap();
    let add = DecideDto {
        code: Some("I10".to_owned()),
        steps: vec!["tabular:I10".to_owned()],
        evidence: vec![EvidenceInDto {
            document: opened.documents[0].id.clone(),
            span: SpanDto {
                start,
                end: start + 12,
            },
        }],
        ..asked("add")
    };
    decide(&app, &add).unwrap();
    Chart { home, app, id }
}

#[test]
fn a_coded_chart_is_exported_in_every_format_and_that_is_on_record() {
    let chart = chart();
    for format in Format::ALL {
        let exported = encounter_export(&chart.app, &chart.id, format, Scope::default()).unwrap();
        assert_eq!(exported.codes, 2);
        assert!(!exported.file_name.contains("Visit"));
        let text = String::from_utf8_lossy(&exported.bytes).into_owned();
        assert!(
            text.contains("E11") && text.contains("I10"),
            "{}",
            format.name()
        );
    }
    let store = Store::open(chart.home.path(), &common::options()).unwrap();
    let events = store.events(None).unwrap();
    let exported: Vec<&str> = events
        .iter()
        .filter(|e| e.kind == "exported")
        .map(|e| e.body["as"].as_str().unwrap())
        .collect();
    assert_eq!(exported, ["fhir", "csv", "html", "json", "pdf"]);
    assert!(store.verify().unwrap().fault.is_none());
}

#[test]
fn the_record_holds_notes_findings_hashes_and_the_ledgers_head() {
    let chart = chart();
    let exported = encounter_export(&chart.app, &chart.id, Format::Json, Scope::default()).unwrap();
    let record = read_json(&exported.bytes).unwrap();
    let store = Store::open(chart.home.path(), &common::options()).unwrap();
    assert_eq!(record.encounter, store.encounter(record.id()).unwrap());
    assert_eq!(record.decisions, store.decisions(record.id()).unwrap());
    assert_eq!(record.runs.len(), 1);
    assert_eq!(record.documents[0].sha256.len(), 64);
    assert_eq!(
        record.head.sequence + 1,
        store.head().unwrap().sequence,
        "the export itself is an event behind it"
    );
    assert!(
        record
            .codes
            .iter()
            .all(|c| !c.title.is_empty() && !c.evidence.is_empty())
    );
    let diabetes = &record.codes[0];
    assert!(!diabetes.lineage.is_empty());
    assert!(
        diabetes
            .notes
            .iter()
            .any(|n| n.kind == "use-additional" && n.inherited_from.is_some()),
        "{:?}",
        diabetes.notes
    );
    assert!(record.release.is_some());
}

#[test]
fn what_cannot_be_exported_is_refused_in_one_line() {
    let chart = chart();
    let refused = |id: &str, code: Option<&str>, says: &str| {
        let error = encounter_export(
            &chart.app,
            id,
            Format::Csv,
            Scope {
                code,
                ..Scope::default()
            },
        )
        .unwrap_err();
        assert!(error.message.contains(says), "{}", error.message);
        assert_eq!(error.message.lines().count(), 1);
        error.code
    };
    assert_eq!(refused("nonsense", None, "no identifier"), ErrorCode::Input);
    let unknown = "0198c0de-0000-7000-8000-000000000001";
    assert_eq!(refused(unknown, None, "there is none"), ErrorCode::NotFound);
    assert_eq!(
        refused(&chart.id, Some("J18.9"), "not among"),
        ErrorCode::NotFound
    );
    assert!(
        format("docx")
            .unwrap_err()
            .message
            .contains("fhir, csv, html, json, pdf")
    );

    let path = chart.home.path().join("out.csv");
    write_new(&path, b"kept").unwrap();
    assert!(
        write_new(&path, b"other")
            .unwrap_err()
            .message
            .contains("left as it is")
    );
    assert_eq!(std::fs::read(&path).unwrap(), b"kept");
}

#[test]
fn an_encounter_is_read_alone_not_with_the_whole_queue() {
    let chart = chart();
    let store = Store::open(chart.home.path(), &common::options()).unwrap();
    let id = coding_model::EncounterId::parse(&chart.id).unwrap();
    let summary = store.encounter_summary(id).unwrap();
    assert_eq!(store.encounters().unwrap(), std::slice::from_ref(&summary));
    assert_eq!(
        (summary.status, summary.assigned),
        (EncounterStatus::InProgress, 2)
    );
}

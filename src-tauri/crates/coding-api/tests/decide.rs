//! Deciding on a chart: what is recorded, what is refused, what follows from it.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use clinical_text::TextRange;
use coding_api::dto::{DecideDto, DecidedDto, EncounterDto, EvidenceInDto, SpanDto};
use coding_api::{
    App, ErrorCode, decide, decide_redo, decide_undo, encounter_create, encounter_open,
};
use coding_model::{
    Assertion, Confidence, EncounterId, EvidenceSpan, IndexPath, List, Role, Run, RunId, Source,
    Suggestion, SuggestionId,
};
use coding_store::Store;
use icd10cm::{Code, Release};

const NOTE: &str = "ASSESSMENT\r\n😷 1. Type 2 diabetes with CKD, stage 3b.\r\n2. Hypertension.\r\nFell and broke the right femoral neck.";

struct Chart {
    home: tempfile::TempDir,
    app: App,
    id: String,
    document: String,
    suggestions: Vec<SuggestionId>,
}

/// A chart with a run of three suggestions: E11.22, N18.32 and I10.
fn chart() -> Chart {
    let home = common::home();
    let app = common::app(home.path());
    let opened = encounter_create(
        &app,
        coding_api::dto::NewEncounterDto {
            title: "Visit".to_owned(),
            setting: "outpatient".to_owned(),
            date: Some("2026-02-03".to_owned()),
            sex: None,
            age: Some(61),
            text: NOTE.to_owned(),
        },
    )
    .unwrap();
    let id = opened.row.id;
    let encounter = EncounterId::parse(&id).unwrap();
    let mut store = Store::open(home.path(), &common::options()).unwrap();
    let document = store.encounter(encounter).unwrap().documents[0].id;
    let suggestion = |rank: u32, code: &str, quote: &str| {
        let at = NOTE.find(quote).unwrap();
        let range = TextRange::new(at, at + quote.len());
        Suggestion {
            id: SuggestionId::new(),
            code: Code::parse(code).unwrap(),
            title: String::new(),
            list: List::Suggest,
            rank,
            role: Role::Secondary,
            confidence: Confidence::new(0.8),
            assertion: Assertion::default(),
            evidence: vec![EvidenceSpan::cut(document, NOTE, range, "ASSESSMENT").unwrap()],
            index_path: Some(IndexPath {
                source: Source::Official,
                terms: vec!["Hypertension, hypertensive".to_owned()],
                hops: Vec::new(),
            }),
            alternatives: Vec::new(),
            findings: Vec::new(),
            trail: Vec::new(),
        }
    };
    let run = Run {
        id: RunId::new(),
        release: Release::from_name("FY2026").unwrap(),
        engine: "by hand".to_owned(),
        stages: Vec::new(),
        elapsed_ms: 1.0,
        suggestions: vec![
            suggestion(1, "E11.22", "Type 2 diabetes with CKD"),
            suggestion(2, "N18.32", "CKD, stage 3b"),
            suggestion(3, "I10", "Hypertension"),
        ],
        problems: Vec::new(),
    };
    store
        .save_run(encounter, &run, "2026-02-03T10:00:00Z", "coder")
        .unwrap();
    Chart {
        home,
        app,
        id,
        document: document.to_string(),
        suggestions: run.suggestions.iter().map(|s| s.id).collect(),
    }
}

impl Chart {
    fn asked(&self, act: &str, suggestion: Option<usize>, code: Option<&str>) -> DecideDto {
        DecideDto {
            encounter: self.id.clone(),
            suggestion: suggestion.map(|n| self.suggestions[n].to_string()),
            act: act.to_owned(),
            code: code.map(str::to_owned),
            rule: String::new(),
            poa: String::new(),
            order: Vec::new(),
            reason: None,
            note: String::new(),
            evidence: Vec::new(),
            node: None,
            steps: Vec::new(),
            evidence_viewed_ms: 0,
        }
    }

    fn act(&self, act: &str, suggestion: Option<usize>, code: Option<&str>) -> DecidedDto {
        decide(&self.app, &self.asked(act, suggestion, code)).unwrap()
    }

    /// The act is refused with a line that holds `says`, and nothing is recorded.
    fn refused(&self, asked: &DecideDto, says: &str) {
        let before = self.open().decisions.len();
        let error = decide(&self.app, asked).unwrap_err();
        assert!(error.message.contains(says), "{}", error.message);
        assert_eq!(error.message.lines().count(), 1);
        assert!(
            !error.message.contains("diabetes with"),
            "no text of the note"
        );
        assert_eq!(self.open().decisions.len(), before);
    }

    fn open(&self) -> EncounterDto {
        encounter_open(&self.app, &self.id).unwrap()
    }

    fn span(&self, quote: &str) -> EvidenceInDto {
        let at = NOTE.find(quote).unwrap();
        let start = u32::try_from(NOTE[..at].encode_utf16().count()).unwrap();
        let length = u32::try_from(quote.encode_utf16().count()).unwrap();
        EvidenceInDto {
            document: self.document.clone(),
            span: SpanDto {
                start,
                end: start + length,
            },
        }
    }
}

fn codes(decided: &DecidedDto) -> String {
    let codes: Vec<&str> = decided.bag.codes.iter().map(|c| c.code.as_str()).collect();
    codes.join(" ")
}

fn states(decided: &DecidedDto) -> String {
    let states: Vec<&str> = decided.states.iter().map(|(_, s, _)| s.as_str()).collect();
    states.join(" ")
}

#[test]
fn accepting_rejecting_revising_and_undoing_leave_their_marks() {
    let chart = chart();
    let decided = chart.act("accept", Some(0), None);
    assert_eq!(codes(&decided), "E11.22");
    assert_eq!(states(&decided), "accepted undecided undecided");
    let row = &decided.bag.codes[0];
    assert_eq!(
        row.title,
        "Type 2 diabetes mellitus with diabetic chronic kidney disease"
    );
    assert_eq!(
        (row.origin.as_str(), row.evidence, row.path, row.tabular),
        ("engine", true, true, false)
    );

    let mut reject = chart.asked("reject", Some(2), None);
    reject.reason = Some("historical".to_owned());
    reject.note = "resolved last year".to_owned();
    let decided = decide(&chart.app, &reject).unwrap();
    assert_eq!(states(&decided), "accepted undecided rejected");
    assert_eq!(
        decided.decisions[1].reason,
        "historical: resolved last year"
    );

    let mut revise = chart.asked("revise", Some(1), Some("N18.31"));
    chart.refused(&revise, "Tabular List was not opened");
    revise.steps = vec!["tabular: N18.31".to_owned()];
    let decided = decide(&chart.app, &revise).unwrap();
    assert_eq!(codes(&decided), "E11.22 N18.31");
    assert_eq!(decided.states[1].2.as_deref(), Some("N18.31"));
    assert_eq!(decided.bag.codes[1].origin, "both");
    assert!(
        decided.bag.codes[1].evidence,
        "inherited from the suggestion"
    );
    assert!(
        !decided.bag.codes[1].path,
        "another code was not reached by the suggestion's path"
    );

    let decided = decide_undo(&chart.app, &chart.id).unwrap();
    assert_eq!(codes(&decided), "E11.22");
    assert_eq!(states(&decided), "accepted undecided rejected");
    assert!(decided.decisions[2].undone);
    assert_eq!(decided.decisions[3].act, "undone");
    let decided = decide_redo(&chart.app, &chart.id).unwrap();
    assert_eq!(codes(&decided), "E11.22 N18.31");
    assert_eq!(
        decided.decisions.len(),
        5,
        "nothing is ever taken out of the record"
    );
    assert_eq!(
        decide_redo(&chart.app, &chart.id).unwrap_err().code,
        ErrorCode::NotFound
    );
}

#[test]
fn everything_is_there_when_the_chart_is_opened_again() {
    let chart = chart();
    chart.act("accept", Some(0), None);
    chart.act("defer", Some(1), None);
    let again = common::app(chart.home.path());
    let opened = encounter_open(&again, &chart.id).unwrap();
    assert_eq!(
        (
            opened.row.assigned,
            opened.row.decisions,
            opened.row.status.as_str()
        ),
        (1, 2, "in-progress")
    );
    assert_eq!(opened.bag.codes[0].code, "E11.22");
    let run = opened.run.unwrap();
    let states: Vec<&str> = run.suggestions.iter().map(|s| s.state.as_str()).collect();
    assert_eq!(states, ["accepted", "deferred", "undecided"]);
    // the window cuts its text by UTF-16 units
    let text: Vec<u16> = opened.documents[0].text.encode_utf16().collect();
    for suggestion in &run.suggestions {
        let evidence = &suggestion.evidence[0];
        let cut = &text[evidence.span.start as usize..evidence.span.end as usize];
        assert_eq!(String::from_utf16(cut).unwrap(), evidence.quote);
        assert!(!evidence.stale);
    }
    assert_eq!(opened.documents[0].text, NOTE, "line ends are kept");
    assert!(
        run.suggestions[0].path.as_ref().unwrap().node.is_some(),
        "the entry can be opened"
    );
}

#[test]
fn a_code_is_added_with_the_text_that_supports_it() {
    let chart = chart();
    let mut asked = chart.asked("add", None, Some("S72.001A"));
    chart.refused(&asked, "no text supports it");
    asked.evidence = vec![chart.span("broke the right femoral neck")];
    asked.steps = vec![
        "index: Fracture, traumatic > femur > neck".to_owned(),
        "tabular: S72.001".to_owned(),
        "7th: A".to_owned(),
    ];
    let decided = decide(&chart.app, &asked).unwrap();
    let row = &decided.bag.codes[0];
    assert_eq!(
        (
            row.code.as_str(),
            row.origin.as_str(),
            row.evidence,
            row.tabular
        ),
        ("S72.001A", "person", true, true)
    );
    asked.code = Some("S72.002A".to_owned());
    asked.evidence = vec![EvidenceInDto {
        document: chart.document.clone(),
        span: SpanDto { start: 12, end: 13 },
    }];
    chart.refused(&asked, "does not lie in the note");
    asked.evidence = vec![EvidenceInDto {
        document: chart.document.clone(),
        span: SpanDto {
            start: 5,
            end: 50_000,
        },
    }];
    chart.refused(&asked, "does not lie in the note");
}

#[test]
fn codes_that_may_not_be_reported_are_refused() {
    let chart = chart();
    let refuse = |code: &str, says: &str| {
        let mut asked = chart.asked("add", None, Some(code));
        asked.evidence = vec![chart.span("Hypertension")];
        chart.refused(&asked, says);
    };
    refuse("N18.3", "header");
    refuse("S72.001", "7th character");
    refuse("S72.001Z", "7th character");
    refuse("E11.99", "not in FY2026");
    refuse("hello", "not an ICD-10-CM code");
    chart.refused(&chart.asked("revise", Some(0), Some("E11")), "header");
    chart.refused(&chart.asked("revise", Some(0), Some("E11.22")), "the same");
    chart.refused(
        &chart.asked("revise", None, Some("E11.9")),
        "names no suggestion",
    );
    chart.refused(&chart.asked("accept", None, None), "names no suggestion");
    chart.refused(
        &chart.asked("remove", None, Some("I10")),
        "not among the assigned",
    );
    chart.refused(&chart.asked("sign", None, None), "no such act");
    let mut asked = chart.asked("reject", Some(0), None);
    asked.reason = Some("because".to_owned());
    chart.refused(&asked, "not one of the reasons");
    let mut asked = chart.asked("accept", Some(0), None);
    asked.suggestion = Some(SuggestionId::new().to_string());
    chart.refused(&asked, "not of the chart's last run");
}

#[test]
fn codes_are_removed_and_put_in_order() {
    let chart = chart();
    chart.act("accept", Some(0), None);
    chart.act("accept", Some(1), None);
    let mut asked = chart.asked("resequence", None, None);
    asked.order = vec!["N18.32".to_owned()];
    chart.refused(&asked, "each assigned code once");
    asked.order = vec!["N18.32".to_owned(), "E11.22".to_owned()];
    assert_eq!(codes(&decide(&chart.app, &asked).unwrap()), "N18.32 E11.22");
    let decided = chart.act("remove", None, Some("E11.22"));
    assert_eq!(codes(&decided), "N18.32");
    assert_eq!(states(&decided), "undecided accepted undecided");
    let decided = decide_undo(&chart.app, &chart.id).unwrap();
    assert_eq!(codes(&decided), "N18.32 E11.22");
}

#[test]
fn the_rules_look_at_every_pair() {
    let chart = chart();
    chart.act("accept", Some(0), None);
    let mut asked = chart.asked("add", None, Some("E10.9"));
    asked.evidence = vec![chart.span("diabetes")];
    asked.steps = vec!["tabular: E10.9".to_owned()];
    let decided = decide(&chart.app, &asked).unwrap();
    assert_eq!(decided.bag.pairs_checked, 1);
    let pair = decided
        .bag
        .findings
        .iter()
        .find(|f| f.rule == "NOTE-01")
        .expect("E10 and E11 exclude each other");
    assert_eq!(pair.severity, "error");
    assert!(pair.codes.contains(&"E10.9".to_owned()));
}

#[test]
fn a_code_has_several_stretches_of_text_behind_it() {
    let chart = chart();
    let mut asked = chart.asked("add", None, Some("S72.001A"));
    asked.steps = vec!["tabular: S72.001".to_owned()];
    // in the order in which they were selected; one twice
    asked.evidence = ["femoral neck", "Fell", "broke the right", "Fell"]
        .iter()
        .map(|quote| chart.span(quote))
        .collect();
    let decided = decide(&chart.app, &asked).unwrap();
    assert!(decided.bag.codes[0].evidence);
    let store = Store::open(chart.home.path(), &common::options()).unwrap();
    let kept = store
        .decisions(EncounterId::parse(&chart.id).unwrap())
        .unwrap();
    let quotes: Vec<&str> = kept[0].evidence.iter().map(|e| e.quote.as_str()).collect();
    assert_eq!(
        quotes,
        ["Fell", "broke the right", "femoral neck"],
        "each once, in the order of the text"
    );
    for span in &kept[0].evidence {
        assert!(span.is_live(NOTE), "cut at its place");
    }
}

#[test]
fn charts_that_cannot_be_read_are_refused() {
    let home = common::home();
    let app = common::app(home.path());
    let new = |text: &str, setting: &str, date: Option<&str>| {
        encounter_create(
            &app,
            coding_api::dto::NewEncounterDto {
                title: String::new(),
                setting: setting.to_owned(),
                date: date.map(str::to_owned),
                sex: None,
                age: None,
                text: text.to_owned(),
            },
        )
        .map_err(|e| e.message)
    };
    assert!(
        new("  \n ", "inpatient", None)
            .unwrap_err()
            .contains("empty")
    );
    assert!(
        new("a\0b", "inpatient", None)
            .unwrap_err()
            .contains("not plain text")
    );
    assert!(
        new(&"x".repeat(5 << 20), "inpatient", None)
            .unwrap_err()
            .contains("4 MB")
    );
    assert!(
        new("note", "somewhere", None)
            .unwrap_err()
            .contains("not a setting")
    );
    assert!(
        new("note", "inpatient", Some("3/4/2026"))
            .unwrap_err()
            .contains("not a date")
    );
    assert_eq!(
        encounter_open(&app, "x").unwrap_err().code,
        ErrorCode::Input
    );
    assert_eq!(
        encounter_open(&app, &EncounterId::new().to_string())
            .unwrap_err()
            .code,
        ErrorCode::NotFound
    );
    let opened = new("Chest pain.", "emergency", Some("2024-02-03")).unwrap();
    assert!(opened.release_notice.unwrap().contains("FY2026 is used"));
    assert_eq!(opened.row.title, "Untitled chart");
}

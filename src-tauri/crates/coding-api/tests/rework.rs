//! A person's correction of a mention, a way or a code runs again what depends on it, and nothing else.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;
mod scripted;

use std::path::Path;
use std::sync::Arc;

use coding_api::dto::{
    DecideDto, EncounterDto, ModelChoiceDto, NewEncounterDto, ReadingDto, RunDto, SpanDto,
};
use coding_api::model::{Profile, Watch, model_choose, model_endpoint_save, model_run};
use coding_api::{App, decide, decide_undo, encounter_create, encounter_rework, run_start};
use coding_store::Store;
use scripted::Server;

const NOTE: &str =
    "ASSESSMENT\n1. Type 2 diabetes with CKD, stage 3b.\n2. Hypertension.\n3. Pneumonia.\n";

fn app(home: &Path) -> Arc<App> {
    Arc::new(common::app(home))
}

fn chart(app: &App) -> EncounterDto {
    let new = NewEncounterDto {
        title: String::new(),
        setting: "outpatient".to_owned(),
        date: None,
        sex: None,
        age: None,
        text: NOTE.to_owned(),
    };
    encounter_create(app, new).unwrap()
}

fn quiet() -> Watch {
    Arc::new(|_| ())
}

fn says(chart: &EncounterDto, words: &str, says: &str) -> ReadingDto {
    let start = NOTE.find(words).unwrap();
    let place = |n: usize| u32::try_from(n).unwrap();
    ReadingDto {
        document: chart.documents[0].id.clone(),
        span: SpanDto {
            start: place(start),
            end: place(start + words.len()),
        },
        says: says.to_owned(),
    }
}

fn asked(encounter: &str, suggestion: &str, act: &str) -> DecideDto {
    DecideDto {
        encounter: encounter.to_owned(),
        suggestion: Some(suggestion.to_owned()),
        act: act.to_owned(),
        code: None,
        order: Vec::new(),
        reason: (act == "reject").then(|| "not-supported".to_owned()),
        note: String::new(),
        evidence: Vec::new(),
        node: None,
        steps: Vec::new(),
        evidence_viewed_ms: 0,
        poa: String::new(),
        rule: String::new(),
    }
}

fn suggested(run: &RunDto) -> Vec<String> {
    let mut codes: Vec<String> = run
        .suggestions
        .iter()
        .filter(|s| s.list == "suggest")
        .map(|s| s.code.clone())
        .collect();
    codes.sort();
    codes
}

fn stages(run: &RunDto) -> Vec<&str> {
    run.stages.iter().map(|s| s.stage.as_str()).collect()
}

#[test]
fn a_corrected_mention_is_validated_again_and_no_other() {
    let home = common::home();
    let app = app(home.path());
    let chart = chart(&app);
    let id = &chart.row.id;
    let first = run_start(&app, id).unwrap();
    assert!(
        suggested(&first).contains(&"J18.9".to_owned()),
        "{:?}",
        suggested(&first)
    );
    let denied = says(&chart, "Pneumonia", "absent");
    let run = encounter_rework(&app, id, Some(&denied), quiet()).unwrap();
    assert!(
        !suggested(&run).contains(&"J18.9".to_owned()),
        "{:?}",
        suggested(&run)
    );
    assert_eq!(stages(&run), ["correct", "validate", "reconcile", "verify"]);
    let without = |run: &RunDto| -> Vec<String> {
        suggested(run)
            .into_iter()
            .filter(|c| c != "J18.9")
            .collect()
    };
    assert_eq!(without(&first), without(&run), "the rest stays");
    // said last counts
    let present = says(&chart, "Pneumonia", "present");
    let run = encounter_rework(&app, id, Some(&present), quiet()).unwrap();
    assert_eq!(suggested(&run), suggested(&first));
    let none = says(&chart, "Pneumonia", "none");
    let run = encounter_rework(&app, id, Some(&none), quiet()).unwrap();
    assert!(run.suggestions.iter().all(|s| s.code != "J18.9"));
    assert_eq!(stages(&run), ["correct", "reconcile", "verify"]);
    for (wrong, message) in [
        (
            ReadingDto {
                says: "maybe".to_owned(),
                ..none.clone()
            },
            "present",
        ),
        (
            ReadingDto {
                document: "x".to_owned(),
                ..none.clone()
            },
            "document",
        ),
        (
            ReadingDto {
                span: SpanDto { start: 5, end: 5 },
                ..none.clone()
            },
            "selection",
        ),
    ] {
        let error = encounter_rework(&app, id, Some(&wrong), quiet()).unwrap_err();
        assert!(error.message.contains(message), "{}", error.message);
    }
    drop(app);
    // on record: where, and what was said; not the words
    let store = Store::open(home.path(), &common::options()).unwrap();
    let events = store.events(None).unwrap();
    let corrected: Vec<_> = events
        .iter()
        .filter(|e| e.kind == "mention-corrected")
        .collect();
    assert_eq!(corrected.len(), 3);
    assert!(
        corrected
            .iter()
            .all(|e| !e.body.to_string().contains("neumonia"))
    );
}

#[test]
fn decisions_stand_and_the_rest_comes_into_line() {
    let home = common::home();
    let app = app(home.path());
    let chart = chart(&app);
    let id = &chart.row.id;
    let first = run_start(&app, id).unwrap();
    let one = first
        .suggestions
        .iter()
        .find(|s| s.code == "I10" || s.code.starts_with("I12"));
    let one = one.unwrap();
    decide(&app, &asked(id, &one.id, "reject")).unwrap();
    let run = encounter_rework(&app, id, None, quiet()).unwrap();
    assert_eq!(stages(&run), ["correct", "reconcile", "verify"]);
    let turned_down = run.suggestions.iter().find(|s| s.code == one.code).unwrap();
    assert_eq!(
        (turned_down.list.as_str(), turned_down.state.as_str()),
        ("consider", "rejected")
    );
    decide_undo(&app, id).unwrap();
    let run = encounter_rework(&app, id, None, quiet()).unwrap();
    assert_eq!(
        suggested(&run),
        suggested(&first),
        "an undone decision corrects nothing"
    );

    // a code that the engine only considered stands once a person has accepted it
    let weak = run
        .suggestions
        .iter()
        .find(|s| s.list == "consider")
        .unwrap();
    decide(&app, &asked(id, &weak.id, "accept")).unwrap();
    let run = encounter_rework(&app, id, None, quiet()).unwrap();
    let stands = run
        .suggestions
        .iter()
        .find(|s| s.code == weak.code)
        .unwrap();
    assert_eq!(
        (stands.list.as_str(), stands.state.as_str()),
        ("suggest", "accepted")
    );
    assert!(stands.trail.iter().any(|t| t.agent == "person"));
    assert!(stands.evidence.iter().all(|e| NOTE.contains(&e.quote)));
}

#[test]
fn a_model_is_asked_only_what_changed() {
    let home = common::home();
    let app = app(home.path());
    let server = Server::start("{\"report\": [1, 2, 3, 4], \"choice\": 1}");
    let settings = model_endpoint_save(&app, common::endpoint(&server.url)).unwrap();
    let hybrid = settings
        .profiles
        .iter()
        .find(|p| p.name == Profile::Hybrid.name());
    let choice = ModelChoiceDto {
        chosen: settings.chosen.clone(),
        stages: hybrid.unwrap().stages.clone(),
        deidentify: false,
    };
    model_choose(&app, &choice).unwrap();
    let chart = chart(&app);
    let id = &chart.row.id;
    model_run(&app, id, quiet()).unwrap();
    let before = server.connections();
    // nothing was corrected: every question was answered before
    let run = encounter_rework(&app, id, None, quiet()).unwrap();
    assert!(run.engine.starts_with("hybrid"));
    assert_eq!(server.connections(), before);
    let denied = says(&chart, "Pneumonia", "absent");
    let run = encounter_rework(&app, id, Some(&denied), quiet()).unwrap();
    assert!(server.connections() > before, "another set is decided anew");
    assert!(
        server.connections() < 2 * before,
        "what did not change is not asked again"
    );
    assert_eq!(stages(&run), ["correct", "validate", "reconcile", "verify"]);
}

#[test]
fn after_a_restart_the_chart_is_read_anew_and_the_run_says_so() {
    let home = common::home();
    let id = {
        let app = app(home.path());
        let chart = chart(&app);
        run_start(&app, &chart.row.id).unwrap();
        encounter_rework(
            &app,
            &chart.row.id,
            Some(&says(&chart, "Pneumonia", "past")),
            quiet(),
        )
        .unwrap();
        chart.row.id
    };
    let run = encounter_rework(&app(home.path()), &id, None, quiet()).unwrap();
    assert!(
        !suggested(&run).contains(&"J18.9".to_owned()),
        "what was said is on record"
    );
    assert!(
        run.problems
            .iter()
            .any(|p| p.contains("no longer in memory")),
        "{:?}",
        run.problems
    );
}

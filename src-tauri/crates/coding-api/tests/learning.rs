//! What a person sets about suggestions, and what earlier decisions change in later runs.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use coding_api::dto::{DecideDto, NewEncounterDto, RunDto, SuggestionDto};
use coding_api::{
    App, Learning, decide, encounter_create, encounter_open, learning_list, learning_rebuild,
    learning_reset, learning_switch, run_start, run_start_with, threshold_list, threshold_set,
};

const NOTE: &str = "ASSESSMENT\n1. Type 2 diabetes.\n2. Hypertension.\n";

fn chart(app: &App) -> String {
    let new = NewEncounterDto {
        title: "Visit".to_owned(),
        setting: "outpatient".to_owned(),
        date: Some("2026-02-03".to_owned()),
        sex: None,
        age: Some(61),
        text: NOTE.to_owned(),
    };
    encounter_create(app, new).unwrap().row.id
}

fn of<'a>(run: &'a RunDto, code: &str) -> &'a SuggestionDto {
    run.suggestions.iter().find(|s| s.code == code).unwrap()
}

fn act(app: &App, chart: &str, suggestion: &SuggestionDto, act: &str) {
    let asked = DecideDto {
        encounter: chart.to_owned(),
        suggestion: Some(suggestion.id.clone()),
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
        evidence_viewed_ms: 0,
    };
    decide(app, &asked).unwrap();
}

#[test]
fn a_threshold_moves_codes_between_the_lists_without_a_new_run() {
    let home = common::home();
    let app = common::app(home.path());
    let id = chart(&app);
    let run = run_start(&app, &id).unwrap();
    let lists = |run: &RunDto| -> Vec<(String, String)> {
        run.suggestions
            .iter()
            .map(|s| (s.code.clone(), s.list.clone()))
            .collect()
    };
    let before = lists(&run);
    assert!(!before.is_empty());
    threshold_set(&app, "outpatient", Some(1.0)).unwrap();
    let none = encounter_open(&app, &id).unwrap().run.unwrap();
    assert_eq!(none.id, run.id, "the same run");
    assert!(none.suggestions.iter().all(|s| s.list == "consider"));
    threshold_set(&app, "outpatient", Some(0.0)).unwrap();
    let all = encounter_open(&app, &id).unwrap().run.unwrap();
    assert!(
        all.suggestions
            .iter()
            .all(|s| (s.list == "suggest") != s.held_back)
    );
    threshold_set(&app, "inpatient", Some(1.0)).unwrap();
    let other = encounter_open(&app, &id).unwrap().run.unwrap();
    assert_eq!(lists(&other), lists(&all), "settings are apart");
    let reset = threshold_set(&app, "outpatient", None).unwrap();
    assert_eq!(reset, threshold_list(&app).unwrap());
    let fitted = encounter_open(&app, &id).unwrap().run.unwrap();
    assert_eq!(lists(&fitted), before, "as the engine had it");
    for (setting, value) in [("outpatient", 1.5), ("day care", 0.5)] {
        let refused = threshold_set(&app, setting, Some(value)).unwrap_err();
        assert!(!refused.message.contains('\n'), "{}", refused.message);
    }
}

#[test]
fn decisions_move_the_same_code_for_the_same_words_in_other_charts() {
    let home = common::home();
    let app = common::app(home.path());
    let (one, other) = (chart(&app), chart(&app));
    let run = run_start(&app, &one).unwrap();
    let suggested = of(&run, "I10").clone();
    act(&app, &one, &suggested, "reject");
    let learned = learning_list(&app).unwrap();
    assert_eq!((learned.on, learned.rows.len()), (true, 1));
    assert_eq!(learned.rows[0].code, "I10");
    assert_eq!((learned.rows[0].accepted, learned.rows[0].rejected), (0, 1));
    assert!(learned.rows[0].shift < 0.0);

    let plain = run_start_with(&app, &other, Learning::Off).unwrap();
    let shifted = run_start(&app, &other).unwrap();
    assert!(of(&shifted, "I10").confidence < of(&plain, "I10").confidence);
    assert!(of(&shifted, "I10").trail.iter().any(|t| t.stage == "learn"));
    assert!(of(&plain, "I10").trail.iter().all(|t| t.stage != "learn"));
    // a chart's own decisions do not speak for it again
    let again = run_start(&app, &one).unwrap();
    assert_eq!(of(&again, "I10").confidence, of(&plain, "I10").confidence);

    learning_switch(&app, false).unwrap();
    let off = run_start(&app, &other).unwrap();
    assert_eq!(of(&off, "I10").confidence, of(&plain, "I10").confidence);
    learning_switch(&app, true).unwrap();
    assert_eq!(
        learning_rebuild(&app).unwrap(),
        learned,
        "derived from the ledger"
    );
    assert_eq!(learning_reset(&app).unwrap().rows.len(), 0);
    assert_eq!(
        learning_rebuild(&app).unwrap().rows.len(),
        0,
        "what was forgotten stays so"
    );
}

#[test]
fn what_is_undone_is_not_learned_and_contradictions_cancel_out() {
    let home = common::home();
    let app = common::app(home.path());
    let charts: Vec<String> = (0..4).map(|_| chart(&app)).collect();
    for (i, id) in charts.iter().enumerate() {
        let run = run_start_with(&app, id, Learning::Off).unwrap();
        let suggested = of(&run, "I10").clone();
        act(
            &app,
            id,
            &suggested,
            if i % 2 == 0 { "accept" } else { "reject" },
        );
    }
    let rows = learning_list(&app).unwrap().rows;
    assert_eq!((rows[0].accepted, rows[0].rejected), (2, 2));
    assert_eq!(rows[0].shift, 0.0);
    coding_api::decide_undo(&app, &charts[3]).unwrap();
    let rows = learning_list(&app).unwrap().rows;
    assert_eq!((rows[0].accepted, rows[0].rejected), (2, 1));
}

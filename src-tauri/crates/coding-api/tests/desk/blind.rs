//! What an auditor who judges blind is not told, by whichever door: the chart itself, somebody else's audit, numbers.

use std::sync::Arc;

use coding_api::dto::EncounterDto;
use coding_api::model::model_preview;
use coding_api::{audit_hand_over, decision_path, import_files, import_preview, run_start};

use super::*;

/// A signed chart that was read by the engine, where one code was accepted as suggested and one assigned by hand.
fn read() -> (tempfile::TempDir, App, String) {
    let home = common::home();
    let app = common::app(home.path());
    person(&app, "Ada", &[]);
    person(&app, "Cora", &["coder"]);
    person(&app, "Otto", &["auditor", "coder", "trainer"]);
    person(&app, "Olga", &["auditor", "coder"]);
    enter(&app, "Cora");
    let chart = chart(&app);
    let run = run_start(&app, &chart).unwrap();
    let one = run.suggestions.iter().find(|s| s.code == "I10").unwrap();
    let accepted = DecideDto {
        suggestion: Some(one.id.clone()),
        evidence_viewed_ms: 3_000,
        ..asked(&chart, "accept")
    };
    decide(&app, &accepted).unwrap();
    assign(&app, &chart, "E11.22", "Type 2 diabetes with CKD");
    assign(&app, &chart, "N18.32", "CKD, stage 3b");
    signed(&app, &chart);
    (home, app, chart)
}

fn blind_refusal<T: std::fmt::Debug>(result: Result<T, coding_api::ApiError>) {
    let error = result.unwrap_err();
    assert_eq!(error.code, ErrorCode::NotAllowed, "{error:?}");
    assert!(
        error.message.contains("audit this chart blind"),
        "{error:?}"
    );
}

fn by_act<'a>(opened: &'a EncounterDto, act: &str) -> Vec<&'a str> {
    let decisions = opened.decisions.iter().filter(|d| d.act == act);
    decisions.map(|d| d.id.as_str()).collect()
}

#[test]
fn a_chart_that_is_audited_blind_is_shown_without_the_engine() {
    let (_home, app, chart) = read();
    let app = Arc::new(app);
    let full = encounter_open(&app, &chart).unwrap();
    assert!(full.run.is_some() && !full.withheld);
    let (accepted, added) = (by_act(&full, "accepted"), by_act(&full, "added"));
    assert_eq!((accepted.len(), added.len()), (1, 2));
    decision_path(&app, &chart, added[0]).unwrap();

    enter(&app, "Otto");
    let seen = encounter_open(&app, &chart).unwrap();
    assert!(seen.run.is_some(), "he has not opened the audit");
    let acceptance = |app: &App| {
        let scores = audit_scores(app).unwrap();
        let found = scores.measures.iter().find(|m| m.id == "acceptance");
        (scores.signatures, found.unwrap().rows[0].share.of)
    };
    assert_eq!(acceptance(&app), (1, 1));
    let audit = audit_open(&app, &opening(&chart)).unwrap();
    let blind = encounter_open(&app, &chart).unwrap();
    assert!(blind.withheld && blind.run.is_none());
    assert!(!blind.documents[0].text.is_empty());
    assert_eq!(
        blind.bag.codes.len(),
        3,
        "what was signed is what he judges"
    );
    for code in &blind.bag.codes {
        assert_eq!((code.origin.as_str(), code.path), ("withheld", false));
    }
    for act in ["accepted", "added", "rejected", "revised", "undone"] {
        assert!(by_act(&blind, act).is_empty(), "{act}");
    }
    assert!(blind.decisions.iter().all(|d| d.suggestion.is_none()));
    let summary = sign_summary(&app, &chart).unwrap();
    assert_eq!(summary.undecided, 0);
    assert!(summary.warnings.is_empty(), "{:?}", summary.warnings);
    assert!(summary.bag.codes.iter().all(|c| c.origin == "withheld"));
    assert_eq!(acceptance(&app), (0, 0), "by no number either");
    for decision in accepted.iter().chain(&added) {
        blind_refusal(decision_path(&app, &chart, decision));
    }
    blind_refusal(coding_api::answer::trail(&app, &chart, None));
    blind_refusal(coding_api::training::author_from_chart(&app, &chart));
    blind_refusal(decide(&app, &asked(&chart, "defer")));
    // an amendment opens the chart to coding again, and to its auditor no sooner
    amend(&app, &chart, "a late laboratory report").unwrap();
    blind_refusal(run_start(&app, &chart));
    blind_refusal(decide(&app, &asked(&chart, "defer")));
    let summary = sign_summary(&app, &chart).unwrap();
    let signing = SignDto {
        encounter: chart.clone(),
        seen: summary.seen,
        acknowledged: true,
        unread: None,
    };
    blind_refusal(sign(&app, &signing));
    enter(&app, "Ada");
    let settings =
        coding_api::model::model_endpoint_save(&app, common::endpoint("http://127.0.0.1:9"))
            .unwrap();
    enter(&app, "Otto");
    let id = &settings.endpoints[0].id;
    blind_refusal(model_preview(&app, id, Some(&chart), false));

    // it is for whoever judges blind alone
    enter(&app, "Cora");
    assert!(!encounter_open(&app, &chart).unwrap().withheld);
    enter(&app, "Otto");
    let mut audit = audit_get(&app, &chart, &audit.row.id).unwrap();
    for one in ["E11.22", "N18.32", "I10"] {
        audit = audit_act(&app, &code(&audit, "agree", one)).unwrap();
    }
    audit_act(&app, &act(&audit, "reveal")).unwrap();
    let after = encounter_open(&app, &chart).unwrap();
    assert!(!after.withheld && after.run.is_some());
    assert_eq!(by_act(&after, "accepted").len(), 1);
    assert_eq!(acceptance(&app), (1, 1));
    run_start(&app, &chart).unwrap();
}

#[test]
fn somebody_elses_audit_unblinds_nobody() {
    let (_home, app, chart) = read();
    enter(&app, "Olga");
    let first = audit_open(&app, &opening(&chart)).unwrap();
    let mut judged = audit_act(&app, &code(&first, "agree", "E11.22")).unwrap();
    judged = audit_act(&app, &code(&judged, "agree", "I10")).unwrap();
    let removal = AuditActDto {
        reason: Some("SP".to_owned()),
        ..code(&judged, "remove", "N18.32")
    };
    judged = audit_act(&app, &removal).unwrap();
    let returned = audit_act(&app, &act(&judged, "return")).unwrap();
    assert!(returned.rows.iter().any(|r| r.engine.is_some()));

    enter(&app, "Otto");
    assert!(audit_get(&app, &chart, &first.row.id).is_ok());
    assert_eq!(audit_corrections(&app, &chart).unwrap().len(), 1);
    assert_eq!(audit_scores(&app).unwrap().audits, 1);
    let own = audit_open(&app, &opening(&chart)).unwrap();
    blind_refusal(audit_get(&app, &chart, &first.row.id));
    blind_refusal(audit_act(&app, &act(&returned, "close")));
    assert!(audit_corrections(&app, &chart).unwrap().is_empty());
    assert_eq!(audit_scores(&app).unwrap().audits, 0);
    let listed: Vec<String> = audit_list(&app)
        .unwrap()
        .into_iter()
        .map(|r| r.id)
        .collect();
    assert_eq!(listed, std::slice::from_ref(&own.row.id));
    assert!(audit_get(&app, &chart, &own.row.id).is_ok());
    // the coder of it reads what was returned, as before
    enter(&app, "Cora");
    assert_eq!(audit_corrections(&app, &chart).unwrap().len(), 1);
    // handed over, it is blind to whoever goes on with it
    enter(&app, "Otto");
    audit_hand_over(&app, &chart, &own.row.id, Some("Olga"), "on leave").unwrap();
    assert!(!encounter_open(&app, &chart).unwrap().withheld);
    enter(&app, "Olga");
    assert!(encounter_open(&app, &chart).unwrap().withheld);
}

#[test]
fn a_signature_is_of_the_run_and_the_lines_that_were_shown() {
    let (_home, app, _) = read();
    enter(&app, "Cora");
    let chart = chart(&app);
    assign(&app, &chart, "I10", "Hypertension");
    let before = sign_summary(&app, &chart).unwrap();
    run_start(&app, &chart).unwrap();
    let asked = SignDto {
        encounter: chart.clone(),
        seen: before.seen,
        acknowledged: true,
        unread: None,
    };
    assert_eq!(sign(&app, &asked).unwrap_err().code, ErrorCode::Overtaken);
    let now = sign_summary(&app, &chart).unwrap();
    coding_api::threshold_set(&app, "outpatient", Some(0.999)).unwrap();
    let moved = sign_summary(&app, &chart).unwrap();
    assert_ne!(now.undecided, moved.undecided);
    assert_ne!(now.seen, moved.seen, "what was warned of is another");
    assert_eq!(sign_summary(&app, &chart).unwrap().seen, moved.seen);
}

#[test]
fn a_file_is_looked_at_by_who_may_add_charts() {
    let (home, app, _) = read();
    let file = home.path().join("note.txt");
    std::fs::write(&file, "Assessment: sepsis.").unwrap();
    let paths = [file];
    enter(&app, "Ada");
    person(&app, "Lena", &["learner"]);
    enter(&app, "Lena");
    let error = import_preview(&app, &paths).unwrap_err();
    assert_eq!(error.code, ErrorCode::NotAllowed);
    session_lock(&app).unwrap();
    let error = import_preview(&app, &paths).unwrap_err();
    assert_eq!(error.code, ErrorCode::SignIn);
    enter(&app, "Cora");
    assert_eq!(import_preview(&app, &paths).unwrap().charts.len(), 1);
    import_files(&app, &paths, coding_api::Stated::default()).unwrap();
}

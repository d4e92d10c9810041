//! What is refused: to nobody in particular, to the wrong role, on what is signed; and what an export leaves out.

use std::sync::Arc;

use coding_api::dto::{EncounterDto, ModelChoiceDto, ReadingDto, StagesDto};
use coding_api::export::{Exported, Format, Scope, encounter_export};
use coding_api::model::{Watch, model_choose, model_consent, model_endpoint_test, model_run};
use coding_api::{
    Stated, app_status, encounter_rework, import_files, learning_list, learning_switch, model,
    run_start, safe_backup, safe_key_change, safe_recovery_key, session_lock_after, threshold_set,
};

use super::*;

fn refused<T: std::fmt::Debug>(result: Result<T, coding_api::ApiError>, code: ErrorCode) {
    assert_eq!(result.unwrap_err().code, code);
}

fn record(app: &App, chart: &str) -> serde_json::Value {
    let Exported { bytes, .. } =
        encounter_export(app, chart, Format::Json, Scope::default()).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

fn statements(record: &serde_json::Value, kind: &str) -> usize {
    let stated = record["stated"].as_array().unwrap();
    stated.iter().filter(|s| s["kind"] == kind).count()
}

fn local() -> StagesDto {
    let by = || "local".to_owned();
    StagesDto {
        extract: by(),
        navigate: by(),
        validate: by(),
        reconcile: by(),
        verify: by(),
    }
}

fn quiet() -> Watch {
    Arc::new(|_| ())
}

#[test]
fn nothing_is_read_before_somebody_signs_in() {
    let (home, app, chart) = desk();
    drop(app);
    let app = common::app(home.path());
    assert_eq!(session_status(&app).unwrap().state, "choose");
    refused(encounter_list(&app), ErrorCode::SignIn);
    refused(encounter_open(&app, &chart), ErrorCode::SignIn);
    refused(audit_list(&app), ErrorCode::SignIn);
    refused(learning_list(&app), ErrorCode::SignIn);
    refused(
        encounter_export(&app, &chart, Format::Json, Scope::default()),
        ErrorCode::SignIn,
    );
    assert!(!app_status(&app).writable);
    enter(&app, "Cora");
    assert_eq!(encounter_list(&app).unwrap().len(), 1);
    assert!(app_status(&app).writable);
}

#[test]
fn the_safe_and_the_model_are_the_administrators() {
    let (home, app, chart) = desk();
    let copy = home.path().join("copy.ctb");
    let choice = ModelChoiceDto {
        chosen: None,
        stages: local(),
        deidentify: true,
    };
    refused(
        safe_backup(&app, &copy, Some(SECRET)),
        ErrorCode::NotAllowed,
    );
    refused(safe_key_change(&app), ErrorCode::NotAllowed);
    refused(safe_recovery_key(&app), ErrorCode::NotAllowed);
    refused(model_choose(&app, &choice), ErrorCode::NotAllowed);
    refused(model_consent(&app, "1", true), ErrorCode::NotAllowed);
    refused(session_lock_after(&app, 60), ErrorCode::NotAllowed);
    let app = Arc::new(app);
    refused(model_endpoint_test(&app, "1", true), ErrorCode::NotAllowed);
    enter(&app, "Ada");
    model_choose(&app, &choice).unwrap();
    safe_backup(&app, &copy, Some(SECRET)).unwrap();
    assert!(copy.exists());
    assert_eq!(session_lock_after(&app, 30).unwrap().lock_after, 30);
    refused(model_endpoint_test(&app, "1", true), ErrorCode::NotFound);
    // she administers, and codes nothing
    let shown = coding_api::demo::code_sample(&app, 1).map(|_| ());
    refused(shown, ErrorCode::NotAllowed);
    refused(run_start(&app, &chart), ErrorCode::NotAllowed);
    refused(model_run(&app, &chart, quiet()), ErrorCode::NotAllowed);
    refused(
        encounter_rework(&app, &chart, None, quiet()),
        ErrorCode::NotAllowed,
    );
    refused(
        encounter_export(&app, &chart, Format::Csv, Scope::default()),
        ErrorCode::NotAllowed,
    );
    learning_switch(&app, false).unwrap();
}

#[test]
fn learners_trainers_and_auditors_do_not_touch_charts() {
    let (_home, app, chart) = desk();
    enter(&app, "Ada");
    person(&app, "Lena", &["learner", "trainer"]);
    for name in ["Lena", "Otto"] {
        enter(&app, name);
        refused(encounter_create(&app, new_chart()), ErrorCode::NotAllowed);
        refused(
            import_files(&app, &[], Stated::default()),
            ErrorCode::NotAllowed,
        );
        refused(run_start(&app, &chart), ErrorCode::NotAllowed);
        refused(
            threshold_set(&app, "outpatient", Some(0.5)),
            ErrorCode::NotAllowed,
        );
        refused(learning_switch(&app, false), ErrorCode::NotAllowed);
    }
    encounter_export(&app, &chart, Format::Csv, Scope::default()).unwrap();
    enter(&app, "Lena");
    refused(
        encounter_export(&app, &chart, Format::Csv, Scope::default()),
        ErrorCode::NotAllowed,
    );
    enter(&app, "Cora");
    run_start(&app, &chart).unwrap();
    encounter_export(&app, &chart, Format::Csv, Scope::default()).unwrap();
}

#[test]
fn a_signed_chart_is_not_read_again() {
    let (_home, app, chart) = desk();
    let app = Arc::new(app);
    let opened: EncounterDto = encounter_open(&app, &chart).unwrap();
    run_start(&app, &chart).unwrap();
    signed(&app, &chart);
    let events = record(&app, &chart)["events"].as_array().unwrap().len();
    let reading = ReadingDto {
        document: opened.documents[0].id.clone(),
        span: span("Hypertension"),
        says: "absent".to_owned(),
    };
    refused(run_start(&app, &chart), ErrorCode::Signed);
    refused(
        encounter_rework(&app, &chart, Some(&reading), quiet()),
        ErrorCode::Signed,
    );
    let after = record(&app, &chart);
    // the one export in between is on record, and nothing else
    assert_eq!(after["events"].as_array().unwrap().len(), events + 1);
    assert_eq!(after["runs"].as_array().unwrap().len(), 1);
    amend(&app, &chart, "a late laboratory report").unwrap();
    encounter_rework(&app, &chart, Some(&reading), quiet()).unwrap();
}

#[test]
fn an_audit_is_told_to_nobody_before_its_time() {
    let (_home, app, chart) = desk();
    enter(&app, "Olga");
    run_start(&app, &chart).unwrap();
    signed(&app, &chart);
    enter(&app, "Otto");
    let audit = audit_open(&app, &opening(&chart)).unwrap();
    assert_eq!(audit.row.plan, "chosen", "nothing was drawn");
    let blind = record(&app, &chart);
    assert_eq!(statements(&blind, "audit"), 1);
    assert!(blind["runs"].as_array().unwrap().is_empty());
    let signature = &blind["stated"][0];
    assert_eq!(signature["kind"], "signature");
    for name in ["engine", "accepted", "rejected", "risks"] {
        let told = &signature["particulars"][name];
        assert_eq!(*told, serde_json::Value::Null, "{name}");
    }
    let words = signature["words"].to_string();
    assert!(!words.contains("undecided"), "{words}");
    assert_eq!(blind["withheld"], true);
    for code in blind["codes"].as_array().unwrap() {
        assert_eq!(code["origin"], "withheld");
        assert_eq!(code["index_path"], serde_json::Value::Null);
        assert!(!code["evidence"].as_array().unwrap().is_empty());
    }
    for event in blind["events"].as_array().unwrap() {
        let kind = event["kind"].as_str().unwrap();
        let body = event["body"].to_string();
        assert!(
            !body.contains("accepted") && !body.contains("engine"),
            "{kind}"
        );
    }
    let acts = blind["decisions"].to_string();
    assert!(
        !acts.contains("\"added\"") && !acts.contains("accepted"),
        "{acts}"
    );

    // an auditor, but of this signature the one who is audited
    enter(&app, "Olga");
    assert!(audit_list(&app).unwrap().is_empty());
    refused(
        audit_get(&app, &chart, &audit.row.id),
        ErrorCode::NotAllowed,
    );
    let told = record(&app, &chart);
    assert_eq!(told["withheld"], serde_json::Value::Null);
    assert_eq!(told["codes"][0]["origin"], "person");
    assert_eq!(statements(&told, "audit"), 0);
    assert_eq!(told["runs"].as_array().unwrap().len(), 1);
    assert!(told["stated"][0]["particulars"]["engine"].is_array());
    let words = told["stated"][0]["words"].to_string();
    assert!(words.contains("undecided"), "{words}");

    // back to Otto until it is returned
    enter(&app, "Otto");
    let audit = judged(&app, &audit);
    // neither the auditor nor the coder of it
    enter(&app, "Cora");
    assert!(audit_corrections(&app, &chart).unwrap().is_empty());
    assert_eq!(statements(&record(&app, &chart), "audit"), 0);
    refused(
        audit_get(&app, &chart, &audit.row.id),
        ErrorCode::NotAllowed,
    );
    enter(&app, "Olga");
    let told = audit_corrections(&app, &chart).unwrap().remove(0);
    let rebutted = audit_act(
        &app,
        &AuditActDto {
            finding: Some(told.findings[0].id.clone()),
            words: "the stage is documented".to_owned(),
            ..act(&told, "rebut")
        },
    )
    .unwrap();
    enter(&app, "Otto");
    let escalated = audit_act(
        &app,
        &AuditActDto {
            words: "we do not agree".to_owned(),
            ..act(&rebutted, "escalate")
        },
    )
    .unwrap();
    assert_eq!(escalated.row.state, "escalated");
}

#[test]
fn how_a_chart_was_drawn_is_what_the_ledger_says() {
    let (_home, app, chart) = desk();
    signed(&app, &chart);
    enter(&app, "Otto");
    let sample = SampleInDto {
        kind: "risk".to_owned(),
        seed: "spring".to_owned(),
        size: 5,
        coder: None,
    };
    audit_sample(&app, &sample).unwrap();
    let audit = audit_open(&app, &opening(&chart)).unwrap();
    assert_eq!(audit.row.plan, "risk, seed spring, 1 of 1");
}

#[test]
fn an_indicator_goes_with_its_code() {
    let (_home, app, chart) = desk();
    let with = |act: &str| DecideDto {
        code: Some("E11.22".to_owned()),
        ..asked(&chart, act)
    };
    let told = decide(
        &app,
        &DecideDto {
            poa: "n".to_owned(),
            ..with("poa")
        },
    )
    .unwrap();
    assert_eq!(told.bag.codes[0].poa.as_deref(), Some("N"));
    decide(&app, &with("remove")).unwrap();
    assign(&app, &chart, "E11.22", "Type 2 diabetes with CKD");
    let bag = encounter_open(&app, &chart).unwrap().bag;
    let again = bag.codes.iter().find(|c| c.code == "E11.22").unwrap();
    assert_eq!(again.poa, None, "it was told of what was taken out");
}

#[test]
fn keys_of_models_survive_what_cannot_be_read() {
    let home = common::home();
    let app = common::app(home.path());
    encounter_list(&app).unwrap();
    drop(app);
    let mut store = coding_store::Store::open(home.path(), &common::options()).unwrap();
    store
        .put_setting("models", "{\"of\": another version")
        .unwrap();
    drop(store);
    let app = common::app(home.path());
    let choice = ModelChoiceDto {
        chosen: None,
        stages: local(),
        deidentify: true,
    };
    assert!(model_choose(&app, &choice).is_err());
    refused(model::model_settings(&app), ErrorCode::Unreadable);
    drop(app);
    let store = coding_store::Store::open(home.path(), &common::options()).unwrap();
    let kept = store.setting("models").unwrap();
    assert_eq!(kept.as_deref(), Some("{\"of\": another version"));
}

/// What the ledger and the settings hold of a kind or a name.
fn stored(app: &App, home: &std::path::Path) -> coding_store::Store {
    let _ = coding_api::safe_lock(app);
    coding_store::Store::open(home, &common::options()).unwrap()
}

#[test]
fn an_erased_chart_leaves_no_answers_of_a_model_behind() {
    let (home, app, chart) = desk();
    let mut store = stored(&app, home.path());
    store.put_setting("model.reply.1", "words of it").unwrap();
    drop(store);
    enter(&app, "Ada");
    coding_api::encounter_erase(&app, &chart).unwrap();
    let store = stored(&app, home.path());
    assert_eq!(store.setting("model.reply.1").unwrap(), None);
}

#[test]
fn the_safe_changes_on_record_and_tells_what_it_made() {
    let (home, app, _) = desk();
    enter(&app, "Ada");
    assert!(!safe_recovery_key(&app).unwrap().is_empty());
    // the key is locked with none
    assert!(coding_api::safe_passphrase_remove(&app).is_err());
    let store = stored(&app, home.path());
    let of = |kind: &str| store.events_of(&[kind]).unwrap();
    assert_eq!(of("recovery-key-made").len(), 1);
    let failed = of("safe-change-failed");
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].body["of"], "passphrase-removed");
    assert!(failed[0].sequence > of("passphrase-removed")[0].sequence);
}

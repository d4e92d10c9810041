//! Models as the window sets them up and asks them: off until added, nothing outside without a yes to what was
//! shown, told as it goes, stopped when a person says so.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;
mod scripted;

use std::path::Path;
use std::sync::{Arc, Mutex};

use coding_api::dto::{
    EndpointInDto, ModelChoiceDto, ModelProgressDto, ModelSettingsDto, NewEncounterDto, StagesDto,
};
use coding_api::model::{
    Profile, Watch, model_cancel, model_choose, model_consent, model_consent_withdraw,
    model_endpoint_remove, model_endpoint_save, model_endpoint_test, model_preview, model_run,
    model_settings,
};
use coding_api::{
    App, ErrorCode, app_status, encounter_create, encounter_open, run_start, session_lock,
};
use coding_store::Store;
use common::{enter, person};
use scripted::Server;

const NOTE: &str =
    "ASSESSMENT\n1. Type 2 diabetes with CKD, stage 3b, as Dr. Zanzibar said.\n2. Hypertension.\n";
const KEY: &str = "sk-nobody-sees-this";
const OUTSIDE: &str = "https://models.example.org";

fn app(home: &Path) -> Arc<App> {
    Arc::new(common::app(home))
}

fn given(url: &str) -> EndpointInDto {
    EndpointInDto {
        name: "At the office".to_owned(),
        key: Some(KEY.to_owned()),
        in_flight: 4,
        price_in: Some(1.0),
        ..common::endpoint(url)
    }
}

fn choose(app: &App, settings: &ModelSettingsDto, profile: Profile) -> ModelSettingsDto {
    let stages: StagesDto = settings
        .profiles
        .iter()
        .find(|p| p.name == profile.name())
        .unwrap()
        .stages
        .clone();
    let choice = ModelChoiceDto {
        chosen: settings.chosen.clone(),
        stages,
        deidentify: settings.deidentify,
    };
    model_choose(app, &choice).unwrap()
}

fn chart(app: &App) -> String {
    let new = NewEncounterDto {
        title: "One".to_owned(),
        setting: "outpatient".to_owned(),
        date: None,
        sex: None,
        age: None,
        text: NOTE.to_owned(),
    };
    encounter_create(app, new).unwrap().row.id
}

fn quiet() -> Watch {
    Arc::new(|_| ())
}

#[test]
fn nothing_is_asked_until_a_person_has_added_and_chosen() {
    let home = common::home();
    let app = app(home.path());
    let server = Server::start("{\"report\": [1], \"choice\": 1}");
    let chart = chart(&app);
    let settings = model_settings(&app).unwrap();
    assert!(settings.endpoints.is_empty() && settings.asks.is_none());
    assert_eq!(settings.profile, "local");
    assert!(!app_status(&app).network);
    assert!(model_run(&app, &chart, quiet()).is_err());
    let settings = model_endpoint_save(&app, given(&server.url)).unwrap();
    let one = &settings.endpoints[0];
    assert_eq!(
        (one.reach.as_str(), one.key.as_str()),
        ("loopback", "database")
    );
    assert!(one.consented && one.refused.is_none());
    // the local profile asks nobody
    assert!(settings.asks.is_none());
    assert!(model_run(&app, &chart, quiet()).is_err());
    run_start(&app, &chart).unwrap();
    assert_eq!(server.connections(), 0);
    let settings = choose(&app, &settings, Profile::Hybrid);
    assert_eq!(settings.asks.as_deref(), settings.chosen.as_deref());
    assert!(app_status(&app).network);
    assert_eq!(server.connections(), 0);
    let removed = model_endpoint_remove(&app, settings.chosen.as_deref().unwrap()).unwrap();
    assert!(removed.endpoints.is_empty() && removed.asks.is_none());
    assert!(!app_status(&app).network);
}

#[test]
fn every_profile_runs_and_tells_how_far_it_is() {
    let home = common::home();
    let app = app(home.path());
    let server = Server::start("{\"report\": [1], \"choice\": 1}");
    let mut settings = model_endpoint_save(&app, given(&server.url)).unwrap();
    let chart = chart(&app);
    for profile in Profile::ALL.into_iter().filter(|p| p.asks()) {
        settings = choose(&app, &settings, profile);
        assert_eq!(settings.profile, profile.name());
        let told: Arc<Mutex<Vec<ModelProgressDto>>> = Arc::default();
        let heard = Arc::clone(&told);
        let watch: Watch = Arc::new(move |p| heard.lock().unwrap().push(p));
        let run = model_run(&app, &chart, watch).unwrap();
        assert!(run.engine.starts_with(profile.name()), "{}", run.engine);
        for one in &run.suggestions {
            assert!(!one.evidence.is_empty());
            assert!(one.evidence.iter().all(|e| NOTE.contains(&e.quote)));
        }
        let told = told.lock().unwrap();
        let last = told.last().unwrap();
        assert_eq!(last.in_the_air, 0, "{profile:?}");
        assert!(last.answered > 0 && last.answered + last.failed == last.questions);
        assert!(last.tokens_in > 0 && last.cost.is_some_and(|c| c > 0.0));
        assert!(told.windows(2).all(|w| w[0].ms <= w[1].ms));
    }
    // the run is the chart's: it is there when it is opened again
    let opened = encounter_open(&app, &chart).unwrap();
    assert!(opened.run.unwrap().engine.starts_with("hybrid"));
}

#[test]
fn outside_needs_a_yes_to_what_was_shown() {
    let home = common::home();
    let app = app(home.path());
    let settings = model_endpoint_save(&app, given(OUTSIDE)).unwrap();
    let settings = choose(&app, &settings, Profile::Hybrid);
    let id = settings.chosen.clone().unwrap();
    assert_eq!(settings.endpoints[0].reach, "public");
    assert!(!settings.endpoints[0].consented);
    let chart = chart(&app);
    let refused = |app: &Arc<App>| model_run(app, &chart, quiet()).unwrap_err().code;
    assert_eq!(refused(&app), ErrorCode::Consent);
    let tested = model_endpoint_test(&app, &id, false).unwrap_err();
    assert_eq!(tested.code, ErrorCode::Consent);

    let plain = model_preview(&app, &id, Some(&chart), false).unwrap();
    assert!(plain.questions[0].body.contains("Zanzibar"));
    assert!(!format!("{plain:?}").contains(KEY));
    let marked = model_preview(&app, &id, Some(&chart), true).unwrap();
    assert!(!marked.questions[0].body.contains("Zanzibar"));
    assert!(marked.marks > 0 && marked.deidentified);
    let test = model_preview(&app, &id, None, false).unwrap();
    assert_eq!(test.questions.len(), 1);
    assert!(!test.questions[0].body.contains("diabetes"));

    // a yes to the marked text is none to the plain one
    let settings = model_consent(&app, &id, true).unwrap();
    assert!(settings.deidentify && settings.endpoints[0].consented);
    let choice = ModelChoiceDto {
        chosen: settings.chosen.clone(),
        stages: settings.stages.clone(),
        deidentify: false,
    };
    let settings = model_choose(&app, &choice).unwrap();
    assert!(!settings.endpoints[0].consented);
    assert_eq!(refused(&app), ErrorCode::Consent);
    let settings = model_consent(&app, &id, false).unwrap();
    assert!(settings.endpoints[0].consented);
    model_consent_withdraw(&app, &id).unwrap();
    assert_eq!(refused(&app), ErrorCode::Consent);

    // another address takes neither the yes nor the key along
    model_consent(&app, &id, false).unwrap();
    let moved = EndpointInDto {
        id: Some(id.clone()),
        key: None,
        ..given("https://elsewhere.example.org")
    };
    let settings = model_endpoint_save(&app, moved).unwrap();
    assert!(!settings.endpoints[0].consented);
    assert_eq!(settings.endpoints[0].key, "none");
    drop(app);
    let store = Store::open(home.path(), &common::options()).unwrap();
    let kinds: Vec<String> = store
        .events(None)
        .unwrap()
        .into_iter()
        .map(|e| e.kind)
        .collect();
    for kind in [
        "model-endpoint-added",
        "model-consented",
        "model-consent-withdrawn",
    ] {
        assert!(kinds.iter().any(|k| k == kind), "{kinds:?}");
    }
    assert!(!kinds.iter().any(|k| k == "model-called"), "{kinds:?}");
}

#[test]
fn offline_and_a_policy_hold_in_the_window() {
    let home = common::home();
    let server = Server::start("{}");
    let offline = Arc::new(common::app(home.path()).offline());
    let settings = model_endpoint_save(&offline, given(&server.url)).unwrap();
    let settings = choose(&offline, &settings, Profile::Hybrid);
    assert!(settings.forbidden.unwrap().contains("--offline"));
    assert!(settings.asks.is_none() && settings.endpoints[0].refused.is_some());
    let id = settings.chosen.unwrap();
    let chart = chart(&offline);
    for error in [
        model_run(&offline, &chart, quiet()).unwrap_err(),
        model_endpoint_test(&offline, &id, true).unwrap_err(),
    ] {
        assert!(error.message.contains("--offline"), "{}", error.message);
    }
    drop(offline);
    let text = "[models]\nallowed = true\nhosts = [\"models.example.org\"]\ndeidentify = true\n";
    std::fs::write(home.path().join("policy.toml"), text).unwrap();
    let app = app(home.path());
    let settings = model_settings(&app).unwrap();
    assert!(settings.deidentify && settings.deidentify_forced);
    assert!(
        settings.endpoints[0]
            .refused
            .as_deref()
            .unwrap()
            .contains("policy")
    );
    let error = model_run(&app, &chart, quiet()).unwrap_err();
    assert!(error.message.contains("policy"), "{}", error.message);
    std::fs::write(
        home.path().join("policy.toml"),
        "[models]\nallowed = false\n",
    )
    .unwrap();
    assert!(model_settings(&app).unwrap().forbidden.is_some());
    assert_eq!(server.connections(), 0);
    assert!(!app_status(&app).network);
}

#[test]
fn a_test_says_what_it_found() {
    let home = common::home();
    let app = app(home.path());
    let check = |answer: &str, formed: bool| {
        let server = Server::start(answer);
        let settings = model_endpoint_save(&app, given(&server.url)).unwrap();
        let id = settings.endpoints.last().unwrap().id.clone();
        let tested = model_endpoint_test(&app, &id, false).unwrap();
        assert!(tested.answered);
        assert_eq!(tested.formed, formed, "{}", tested.message);
        assert!(!server.seen().contains("diabetes"));
        assert!(server.seen().contains(KEY), "the key goes into the header");
        model_endpoint_remove(&app, &id).unwrap();
    };
    check("{\"ready\": true}", true);
    check("Certainly!", false);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let settings = model_endpoint_save(&app, given(&url)).unwrap();
    let tested = model_endpoint_test(&app, &settings.endpoints[0].id, false).unwrap();
    assert!(!tested.answered);
    assert!(
        tested.message.contains("connection refused"),
        "{}",
        tested.message
    );
    assert!(!tested.message.contains(KEY));
}

#[test]
fn a_cancelled_run_keeps_what_is_done() {
    let home = common::home();
    let app = app(home.path());
    let server = Server::silent();
    let settings = model_endpoint_save(&app, given(&server.url)).unwrap();
    choose(&app, &settings, Profile::Hybrid);
    let chart = chart(&app);
    assert!(!model_cancel(&app, &chart).unwrap());
    let canceller = Arc::clone(&app);
    let id = chart.clone();
    let watch: Watch = Arc::new(move |told| {
        if told.in_the_air > 0 {
            assert!(model_cancel(&canceller, &id).unwrap());
        }
    });
    let run = model_run(&app, &chart, watch).unwrap();
    assert!(run.suggestions.iter().any(|s| s.code == "I10"));
    assert!(
        run.problems.iter().any(|p| p.contains("cancelled")),
        "{:?}",
        run.problems
    );
    let reconcile = run.stages.iter().find(|s| s.stage == "reconcile").unwrap();
    assert!(reconcile.stood_in);
    let trail = &run.suggestions[0].trail;
    assert!(
        trail
            .iter()
            .any(|t| t.agent == "local, in place of a model")
    );
    assert!(!model_cancel(&app, &chart).unwrap(), "it is over");
}

/// The people of the events of some kinds.
fn by(app: &Arc<App>, home: &Path, kind: &str) -> Vec<String> {
    let _ = coding_api::safe_lock(app);
    let store = Store::open(home, &common::options()).unwrap();
    let events = store.events_of(&[kind]).unwrap();
    events.into_iter().map(|e| e.person).collect()
}

#[test]
fn nothing_that_one_began_goes_on_under_anothers_name() {
    let home = common::home();
    let app = app(home.path());
    let server = Server::silent();
    person(&app, "Ada", &["administrator"]);
    person(&app, "Cora", &["coder"]);
    person(&app, "Carl", &["coder"]);
    let settings = model_endpoint_save(&app, given(&server.url)).unwrap();
    choose(&app, &settings, Profile::Hybrid);
    enter(&app, "Cora");
    let chart = chart(&app);
    let next = Arc::clone(&app);
    let changed = Arc::new(Mutex::new(false));
    let watch: Watch = Arc::new(move |told: ModelProgressDto| {
        let mut changed = changed.lock().unwrap();
        if told.in_the_air > 0 && !*changed {
            *changed = true;
            // somebody else sits down at the machine while the model is asked
            enter(&next, "Carl");
        }
    });
    let error = model_run(&app, &chart, watch).unwrap_err();
    assert_eq!(error.code, ErrorCode::SignIn, "{error:?}");
    assert!(error.message.contains("somebody else"), "{error:?}");
    assert!(encounter_open(&app, &chart).unwrap().run.is_none());
    assert!(!model_cancel(&app, &chart).unwrap(), "it is over");
    let called = by(&app, home.path(), "model-called");
    assert!(
        !called.is_empty() && called.iter().all(|p| p == "Cora"),
        "{called:?}"
    );
    assert!(by(&app, home.path(), "run-saved").is_empty());
}

#[test]
fn locking_stops_what_asks_a_model() {
    let home = common::home();
    let app = app(home.path());
    let server = Server::silent();
    person(&app, "Ada", &["administrator", "coder"]);
    let settings = model_endpoint_save(&app, given(&server.url)).unwrap();
    choose(&app, &settings, Profile::Hybrid);
    let chart = chart(&app);
    let locking = Arc::clone(&app);
    let watch: Watch = Arc::new(move |told: ModelProgressDto| {
        if told.in_the_air > 0 {
            session_lock(&locking).unwrap();
        }
    });
    let error = model_run(&app, &chart, watch).unwrap_err();
    assert_eq!(error.code, ErrorCode::SignIn, "{error:?}");
    enter(&app, "Ada");
    assert!(encounter_open(&app, &chart).unwrap().run.is_none());
}

//! Opening a home: with accounts and without charts, and with an account that was closed meanwhile.

use super::*;

#[test]
fn a_home_with_accounts_and_no_charts_opens_and_lets_people_sign_in() {
    let home = common::home();
    let app = common::app(home.path());
    person(&app, "Ada", &["administrator", "coder"]);
    drop(app);
    let window = common::app(home.path()).with_welcome();
    assert_eq!(session_status(&window).unwrap().state, "choose");
    enter(&window, "Ada");
    assert!(encounter_list(&window).unwrap().is_empty());
    coding_api::encounter_import_samples(&window).unwrap();
    assert_eq!(encounter_list(&window).unwrap().len(), 16);
}

#[test]
fn sample_charts_are_there_where_nobody_has_an_account() {
    let home = common::home();
    let window = common::app(home.path()).with_welcome();
    assert_eq!(encounter_list(&window).unwrap().len(), 16);
}

#[test]
fn whose_account_was_closed_elsewhere_works_no_further() {
    let (home, app, chart) = desk();
    let other = common::app(home.path());
    enter(&other, "Ada");
    let cora = person_list(&other)
        .unwrap()
        .into_iter()
        .find(|p| p.name == "Cora")
        .unwrap();
    encounter_open(&app, &chart).unwrap();
    person_save(
        &other,
        &PersonInDto {
            id: Some(cora.id),
            name: cora.name,
            duties: cora.duties,
            active: false,
            passphrase: None,
        },
    )
    .unwrap();
    let refused = encounter_open(&app, &chart).unwrap_err();
    assert_eq!(refused.code, ErrorCode::SignIn);
    assert!(refused.message.contains("not active"), "{refused:?}");
    let now = session_status(&app).unwrap();
    assert_eq!((now.state.as_str(), now.person), ("choose", None));
    enter(&app, "Ada");
    encounter_open(&app, &chart).unwrap();
}

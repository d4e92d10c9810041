//! Accounts: signing in, and what each role allows.

use super::*;

#[test]
fn who_has_an_account_signs_in_and_may_what_their_roles_allow() {
    let home = common::home();
    let app = common::app(home.path());
    assert_eq!(session_status(&app).unwrap().state, "open");
    person(&app, "Ada", &["coder"]);
    let people = person_list(&app).unwrap();
    assert_eq!(
        people[0].duties,
        ["administrator", "coder"],
        "the first one is an administrator"
    );
    assert_eq!(session_status(&app).unwrap().person.as_deref(), Some("Ada"));
    person(&app, "Lena", &["learner"]);

    let again = common::app(home.path());
    assert_eq!(session_status(&again).unwrap().state, "choose");
    let refused = encounter_create(&again, new_chart());
    assert_eq!(refused.unwrap_err().code, ErrorCode::SignIn);
    for (name, secret) in [("Lena", "wrong horse"), ("Nobody", SECRET)] {
        let error = session_sign_in(&again, name, secret).unwrap_err();
        assert_eq!(
            error.message,
            "signing in: the name or the passphrase does not fit; try again"
        );
    }
    enter(&again, "Lena");
    let adding = encounter_create(&again, new_chart()).unwrap_err();
    assert_eq!(adding.code, ErrorCode::NotAllowed);
    enter(&again, "Ada");
    let id = chart(&again);
    enter(&again, "Lena");
    let refused = decide(
        &again,
        &DecideDto {
            code: Some("I10".to_owned()),
            ..asked(&id, "add")
        },
    )
    .unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotAllowed);
    let more = PersonInDto {
        id: None,
        name: "Max".to_owned(),
        duties: vec!["coder".to_owned()],
        active: true,
        passphrase: Some(SECRET.to_owned()),
    };
    assert_eq!(
        person_save(&again, &more).unwrap_err().code,
        ErrorCode::NotAllowed
    );
    let own = PersonInDto {
        id: Some(person_list(&again).unwrap()[1].id.clone()),
        name: "Lena".to_owned(),
        duties: vec!["learner".to_owned()],
        active: true,
        passphrase: Some("a new long one".to_owned()),
    };
    person_save(&again, &own).unwrap();
    session_sign_in(&again, "lena", "a new long one").unwrap();

    enter(&again, "Ada");
    let left = PersonInDto {
        id: Some(person_list(&again).unwrap()[0].id.clone()),
        name: "Ada".to_owned(),
        duties: vec!["coder".to_owned()],
        active: true,
        passphrase: None,
    };
    assert!(
        person_save(&again, &left)
            .unwrap_err()
            .message
            .contains("administrator")
    );
    assert_eq!(session_lock(&again).unwrap().state, "shut");
    assert_eq!(encounter_list(&again).unwrap_err().code, ErrorCode::SignIn);
    assert!(session_resume(&again).is_err());
    enter(&again, "Ada");
    assert!(session_confirm(&again, "wrong").is_err());
    session_confirm(&again, &format!("{SECRET} Ada")).unwrap();
    assert_eq!(encounter_list(&again).unwrap().len(), 1);
}

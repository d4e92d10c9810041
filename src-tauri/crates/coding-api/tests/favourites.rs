//! Favourite codes and the sticky notes on them.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod common;

use coding_api::dto::{FavouriteListDto, PersonInDto};
use coding_api::{
    ErrorCode, favourite_export, favourite_import, favourite_list, favourite_put, favourite_remove,
    person_save, session_sign_in,
};

fn rows(list: &FavouriteListDto) -> Vec<(&str, &str)> {
    list.rows
        .iter()
        .map(|r| (r.code.as_str(), r.note.as_str()))
        .collect()
}

#[test]
fn codes_are_kept_with_their_notes_and_taken_out() {
    let home = common::home();
    let app = common::app(home.path());
    let edition = app.library().open("FY2026").unwrap();
    assert!(favourite_list(&app, &edition).unwrap().rows.is_empty());
    favourite_put(&app, &edition, "i10", None).unwrap();
    favourite_put(&app, &edition, "E11.22", Some(" stage\n from N18 ")).unwrap();
    // a header can be one too; without a note the one that is there stays
    favourite_put(&app, &edition, "E11", None).unwrap();
    let list = favourite_put(&app, &edition, "E11.22", None).unwrap();
    assert_eq!(
        rows(&list),
        [("E11", ""), ("E11.22", "stage from N18"), ("I10", "")]
    );
    assert_eq!(
        list.rows.iter().map(|r| r.billable).collect::<Vec<_>>(),
        [false, true, true]
    );
    assert!(list.rows.iter().all(|r| r.title.is_some()));
    for (code, note, says) in [
        ("Z99.99", None, "not in FY2026"),
        ("nothing", None, "is no code"),
        ("I10", Some("x".repeat(501)), "shorten it"),
    ] {
        let error = favourite_put(&app, &edition, code, note.as_deref()).unwrap_err();
        assert!(error.message.contains(says), "{}", error.message);
    }
    // they survive a restart
    drop(app);
    let app = common::app(home.path());
    assert_eq!(
        rows(&favourite_put(&app, &edition, "E11.22", Some("")).unwrap()),
        [("E11", ""), ("E11.22", ""), ("I10", "")]
    );
    favourite_remove(&app, &edition, "E11").unwrap();
    let error = favourite_remove(&app, &edition, "E11").unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
    assert_eq!(favourite_list(&app, &edition).unwrap().rows.len(), 2);
}

#[test]
fn an_import_adds_and_loses_nothing() {
    let home = common::home();
    let app = common::app(home.path());
    let edition = app.library().open("FY2026").unwrap();
    favourite_put(&app, &edition, "I10", Some("mine")).unwrap();
    favourite_put(&app, &edition, "E11.22", None).unwrap();
    favourite_put(&app, &edition, "E11.9", None).unwrap();
    let text = r#"{"format": "codetrail-favourites", "version": 1, "favourites": [
        {"code": "I10", "note": "theirs"}, {"code": "E11.22", "note": "filled in"}, {"code": "E11.9"},
        {"code": "N18.32"}, {"code": "Z99.99", "note": "of another year"}, {"code": "?"}]}"#;
    let done = favourite_import(&app, &edition, text).unwrap();
    assert_eq!((done.added, done.noted, done.same), (2, 1, 1));
    assert_eq!(
        (done.differing, done.absent, done.problems.len()),
        (vec!["I10".to_owned()], vec!["Z99.99".to_owned()], 1)
    );
    assert_eq!(
        rows(&done.list),
        [
            ("E11.22", "filled in"),
            ("E11.9", ""),
            ("I10", "mine"),
            ("N18.32", ""),
            ("Z99.99", "of another year")
        ]
    );
    // what the release does not have is kept, without a title, and can be taken out
    assert_eq!(done.list.rows[4].title, None);
    let (written, count) = favourite_export(&app).unwrap();
    assert_eq!(count, 5);
    favourite_remove(&app, &edition, "Z99.99").unwrap();
    let again = favourite_import(&app, &edition, &written).unwrap();
    assert_eq!((again.added, again.noted, again.same), (1, 0, 4));
    assert_eq!(again.list, done.list);
    // what is no such file changes nothing
    let error = favourite_import(&app, &edition, "{}").unwrap_err();
    assert!(
        error.message.contains("not the JSON of favourites"),
        "{}",
        error.message
    );
    assert_eq!(favourite_list(&app, &edition).unwrap(), done.list);
}

#[test]
fn with_accounts_everybody_has_their_own() {
    let home = common::home();
    let app = common::app(home.path());
    let edition = app.library().open("FY2026").unwrap();
    favourite_put(&app, &edition, "I10", None).unwrap();
    let person = |name: &str, duty: &str| PersonInDto {
        id: None,
        name: name.to_owned(),
        duties: vec![duty.to_owned()],
        active: true,
        passphrase: Some("a passphrase".to_owned()),
    };
    person_save(&app, &person("A. Admin", "administrator")).unwrap();
    session_sign_in(&app, "A. Admin", "a passphrase").unwrap();
    person_save(&app, &person("C. Coder", "coder")).unwrap();
    favourite_put(&app, &edition, "E11.22", Some("mine alone")).unwrap();
    session_sign_in(&app, "C. Coder", "a passphrase").unwrap();
    // everybody begins with what was there before the accounts
    assert_eq!(
        rows(&favourite_list(&app, &edition).unwrap()),
        [("I10", "")]
    );
    favourite_remove(&app, &edition, "I10").unwrap();
    session_sign_in(&app, "A. Admin", "a passphrase").unwrap();
    assert_eq!(
        rows(&favourite_list(&app, &edition).unwrap()),
        [("E11.22", "mine alone"), ("I10", "")]
    );
}

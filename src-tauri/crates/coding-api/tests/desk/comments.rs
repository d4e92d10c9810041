//! Comments on codes and on charts.

use coding_api::export::{Format, Scope, encounter_export};
use coding_api::{comment_add, comment_list, comment_withdraw};

use super::*;

#[test]
fn comments_are_told_to_everybody_follow_a_signature_and_are_taken_back_by_their_author() {
    let (_home, app, chart) = desk();
    comment_add(
        &app,
        &chart,
        Some("e11.22"),
        " ask for the stage next time ",
    )
    .unwrap();
    comment_add(&app, &chart, Some("N18.32"), "").unwrap();
    signed(&app, &chart);
    enter(&app, "Otto");
    let told = comment_add(&app, &chart, None, "for the March round").unwrap();
    let lines: Vec<_> = told
        .iter()
        .map(|c| (c.code.as_deref(), c.text.as_str(), c.person.as_str(), c.own))
        .collect();
    assert_eq!(
        lines,
        [
            (Some("E11.22"), "ask for the stage next time", "Cora", false),
            (Some("N18.32"), "", "Cora", false),
            (None, "for the March round", "Otto", true),
        ]
    );
    let refused = comment_withdraw(&app, &chart, &told[0].id).unwrap_err();
    assert!(refused.message.contains("it is of Cora"), "{refused:?}");
    let left = comment_withdraw(&app, &chart, &told[2].id).unwrap();
    assert_eq!(left, comment_list(&app, &chart).unwrap());
    assert_eq!(left.len(), 2);
    let again = comment_withdraw(&app, &chart, &told[2].id).unwrap_err();
    assert_eq!(again.code, ErrorCode::NotFound);
    // what was signed is as it was
    assert_eq!(sign_summary(&app, &chart).unwrap().state, "signed");
}

#[test]
fn comments_that_say_nothing_or_too_much_are_refused() {
    let (_home, app, chart) = desk();
    let long = "x".repeat(2_001);
    for (code, text, says) in [
        (None, "  ", "no words"),
        (Some("nothing"), "x", "commenting on a code"),
        (Some("I10"), long.as_str(), "shorten it"),
    ] {
        let error = comment_add(&app, &chart, code, text).unwrap_err();
        assert!(error.message.contains(says), "{}", error.message);
    }
    assert!(comment_list(&app, &chart).unwrap().is_empty());
}

#[test]
fn comments_leave_the_program_only_where_they_were_asked_for() {
    let (_home, app, chart) = desk();
    comment_add(&app, &chart, Some("E11.22"), "between ourselves").unwrap();
    session_confirm(&app, &format!("{SECRET} Cora")).unwrap();
    for format in Format::ALL {
        let text = |comments| {
            let scope = Scope {
                comments,
                ..Scope::default()
            };
            let exported = encounter_export(&app, &chart, format, scope).unwrap();
            String::from_utf8_lossy(&exported.bytes).into_owned()
        };
        assert!(!text(false).contains("between ourselves"), "{format:?}");
        let told = matches!(format, Format::Html | Format::Pdf | Format::Json);
        assert_eq!(text(true).contains("between ourselves"), told, "{format:?}");
    }
    // of another code nothing is told
    let scope = Scope {
        code: Some("N18.32"),
        comments: true,
    };
    let exported = encounter_export(&app, &chart, Format::Html, scope).unwrap();
    assert!(
        !String::from_utf8(exported.bytes)
            .unwrap()
            .contains("between ourselves")
    );
}

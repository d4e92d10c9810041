//! Comments on codes and on charts.

use coding_api::export::{Exported, Format, Scope, encounter_export};
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

#[test]
fn the_words_of_a_comment_that_was_taken_back_leave_the_program_in_no_export() {
    let (_home, app, chart) = desk();
    comment_add(&app, &chart, Some("E11.22"), "said in haste").unwrap();
    let told = comment_add(&app, &chart, None, "for the March round").unwrap();
    comment_withdraw(&app, &chart, &told[0].id).unwrap();
    session_confirm(&app, &format!("{SECRET} Cora")).unwrap();
    let scope = Scope {
        comments: true,
        ..Scope::default()
    };
    for format in Format::ALL {
        let Exported { bytes, .. } = encounter_export(&app, &chart, format, scope).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("said in haste"), "{format:?}");
        if format == Format::Json {
            let record: serde_json::Value = serde_json::from_str(&text).unwrap();
            let stated = record["stated"].as_array().unwrap();
            assert_eq!(stated.len(), 3, "that it was there is told");
            assert_eq!(stated[1]["words"]["text"], "for the March round");
        }
    }
}

#[test]
fn a_comment_of_somebody_else_overtakes_neither_a_signature_nor_an_audit() {
    let (_home, app, chart) = desk();
    let summary = sign_summary(&app, &chart).unwrap();
    enter(&app, "Olga");
    comment_add(&app, &chart, Some("E11.22"), "which stage?").unwrap();
    enter(&app, "Cora");
    let seen = SignDto {
        encounter: chart.clone(),
        seen: summary.seen,
        acknowledged: true,
        unread: None,
    };
    assert_eq!(sign(&app, &seen).unwrap().state, "signed");
    enter(&app, "Otto");
    let audit = audit_open(&app, &opening(&chart)).unwrap();
    enter(&app, "Olga");
    comment_add(&app, &chart, None, "the March round").unwrap();
    enter(&app, "Otto");
    let after = audit_act(&app, &code(&audit, "agree", "E11.22")).unwrap();
    assert_eq!(after.unjudged, ["N18.32"]);
    // anything else does
    let stale = audit_act(&app, &code(&audit, "agree", "N18.32")).unwrap_err();
    assert_eq!(stale.code, ErrorCode::Overtaken);
}

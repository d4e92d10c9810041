//! The auditor's desk, end to end: two people, signing, a blind audit, a rebuttal, scores.
#![allow(missing_docs)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

mod accounts;
mod blind;
mod comments;
#[path = "../common/mod.rs"]
mod common;
mod copies;
mod guards;
mod hand_over;
mod opening;
mod queries;

use coding_api::dto::{
    AuditActDto, AuditDto, AuditOpenDto, DecideDto, EvidenceInDto, NewEncounterDto, PersonInDto,
    QueryInDto, SampleInDto, SignDto, SpanDto,
};
use coding_api::{
    App, ErrorCode, amend, audit_act, audit_corrections, audit_get, audit_list, audit_open,
    audit_sample, audit_scores, decide, encounter_create, encounter_list, encounter_open,
    person_list, person_save, query_check, query_list, query_save, query_state, session_confirm,
    session_lock, session_resume, session_sign_in, session_status, sign, sign_summary,
};

use common::{SECRET, enter, person};

const NOTE: &str = "ASSESSMENT\n1. Type 2 diabetes with CKD, stage 3b.\n2. Hypertension.\n";

fn new_chart() -> NewEncounterDto {
    NewEncounterDto {
        title: "Visit".to_owned(),
        setting: "outpatient".to_owned(),
        date: Some("2026-02-03".to_owned()),
        sex: None,
        age: Some(61),
        text: NOTE.to_owned(),
    }
}

fn chart(app: &App) -> String {
    encounter_create(app, new_chart()).unwrap().row.id
}

fn span(text: &str) -> SpanDto {
    let at = NOTE.find(text).unwrap();
    SpanDto {
        start: u32::try_from(at).unwrap(),
        end: u32::try_from(at + text.len()).unwrap(),
    }
}

fn evidence(app: &App, chart: &str, text: &str) -> Vec<EvidenceInDto> {
    let document = encounter_open(app, chart).unwrap().documents[0].id.clone();
    vec![EvidenceInDto {
        document,
        span: span(text),
    }]
}

fn asked(chart: &str, act: &str) -> DecideDto {
    DecideDto {
        encounter: chart.to_owned(),
        suggestion: None,
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
    }
}

fn assign(app: &App, chart: &str, code: &str, words: &str) {
    let decision = DecideDto {
        code: Some(code.to_owned()),
        evidence: evidence(app, chart, words),
        steps: vec![format!("tabular: {code}")],
        ..asked(chart, "add")
    };
    decide(app, &decision).unwrap();
}

fn signed(app: &App, chart: &str) {
    let summary = sign_summary(app, chart).unwrap();
    for finding in &summary.blocking {
        decide(
            app,
            &DecideDto {
                rule: finding.rule.clone(),
                order: finding.codes.clone(),
                note: "as documented".to_owned(),
                ..asked(chart, "override")
            },
        )
        .unwrap();
    }
    let summary = sign_summary(app, chart).unwrap();
    assert!(summary.blockers.is_empty(), "{:?}", summary.blockers);
    let after = sign(
        app,
        &SignDto {
            encounter: chart.to_owned(),
            seen: summary.seen,
            acknowledged: true,
            unread: Some(0.1),
        },
    )
    .unwrap();
    assert_eq!(after.state, "signed");
}

fn act(audit: &AuditDto, act: &str) -> AuditActDto {
    AuditActDto {
        encounter: audit.row.encounter.clone(),
        audit: audit.row.id.clone(),
        after: audit.after,
        act: act.to_owned(),
        code: None,
        to: None,
        finding: None,
        reason: None,
        citation: None,
        topic: None,
        words: String::new(),
        evidence: Vec::new(),
    }
}

fn code(audit: &AuditDto, name: &str, code: &str) -> AuditActDto {
    AuditActDto {
        code: Some(code.to_owned()),
        ..act(audit, name)
    }
}

/// The first code is agreed with, the second is not to be reported, and the coder gets it back.
fn judged(app: &App, audit: &AuditDto) -> AuditDto {
    let audit = audit_act(app, &code(audit, "agree", "E11.22")).unwrap();
    let removal = AuditActDto {
        reason: Some("SP".to_owned()),
        ..code(&audit, "remove", "N18.32")
    };
    let audit = audit_act(app, &removal).unwrap();
    audit_act(app, &act(&audit, "return")).unwrap()
}

fn opening(chart: &str) -> AuditOpenDto {
    AuditOpenDto {
        encounter: chart.to_owned(),
        of_oneself: None,
    }
}

/// A desk with a coder, two auditors, and a chart with two codes that the coder signed.
fn desk() -> (tempfile::TempDir, App, String) {
    let home = common::home();
    let app = common::app(home.path());
    person(&app, "Ada", &[]);
    person(&app, "Cora", &["coder"]);
    person(&app, "Otto", &["auditor"]);
    person(&app, "Olga", &["auditor", "coder"]);
    enter(&app, "Cora");
    let chart = chart(&app);
    assign(&app, &chart, "E11.22", "Type 2 diabetes with CKD");
    assign(&app, &chart, "N18.32", "CKD, stage 3b");
    (home, app, chart)
}

#[test]
fn an_audit_goes_from_sample_to_scores() {
    let (_home, app, chart) = desk();
    signed(&app, &chart);
    let refused = decide(
        &app,
        &DecideDto {
            code: Some("N18.32".to_owned()),
            ..asked(&chart, "remove")
        },
    );
    assert_eq!(refused.unwrap_err().code, ErrorCode::Signed);

    enter(&app, "Otto");
    let drawn = audit_sample(
        &app,
        &SampleInDto {
            kind: "risk".to_owned(),
            seed: "2026-02".to_owned(),
            size: 5,
            coder: None,
        },
    )
    .unwrap();
    assert_eq!(
        (drawn.len(), drawn[0].coder.as_str(), drawn[0].own),
        (1, "Cora", false)
    );
    let audit = audit_open(&app, &opening(&chart)).unwrap();
    assert!(!audit.revealed && audit.rows.iter().all(|r| r.engine.is_none()));
    assert_eq!(audit.unjudged, ["E11.22", "N18.32"]);
    let early = audit_act(&app, &act(&audit, "reveal")).unwrap_err();
    assert!(early.message.contains("2 of 2 codes"), "{}", early.message);

    let audit = audit_act(&app, &code(&audit, "agree", "E11.22")).unwrap();
    let without = AuditActDto {
        to: Some("N18.31".to_owned()),
        ..code(&audit, "change", "N18.32")
    };
    assert!(
        audit_act(&app, &without)
            .unwrap_err()
            .message
            .contains("kinds of errors")
    );
    let changed = AuditActDto {
        reason: Some("SP".to_owned()),
        citation: Some("I.B.2 (FY2026)".to_owned()),
        words: "stage 3a in the laboratory".to_owned(),
        evidence: evidence(&app, &chart, "stage 3b"),
        ..without
    };
    let stale = AuditActDto {
        after: audit.after - 1,
        ..changed.clone()
    };
    assert_eq!(
        audit_act(&app, &stale).unwrap_err().code,
        ErrorCode::Overtaken
    );
    let audit = audit_act(&app, &changed).unwrap();
    let audit = audit_act(&app, &act(&audit, "reveal")).unwrap();
    assert!(audit.revealed);

    // before it is returned, the coder is told nothing
    enter(&app, "Cora");
    assert!(audit_list(&app).unwrap().is_empty());
    assert!(audit_corrections(&app, &chart).unwrap().is_empty());
    let peeking = audit_get(&app, &chart, &audit.row.id).unwrap_err();
    assert_eq!(peeking.code, ErrorCode::NotAllowed);
    enter(&app, "Otto");
    let audit = audit_act(&app, &act(&audit, "return")).unwrap();
    assert_eq!(audit.row.state, "returned");

    enter(&app, "Cora");
    assert_eq!(
        encounter_list(&app).unwrap()[0].audit.as_deref(),
        Some("returned")
    );
    let told = audit_corrections(&app, &chart).unwrap().remove(0);
    let finding = &told.findings[0];
    assert_eq!(
        (finding.kind.as_str(), finding.to.as_deref(), finding.blind),
        ("change", Some("N18.31"), true)
    );
    assert_eq!(finding.evidence[0].quote, "stage 3b");
    assert_eq!(finding.thread[0].words, "stage 3a in the laboratory");
    let rebuttal = AuditActDto {
        finding: Some(finding.id.clone()),
        ..act(&told, "rebut")
    };
    assert!(audit_act(&app, &rebuttal).is_err(), "it says nothing");
    let told = audit_act(
        &app,
        &AuditActDto {
            words: "the provider wrote 3b".to_owned(),
            ..rebuttal
        },
    )
    .unwrap();
    assert_eq!(told.row.state, "answered");

    enter(&app, "Otto");
    assert!(audit_act(&app, &act(&told, "close")).is_err(), "in dispute");
    let conceding = AuditActDto {
        finding: Some(told.findings[0].id.clone()),
        words: "agreed, the provider's word counts".to_owned(),
        ..act(&told, "concede")
    };
    let told = audit_act(&app, &conceding).unwrap();
    let closed = audit_act(&app, &act(&told, "close")).unwrap();
    assert_eq!(closed.row.state, "closed");
    let said: Vec<&str> = closed.findings[0]
        .thread
        .iter()
        .map(|s| s.what.as_str())
        .collect();
    assert_eq!(said, ["found", "rebutted", "conceded"]);

    let scores = audit_scores(&app).unwrap();
    let code_over_code = &scores.measures[0];
    assert_eq!(code_over_code.id, "code-over-code");
    assert_eq!(
        (
            code_over_code.rows[0].share.hits,
            code_over_code.rows[0].share.of
        ),
        (2, 2)
    );
    assert!(code_over_code.rows.iter().any(|r| r.group == "chapter"));
    assert!(scores.csv.starts_with("measure,formula"));
    enter(&app, "Cora");
    assert_eq!(audit_scores(&app).unwrap().audits, 1, "her own");
    enter(&app, "Ada");
    assert_eq!(audit_scores(&app).unwrap().audits, 0, "nobody else's");
}

#[test]
fn nobody_audits_themselves_unless_that_is_on_record() {
    let (_home, app, chart) = desk();
    enter(&app, "Olga");
    signed(&app, &chart);
    assert_eq!(
        audit_open(&app, &opening(&chart)).unwrap_err().code,
        ErrorCode::NotAllowed
    );
    let overridden = AuditOpenDto {
        of_oneself: Some("nobody else is here this week".to_owned()),
        ..opening(&chart)
    };
    let audit = audit_open(&app, &overridden).unwrap();
    assert!(audit.row.of_oneself);
    enter(&app, "Cora");
    assert_eq!(
        audit_open(&app, &opening(&chart)).unwrap_err().code,
        ErrorCode::NotAllowed,
        "no auditor"
    );
}

#[test]
fn signing_refuses_what_was_not_seen_and_amending_needs_a_reason() {
    let (_home, app, chart) = desk();
    let summary = sign_summary(&app, &chart).unwrap();
    assign(&app, &chart, "I10", "Hypertension");
    let stale = SignDto {
        encounter: chart.clone(),
        seen: summary.seen,
        acknowledged: true,
        unread: None,
    };
    assert_eq!(sign(&app, &stale).unwrap_err().code, ErrorCode::Overtaken);
    signed(&app, &chart);
    assert!(amend(&app, &chart, " ").is_err());
    let open = amend(&app, &chart, "a late laboratory report").unwrap();
    assert_eq!(open.state, "amending");
    decide(
        &app,
        &DecideDto {
            code: Some("I10".to_owned()),
            ..asked(&chart, "remove")
        },
    )
    .unwrap();
    signed(&app, &chart);
    let told = sign_summary(&app, &chart).unwrap();
    let kinds: Vec<(&str, u32, usize)> = told
        .signatures
        .iter()
        .map(|s| (s.kind.as_str(), s.number, s.codes.len()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("signature", 1, 3),
            ("amendment", 0, 0),
            ("signature", 2, 2)
        ]
    );
    assert_eq!(told.signatures[1].reason, "a late laboratory report");
}

#[test]
fn indicators_are_told_and_findings_overridden_with_a_reason() {
    let (_home, app, chart) = desk();
    let told = decide(
        &app,
        &DecideDto {
            code: Some("E11.22".to_owned()),
            poa: "y".to_owned(),
            ..asked(&chart, "poa")
        },
    )
    .unwrap();
    assert_eq!(told.bag.codes[0].poa.as_deref(), Some("Y"));
    for (code, poa) in [("I10", "Y"), ("E11.22", "X")] {
        let wrong = DecideDto {
            code: Some(code.to_owned()),
            poa: poa.to_owned(),
            ..asked(&chart, "poa")
        };
        assert!(decide(&app, &wrong).is_err(), "{code} {poa}");
    }
    let absent = DecideDto {
        rule: "NOTE-01".to_owned(),
        order: vec!["I10".to_owned()],
        note: "x".to_owned(),
        ..asked(&chart, "override")
    };
    assert!(decide(&app, &absent).is_err(), "there is no such finding");
}

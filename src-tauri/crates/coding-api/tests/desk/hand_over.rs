//! Audits by who somebody is, not by what they are called: renamed people go on, and who left is stood in for.

use coding_api::{audit_hand_over, set_person};

use super::*;

/// Saves an account anew with another name, and whether it may sign in.
fn change(app: &App, name: &str, new: &str, active: bool) {
    let people = person_list(app).unwrap();
    let person = people.iter().find(|p| p.name == name).unwrap();
    let asked = PersonInDto {
        id: Some(person.id.clone()),
        name: new.to_owned(),
        duties: person.duties.clone(),
        active,
        passphrase: None,
    };
    person_save(app, &asked).unwrap();
}

/// Signs in with the passphrase that was given under an earlier name.
fn enter_as(app: &App, name: &str, first: &str) {
    session_sign_in(app, name, &format!("{SECRET} {first}")).unwrap();
}

#[test]
fn a_new_name_changes_nothing_of_whose_audit_it_is() {
    let (_home, app, chart) = desk();
    signed(&app, &chart);
    enter(&app, "Otto");
    let audit = audit_open(&app, &opening(&chart)).unwrap();
    enter(&app, "Ada");
    change(&app, "Otto", "Otto B., CCS", true);
    change(&app, "Cora", "Cora Lee", true);
    // somebody else is given the old name, and is nobody in this audit
    person(&app, "Cora", &["coder", "auditor"]);
    enter_as(&app, "Otto B., CCS", "Otto");
    let audit = judged(&app, &audit);
    assert_eq!(
        (audit.row.coder.as_str(), audit.row.auditor.as_str()),
        ("Cora", "Otto"),
        "the names of the time"
    );
    let answer = AuditActDto {
        finding: Some(audit.findings[0].id.clone()),
        ..act(&audit, "acknowledge")
    };
    enter(&app, "Cora");
    let namesake = audit_act(&app, &answer).unwrap_err();
    assert!(
        namesake.message.contains("for Cora to answer"),
        "{}",
        namesake.message
    );
    enter_as(&app, "Cora Lee", "Cora");
    let answered = audit_act(&app, &answer).unwrap();
    assert_eq!(answered.row.state, "answered");
    assert_eq!(answered.findings[0].thread[1].person, "Cora Lee");
    // scores of one person stay together, under the name they have now
    let rows = audit_scores(&app).unwrap().measures.remove(0).rows;
    let coders: Vec<&str> = rows
        .iter()
        .filter(|r| r.group == "coder")
        .map(|r| r.name.as_str())
        .collect();
    assert_eq!(coders, ["Cora Lee"]);
}

#[test]
fn who_left_is_stood_in_for_on_the_record() {
    let (_home, app, chart) = desk();
    signed(&app, &chart);
    enter(&app, "Otto");
    let audit = audit_open(&app, &opening(&chart)).unwrap();
    let hand =
        |to: Option<&str>, words: &str| audit_hand_over(&app, &chart, &audit.row.id, to, words);
    enter(&app, "Olga");
    let here = hand(None, "I have time").unwrap_err();
    assert!(here.message.contains("can go on"), "{}", here.message);
    enter(&app, "Ada");
    assert!(
        audit_list(&app).unwrap().is_empty(),
        "nothing waits for her"
    );
    change(&app, "Otto", "Otto", false);
    // she administers and audits nothing: she is told that it is there, not what was found
    let row = audit_list(&app).unwrap().remove(0);
    assert!(row.hand_over && !row.told);
    assert_eq!(
        audit_get(&app, &chart, &row.id).unwrap_err().code,
        ErrorCode::NotAllowed
    );
    assert!(hand(Some("Olga"), " ").is_err(), "it says no reason");
    assert!(hand(Some("Cora"), "he left").is_err(), "she signed it");
    assert!(hand(None, "he left").is_err(), "she is no auditor");
    hand(Some("Olga"), "he left").unwrap();
    enter(&app, "Olga");
    let audit = audit_get(&app, &chart, &audit.row.id).unwrap();
    assert_eq!(audit.row.auditor, "Olga");
    let mut audit = audit_act(&app, &code(&audit, "agree", "E11.22")).unwrap();
    let removed = AuditActDto {
        reason: Some("SP".to_owned()),
        ..code(&audit, "remove", "N18.32")
    };
    audit = audit_act(&app, &removed).unwrap();
    audit = audit_act(&app, &act(&audit, "return")).unwrap();
    assert!(
        !audit.may.contains(&"close".to_owned()),
        "it is for Cora to answer"
    );
    enter(&app, "Ada");
    change(&app, "Cora", "Cora", false);
    enter(&app, "Olga");
    let audit = audit_get(&app, &chart, &audit.row.id).unwrap();
    let closed = audit_act(&app, &act(&audit, "close")).unwrap();
    assert_eq!(closed.row.state, "closed");
}

#[test]
fn an_audit_that_was_handed_over_before_accounts_were_made_is_its_auditors() {
    let home = common::home();
    let app = common::app(home.path());
    set_person(&app, "Cora").unwrap();
    let chart = chart(&app);
    assign(&app, &chart, "E11.22", "Type 2 diabetes with CKD");
    assign(&app, &chart, "N18.32", "CKD, stage 3b");
    signed(&app, &chart);
    set_person(&app, "Otto").unwrap();
    let audit = audit_open(&app, &opening(&chart)).unwrap();
    set_person(&app, "Olga").unwrap();
    audit_hand_over(&app, &chart, &audit.row.id, None, "he is ill").unwrap();

    person(&app, "Ada", &[]);
    person(&app, "Cora", &["coder"]);
    person(&app, "Otto", &["auditor"]);
    person(&app, "Olga", &["auditor"]);
    change(&app, "Olga", "Olga B.", true);
    // the name is somebody else's now
    person(&app, "Olga", &["auditor"]);
    enter(&app, "Otto");
    let rows = audit_list(&app).unwrap();
    assert!(!rows[0].hand_over, "she can go on");
    enter_as(&app, "Olga B.", "Olga");
    let audit = audit_get(&app, &chart, &audit.row.id).unwrap();
    assert!(audit.may.contains(&"judge".to_owned()) && audit.row.hand_over);
    assert_eq!(judged(&app, &audit).row.state, "returned");
}

#[test]
fn the_audit_and_the_list_offer_handing_over_to_the_same_people() {
    let (_home, app, chart) = desk();
    signed(&app, &chart);
    enter(&app, "Otto");
    let audit = audit_open(&app, &opening(&chart)).unwrap();
    let audit = judged(&app, &audit);
    let offered = |name: &str| {
        enter(&app, name);
        let one = audit_get(&app, &chart, &audit.row.id).unwrap();
        (one.row.hand_over, audit_list(&app).unwrap()[0].hand_over)
    };
    assert_eq!(offered("Otto"), (true, true));
    assert_eq!(offered("Olga"), (false, false));
    let give = |name: &str, duties: &[&str]| {
        enter(&app, "Ada");
        let people = person_list(&app).unwrap();
        let person = people.iter().find(|p| p.name == name).unwrap();
        let asked = PersonInDto {
            id: Some(person.id.clone()),
            name: name.to_owned(),
            duties: duties.iter().map(|&d| d.to_owned()).collect(),
            active: true,
            passphrase: None,
        };
        person_save(&app, &asked).unwrap();
    };
    // he administers now, and audits no more
    give("Otto", &["administrator"]);
    assert_eq!(offered("Otto"), (true, true));
    assert_eq!(offered("Olga"), (true, true));
    // what she signed she hands over to nobody
    give("Cora", &["administrator", "coder"]);
    assert_eq!(offered("Cora"), (false, false));
}

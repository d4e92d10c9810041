//! Queries to the provider.

use super::*;

#[test]
fn a_query_is_compliant_before_it_is_sent() {
    let (_home, app, chart) = desk();
    let mut query = QueryInDto {
        encounter: chart.clone(),
        id: None,
        purpose: "clarify".to_owned(),
        form: "options".to_owned(),
        question: "Please document the stage, it adds a CC.".to_owned(),
        options: vec!["Stage 3a".to_owned(), "Stage 3b".to_owned()],
        indicators: Vec::new(),
        send: true,
    };
    let rules: Vec<String> = query_check(&app, &query)
        .unwrap()
        .into_iter()
        .map(|p| p.rule)
        .collect();
    assert_eq!(rules, ["QRY-01", "QRY-02", "QRY-03"]);
    assert!(query_save(&app, &query).is_err());
    query.send = false;
    let draft = query_save(&app, &query).unwrap().remove(0);
    assert_eq!(draft.state, "draft");
    query.id = Some(draft.id.clone());
    query.question = "Which stage is the chronic kidney disease?".to_owned();
    query.indicators = evidence(&app, &chart, "CKD, stage 3b");
    query.send = true;
    let sent = query_save(&app, &query).unwrap().remove(0);
    assert_eq!(sent.state, "sent");
    assert!(
        sent.text.contains("“CKD, stage 3b”") && sent.text.contains("[ ] Unable to determine"),
        "{}",
        sent.text
    );
    assert!(
        query_save(&app, &query).is_err(),
        "a sent query is not rewritten"
    );
    let warned = sign_summary(&app, &chart).unwrap().warnings;
    assert!(
        warned.iter().any(|w| w.contains("1 unanswered")),
        "{warned:?}"
    );
    query_state(&app, &chart, &sent.id, "answered", "Stage 3b").unwrap();
    let told = query_list(&app, &chart).unwrap().remove(0);
    assert_eq!(
        (told.state.as_str(), told.answer.as_str()),
        ("answered", "Stage 3b")
    );
}

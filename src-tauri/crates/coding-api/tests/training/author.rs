//! Writing exercises.

use std::fs;

use coding_api::dto::{DraftDto, NewEncounterDto, PackHeadDto};
use coding_api::encounter_create;
use coding_api::training::{
    author_check, author_from_chart, author_packs, author_remove, author_save, training_packs,
    training_review_due, training_submit,
};

use crate::{PACK, attempt, classroom, coded, common};

fn head() -> PackHeadDto {
    PackHeadDto {
        id: "ward-a".to_owned(),
        title: "Ward A".to_owned(),
        level: 2,
        release: "FY2026".to_owned(),
        license: "CC-BY-4.0".to_owned(),
        about: String::new(),
    }
}

#[test]
fn a_coded_chart_becomes_an_exercise_once_its_text_was_read() {
    let (home, app) = classroom();
    let text = "Mr. Richard Roe, seen 2/3/2026. Type 2 diabetes with chronic kidney disease. Hypertension.";
    let quote = "Type 2 diabetes with chronic kidney disease";
    let id = coded(&app, text, quote, "E11.22");
    let made = author_from_chart(&app, &id).unwrap();
    assert!(!made.draft.text.contains("Roe") && !made.draft.text.contains("2/3/2026"));
    assert!(
        made.replaced.iter().any(|r| r.count > 0),
        "{:?}",
        made.replaced
    );
    assert_eq!(made.draft.codes[0].code, "E11.22");
    assert_eq!(made.draft.codes[0].words, quote);
    let mut draft = made.draft;
    draft.kind = "walk".to_owned();
    let faults = author_check(&app, &head(), &draft).unwrap();
    assert!(faults.iter().any(|f| f.contains("no hint")), "{faults:?}");
    assert!(
        faults.iter().any(|f| f.contains("no way to walk")),
        "{faults:?}"
    );
    assert!(author_save(&app, &head(), &draft, true).is_err());
    draft.codes[0].path = "Diabetes, diabetic > type 2 > with > chronic kidney disease".to_owned();
    draft.hints = vec!["With.".to_owned(), String::new()];
    draft.why = "The with-block holds it.".to_owned();
    draft.cite = "Guidelines I.A.15, FY2026".to_owned();
    assert_eq!(author_check(&app, &head(), &draft).unwrap(), [""; 0]);
    let unread = author_save(&app, &head(), &draft, false).unwrap_err();
    assert!(unread.message.contains("read it"), "{}", unread.message);
    let file = home.path().join("exercises/ward-a.toml");
    assert!(!file.exists(), "nothing left the database");
    let pack = author_save(&app, &head(), &draft, true).unwrap();
    assert_eq!(pack.exercises.len(), 1);
    assert!(!fs::read_to_string(&file).unwrap().contains("Roe"));

    // it is an exercise like any other
    let packs = training_packs(&app).unwrap();
    let own: Vec<&str> = packs
        .iter()
        .filter(|p| p.own)
        .map(|p| p.id.as_str())
        .collect();
    assert_eq!(own.len(), 2, "{own:?}");
    let mut answer = attempt(&draft.id);
    answer.codes = vec!["E11.22".to_owned()];
    answer.codes = vec!["E11.9".to_owned()];
    assert!(training_submit(&app, &answer).unwrap().cards > 0);
    assert!(
        training_review_due(&app).unwrap().due[0]
            .prompt
            .contains(quote)
    );
    // the text stands in the pack's file, and in no event of the ledger
    let _ = coding_api::safe_lock(&app);
    let store = coding_store::Store::open(home.path(), &common::options()).unwrap();
    let events = store.events(None).unwrap();
    assert!(
        events
            .iter()
            .any(|e| e.kind == "exercise-authored" && e.encounter.is_some())
    );
    let bodies: String = events.iter().map(|e| e.body.to_string()).collect();
    assert!(!bodies.contains(quote), "text of a note is in the ledger");
    drop(store);
    // changed, and taken out again
    draft.why = "Changed.".to_owned();
    let pack = author_save(&app, &head(), &draft, true).unwrap();
    assert_eq!(pack.exercises.len(), 1);
    assert_eq!(pack.exercises[0].why, "Changed.");
    assert_eq!(author_packs(&app).unwrap().len(), 2);
    author_remove(&app, "ward-a", &draft.id).unwrap();
    assert!(!file.exists());
    assert!(author_remove(&app, "ward-a", &draft.id).is_err());
    // a chart without codes is no exercise
    let bare = encounter_create(
        &app,
        NewEncounterDto {
            title: "Bare".to_owned(),
            setting: "outpatient".to_owned(),
            date: Some("2026-02-03".to_owned()),
            sex: None,
            age: None,
            text: "Hypertension.".to_owned(),
        },
    )
    .unwrap();
    assert!(author_from_chart(&app, &bare.row.id).is_err());
}

#[test]
fn a_draft_that_does_not_hold_is_not_kept() {
    let (home, app) = classroom();
    let own = author_packs(&app).unwrap().remove(0);
    let draft = own.exercises.iter().find(|e| e.id == "mine-walk").unwrap();
    assert_eq!(author_check(&app, &own.head, draft).unwrap(), [""; 0]);
    let check = |change: &dyn Fn(&mut PackHeadDto, &mut DraftDto), says: &str| {
        let (mut head, mut draft) = (own.head.clone(), draft.clone());
        change(&mut head, &mut draft);
        let faults = author_check(&app, &head, &draft).unwrap();
        assert!(
            faults.iter().any(|f| f.contains(says)),
            "{says}: {faults:?}"
        );
        assert!(author_save(&app, &head, &draft, true).is_err());
    };
    check(&|_, d| d.codes[0].code = "E11".to_owned(), "not billable");
    check(&|_, d| d.codes[0].code = "no code".to_owned(), "no code");
    check(&|_, d| d.codes[0].path = "Nowhere".to_owned(), "no line");
    check(&|_, d| d.kind = "quiz".to_owned(), "no kind of exercise");
    check(
        &|_, d| d.traps[0].error = "ZZ".to_owned(),
        "no kind of error",
    );
    check(&|_, d| d.id = "Mine!".to_owned(), "lower-case");
    check(&|_, d| d.codes[0].poa = "Y".to_owned(), "inpatients alone");
    check(&|h, _| h.id = "01-first-steps".to_owned(), "carries");
    check(&|h, _| h.id = "other".to_owned(), "has an exercise");
    check(&|h, _| h.level = 11, "grade");
    assert_eq!(
        fs::read_to_string(home.path().join("exercises/mine.toml")).unwrap(),
        PACK,
        "the file is as it was"
    );
}

#[test]
fn what_two_programs_write_into_a_pack_at_once_is_all_kept() {
    let (home, app) = classroom();
    let id = coded(&app, "Hypertension.", "Hypertension", "I10");
    let mut draft = author_from_chart(&app, &id).unwrap().draft;
    draft.chart = String::new();
    draft.kind = "walk".to_owned();
    draft.codes[0].path = "Hypertension, hypertensive".to_owned();
    draft.hints = vec!["The main term.".to_owned()];
    draft.why = "It is the main term.".to_owned();
    draft.cite = "Guidelines I.C.9.a, FY2026".to_owned();
    assert_eq!(author_check(&app, &head(), &draft).unwrap(), [""; 0]);
    std::thread::scope(|scope| {
        for program in 0..3 {
            let (home, draft) = (home.path(), &draft);
            scope.spawn(move || {
                let app = common::app(home);
                for n in 0..4 {
                    let one = DraftDto {
                        id: format!("own-{program}-{n}"),
                        ..draft.clone()
                    };
                    author_save(&app, &head(), &one, false).unwrap();
                }
            });
        }
    });
    let packs = author_packs(&app).unwrap();
    let ward = packs.iter().find(|p| p.head.id == "ward-a").unwrap();
    assert_eq!(ward.exercises.len(), 12);
}

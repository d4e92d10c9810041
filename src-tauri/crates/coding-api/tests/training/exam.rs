//! Examinations.

use std::path::Path;

use coding_api::dto::PersonInDto;
use coding_api::training::{
    author_packs, require_no_examination, training_dashboard, training_exam_begin,
    training_exam_leave, training_exams, training_guide, training_hint, training_review_due,
    training_submit,
};
use coding_api::{
    App, ErrorCode, favourite_export, favourite_list, favourite_put, favourite_remove, person_save,
    run_start, session_lock, session_sign_in,
};

use crate::common::{enter, person};
use crate::{attempt, classroom, coded, common};

#[test]
fn an_examination_is_on_record_however_it_ends() {
    let (home, app) = classroom();
    assert!(training_exams(&app).unwrap().is_empty());
    // an answer of an examination that was not begun
    let mut stray = attempt("mine-walk");
    stray.mode = "exam".to_owned();
    assert_eq!(
        training_submit(&app, &stray).unwrap_err().code,
        ErrorCode::Input
    );
    stray.exam = Some("01890000-0000-7000-8000-000000000001".to_owned());
    assert_eq!(
        training_submit(&app, &stray).unwrap_err().code,
        ErrorCode::NotFound
    );

    // left
    let left = training_exam_begin(&app, "mine-walk").unwrap();
    assert_eq!(left.seconds, 180);
    assert!(training_exams(&app).unwrap().is_empty(), "it is running");
    training_exam_leave(&app, &left.id).unwrap();
    assert!(training_exam_leave(&app, &left.id).is_err());
    assert_eq!(training_exams(&app).unwrap()[0].state, "left");

    // handed in, for its own exercise alone, and shown without the engine
    let exam = training_exam_begin(&app, "mine-walk").unwrap();
    let mut answer = attempt("mine-vigilance");
    answer.mode = "exam".to_owned();
    answer.exam = Some(exam.id.clone());
    assert_eq!(
        training_submit(&app, &answer).unwrap_err().code,
        ErrorCode::Input
    );
    answer.exercise = "mine-walk".to_owned();
    answer.codes = vec!["E11.22".to_owned()];
    let scored = training_submit(&app, &answer).unwrap();
    let who: Vec<&str> = scored.replay.ways.iter().map(|w| w.who.as_str()).collect();
    assert_eq!(who, ["learner", "expert"]);
    assert!(!scored.timed_out);
    assert!(training_submit(&app, &answer).is_err(), "once is enough");

    // the time ran out
    let exam = training_exam_begin(&app, "mine-walk").unwrap();
    answer.exam = Some(exam.id);
    answer.timed_out = true;
    assert!(training_submit(&app, &answer).unwrap().timed_out);

    // the program was closed: the next start finds an examination without an end
    let ledger = rewritten(home.path(), &app, "01890000-0000-7000-8000-0000000000aa");
    drop(app);
    assert!(ledger > 0);
    let app = common::app(home.path());
    assert_eq!(states(&app), ["interrupted", "time ran out", "left"]);
    assert_eq!(states(&app).len(), 3, "it is put on record once");
    let tables = training_dashboard(&app).unwrap();
    assert_eq!(tables.exams.len(), 4);
    assert_eq!(tables.learners[0].unfinished, 3);
    assert!(tables.csv.contains(",yes,"));
}

/// Puts an examination on record that no run of the program knows of any more.
fn rewritten(home: &Path, app: &App, id: &str) -> u64 {
    let person = coding_api::app_status(app).person;
    let _ = coding_api::safe_lock(app);
    let mut store = coding_store::Store::open(home, &common::options()).unwrap();
    store
        .append_event(&coding_store::NewEvent {
            at: "2026-02-03T10:00:00Z",
            person: &person,
            kind: "exam-begun",
            encounter: None,
            body: serde_json::json!({"exam": id, "exercise": "mine-walk", "seconds": 180}),
        })
        .unwrap()
        .sequence
}

fn states(app: &App) -> Vec<String> {
    let exams = training_exams(app).unwrap();
    exams.into_iter().map(|e| e.state).collect()
}

#[test]
fn another_program_interrupts_an_examination_only_when_its_own_has_ended() {
    let (home, app) = classroom();
    let other = common::app(home.path());
    let exam = training_exam_begin(&app, "mine-walk").unwrap();
    // what another program looks at leaves a running one alone, and says that it runs
    assert!(states(&other).is_empty());
    let seen = training_dashboard(&other).unwrap().exams;
    assert_eq!(seen[0].state, "running");
    assert!(
        training_exam_leave(&other, &exam.id).is_err(),
        "not its own"
    );
    let mut answer = attempt("mine-walk");
    answer.mode = "exam".to_owned();
    answer.exam = Some(exam.id);
    answer.codes = vec!["E11.22".to_owned()];
    training_submit(&app, &answer).unwrap();
    assert!(states(&other).is_empty(), "it was handed in");

    // a program that ended in the middle of one
    training_exam_begin(&app, "mine-walk").unwrap();
    assert!(states(&other).is_empty());
    drop(app);
    assert_eq!(states(&other), ["interrupted"]);
    assert_eq!(
        std::fs::read_dir(home.path().join("exams"))
            .unwrap()
            .count(),
        0,
        "nothing is left of it"
    );
}

#[test]
fn nothing_helps_while_an_examination_runs() {
    let (home, app) = classroom();
    let chart = coded(&app, "Assessment: Hypertension.", "Hypertension", "I10");
    let other = common::app(home.path());
    let mut guided = attempt("mine-walk");
    guided.mode = "guided".to_owned();
    training_hint(&app, "mine-walk", 1).unwrap();
    let exam = training_exam_begin(&app, "mine-walk").unwrap();
    let refused = |error: coding_api::ApiError| {
        assert!(
            error.message.contains("an examination is running"),
            "{error:?}"
        );
    };
    refused(training_hint(&app, "mine-walk", 1).unwrap_err());
    refused(training_hint(&app, "mine-vigilance", 1).unwrap_err());
    refused(training_hint(&other, "mine-walk", 1).unwrap_err());
    refused(training_guide(&app, &guided).unwrap_err());
    refused(run_start(&app, &chart).unwrap_err());
    training_exam_leave(&app, &exam.id).unwrap();
    training_hint(&app, "mine-walk", 1).unwrap();
    training_hint(&other, "mine-walk", 1).unwrap();
    training_guide(&app, &guided).unwrap();
    run_start(&app, &chart).unwrap();
}

#[test]
fn a_learner_sees_their_own_and_a_trainer_everybody() {
    let (_home, app) = classroom();
    let add = |name: &str, duty: &str| {
        person_save(
            &app,
            &PersonInDto {
                id: None,
                name: name.to_owned(),
                duties: vec![duty.to_owned()],
                active: true,
                passphrase: Some(format!("correct horse {name}")),
            },
        )
        .unwrap();
    };
    add("Ada", "administrator");
    add("Lena", "learner");
    add("Max", "learner");
    add("Tom", "trainer");
    let sign_in = |name: &str| {
        session_sign_in(&app, name, &format!("correct horse {name}")).unwrap();
    };
    let rows = || -> Vec<String> {
        let tables = training_dashboard(&app).unwrap();
        tables.learners.into_iter().map(|l| l.person).collect()
    };
    for name in ["Lena", "Max"] {
        sign_in(name);
        let mut answer = attempt("mine-walk");
        answer.codes = vec!["E11.9".to_owned()];
        training_submit(&app, &answer).unwrap();
        assert_eq!(rows(), [name]);
        assert_eq!(author_packs(&app).unwrap_err().code, ErrorCode::NotAllowed);
    }
    sign_in("Tom");
    assert_eq!(rows(), ["Lena", "Max"]);
    assert!(author_packs(&app).is_ok());
}

fn refused<T: std::fmt::Debug>(result: Result<T, coding_api::ApiError>) {
    let error = result.unwrap_err();
    assert!(
        error.message.contains("an examination is running"),
        "{error:?}"
    );
}

#[test]
fn the_key_to_an_examination_is_given_by_no_other_door() {
    let (home, app) = classroom();
    let other = common::app(home.path());
    let edition = app.library().select(None, None).unwrap().edition;
    let mut wrong = attempt("mine-walk");
    wrong.codes = vec!["E11.9".to_owned()];
    training_submit(&app, &wrong).unwrap();
    favourite_put(&app, &edition, "I10", Some("as a note")).unwrap();
    assert!(!training_review_due(&app).unwrap().due.is_empty());
    let exam = training_exam_begin(&app, "mine-walk").unwrap();
    // in the program that runs it, and in another on the same home
    for app in [&app, &other] {
        refused(training_exam_begin(app, "mine-vigilance"));
        for mode in ["unguided", "guided"] {
            wrong.mode = mode.to_owned();
            refused(training_submit(app, &wrong));
        }
        refused(training_guide(app, &wrong));
        refused(training_review_due(app));
        refused(favourite_list(app, &edition));
        refused(favourite_put(app, &edition, "I10", None));
        refused(favourite_remove(app, &edition, "I10"));
        refused(favourite_export(app));
        refused(coding_api::demo::code_sample(app, 1).map(|shown| shown.title));
        refused(require_no_examination(app, "searching the book"));
    }
    assert_eq!(training_dashboard(&app).unwrap().learners[0].attempts, 1);
    training_exam_leave(&app, &exam.id).unwrap();
    training_submit(&other, &wrong).unwrap();
    training_review_due(&other).unwrap();
    favourite_list(&other, &edition).unwrap();
    require_no_examination(&other, "searching the book").unwrap();
}

#[test]
fn an_examination_keeps_nothing_from_anybody_else() {
    let (home, app) = classroom();
    person(&app, "Ada", &["administrator"]);
    person(&app, "Lena", &["learner"]);
    person(&app, "Max", &["learner"]);
    let other = common::app(home.path());
    enter(&app, "Lena");
    training_exam_begin(&app, "mine-walk").unwrap();
    enter(&other, "Max");
    training_submit(&other, &attempt("mine-walk")).unwrap();
    enter(&other, "Lena");
    refused(training_submit(&other, &attempt("mine-walk")));
    // nor is the book closed to a program in which nobody has signed in
    session_lock(&other).unwrap();
    require_no_examination(&other, "searching the book").unwrap();
}

#[test]
fn an_examination_ends_with_whoever_began_it() {
    let (home, app) = classroom();
    person(&app, "Ada", &["administrator"]);
    person(&app, "Lena", &["learner"]);
    person(&app, "Max", &["learner"]);
    let mut answer = attempt("mine-walk");
    answer.mode = "exam".to_owned();
    answer.codes = vec!["E11.22".to_owned()];
    let mut begin = || {
        let exam = training_exam_begin(&app, "mine-walk").unwrap();
        answer.exam = Some(exam.id);
        answer.clone()
    };
    enter(&app, "Lena");
    let hers = begin();
    enter(&app, "Max");
    assert_eq!(
        training_submit(&app, &hers).unwrap_err().code,
        ErrorCode::NotFound,
        "it is not his to hand in"
    );
    // nothing of hers keeps anything from him
    training_submit(&app, &attempt("mine-walk")).unwrap();
    assert!(states(&app).is_empty(), "none of it is his");
    let his = begin();
    let _ = coding_api::safe_lock(&app);
    enter(&app, "Max");
    assert!(training_submit(&app, &his).is_err());
    assert_eq!(states(&app), ["left"]);
    enter(&app, "Lena");
    assert_eq!(states(&app), ["left"]);
    let exams = home.path().join("exams");
    assert_eq!(std::fs::read_dir(exams).unwrap().count(), 0);
    // who is called something else meanwhile goes on
    let hers = begin();
    let other = common::app(home.path());
    enter(&other, "Ada");
    let people = coding_api::person_list(&other).unwrap();
    let lena = people.into_iter().find(|p| p.name == "Lena").unwrap();
    person_save(
        &other,
        &PersonInDto {
            id: Some(lena.id),
            name: "Lena, CPC".to_owned(),
            duties: lena.duties,
            active: true,
            passphrase: None,
        },
    )
    .unwrap();
    training_submit(&app, &hers).unwrap();
}

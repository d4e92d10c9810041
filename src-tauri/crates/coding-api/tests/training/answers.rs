//! Answers, their scores, cards, ways, and the trainer's tables.

use coding_api::ErrorCode;
use coding_api::dto::{AttemptDto, FlagDto, HeatDto};
use coding_api::training::{
    training_dashboard, training_exam_begin, training_exercise, training_guide, training_hint,
    training_packs, training_replay_open, training_review, training_review_due, training_submit,
};

use crate::{attempt, classroom, common};

#[test]
fn a_wrong_answer_becomes_a_card_and_a_right_one_does_not() {
    let (home, app) = classroom();
    let packs = training_packs(&app).unwrap();
    assert_eq!(
        packs.iter().filter(|p| p.ready).count(),
        1,
        "only FY2026 is installed"
    );
    assert_eq!(packs.len(), 11);
    let shown = training_exercise(&app, "mine-walk", "exam").unwrap();
    assert_eq!(shown.hints, 0, "an examination has no hints");
    assert_eq!(
        training_exercise(&app, "mine-walk", "guided")
            .unwrap()
            .hints,
        2
    );
    let wire = serde_json::to_string(&shown).unwrap();
    assert!(
        !wire.contains("E11.22") && !wire.contains("with-block"),
        "{wire}"
    );
    assert_eq!(training_hint(&app, "mine-walk", 2).unwrap(), "Kidney.");
    assert!(training_hint(&app, "mine-walk", 3).is_err());

    let mut wrong = attempt("mine-walk");
    wrong.codes = vec!["E11.9".to_owned()];
    wrong.steps = vec!["index: Diabetes, diabetic > type 2".to_owned()];
    let scored = training_submit(&app, &wrong).unwrap();
    assert!(scored.total > 0.2 && scored.total < 0.8, "{scored:?}");
    assert_eq!(scored.errors[0].kind, "ST");
    assert!(
        scored.divergence.contains("chronic kidney disease"),
        "{scored:?}"
    );
    assert_eq!(scored.right[0].code, "E11.22");
    let ways = &scored.replay.ways;
    let who: Vec<&str> = ways.iter().map(|w| w.who.as_str()).collect();
    assert_eq!(who, ["learner", "expert", "engine"]);
    // the engine's way is the one it takes in a chart of this text
    assert_eq!(ways[2].codes, ["E11.22"]);
    assert!(
        ways[2].steps.last().unwrap() == "tabular: E11.22"
            && ways[2].steps.iter().any(|s| s.contains("Diabetes")),
        "{ways:?}"
    );

    let deck = training_review_due(&app).unwrap();
    assert_eq!((deck.all, deck.due.len()), (1, 1));
    let card = &deck.due[0];
    assert!(
        !card.prompt.contains("E11") && card.prompt.contains("subterms"),
        "{card:?}"
    );
    assert!(
        card.prompt
            .starts_with("Type 2 diabetes with chronic kidney disease."),
        "{card:?}"
    );
    assert!(training_review(&app, &card.id, "perfect").is_err());
    assert!(training_review(&app, &card.id, "good").unwrap() >= 1);
    let after = training_review_due(&app).unwrap();
    assert_eq!((after.all, after.due.len()), (1, 0));

    let mut right = attempt("mine-walk");
    right.codes = vec!["E11.22".to_owned()];
    right.steps = vec![
        "search: diabetes".to_owned(),
        "index: Diabetes, diabetic > type 2 > with > chronic kidney disease".to_owned(),
        "tabular: E11.22".to_owned(),
    ];
    let scored = training_submit(&app, &right).unwrap();
    assert!(
        scored.total > 0.999 && scored.errors.is_empty(),
        "{scored:?}"
    );
    assert_eq!(training_review_due(&app).unwrap().all, 1);
    // it is all in the ledger: another start of the program knows it
    drop(app);
    let app = common::app(home.path());
    let packs = training_packs(&app).unwrap();
    let row = packs
        .iter()
        .flat_map(|p| &p.exercises)
        .find(|e| e.id == "mine-walk")
        .unwrap();
    assert_eq!((row.attempts, row.best), (2, Some(1.0)));
}

#[test]
fn the_trainer_sees_who_errs_where() {
    let (_home, app) = classroom();
    let trusted = training_submit(&app, &attempt("mine-vigilance")).unwrap();
    assert_eq!(trusted.errors[0].kind, "OV");
    coding_api::set_person(&app, "Ada").unwrap();
    let exam = training_exam_begin(&app, "mine-vigilance").unwrap();
    let mut careful = attempt("mine-vigilance");
    careful.mode = "exam".to_owned();
    careful.exam = Some(exam.id);
    careful.flags = vec![FlagDto {
        code: "E11.9".to_owned(),
        error: None,
    }];
    assert!(training_submit(&app, &careful).unwrap().total > 0.999);
    // a walk that stops early, with the times of its steps
    let mut walked = attempt("mine-walk");
    walked.codes = vec!["E11.9".to_owned()];
    walked.steps = vec![
        "index: Diabetes, diabetic".to_owned(),
        "index: Diabetes, diabetic > type 2".to_owned(),
        "tabular: E11.9".to_owned(),
    ];
    walked.times = vec![10_000, 20_000, 40_000];
    training_submit(&app, &walked).unwrap();

    let tables = training_dashboard(&app).unwrap();
    assert_eq!(tables.learners.len(), 2);
    assert_eq!(tables.over_trust, Some(0.5));
    let ada = tables.learners.iter().find(|l| l.person == "Ada").unwrap();
    assert_eq!(
        (ada.attempts, ada.over_trust, ada.unfinished),
        (2, Some(0.0), 0)
    );
    let cell = |heat: &HeatDto, row: &str, skill: &str| {
        let found = heat
            .cells
            .iter()
            .find(|c| c.row.starts_with(row) && c.skill == skill);
        found.map(|c| (c.errors, c.attempts)).unwrap()
    };
    assert_eq!(cell(&tables.by_person, "Ada", "OV"), (0, 1));
    assert_eq!(cell(&tables.by_person, "Ada", "ST"), (1, 1));
    assert_eq!(
        cell(&tables.by_chapter, "4 ", "ST"),
        (1, 1),
        "{:?}",
        tables.by_chapter
    );
    assert_eq!(tables.items.len(), 2);
    let item = |id: &str| tables.items.iter().find(|i| i.exercise == id).unwrap();
    assert_eq!(item("mine-vigilance").attempts, 2);
    let wrong = &item("mine-walk").distractors;
    assert_eq!((wrong[0].code.as_str(), wrong[0].count), ("E11.9", 1));
    let pace = tables.paces.iter().find(|p| p.kind == "walk").unwrap();
    assert_eq!(
        [pace.main_term, pace.index, pace.tabular, pace.answer],
        [10.0, 30.0, 0.0, 21.0]
    );
    let tree = &tables.trees[0];
    assert_eq!((tree.exercise.as_str(), tree.attempts), ("mine-walk", 1));
    assert_eq!(tree.through, [1, 1, 0, 0]);
    assert_eq!((tree.arms[0].depth, tree.arms[0].count), (2, 1));
    assert!(tree.arms[0].to.contains("type 2"), "{tree:?}");
    assert_eq!(tables.exams.len(), 1);
    assert_eq!(tables.exams[0].state, "handed in");
    let lines: Vec<&str> = tables.csv.lines().collect();
    assert!(
        lines
            .iter()
            .any(|l| l.starts_with("Ada,") && l.contains("mine-vigilance,vigilance,9,exam,1.000")),
        "{lines:?}"
    );
    assert!(
        lines.iter().any(|l| l.contains(",10.0,30.0,0.0,21.0,")),
        "{lines:?}"
    );

    let mut odd = attempt("mine-vigilance");
    odd.mode = "open book".to_owned();
    assert_eq!(
        training_submit(&app, &odd).unwrap_err().code,
        ErrorCode::Input
    );
    assert_eq!(
        training_submit(&app, &attempt("none")).unwrap_err().code,
        ErrorCode::NotFound
    );
}

#[test]
fn a_guided_exercise_is_led_through() {
    let (_home, app) = classroom();
    let mut answer = attempt("mine-walk");
    answer.mode = "guided".to_owned();
    let progress = |answer: &AttemptDto| -> Vec<String> {
        let steps = training_guide(&app, answer).unwrap();
        steps.into_iter().map(|s| s.progress).collect()
    };
    assert_eq!(progress(&answer), ["open"; 5]);
    answer.steps = vec!["index: Diabetes, diabetic".to_owned()];
    assert_eq!(progress(&answer), ["done", "done", "open", "open", "open"]);
    answer.codes = vec!["E11.9".to_owned()];
    let told = training_guide(&app, &answer).unwrap();
    assert_eq!(told[4].progress, "wrong");
    assert!(!told.iter().any(|s| s.said.contains("E11.22")), "{told:?}");
    answer.mode = "unguided".to_owned();
    assert!(training_guide(&app, &answer).is_err(), "nobody else is led");
    assert_eq!(
        training_dashboard(&app).unwrap().items.len(),
        0,
        "nothing is kept"
    );
}

#[test]
fn the_ways_of_an_answer_go_into_a_file_and_come_back() {
    let (_home, app) = classroom();
    let mut answer = attempt("mine-walk");
    answer.steps = vec!["index: Diabetes, diabetic".to_owned()];
    answer.times = vec![900];
    let replay = training_submit(&app, &answer).unwrap().replay;
    let text = serde_json::to_string(&replay).unwrap();
    let back = training_replay_open(&app, &text).unwrap();
    assert_eq!(serde_json::to_string(&back).unwrap(), text);
    assert_eq!(back.ways[0].times, [900]);
    for (spoilt, says) in [
        ("{}".to_owned(), "not of that form"),
        (
            text.replacen("\"format\":1", "\"format\":9", 1),
            "has the form 9",
        ),
        (" ".repeat(2 << 20), "longer than"),
        (text.replace("FY2026", "FY1999"), "FY1999"),
    ] {
        let error = training_replay_open(&app, &spoilt).unwrap_err();
        assert!(error.message.contains(says), "{}", error.message);
        assert!(!error.message.contains('\n'));
    }
}

#[test]
fn a_pack_is_mastered_by_last_answers_and_none_is_ever_closed() {
    let (_home, app) = classroom();
    let own = || {
        let packs = training_packs(&app).unwrap();
        // releases that are not installed hold nothing up
        assert!(packs.iter().all(|p| p.own || p.standing == "ahead"));
        let own = packs.into_iter().find(|p| p.own).unwrap();
        (own.standing, own.right)
    };
    let stands = |standing: &str, right: usize| assert_eq!(own(), (standing.to_owned(), right));
    stands("next", 0);
    let mut walk = attempt("mine-walk");
    walk.codes = vec!["E11.22".to_owned()];
    walk.steps = [
        "index: Diabetes, diabetic > type 2 > with > chronic kidney disease",
        "tabular: E11.22",
    ]
    .map(str::to_owned)
    .to_vec();
    // who was led shows nothing of what they can do alone
    walk.mode = "guided".to_owned();
    training_submit(&app, &walk).unwrap();
    stands("next", 0);
    walk.mode = "unguided".to_owned();
    training_submit(&app, &walk).unwrap();
    stands("next", 1);
    let mut vigilance = attempt("mine-vigilance");
    training_submit(&app, &vigilance).unwrap();
    stands("next", 1);
    vigilance.flags = vec![FlagDto {
        code: "E11.9".to_owned(),
        error: None,
    }];
    training_submit(&app, &vigilance).unwrap();
    stands("mastered", 2);
    assert_eq!(training_dashboard(&app).unwrap().learners[0].mastered, 1);
    // what was forgotten is not mastered any more
    walk.codes = vec!["E11.9".to_owned()];
    training_submit(&app, &walk).unwrap();
    stands("next", 1);
    assert_eq!(training_dashboard(&app).unwrap().learners[0].mastered, 0);
}

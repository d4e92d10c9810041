//! The packs that the program carries, and what answers to them are worth.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says what it skips"
)]

mod common;

use std::collections::HashSet;
use std::path::Path;
use std::sync::OnceLock;

use coding_model::Poa;
use coding_training::exercise::{Exercise, ExerciseKind, Pack, check, read, write};
use coding_training::guide::{Progress, guide};
use coding_training::score::{Answer, ErrorKind, PartKind, Score, Verdict, code_credit, score};
use coding_training::{Draw, Place, Step, Walker};
use icd10cm::{Code, Codebook, Node};
use proptest::prelude::*;

fn packs() -> Vec<Pack> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../assets/exercises");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|p| {
            let text = std::fs::read_to_string(p).unwrap();
            let pack = read(&text).unwrap_or_else(|e| panic!("{}: {e}", p.display()));
            assert_eq!(p.file_stem().unwrap().to_string_lossy(), pack.id);
            pack
        })
        .collect()
}

fn exercises() -> Vec<Exercise> {
    packs().into_iter().flat_map(|p| p.exercises).collect()
}

fn release() -> Option<&'static Codebook> {
    static BOOK: OnceLock<Option<Codebook>> = OnceLock::new();
    BOOK.get_or_init(common::release).as_ref()
}

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn find(id: &str) -> Exercise {
    exercises().into_iter().find(|e| e.id == id).unwrap()
}

fn open(path: &[&str]) -> Step {
    Step::Open(Place {
        book: icd10cm::BookKind::Index,
        path: path.iter().map(|p| (*p).to_owned()).collect(),
        column: None,
    })
}

/// The answer that the exercise itself holds right.
fn reference(exercise: &Exercise) -> Answer {
    let mut answer = Answer {
        words: exercise.words.clone(),
        notes: exercise.notes.clone(),
        codes: exercise.codes.iter().map(|c| c.code).collect(),
        poa: exercise
            .codes
            .iter()
            .filter_map(|c| Some((c.code, c.poa?)))
            .collect(),
        ..Answer::default()
    };
    if let Some(first) = exercise.codes.first().filter(|c| !c.path.is_empty()) {
        for depth in 1..=first.path.len() {
            answer.steps.push(Step::Open(Place {
                book: first.book,
                path: first.path[..depth].to_vec(),
                column: first.column.filter(|_| depth == first.path.len()),
            }));
        }
        answer.steps.push(Step::Tabular { code: first.code });
    }
    answer.flags = exercise
        .wrong
        .iter()
        .map(|w| Verdict {
            code: w.code,
            error: Some(w.error),
        })
        .chain(
            exercise
                .suggestions
                .iter()
                .filter(|s| s.error.is_some())
                .map(|s| Verdict {
                    code: s.code,
                    error: None,
                }),
        )
        .collect();
    answer
}

#[test]
fn there_are_enough_of_every_kind_in_graded_packs() {
    let packs = packs();
    assert!(packs.len() >= 10, "{} packs", packs.len());
    let levels: Vec<u8> = packs.iter().map(|p| p.level).collect();
    assert_eq!(levels, (1..=10).collect::<Vec<u8>>());
    let all = exercises();
    assert!(all.len() >= 150, "{} exercises", all.len());
    let ids: HashSet<&str> = all.iter().map(|e| e.id.as_str()).collect();
    assert_eq!(ids.len(), all.len(), "an identifier stands twice");
    for kind in ExerciseKind::ALL {
        let n = all.iter().filter(|e| e.kind == kind).count();
        assert!(n >= 10, "{n} of {kind:?}");
    }
    let Some(book) = release() else { return };
    let chapters: HashSet<String> = all
        .iter()
        .flat_map(|e| &e.codes)
        .filter_map(|c| book.entry_of(c.code))
        .map(|e| e.chapter().label().to_owned())
        .collect();
    assert!(chapters.len() >= 18, "only chapters {chapters:?}");
}

#[test]
fn every_exercise_holds_in_the_release() {
    let Some(book) = release() else { return };
    let walker = Walker::new(book);
    let faults: Vec<_> = packs().iter().flat_map(|p| check(&walker, p)).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_reference_answer_earns_everything_and_an_empty_one_nothing() {
    let Some(book) = release() else { return };
    let walker = Walker::new(book);
    for exercise in exercises() {
        let best = score(&walker, &exercise, &reference(&exercise));
        assert!(best.total > 0.999, "{}: {best:#?}", exercise.id);
        assert!(best.errors.is_empty(), "{}: {best:#?}", exercise.id);
        assert!(best.divergence.is_none(), "{}", exercise.id);
        let weights: f64 = best.parts.iter().map(|p| p.weight).sum();
        assert!((weights - 1.0).abs() < 1e-9, "{}", exercise.id);
        let none = score(&walker, &exercise, &Answer::default());
        // to leave every suggestion is right for those that are right
        let limit = if exercise.kind == ExerciseKind::Vigilance {
            0.85
        } else {
            0.001
        };
        assert!(none.total <= limit, "{}: {none:#?}", exercise.id);
        assert!(
            !none.errors.is_empty(),
            "{}: no error is named",
            exercise.id
        );
    }
}

#[test]
fn a_pack_that_is_written_is_read_again() {
    for pack in packs() {
        let text = write(&pack).unwrap();
        assert_eq!(read(&text).unwrap(), pack, "{text}");
    }
}

#[test]
fn presence_on_admission_shares_a_tenth_with_the_sequence() {
    let Some(book) = release() else { return };
    let walker = Walker::new(book);
    let asked: Vec<Exercise> = exercises().into_iter().filter(Exercise::asks_poa).collect();
    assert!(asked.len() >= 4, "{} ask for it", asked.len());
    for exercise in asked {
        let mut answer = reference(&exercise);
        let weight = |found: &Score| {
            let of = |kind| found.parts.iter().find(|p| p.kind == kind).unwrap().weight;
            assert!((of(PartKind::Poa) - of(PartKind::Sequence)).abs() < 1e-9);
            of(PartKind::Poa)
        };
        let share = 1.0 / exercise.codes.len() as f64;
        answer.poa[0].1 = match answer.poa[0].1 {
            Poa::Y => Poa::N,
            _ => Poa::Y,
        };
        let found = score(&walker, &exercise, &answer);
        let lost = weight(&found) * share;
        assert!((found.total - (1.0 - lost)).abs() < 1e-9, "{found:?}");
        assert_eq!(found.errors.len(), 1);
        assert_eq!(found.errors[0].kind, ErrorKind::PresentOnAdmission);
        answer.poa.clear();
        let found = score(&walker, &exercise, &answer);
        assert_eq!(found.errors.len(), exercise.codes.len(), "{found:?}");
    }
}

#[test]
fn guidance_is_open_at_first_done_at_last_and_never_gives_the_answer() {
    let Some(book) = release() else { return };
    let walker = Walker::new(book);
    for exercise in exercises() {
        let begun = guide(&walker, &exercise, &Answer::default());
        assert!(begun.len() >= 2, "{}", exercise.id);
        assert!(
            begun.iter().all(|g| g.progress == Progress::Open),
            "{}: {begun:?}",
            exercise.id
        );
        let right = reference(&exercise);
        let ended = guide(&walker, &exercise, &right);
        assert_eq!(ended.len(), begun.len(), "{}", exercise.id);
        assert!(
            ended.iter().all(|g| g.progress == Progress::Done),
            "{}: {ended:#?}",
            exercise.id
        );
        // a wrong answer is told without the right one
        let traps: Vec<Code> = exercise.traps.iter().map(|t| t.code).collect();
        let mut wrong = Answer {
            codes: if traps.is_empty() {
                vec![code("Z00.00")]
            } else {
                traps
            },
            steps: vec![open(&["Pain"])],
            words: "x".to_owned(),
            ..Answer::default()
        };
        wrong.flags.push(Verdict {
            code: code("Z00.00"),
            error: None,
        });
        for said in guide(&walker, &exercise, &wrong) {
            for reference in &exercise.codes {
                assert!(
                    !said.said.contains(&reference.code.to_string()),
                    "{}: {said:?}",
                    exercise.id
                );
            }
        }
    }
}

#[test]
fn guidance_follows_a_walk_line_by_line() {
    let Some(book) = release() else { return };
    let walker = Walker::new(book);
    let exercise = find("iw-12");
    let told = |steps: Vec<Step>, codes: &[&str]| {
        let answer = Answer {
            steps,
            codes: codes.iter().map(|c| code(c)).collect(),
            ..Answer::default()
        };
        guide(&walker, &exercise, &answer)
    };
    let off = told(vec![open(&["Pain"])], &[]);
    assert_eq!(off[1].progress, Progress::Wrong);
    let on = told(vec![open(&["Fibrillation"])], &[]);
    assert_eq!(
        (on[1].progress, on[2].progress),
        (Progress::Done, Progress::Open)
    );
    assert!(on[2].said.contains("So far right"), "{on:?}");
    let stopped = told(
        vec![
            open(&["Fibrillation"]),
            open(&["Fibrillation", "atrial or auricular"]),
        ],
        &["I48.91"],
    );
    assert_eq!(stopped[4].progress, Progress::Wrong);
    assert!(stopped[4].said.contains("subterms"), "{stopped:?}");
}

#[test]
fn a_hint_costs_a_tenth() {
    let Some(book) = release() else { return };
    let walker = Walker::new(book);
    let exercise = find("iw-12");
    let mut answer = reference(&exercise);
    answer.hints = 2;
    let found = score(&walker, &exercise, &answer).total;
    assert!((found - 0.8).abs() < 1e-9, "{found}");
}

/// The errors found in an answer with these codes, and its score.
fn errors(id: &str, steps: Vec<Step>, codes: &[&str]) -> (Vec<ErrorKind>, Score) {
    let book = release().unwrap();
    let walker = Walker::new(book);
    let answer = Answer {
        steps,
        codes: codes.iter().map(|c| code(c)).collect(),
        ..Answer::default()
    };
    let found = score(&walker, &find(id), &answer);
    (found.errors.iter().map(|e| e.kind).collect(), found)
}

#[test]
fn errors_are_told_with_their_kind() {
    if release().is_none() {
        return;
    }
    let check = |id: &str, steps: Vec<Step>, codes: &[&str], expected: &[ErrorKind]| {
        let (found, score) = errors(id, steps, codes);
        assert_eq!(found, expected, "{id} {codes:?}: {score:#?}");
        assert!(score.errors.iter().all(|e| e.why.len() > 10), "{score:#?}");
    };
    use ErrorKind as E;
    // completing: 7th character, side, what lacks a character, what does not exist
    check("cs-03", vec![], &["S82.241A"], &[E::SeventhCharacter]);
    check("cs-05", vec![], &["S83.511A"], &[E::Laterality]);
    check("cs-05", vec![], &["S83.512"], &[E::SeventhCharacter]);
    check("cs-05", vec![], &["S83.51"], &[E::Specificity]);
    check("cs-16", vec![], &["L89.62Z"], &[E::FiscalYear]);
    // walks: default, subterm, main term, cross reference
    let fibrillation = || open(&["Fibrillation", "atrial or auricular"]);
    check(
        "iw-12",
        vec![fibrillation()],
        &["I48.91"],
        &[E::StoppedAtDefault],
    );
    let kidney = || open(&["Disease, diseased", "kidney"]);
    let (found, score) = errors("iw-06", vec![kidney()], &["N28.9"]);
    assert_eq!(found, [E::MainTerm]);
    assert!(score.divergence.unwrap().text.contains("Pyelonephritis"));
    // charts: uncertain and integral by the exercise, omission, a note that asks for more
    check(
        "cl-01",
        vec![],
        &["J20.9", "J18.9", "E11.9", "Z79.84"],
        &[E::Uncertain],
    );
    check("cl-06", vec![], &["N30.01"], &[E::UseAdditional]);
    check("cl-02", vec![], &["I10"], &[E::Omission]);
    // sequence: a manifestation before its etiology, and an order that is only custom
    check("sq-01", vec![], &["F02.B11", "G30.1"], &[E::CodeFirst]);
    check("sq-04", vec![], &["C18.7", "Z51.11"], &[E::Sequence]);
}

#[test]
fn wrong_suggestions_that_are_left_are_trusted_too_much() {
    let Some(book) = release() else { return };
    let walker = Walker::new(book);
    let exercise = find("vg-01");
    let found = score(&walker, &exercise, &Answer::default());
    let kinds: Vec<ErrorKind> = found.errors.iter().map(|e| e.kind).collect();
    assert_eq!(kinds, [ErrorKind::OverTrust]);
    let answer = Answer {
        flags: exercise
            .suggestions
            .iter()
            .map(|s| Verdict {
                code: s.code,
                error: None,
            })
            .collect(),
        ..Answer::default()
    };
    assert!(
        score(&walker, &exercise, &answer).total < 0.5,
        "to reject all is no vigilance"
    );
}

#[test]
fn credit_follows_the_hierarchy() {
    let Some(book) = release() else { return };
    let walker = Walker::new(book);
    let check = |given: &str, right: &str, expected: f64| {
        let found = code_credit(&walker, code(given), code(right));
        assert!(
            (found - expected).abs() < 1e-9,
            "{given} for {right}: {found}"
        );
    };
    check("S72.321A", "S72.321A", 1.0);
    check("S72.321D", "S72.321A", 0.7);
    check("S72.322A", "S72.321A", 0.7);
    check("E11.21", "E11.22", 0.7);
    check("E11.9", "E11.22", 0.4);
    check("E10.9", "E11.9", 0.2);
    check("I10", "E11.9", 0.0);
    check("E11", "E11.9", 0.0);
    check("S72.321", "S72.321A", 0.0);
    check("M54.50", "M54.16", 0.4);
}

/// All lines of the index whose own code leads to a code, by the exercise's right answer.
fn lines<'a>(walker: &Walker<'a>, exercise: &Exercise) -> Vec<Node<'a>> {
    let right = exercise.codes[0].code;
    walker
        .book()
        .book(icd10cm::BookKind::Index)
        .nodes()
        .filter(|n| {
            n.code()
                .is_some_and(|p| p.known && coding_training::score::leads(walker, p.code, right))
        })
        .filter(|n| {
            walker
                .line(&Place::of(*n))
                .is_some_and(|found| found.number() == n.number())
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whichever way of the book leads to the code, with whatever wrong turns before it, the score is the same.
    #[test]
    fn any_valid_path_earns_the_same(seed in any::<u64>()) {
        let Some(book) = release() else { return Ok(()) };
        let walker = Walker::new(book);
        let mut draw = Draw::new(seed);
        let walks: Vec<Exercise> = exercises()
            .into_iter()
            .filter(|e| e.kind == ExerciseKind::Walk)
            .collect();
        let exercise = draw.of(&walks).unwrap();
        let best = score(&walker, exercise, &reference(exercise));
        let ways = lines(&walker, exercise);
        let mut answer = reference(exercise);
        answer.steps.clear();
        for _ in 0..draw.below(4) {
            let index = walker.book().book(icd10cm::BookKind::Index);
            let stray = index.node(draw.below(index.len()) as u32).unwrap();
            answer.steps.push(Step::Open(Place::of(stray)));
        }
        if let Some(way) = draw.of(&ways) {
            answer.steps.extend(way.path().into_iter().map(|n| Step::Open(Place::of(n))));
        } else {
            answer.steps.extend(reference(exercise).steps);
        }
        let found = score(&walker, exercise, &answer);
        prop_assert!((found.total - best.total).abs() < 1e-9, "{}: {:?}", exercise.id, found);
        for (a, b) in found.parts.iter().zip(&best.parts) {
            prop_assert_eq!(a.kind, b.kind);
            prop_assert!((a.credit - b.credit).abs() < 1e-9);
        }
        prop_assert!(found.parts.iter().any(|p| p.kind == PartKind::Path));
    }
}

#[test]
fn a_pack_that_does_not_hold_is_told_apart() {
    assert!(
        read("nonsense")
            .unwrap_err()
            .to_string()
            .starts_with("line 1")
    );
    let Some(book) = release() else { return };
    let walker = Walker::new(book);
    let spoil = |change: &dyn Fn(&mut Exercise), says: &str| {
        let mut pack = packs().remove(1);
        change(&mut pack.exercises[0]);
        let faults = check(&walker, &pack);
        assert!(
            faults.iter().any(|f| f.found.contains(says)),
            "{says}: {faults:?}"
        );
    };
    spoil(&|e| e.codes[0].code = code("K35"), "not billable");
    spoil(
        &|e| e.codes[0].path = vec!["Nowhere".to_owned()],
        "has no line",
    );
    spoil(&|e| e.codes[0].path.truncate(1), "not to K35.210");
    spoil(&|e| e.hints.clear(), "no hint");
    spoil(
        &|e| e.codes[0].words = "not there".to_owned(),
        "does not stand",
    );
    spoil(&|e| e.id = "iw-02".to_owned(), "is taken");
}

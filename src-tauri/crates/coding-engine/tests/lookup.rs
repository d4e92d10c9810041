//! What a lookup answers, over a whole release. Needs the releases beside the project and says so where
//! they are missing.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stderr)]

use std::sync::OnceLock;

use coding_engine::Lexicon;
use coding_engine::search::{Lookup, LookupOptions, Search};
use coding_model::Source;
use icd10cm::{Code, Codebook};

fn made() -> Option<(&'static Codebook, &'static Search)> {
    static MADE: OnceLock<Search> = OnceLock::new();
    let (book, _) = test_releases::fy2026()?;
    let search = MADE.get_or_init(|| Search::build(book, &Lexicon::carried().0));
    Some((book, search))
}

fn ask(phrase: &str, prefix: bool) -> Option<Lookup> {
    let (book, search) = made()?;
    Some(search.lookup(book, phrase, LookupOptions { limit: 10, prefix }))
}

fn codes(answer: &Lookup) -> Vec<String> {
    answer.results.iter().map(|f| f.code.to_string()).collect()
}

/// The first answer to each phrase.
fn first(cases: &[(&str, &str)], prefix: bool) {
    for (phrase, expected) in cases {
        let Some(answer) = ask(phrase, prefix) else {
            return;
        };
        let found = codes(&answer);
        assert_eq!(
            found.first().map(String::as_str),
            Some(*expected),
            "{phrase}: {found:?}"
        );
    }
}

#[test]
fn plain_phrases_find_the_code_that_says_no_more_than_they_do() {
    first(
        &[
            ("hypertension", "I10"),
            ("chest pain", "R07.9"),
            ("heart failure", "I50.9"),
            ("epilepsy", "G40.909"),
            ("low back pain", "M54.50"),
            ("acute appendicitis", "K35.80"),
            ("lung cancer", "C34.90"),
            ("renal pelvis carcinoma", "C65.9"),
            ("fall from ladder", "W11"),
        ],
        false,
    );
}

/// The way to a code begins in the index (Guidelines IV.A), also where its title alone would fit.
#[test]
fn a_line_of_the_book_is_shown_before_the_title_of_its_code() {
    for phrase in [
        "chronic kidney disease",
        "type 2 diabetes mellitus with diabetic chronic kidney disease",
        "essential hypertension",
        "unspecified acute appendicitis",
        "pneumonia, unspecified organism",
        "atherosclerotic heart disease of native coronary artery",
    ] {
        let Some(answer) = ask(phrase, true) else {
            return;
        };
        let first = &answer.results[0];
        assert!(first.node.is_some(), "{phrase}: {:?}", first.path);
    }
}

#[test]
fn words_come_in_any_order_spelling_and_form() {
    first(
        &[
            ("failure congestive heart", "I50.9"),
            ("femur fracture left", "S72.92"),
            ("diarrhoea", "R19.7"),
            ("oesophageal varices", "I85.00"),
            ("type II diabetes", "E11.9"),
            ("Crohns disease", "K50.90"),
            ("DVT left leg", "I82.402"),
            ("cellulitis left leg", "L03.116"),
        ],
        false,
    );
}

#[test]
fn abbreviations_and_lay_terms_are_written_out_and_say_so() {
    first(
        &[
            ("AKI", "N17.9"),
            ("type 2 dm w ckd", "E11.22"),
            ("heart attack", "I21.9"),
            ("broken hip", "S72.009"),
            ("gerd", "K21.9"),
            ("cold", "J00"),
        ],
        false,
    );
    let Some(answer) = ask("AKI", false) else {
        return;
    };
    let notice = answer.notices.first().map(String::as_str);
    assert_eq!(notice, Some("AKI → acute kidney injury (abbreviations)"));
    assert_eq!(answer.ambiguous, [], "it means one thing only");
}

#[test]
fn what_is_ambiguous_is_said_and_every_meaning_offered() {
    let cases = [
        (
            "MS",
            vec!["multiple sclerosis", "mitral stenosis"],
            vec!["G35.D", "I05.0"],
        ),
        (
            "PE",
            vec!["pulmonary embolism", "pleural effusion"],
            vec!["I26.99", "J90"],
        ),
        (
            "CA",
            vec!["cancer", "cardiac arrest"],
            vec!["C80.1", "I46.9"],
        ),
        (
            "MI",
            vec!["myocardial infarction", "mitral insufficiency"],
            vec!["I21.9", "I34.0"],
        ),
        (
            "RA",
            vec!["rheumatoid arthritis", "room air"],
            vec!["M06.9"],
        ),
    ];
    for (short, meanings, expected) in cases {
        let Some(answer) = ask(short, false) else {
            return;
        };
        for meaning in meanings {
            assert!(
                answer.ambiguous.iter().any(|m| m.expansion == meaning),
                "{short}: {meaning}"
            );
        }
        let found = codes(&answer);
        for code in expected {
            assert!(
                found.iter().any(|f| f == code),
                "{short}: {code} in {found:?}"
            );
        }
    }
    let Some(told) = ask("MS relapsing", false) else {
        return;
    };
    assert_eq!(told.ambiguous, [], "the words around it tell which");
}

#[test]
fn misspellings_are_found_and_flagged() {
    first(
        &[
            ("pnuemonia", "J18.9"),
            ("hypertention", "I10"),
            ("astma", "J45.909"),
        ],
        false,
    );
    let Some(answer) = ask("pnuemonia", false) else {
        return;
    };
    assert!(answer.results[0].guessed);
    let Some(answer) = ask("pneumonia", false) else {
        return;
    };
    assert!(!answer.results[0].guessed);
}

#[test]
fn beginnings_of_words_are_enough() {
    first(&[("chr kid dis", "N18.9"), ("hyperten", "I10")], true);
    first(&[("chr kid dis", "N18.9")], false);
    let Some(answer) = ask("neop lung", true) else {
        return;
    };
    assert!(codes(&answer).contains(&"C34.90".to_owned()));
}

#[test]
fn codes_are_answered_however_they_are_typed() {
    first(
        &[
            ("k922", "K92.2"),
            ("K92.2", "K92.2"),
            ("k92", "K92"),
            ("K92.", "K92"),
            ("s72.00", "S72.00"),
            ("S72001a", "S72.001A"),
            ("w01.0x", "W01.0XXA"),
            ("k9", "K90"),
        ],
        true,
    );
    let Some(answer) = ask("k92", false) else {
        return;
    };
    assert_eq!(codes(&answer)[..3], ["K92", "K92.0", "K92.1"]);
    assert!(!answer.results[0].billable && answer.results[1].billable);
    let Some(answer) = ask("H1N1", false) else {
        return;
    };
    assert!(
        !answer.results.is_empty(),
        "what only looks like a code is a phrase"
    );
}

#[test]
fn every_answer_is_in_the_release_once_and_says_where_it_stands() {
    let Some((book, search)) = made() else { return };
    let options = LookupOptions {
        limit: 50,
        prefix: true,
    };
    for phrase in [
        "fracture",
        "neoplasm breast",
        "poisoning aspirin",
        "history of",
        "x",
        "diab",
        "ms",
        "left",
        "  ",
        "¿",
        "of the",
    ] {
        let answer = search.lookup(book, phrase, options);
        assert!(answer.results.len() <= 50);
        let mut seen = std::collections::HashSet::new();
        for found in &answer.results {
            assert!(seen.insert(found.code), "{phrase}: {} twice", found.code);
            assert_eq!(
                book.title(found.code).as_deref(),
                Some(found.title.as_str())
            );
            assert_eq!(found.billable, book.is_billable(found.code));
            assert!(!found.path.is_empty(), "{phrase}: {}", found.code);
            assert!(found.score.is_finite());
            if let Some((kind, line)) = found.node {
                assert!(matches!(found.source, Source::Official | Source::Starter));
                assert!(book.book(kind).node(line).is_some());
            }
        }
        assert!(answer.results.windows(2).all(|w| w[0].score >= w[1].score));
    }
}

fn assert_close(value: f32, expected: f32, what: &str) {
    let share = value / expected;
    assert!((0.999..=1.001).contains(&share), "{what}: {share}");
}

#[test]
fn an_explanation_adds_up_to_the_score() {
    let Some((book, search)) = made() else { return };
    let mut explained = 0;
    for phrase in [
        "AKI",
        "acute systolic heart failure",
        "pnuemonia",
        "gout left foot",
    ] {
        let answer = search.lookup(book, phrase, LookupOptions::default());
        for found in &answer.results {
            let explanation = search
                .explain(book, phrase, found.code, LookupOptions::default())
                .unwrap();
            assert_eq!(explanation.value, found.score);
            let parts: f32 = explanation.children.iter().map(|part| part.value).sum();
            assert_close(
                parts,
                found.score,
                &format!("{phrase} {}: parts", found.code),
            );
            let words = explanation
                .children
                .iter()
                .find(|part| part.label == "by its words");
            let Some(words) = words else { continue };
            explained += 1;
            let [entry, whole, trust, rest] = words.children.as_slice() else {
                panic!("{phrase}: four parts");
            };
            let table = entry.value / whole.value * trust.value * rest.value;
            assert_close(
                table,
                words.value,
                &format!("{phrase} {}: words", found.code),
            );
        }
    }
    assert!(explained > 4, "{explained} are explained by their words");
    let absent = Code::parse("Z99.89").unwrap();
    assert!(
        search
            .explain(book, "gout", absent, LookupOptions::default())
            .is_none()
    );
}

#[test]
fn what_was_written_is_read_back_and_answers_the_same() {
    let Some((book, search)) = made() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("search.map");
    let mut writer = mapped::FileWriter::default();
    search.write(&mut writer);
    writer.write(&path, "test").unwrap();
    let started = std::time::Instant::now();
    let opened = Search::read(&mapped::File::open(&path).unwrap()).unwrap();
    eprintln!("opened in {:?}", started.elapsed());
    assert_eq!(opened.len(), search.len());
    for phrase in ["AKI", "fracture femur", "MS", "neop lung"] {
        let options = LookupOptions::default();
        assert_eq!(
            opened.lookup(book, phrase, options),
            search.lookup(book, phrase, options)
        );
    }
}

#[test]
fn every_title_finds_its_own_code() {
    let Some((book, search)) = made() else { return };
    let (mut asked, mut found) = (0, 0);
    for entry in book.entries().filter(|e| e.is_billable()).step_by(37) {
        let code = entry.code().unwrap();
        let answer = search.lookup(book, entry.title(), LookupOptions::default());
        asked += 1;
        found += usize::from(answer.results.iter().any(|f| f.code == code));
    }
    eprintln!("{found} of {asked} titles find their code among ten");
    assert!(
        asked > 500 && found * 100 >= asked * 97,
        "{found} of {asked}"
    );
}

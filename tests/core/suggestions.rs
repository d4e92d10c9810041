//! What the local engine suggests for whole sets of notes: every statement proved, accuracy not below
//! its floors, and an answer to whatever is thrown at it. Needs the installed test releases
//! (`CODETRAIL_TEST_HOME`, set by `make test`) and the development notes beside the project, and says so
//! where either is missing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test fails by panicking and says what it skips"
)]

use std::path::PathBuf;
use std::sync::Arc;

use coding_api::answer::{NoteCoder, SuggestAnswer};
use coding_api::codeset::{Edition, Library};
use coding_api::evaluation::{LabelledNote, ScoredNote, Scores, score};
use coding_api::note::Facts;
use icd10cm::{BookKind, Code};

fn library() -> Option<Library> {
    let Some(home) = std::env::var_os("CODETRAIL_TEST_HOME") else {
        eprintln!("SKIPPED: CODETRAIL_TEST_HOME names no folder with installed releases");
        return None;
    };
    Some(Library::new(&PathBuf::from(home)))
}

fn notes(files: &[&str]) -> Option<Vec<LabelledNote>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/eval");
    if !folder.is_dir() {
        eprintln!("SKIPPED: the development notes are not beside the project (../shared/eval)");
        return None;
    }
    let read = |file: &&str| std::fs::read_to_string(folder.join(file)).unwrap();
    let all: Vec<String> = files.iter().map(read).collect();
    Some(
        all.iter()
            .flat_map(|t| t.lines())
            .map(|l| LabelledNote::parse(l).unwrap())
            .collect(),
    )
}

fn coder(library: &Library) -> NoteCoder<'_> {
    let facts = Facts::parse(None, None, None, None).unwrap();
    NoteCoder::new(library, Some("FY2026-04".to_owned()), facts)
}

fn measure(files: &[&str], labels: &str) -> Option<Scores> {
    let library = library()?;
    let mut notes = notes(files)?;
    notes.retain(|n| n.codes.contains_key(labels));
    let edition = library.open("FY2026-04").unwrap();
    let coder = coder(&library);
    let answers: Vec<SuggestAnswer> = notes
        .iter()
        .map(|n| coder.code(n.note.clone()).unwrap())
        .collect();
    let scored: Vec<ScoredNote<'_>> = notes
        .iter()
        .zip(&answers)
        .map(|(note, answer)| ScoredNote {
            note,
            text: &note.note.text,
            answer,
        })
        .collect();
    let scores = score(&scored, labels, edition.codebook());
    eprintln!(
        "{labels}: micro-F1 {:.3}, per-note F1 {:.3}, recall@25 {:.3} over {} notes",
        scores.micro.f1,
        scores.per_note_f1,
        recall_at_25(&scores),
        scores.notes
    );
    eprintln!("{labels}: {scores:?}");
    Some(scores)
}

fn recall_at_25(scores: &Scores) -> f64 {
    let at = scores.recall_at.iter().find(|r| r.k == 25);
    at.map_or(0.0, |r| r.recall)
}

#[test]
fn outpatient_notes_do_not_fall_below_their_floor() {
    let files = ["aci/train.jsonl", "aci/valid.jsonl"];
    if let Some(scores) = measure(&files, "aws") {
        assert!(
            scores.per_note_f1 >= 0.57,
            "per-note F1 {:.3}",
            scores.per_note_f1
        );
    }
    if let Some(scores) = measure(&files, "medcoder") {
        assert!(scores.micro.f1 >= 0.61, "micro-F1 {:.3}", scores.micro.f1);
    }
}

#[test]
fn case_reports_do_not_fall_below_their_floor() {
    if let Some(scores) = measure(&["codiesp/dev.jsonl"], "codiesp") {
        assert!(scores.micro.f1 >= 0.47, "micro-F1 {:.3}", scores.micro.f1);
        let recall = recall_at_25(&scores);
        assert!(recall >= 0.625, "recall@25 {recall:.3}");
    }
}

/// Whether a path is a line of one of the books, for paths that claim to be one.
fn replays(edition: &Arc<Edition>, source: &str, terms: &[String], code: Code) -> bool {
    let book = edition.codebook();
    if !matches!(source, "official" | "starter") {
        // a title of the Tabular List: of the code or of a line above it
        return book
            .entry_of(code)
            .into_iter()
            .flat_map(|e| std::iter::once(e).chain(e.ancestors()))
            .any(|e| terms.first().is_some_and(|t| t.contains(e.title())));
    }
    BookKind::ALL.iter().any(|kind| {
        let b = book.book(*kind);
        let same = |terms: &[String]| b.find(terms).is_some_and(|n| n.titles() == terms);
        let heading = terms.last().is_some_and(|t| b.heads().any(|h| h == t));
        same(terms) || (heading && same(&terms[..terms.len() - 1]))
    })
}

#[test]
fn every_suggestion_is_billable_quotes_the_note_and_has_a_path_that_exists() {
    let Some(library) = library() else { return };
    let files = ["aci/train.jsonl", "aci/valid.jsonl", "codiesp/dev.jsonl"];
    let Some(notes) = notes(&files) else { return };
    let edition = library.open("FY2026-04").unwrap();
    let coder = coder(&library);
    let (mut suggestions, mut quotes) = (0, 0);
    for note in &notes {
        let points: Vec<char> = note.note.text.chars().collect();
        let answer = coder.code(note.note.clone()).unwrap();
        for s in &answer.suggestions {
            suggestions += 1;
            let code = Code::parse(&s.code).unwrap();
            assert!(edition.codebook().is_billable(code), "{code} is billable");
            assert!(!s.evidence.is_empty(), "{code} has evidence");
            for e in &s.evidence {
                quotes += 1;
                let there: String = points[e.start..e.end].iter().collect();
                assert_eq!(there, e.quote, "the quote of {code} stands in the note");
            }
            let path = s.index_path.as_ref().expect("a path");
            assert!(
                replays(&edition, &path.source, &path.terms, code),
                "the path of {code} exists: {:?} {:?}",
                path.source,
                path.terms
            );
            for a in &s.alternatives {
                assert!(
                    edition
                        .codebook()
                        .is_billable(Code::parse(&a.code).unwrap())
                );
            }
        }
    }
    eprintln!(
        "{suggestions} suggestions with {quotes} quotes over {} notes",
        notes.len()
    );
    assert!(suggestions > 1_000, "the notes have suggestions");
}

#[test]
fn whatever_is_thrown_at_the_engine_is_answered() {
    let Some(library) = library() else { return };
    let coder = coder(&library);
    let long_line = "word ".repeat(400_000);
    let headings = "ASSESSMENT\nHypertension.\n".repeat(10_000);
    let inputs = [
        String::new(),
        "   \r\n\t ".to_owned(),
        "\u{0}\u{1}\u{2}\u{fffd}".repeat(500),
        long_line,
        headings,
        "\u{202e}مريض يعاني من السكري\u{202c} diabetes 😀\r\nHTN\r\n".to_owned(),
        "(((((((((([[[[[[[[[[{{{{{{{{{{".repeat(300),
        "a".repeat(200_000),
        "no no no without denies ".repeat(5_000),
        "• ".repeat(20_000),
    ];
    for (i, text) in inputs.into_iter().enumerate() {
        let points = text.chars().count();
        let note = coding_api::answer::NoteIn {
            text,
            ..Default::default()
        };
        match coder.code(note) {
            Ok(answer) => {
                for e in answer.suggestions.iter().flat_map(|s| &s.evidence) {
                    assert!(e.end <= points && e.start < e.end, "input {i}");
                }
            }
            Err(problem) => {
                let text = problem.to_string();
                assert!(
                    !text.contains('\n') && !text.is_empty(),
                    "input {i}: one clear line"
                );
            }
        }
    }
}

#[test]
fn the_same_note_gets_the_same_answer() {
    let Some(library) = library() else { return };
    let coder = coder(&library);
    let text = "Assessment:\n1. Type 2 diabetes with CKD 3b\n2. HTN\n3. Right knee pain\n";
    let answer = || {
        let note = coding_api::answer::NoteIn {
            text: text.to_owned(),
            ..Default::default()
        };
        let answer = coder.code(note).unwrap();
        answer
            .suggestions
            .iter()
            .map(|s| (s.code.clone(), s.list.clone(), s.rank))
            .collect::<Vec<_>>()
    };
    let first = answer();
    assert!(first.iter().any(|s| s.0 == "E11.22"), "{first:?}");
    assert!(first.iter().any(|s| s.0 == "N18.32"), "{first:?}");
    for _ in 0..5 {
        assert_eq!(answer(), first);
    }
}

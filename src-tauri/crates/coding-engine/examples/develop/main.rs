//! Fits the weights on CodiEsp (CC BY 4.0) and measures on the development notes, without an installed release.
//!
//! `cargo run --release -p coding-engine --example develop [-- --fit | --show LABELS | --notes FILE | --phrase "WORDS" | --reach FILE LABELS]`
//!
//! Reads the notes and the release beside the project, which are no part of it; says so where they are missing.
//! `codetrail-cli eval` measures more, with an installed release.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::expect_used,
    reason = "a tool of development: it prints, and ends where a file is not as expected"
)]

mod fitting;
mod measure;
mod misses;
mod model;
mod phrase;
mod reach;
mod score;

use std::path::PathBuf;
use std::time::Instant;

use coding_engine::{Dictionary, Engine, Lexicon};
use icd10cm::Codebook;

/// The table of weights, read from its file so that a change needs no compilation.
fn weights_file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../assets/lexicon/weights.tsv")
}

/// The tables as their files stand now, so that a changed row needs no compilation.
fn tables() -> Lexicon {
    let assets = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../assets");
    let mut files = Vec::new();
    for folder in ["knowledge", "lexicon"] {
        for entry in std::fs::read_dir(assets.join(folder)).unwrap().flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|e| e == "tsv") {
                let name = path.file_stem().unwrap().to_string_lossy().into_owned();
                files.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    let (lexicon, problems) = Lexicon::parse(files.iter().map(|(n, t)| (n.as_str(), t.as_str())));
    for problem in problems {
        eprintln!("{}", problem.message);
    }
    lexicon
}

fn rows(text: &str) -> Vec<Vec<String>> {
    text.lines()
        .filter(|l| !l.starts_with('#'))
        .map(|l| l.split('\t').map(str::to_owned).collect())
        .collect()
}

fn argument(name: &str) -> Option<String> {
    std::env::args().skip_while(|a| a != name).nth(1)
}

/// The tables that are fitted: others with a model than without.
fn fitted() -> [&'static str; 2] {
    let plain = std::env::args().any(|a| a == "--without-search" || a == "--without-model");
    if plain {
        ["weights", "trees"]
    } else {
        ["weights_near", "trees_near"]
    }
}

/// The engine, with what finds by words and by meaning unless `--without-search` or `--without-model` is asked for.
fn engine(book: &Codebook, lexicon: &Lexicon, dictionary: Dictionary) -> Engine {
    if std::env::args().any(|a| a == "--without-search") {
        return Engine::new(book.clone(), lexicon, dictionary);
    }
    Engine::searching(book.clone(), lexicon, dictionary, model::search(book))
}

fn main() {
    let t = Instant::now();
    let Some((book, _)) = test_releases::fy2026() else {
        return;
    };
    eprintln!("compiled in {:?}", t.elapsed());
    let mut lexicon = tables();
    let text = std::fs::read_to_string(weights_file()).unwrap_or_default();
    lexicon.tables.insert("weights".into(), rows(&text));
    let t = Instant::now();
    let dictionary = Engine::dictionary(book, &lexicon);
    eprintln!("dictionary of {} in {:?}", dictionary.len(), t.elapsed());
    if let Some(words) = argument("--phrase") {
        return phrase::show(book, &dictionary, &words);
    }
    if std::env::args().any(|a| a == "--fit")
        && fitting::weights(book, &mut lexicon, &dictionary).is_none()
    {
        return;
    }
    let engine = engine(book, &lexicon, dictionary);
    if let Some(file) = argument("--reach") {
        let label = std::env::args()
            .skip_while(|a| a != "--reach")
            .nth(2)
            .unwrap_or("codiesp".into());
        if let Some(notes) = test_releases::notes(&format!("eval/{file}")) {
            reach::show(book, &engine, &notes, &label);
        }
        return;
    }
    let show = argument("--show");
    if let Some(file) = argument("--notes") {
        let text = std::fs::read_to_string(file).unwrap();
        let measured = measure::Measured::new(book, &engine, test_releases::notes_of(&text));
        let label = show.unwrap_or_else(|| "expert".into());
        measured.report(&label);
        return misses::show(&measured, &label);
    }
    for (files, labels) in [
        (&["eval/codiesp/dev.jsonl"][..], &["codiesp"][..]),
        (
            &["eval/aci/train.jsonl", "eval/aci/valid.jsonl"],
            &["aws", "medcoder"],
        ),
    ] {
        let Some(notes) = files
            .iter()
            .map(|f| test_releases::notes(f))
            .collect::<Option<Vec<_>>>()
        else {
            continue;
        };
        let notes: Vec<test_releases::Note> = notes.into_iter().flatten().collect();
        let measured = measure::Measured::new(book, &engine, notes);
        println!("== {}: {:.1} ms a note", files[0], measured.milliseconds);
        for label in labels {
            measured.report(label);
            if show.as_deref() == Some(*label) {
                misses::show(&measured, label);
            }
        }
    }
}

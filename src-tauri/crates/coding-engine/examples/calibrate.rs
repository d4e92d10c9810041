//! Fits what a score is worth, by setting, and writes `assets/lexicon/calibration.tsv`.
//!
//! `cargo run --release -p coding-engine --example calibrate [-- --dry]`
//!
//! Inpatient: the case reports of CodiEsp dev (CC BY 4.0), which the weights were not fitted on. Outpatient and
//! emergency: the project's own charts. Each map has two parameters and is held to the map that changes nothing. The
//! reliability printed is cross-validated by note: every note is measured with a map fitted without it. `--dry` writes
//! nothing. Reads the release and CodiEsp beside the project, and says so where they are missing.
#![allow(
    missing_docs,
    dead_code,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::expect_used,
    reason = "a tool of development: it prints, and ends where a file is not as expected"
)]

#[path = "calibrate/charts.rs"]
mod charts;
#[path = "develop/score.rs"]
mod score;

use std::path::PathBuf;

use coding_engine::calibration::Map;
use coding_engine::{Engine, Lexicon, RunOptions};
use icd10cm::Codebook;
use test_releases::Note;

/// Parts that the notes are divided into, each measured with a map fitted on the others.
const PARTS: usize = 5;
/// Strength of the hold to the map that changes nothing, in answers.
const RIDGE: f64 = 5.0;

type Answers = Vec<Vec<(f32, bool)>>;

fn assets(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../assets")
        .join(path)
}

fn main() {
    let Some((book, _)) = test_releases::fy2026() else {
        return;
    };
    let Some(reports) = test_releases::notes("eval/codiesp/dev.jsonl") else {
        return;
    };
    // uncalibrated: without the table
    let (mut lexicon, _) = Lexicon::carried();
    lexicon.tables.remove("calibration");
    let engine = Engine::new(book.clone(), &lexicon, Engine::dictionary(book, &lexicon));
    let charts = charts::outpatient();
    let inpatient = fitted("inpatient", &answers(book, &engine, &reports, "codiesp"));
    let outpatient = fitted("outpatient", &answers(book, &engine, &charts, "reference"));
    if std::env::args().any(|a| a == "--dry") {
        return;
    }
    let row = |name: &str, map: Map| format!("{name}\t{:.4}\t{:.4}\n", map.slope, map.intercept);
    let head = format!(
        "# What a score of the local engine is worth: slope and intercept of the map of log-odds, by setting. The slope is above 0, so the order of suggestions never changes.\n\
         # columns: setting | slope | intercept\n\
         # origin: fitted by the example calibrate; inpatient on CodiEsp dev (CC BY 4.0, {} notes), outpatient on the project's own charts ({})\n",
        reports.len(),
        charts.len()
    );
    let text = format!(
        "{head}{}{}",
        row("inpatient", inpatient),
        row("outpatient", outpatient)
    );
    std::fs::write(assets("lexicon/calibration.tsv"), text).unwrap();
}

/// Confidence of every suggestion with whether it is right, by note.
fn answers(book: &Codebook, engine: &Engine, notes: &[Note], labels: &str) -> Answers {
    notes
        .iter()
        .map(|note| {
            let gold = &note.gold[labels];
            let mut free = vec![true; gold.len()];
            engine
                .run(&note.encounter, &RunOptions::default())
                .suggestions
                .iter()
                .map(|s| {
                    let met = (0..gold.len())
                        .find(|&i| free[i] && score::matches(book, &gold[i], s.code));
                    if let Some(i) = met {
                        free[i] = false;
                    }
                    (s.confidence.get(), met.is_some())
                })
                .collect()
        })
        .collect()
}

fn fitted(setting: &str, answers: &Answers) -> Map {
    let flat = |wanted: &dyn Fn(usize) -> bool| -> Vec<(f32, bool)> {
        let parts = answers.iter().enumerate();
        parts
            .filter(|(i, _)| wanted(i % PARTS))
            .flat_map(|(_, a)| a.clone())
            .collect()
    };
    let map = Map::fit(&flat(&|_| true), RIDGE);
    let mut held_out = Vec::new();
    for part in 0..PARTS {
        let fold = Map::fit(&flat(&|p| p != part), RIDGE);
        held_out.extend(
            flat(&|p| p == part)
                .into_iter()
                .map(|(p, y)| (fold.of(p), y)),
        );
    }
    println!(
        "{setting}: {} notes, slope {:.3}, intercept {:.3}",
        answers.len(),
        map.slope,
        map.intercept
    );
    table("  as scored", &flat(&|_| true));
    table("  calibrated, cross-validated", &held_out);
    map
}

fn table(title: &str, answers: &[(f32, bool)]) {
    let mut bins = [(0.0_f64, 0.0_f64, 0.0_f64); 10];
    for (p, right) in answers {
        let bin = &mut bins[((p * 10.0) as usize).min(9)];
        bin.0 += 1.0;
        bin.1 += f64::from(*p);
        bin.2 += f64::from(u8::from(*right));
    }
    let all = answers.len().max(1) as f64;
    let ece: f64 = bins.iter().map(|b| (b.1 - b.2).abs()).sum::<f64>() / all;
    println!(
        "{title}: {} suggestions, expected calibration error {ece:.3}",
        answers.len()
    );
    for (i, b) in bins.iter().enumerate().filter(|(_, b)| b.0 > 0.0) {
        println!(
            "    {:.1} to {:.1} {:>6} mean {:.3} right {:.3}",
            i as f64 / 10.0,
            (i + 1) as f64 / 10.0,
            b.0,
            b.1 / b.0,
            b.2 / b.0
        );
    }
}

//! The reference code sets of the sample charts hold no error.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

#[path = "support/releases.rs"]
mod releases;

use std::path::PathBuf;

use coding_model::{Setting, Severity, Sex};
use coding_rules::{CodeSet, Facts, Library, Line, MentionFact, check_with};
use icd10cm::Date;

fn charts() -> Vec<(String, CodeSet)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../assets/charts");
    let mut charts: Vec<(String, CodeSet)> = std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .filter(|f| f.path().extension().is_some_and(|e| e == "json"))
        .map(|f| {
            let chart: serde_json::Value =
                serde_json::from_slice(&std::fs::read(f.path()).unwrap()).unwrap();
            let text = |key: &str| chart[key].as_str().unwrap_or_default().to_owned();
            let set = CodeSet {
                codes: chart["reference"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|r| Line::typed(r["code"].as_str().unwrap()))
                    .collect(),
                setting: Setting::parse(&text("setting")).unwrap(),
                sex: Sex::parse(&text("sex")),
                age: chart["age"].as_u64().map(|a| a as u16),
                date: Date::parse(&text("date")).ok(),
                ..CodeSet::default()
            };
            (text("id"), set)
        })
        .collect();
    charts.sort_by(|a, b| a.0.cmp(&b.0));
    charts
}

#[test]
fn the_reference_of_every_chart_is_free_of_errors() {
    let (Some(book), Some(library)) = (releases::fy2026(), releases::library()) else {
        return;
    };
    let mut errors = String::new();
    let mut warnings = 0;
    for (id, set) in charts() {
        for (lists, name) in [(library, "all lists"), (&Library::default(), "no lists")] {
            for f in check_with(book, lists, &set).findings {
                let line = format!("{id} ({name}): {} {:?} {}", f.rule, f.severity, f.message);
                if f.severity == Severity::Error {
                    errors += &format!("{line}\n");
                } else if name == "all lists" {
                    warnings += usize::from(f.severity == Severity::Warning);
                    eprintln!("{line}");
                }
            }
        }
    }
    assert!(errors.is_empty(), "{errors}");
    assert!(
        warnings <= 20,
        "{warnings} warnings on sixteen charts are too many to read"
    );
}

#[test]
fn a_set_of_25_codes_is_checked_within_two_milliseconds() {
    let (Some(book), Some(library)) = (releases::fy2026(), releases::library()) else {
        return;
    };
    let mut set = CodeSet::default();
    for (_, chart) in charts() {
        set.codes.extend(chart.codes);
    }
    set.codes.truncate(25);
    let mut best = std::time::Duration::MAX;
    for _ in 0..40 {
        let start = std::time::Instant::now();
        let checked = check_with(book, library, &set);
        best = best.min(start.elapsed());
        assert_eq!(checked.pairs_checked, 300);
    }
    eprintln!("25 codes in {best:?}");
    assert!(best.as_millis() < 2, "25 codes took {best:?}");

    // with the words of a long note, and codes that leave details open
    let words = [
        "right knee pain",
        "chronic kidney disease",
        "lobar pneumonia",
        "acute bronchitis",
    ];
    set.facts = Some(Facts {
        mentions: (0..200)
            .map(|i| MentionFact {
                phrase: format!("{} finding{i}", words[i % words.len()]),
                ..MentionFact::default()
            })
            .collect(),
        medications: (0..30).map(|i| format!("drug{i} 10 mg daily")).collect(),
    });
    for code in ["J18.9", "M25.569", "N18.9", "J40", "N28.9"] {
        set.codes.pop();
        set.codes.insert(0, Line::typed(code));
    }
    let mut best = std::time::Duration::MAX;
    for _ in 0..40 {
        let start = std::time::Instant::now();
        std::hint::black_box(check_with(book, library, &set));
        best = best.min(start.elapsed());
    }
    eprintln!("25 codes with 200 mentions in {best:?}");
    assert!(
        best.as_millis() < 8,
        "25 codes with 200 mentions took {best:?}"
    );
}

#[test]
fn an_older_release_is_checked_as_well() {
    let Some(library) = releases::library() else {
        return;
    };
    let book = library.earlier.as_ref().unwrap();
    let set = CodeSet {
        codes: ["N18.3", "D63.1", "E11.22", "e66813"]
            .map(Line::typed)
            .to_vec(),
        ..CodeSet::default()
    };
    let checked = check_with(book, &Library::default(), &set);
    let found: Vec<(&str, String)> = checked
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .map(|f| (f.rule.as_str(), f.message.clone()))
        .collect();
    let has = |rule: &str, code: &str| found.iter().any(|(r, m)| *r == rule && m.contains(code));
    assert!(has("VAL-02", "N18.3"), "{found:?}");
    assert!(has("VAL-01", "E66.813"), "the code came later: {found:?}");
    let quote = checked
        .findings
        .iter()
        .find(|f| f.authority.starts_with("Tabular"));
    assert!(
        quote.is_none_or(|f| f.authority.contains("FY2021")),
        "a note is quoted with the year of its release: {quote:?}"
    );
}

#[test]
fn a_pasted_column_of_anything_is_answered_at_once() {
    let Some(book) = releases::fy2026() else {
        return;
    };
    let mut codes: Vec<Line> = book.billable_codes().take(20_000).map(Line::new).collect();
    codes.push(Line::typed("Größe: 12 µg — „nicht“"));
    codes.push(Line::typed(""));
    codes.push(Line::typed(&"9".repeat(100_000)));
    let set = CodeSet {
        codes,
        ..CodeSet::default()
    };
    let start = std::time::Instant::now();
    let checked = check_with(book, &Library::default(), &set);
    let took = start.elapsed();
    eprintln!(
        "20,003 lines in {took:?}, {} findings",
        checked.findings.len()
    );
    assert!(took.as_secs() < 5, "{took:?}");
    assert!(checked.findings.iter().any(|f| f.rule == "VAL-09"));
    assert!(checked.findings.iter().all(|f| f.message.len() < 100_000));
}

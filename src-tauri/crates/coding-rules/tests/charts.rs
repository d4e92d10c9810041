//! The reference code sets of the sample charts hold no error.
#![allow(missing_docs)]

#[path = "support/releases.rs"]
mod releases;

use std::path::PathBuf;

use coding_model::{Setting, Severity, Sex};
use coding_rules::{CodeSet, Library, Line, check_with};
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
}

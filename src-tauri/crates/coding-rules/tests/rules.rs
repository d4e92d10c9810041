//! The fixtures of `tests/rules`, against the release of April 2026.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

#[path = "support/fixture.rs"]
mod fixture;
#[path = "support/releases.rs"]
mod releases;

use std::collections::BTreeMap;
use std::path::PathBuf;

use coding_model::Finding;
use coding_rules::{Library, RULES, check_with};
use fixture::{Case, Expected};
use icd10cm::Code;

/// Rules of the rule list that are kept without a rule here, and why.
const WITHOUT_RULE: &[(&str, &str)] = &[
    ("NOTE-02", "passing with a reason is what NOTE-01 asks for"),
    (
        "NOTE-11",
        "membership in lists of examples is never enforced",
    ),
];

/// Rules without a positive or negative fixture, and why.
const EXCEPTIONS: &[(&str, &str)] = &[];

fn files() -> Vec<(String, Vec<Case>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut files: Vec<(String, Vec<Case>)> = std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .filter(|f| f.path().extension().is_some_and(|e| e == "md"))
        .map(|f| {
            let name = f.file_name().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(f.path()).unwrap();
            (name, fixture::read(&text))
        })
        .filter(|(name, _)| name != "README.md")
        .collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

/// The family a file is about: `note.md` is about NOTE-.
fn family(file: &str) -> String {
    let stem = file.trim_end_matches(".md");
    format!("{}-", stem.split('-').next().unwrap_or(stem).to_uppercase())
}

fn line(f: &Expected) -> String {
    format!("{} {:?}: {}", f.rule, f.severity, f.codes.join(", "))
}

fn seen(findings: &[Finding], family: &str) -> Vec<Expected> {
    findings
        .iter()
        .filter(|f| f.rule.starts_with(family))
        .map(|f| Expected {
            rule: f.rule.clone(),
            severity: f.severity,
            codes: f.codes.iter().map(ToString::to_string).collect(),
        })
        .collect()
}

#[test]
fn every_case_finds_what_it_says() {
    let (Some(book), Some(library)) = (releases::fy2026(), releases::library()) else {
        return;
    };
    let mut wrong = String::new();
    let mut count = 0;
    for (file, cases) in files() {
        let family = family(&file);
        for case in cases {
            assert!(
                case.says,
                "{file}: “{}” does not say what it expects",
                case.title
            );
            count += 1;
            let bare = Library::default();
            let lists = if case.bare { &bare } else { library };
            let checked = check_with(book, lists, &case.set);
            let mut got: Vec<String> = seen(&checked.findings, &family).iter().map(line).collect();
            let mut expected: Vec<String> = case.expected.iter().map(line).collect();
            got.sort();
            expected.sort();
            if got != expected {
                wrong += &format!("\n{file}: {}\n", case.title);
                for e in expected.iter().filter(|e| !got.contains(e)) {
                    wrong += &format!("  missing  {e}\n");
                }
                for g in got.iter().filter(|g| !expected.contains(g)) {
                    wrong += &format!("  too much {g}\n");
                }
                for f in checked
                    .findings
                    .iter()
                    .filter(|f| f.rule.starts_with(&family))
                {
                    wrong += &format!("    ({}) {}\n", f.rule, f.message);
                }
            }
        }
    }
    eprintln!("{count} cases");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_rule_has_a_case_that_finds_it_and_one_that_does_not() {
    let mut positive: BTreeMap<String, u32> = BTreeMap::new();
    let mut negative: BTreeMap<String, u32> = BTreeMap::new();
    for (_, cases) in files() {
        for case in cases {
            // a case is about the rule its title begins with
            let Some(rule) = case.title.split([':', ' ']).next() else {
                continue;
            };
            for e in &case.expected {
                *positive.entry(e.rule.clone()).or_default() += 1;
            }
            if case.expected.iter().all(|e| e.rule != rule) {
                *negative.entry(rule.to_owned()).or_default() += 1;
            }
        }
    }
    let excepted = |id: &str| EXCEPTIONS.iter().any(|(e, _)| *e == id);
    let without = |cases: &BTreeMap<String, u32>| -> Vec<&str> {
        RULES
            .iter()
            .map(|r| r.id)
            .filter(|id| !cases.contains_key(*id) && !excepted(id))
            .collect()
    };
    let (found, passed) = (without(&positive), without(&negative));
    assert!(
        found.is_empty() && passed.is_empty(),
        "no case finds {found:?}; no case is passed by {passed:?}"
    );
    for (id, _) in WITHOUT_RULE {
        assert!(
            RULES.iter().all(|r| r.id != *id),
            "{id} has a rule after all"
        );
    }
}

#[test]
fn ids_are_listed_once_and_every_rule_names_an_authority() {
    let mut ids: Vec<&str> = RULES.iter().map(|r| r.id).collect();
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "a rule id stands twice");
    for rule in RULES {
        assert!(
            !rule.name.is_empty() && !rule.authority.is_empty(),
            "{}",
            rule.id
        );
    }
    eprintln!("{all} rules");
}

/// A group that names a code which the release does not have would silently be smaller than it looks.
#[test]
fn every_code_that_a_rule_names_is_in_the_release() {
    let Some(book) = releases::fy2026() else {
        return;
    };
    let mut folders = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/rules")];
    let (mut missing, mut count) = (Vec::new(), 0);
    while let Some(folder) = folders.pop() {
        for file in std::fs::read_dir(folder).unwrap().flatten() {
            if file.path().is_dir() {
                folders.push(file.path());
                continue;
            }
            let text = std::fs::read_to_string(file.path()).unwrap();
            let lines = text.lines().filter(|l| !l.trim_start().starts_with("//"));
            for literal in lines.flat_map(|l| l.split('"').skip(1).step_by(2)) {
                let ends: Vec<&str> = literal.split([' ', '-']).collect();
                let all: Option<Vec<Code>> = ends.iter().map(|e| Code::parse(e).ok()).collect();
                for code in all.into_iter().flatten().filter(|_| {
                    literal.contains(|c: char| c.is_ascii_digit())
                        && !literal.contains(|c: char| c.is_ascii_lowercase())
                }) {
                    count += 1;
                    if book.entry_of(code).is_none() {
                        missing.push(format!("{}: {code}", file.path().display()));
                    }
                }
            }
        }
    }
    eprintln!("{count} codes named");
    assert!(count > 500 && missing.is_empty(), "{missing:#?}");
}

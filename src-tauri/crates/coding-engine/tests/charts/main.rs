//! Invented charts of every style, over a whole release: what a coder reports of them is suggested, what a coder would not
//! is not. Needs the releases beside the project and says so where they are missing.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking and says what it skips"
)]

use coding_engine::{Engine, Lexicon, RunOptions};
use coding_model::{Encounter, List, Role, Setting, Sex};

struct Chart {
    name: String,
    encounter: Encounter,
    suggests: Vec<String>,
    never: Vec<String>,
}

fn charts() -> Vec<Chart> {
    let text = include_str!("charts.md");
    text.split("\n## ").skip(1).map(chart).collect()
}

fn chart(text: &str) -> Chart {
    let (name, rest) = text.split_once('\n').unwrap();
    let line = |key: &str| {
        rest.lines()
            .find_map(|l| l.strip_prefix(key))
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let codes = |key: &str| line(key).split_whitespace().map(str::to_owned).collect();
    let facts = line("facts:");
    let facts: Vec<&str> = facts.split(", ").collect();
    let note = rest.split("```\n").nth(1).unwrap();
    Chart {
        name: name.to_owned(),
        encounter: Encounter {
            sex: Sex::parse(facts[1]),
            age: facts[2].parse().ok(),
            ..test_releases::encounter(Setting::parse(facts[0]).unwrap(), note)
        },
        suggests: codes("suggests:"),
        never: codes("never:"),
    }
}

#[test]
fn charts_are_coded_as_a_coder_would() {
    let Some((book, _)) = test_releases::fy2026() else {
        return;
    };
    let (lexicon, _) = Lexicon::carried();
    let dictionary = Engine::dictionary(book, &lexicon);
    let engine = Engine::new(book.clone(), &lexicon, dictionary);
    let mut wrong = Vec::new();
    let charts = charts();
    assert!(charts.len() >= 20);
    for chart in &charts {
        let run = engine.run(&chart.encounter, &RunOptions::default());
        let suggested: Vec<String> = run
            .suggestions
            .iter()
            .filter(|s| s.list == List::Suggest)
            .map(|s| s.code.to_string())
            .collect();
        for code in chart.suggests.iter().filter(|c| !suggested.contains(c)) {
            wrong.push(format!("{}: {code} is not suggested", chart.name));
        }
        for code in chart.never.iter().filter(|c| suggested.contains(c)) {
            wrong.push(format!("{}: {code} is suggested", chart.name));
        }
        let first = run
            .suggestions
            .iter()
            .filter(|s| s.role == Role::FirstListed)
            .count();
        if !suggested.is_empty() && first != 1 {
            wrong.push(format!(
                "{}: {first} codes are proposed as first",
                chart.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

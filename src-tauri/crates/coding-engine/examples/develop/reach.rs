//! Which labels of a file never come onto the list, and what stands where they should have been found.

use coding_engine::{Engine, RunOptions};
use icd10cm::{Code, Codebook};

use crate::score::matches;
use test_releases::Note;

/// Prints a line for each such label; shows words of the notes, so it is for the screen of whoever develops.
pub fn show(book: &Codebook, engine: &Engine, notes: &[Note], label: &str) {
    let (mut all, mut listed, mut ruled, mut category, mut lengths) = (0, 0, 0, 0, 0);
    for note in notes {
        let Some(gold) = note.gold.get(label) else {
            continue;
        };
        let candidates = engine.candidates(&note.encounter, &mut vec![], &mut vec![]);
        let run = engine.run(&note.encounter, &RunOptions::default());
        lengths += run.suggestions.len();
        let text = &note.encounter.documents[0].text;
        for g in gold {
            all += 1;
            if run.suggestions.iter().any(|s| matches(book, g, s.code)) {
                listed += 1;
                continue;
            }
            let title = Code::parse(g)
                .ok()
                .and_then(|c| book.title(c))
                .unwrap_or_default();
            if let Some(c) = candidates.iter().find(|c| matches(book, g, c.code)) {
                ruled += 1;
                let at = c.evidence[0].range;
                let from = text[..at.start()].rfind(['\n', '.']).map_or(0, |i| i + 1);
                let to = text[at.end()..]
                    .find(['\n', '.'])
                    .map_or(text.len(), |i| at.end() + i);
                println!(
                    "RULED\t{g}\t{title}\t{}\t{}\t{}\t{}",
                    c.evidence[0].quote,
                    c.assertion.label(),
                    c.trail[0].text.split("(cue").nth(1).unwrap_or(""),
                    &text[from..to]
                );
                continue;
            }
            let near: Vec<String> = run
                .suggestions
                .iter()
                .filter(|s| g.len() >= 3 && s.code.to_string().starts_with(&g[..3]))
                .map(|s| format!("{}<{}>", s.code, s.evidence[0].quote))
                .collect();
            if !near.is_empty() {
                category += 1;
            }
            let words: Vec<String> = title
                .to_lowercase()
                .split(|c: char| !c.is_alphanumeric())
                .filter(|w| {
                    w.len() > 4
                        && ![
                            "unspecified",
                            "other",
                            "without",
                            "specified",
                            "elsewhere",
                            "classified",
                        ]
                        .contains(w)
                })
                .map(|w| w.chars().take(5).collect())
                .collect();
            let best = text
                .split(['\n', '.'])
                .max_by_key(|s| {
                    let s = s.to_lowercase();
                    words.iter().filter(|w| s.contains(w.as_str())).count() * 1000 + 900
                        - s.len().min(900)
                })
                .unwrap_or("");
            println!(
                "{}\t{g}\t{title}\t{}\t{}",
                if near.is_empty() { "ABSENT" } else { "NEAR" },
                near.join(" "),
                best.chars().take(220).collect::<String>()
            );
        }
    }
    println!(
        "TOTAL {all} listed {listed} ruled out {ruled} same category {category}; {:.1} listed a note",
        lengths as f64 / notes.len() as f64
    );
}

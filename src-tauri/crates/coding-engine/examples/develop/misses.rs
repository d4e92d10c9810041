//! What was missed and what was spurious, one by one and summed, with the words that led there.

use std::collections::HashMap;

use coding_model::Suggestion;
use icd10cm::Code;

use crate::measure::Measured;
use crate::score::matches;

/// Prints both lists; shows words of the notes, so it is for the screen of whoever develops.
pub fn show(measured: &Measured<'_>, label: &str) {
    let mut missed: HashMap<String, usize> = HashMap::new();
    let mut spurious: HashMap<String, usize> = HashMap::new();
    // the case reports are many: only their sums are printed
    let each = label != "codiesp";
    for i in measured.with(label) {
        let note = measured.notes[i].encounter.title.as_str();
        let gold = &measured.notes[i].gold[label];
        let predicted = measured.suggested(i);
        for g in gold {
            if predicted.iter().any(|p| matches(measured.book, g, *p)) {
                continue;
            }
            let (why, reason) = why_missed(measured, i, g);
            let title = Code::parse(g)
                .ok()
                .and_then(|c| measured.book.title(c))
                .unwrap_or_default();
            *missed
                .entry(format!("{g} {} | {reason}", first(&title, 40)))
                .or_default() += 1;
            *missed.entry(format!("~ALL {reason}")).or_default() += 1;
            if each {
                println!("   {note} MISSED {g} {title}: {why}");
            }
        }
        for p in predicted {
            if gold.iter().any(|g| matches(measured.book, g, p)) {
                continue;
            }
            let s = measured.runs[i]
                .suggestions
                .iter()
                .find(|s| s.code == p)
                .unwrap();
            *spurious
                .entry(format!(
                    "{p} {} <- {}",
                    first(&s.title, 50),
                    s.evidence[0].quote
                ))
                .or_default() += 1;
            if each {
                println!("   {note} SPURIOUS {}", described(s));
            }
        }
    }
    for (name, map) in [("missed", missed), ("spurious", spurious)] {
        let mut list: Vec<_> = map.into_iter().collect();
        list.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        println!("-- {name}");
        for (what, n) in list.iter().take(100) {
            println!("   {n} {what}");
        }
    }
}

/// Where a label that was not suggested stands, in full and as a kind of reason.
fn why_missed(measured: &Measured<'_>, note: usize, gold: &str) -> (String, String) {
    let suggestions = &measured.runs[note].suggestions;
    let Some(at) = suggestions
        .iter()
        .position(|s| matches(measured.book, gold, s.code))
    else {
        return ("absent".to_owned(), "absent".to_owned());
    };
    let s = &suggestions[at];
    let last = s.trail.last().map(|t| first(&t.text, 60));
    let why = format!(
        "at {} {:.2} {}",
        at + 1,
        s.confidence.get(),
        last.unwrap_or_default()
    );
    let reason = why.split_once("consider: ").map_or_else(
        || "below".to_owned(),
        |(_, r)| r.chars().filter(|c| !c.is_ascii_digit()).take(24).collect(),
    );
    (why, reason)
}

fn described(s: &Suggestion) -> String {
    let quotes: Vec<&str> = s.evidence.iter().map(|e| e.quote.as_str()).collect();
    format!(
        "{} {:.2} {} <- {} [{}] {}",
        s.code,
        s.confidence.get(),
        s.title,
        quotes.join(" | "),
        s.evidence[0].section,
        s.index_path
            .as_ref()
            .map(coding_model::IndexPath::display)
            .unwrap_or_default()
    )
}

fn first(text: &str, characters: usize) -> String {
    text.chars().take(characters).collect()
}

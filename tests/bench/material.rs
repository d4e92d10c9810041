//! What is measured with: phrases out of the installed release, the carried sample charts, and the
//! development notes where they lie beside the project.

use std::path::PathBuf;

use coding_api::answer::NoteIn;
use coding_api::codeset::Edition;
use coding_api::evaluation::LabelledNote;
use icd10cm::BookKind;

/// The release that is measured.
pub const RELEASE: &str = "FY2026-04";

/// Codes of a long inpatient stay, to be checked together.
pub const CODES: [&str; 25] = [
    "A41.9", "R65.20", "J18.9", "J96.01", "N17.9", "I13.0", "I50.23", "N18.32", "E11.22", "E11.65",
    "E11.42", "Z79.4", "E78.5", "I25.10", "I48.91", "Z79.01", "J44.1", "G47.33", "E66.9", "Z68.35",
    "D63.1", "E87.1", "K21.9", "F32.A", "Z87.891",
];

/// Every how many index lines one is looked up.
const STEP: usize = 50;

/// Beginnings, in letters, at which a person typing is answered.
const BEGINNINGS: [usize; 8] = [3, 5, 8, 12, 18, 25, 33, 40];

/// Every fiftieth path of the indexes, as written and with two neighbouring letters swapped in it.
pub fn phrases(edition: &Edition) -> Vec<String> {
    let written: Vec<String> = [BookKind::Index, BookKind::ExternalCause]
        .into_iter()
        .flat_map(|kind| edition.codebook().book(kind).nodes())
        .step_by(STEP)
        .map(|node| node.titles().join(" "))
        .collect();
    let swapped: Vec<String> = written.iter().filter_map(|p| swapped(p)).collect();
    written.into_iter().chain(swapped).collect()
}

/// What is in the field while the phrases are typed, letter by letter at some places.
pub fn keystrokes(edition: &Edition) -> Vec<String> {
    phrases(edition)
        .iter()
        .step_by(3)
        .flat_map(|phrase| {
            let letters: Vec<char> = phrase.chars().collect();
            let beginning = |end: &usize| letters.get(..*end).map(|l| l.iter().collect());
            BEGINNINGS.iter().filter_map(beginning).collect::<Vec<_>>()
        })
        .collect()
}

/// What is in the field while each entry of the release is typed, every line of the indexes and tables and every
/// title of the Tabular List: each as it is written and with two letters swapped, at one of the beginnings in turn
/// and whole.
pub fn every_keystroke(edition: &Edition, mut typed: impl FnMut(&str)) {
    let book = edition.codebook();
    let lines = BookKind::ALL.into_iter().flat_map(|kind| {
        let nodes = book.book(kind).nodes();
        nodes.map(|node| node.titles().join(" "))
    });
    let titles = book.entries().map(|entry| entry.title().to_owned());
    for (nth, phrase) in lines.chain(titles).enumerate() {
        let beginning = BEGINNINGS[nth % BEGINNINGS.len()];
        for phrase in swapped(&phrase).iter().chain([&phrase]) {
            typed(&phrase.chars().take(beginning).collect::<String>());
            typed(phrase);
        }
    }
}

/// The phrase with two letters swapped inside its longest word; nothing where all words are short.
fn swapped(phrase: &str) -> Option<String> {
    let word = phrase.split(' ').max_by_key(|w| w.len())?;
    if word.len() < 5 || !word.is_ascii() {
        return None;
    }
    let mut letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    letters.swap(middle - 1, middle);
    let wrong: String = letters.into_iter().collect();
    (wrong != word).then(|| phrase.replacen(word, &wrong, 1))
}

/// The sample charts, each as one note.
pub fn charts() -> Vec<NoteIn> {
    let charts = coding_api::sample_charts().unwrap();
    charts
        .iter()
        .map(|chart| {
            let pages: Vec<&str> = chart.documents.iter().map(|d| d.text.as_str()).collect();
            NoteIn {
                id: chart.title.clone().into(),
                text: pages.join("\n\n"),
                ..NoteIn::default()
            }
        })
        .collect()
}

/// The outpatient notes used in development; `None` where they are not beside the project.
pub fn development_notes() -> Option<Vec<NoteIn>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/eval/aci");
    let mut notes = Vec::new();
    for file in ["train.jsonl", "valid.jsonl"] {
        let text = std::fs::read_to_string(folder.join(file)).ok()?;
        notes.extend(text.lines().map(|l| LabelledNote::parse(l).unwrap().note));
    }
    Some(notes)
}

/// A note of so many bytes: the sample charts one after the other, each time with other numbers.
pub fn long_note(bytes: usize) -> String {
    let charts = charts();
    let mut text = String::with_capacity(bytes + 16 * 1024);
    let mut state: u32 = 1;
    for chart in charts.iter().cycle() {
        for letter in chart.text.chars() {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push(match letter {
                '0'..='9' => char::from(b'0' + (state >> 24) as u8 % 10),
                other => other,
            });
        }
        text.push_str("\n\n");
        if text.len() >= bytes {
            break;
        }
    }
    let end = (0..=bytes).rev().find(|i| text.is_char_boundary(*i));
    text.truncate(end.unwrap_or(0));
    text
}

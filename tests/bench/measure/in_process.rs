//! What the use cases take inside one process, on one thread.

use std::hint::black_box;
use std::time::Instant;

use coding_api::answer::{self, NoteCoder, NoteIn};
use coding_api::codeset::{Edition, Library};
use coding_api::note::Facts;
use coding_api::{index_entry, index_find};

use crate::material::{self, RELEASE};
use crate::process;
use crate::table::{Table, Times};

/// Sizes of the long notes, in bytes.
const LENGTHS: [usize; 3] = [10_000, 100_000, 1_000_000];
/// A lookup that took longer, in milliseconds, is measured again, so many times in all at most.
const AGAIN: f64 = 2.0;
const TIMES: usize = 8;
/// How many times what it costs in the shortest a kilobyte may cost in the longest of them, to count as linear.
const LINEAR: f64 = 1.5;

/// Milliseconds of the quickest of three: the machine's other work is not what is measured.
fn quickest<T>(act: impl Fn() -> T) -> f64 {
    let once = || {
        let begun = Instant::now();
        black_box(act());
        begun.elapsed().as_secs_f64() * 1e3
    };
    once().min(once()).min(once())
}

/// Milliseconds of processor time, as the mean of enough times to outweigh the clock's coarseness.
fn worked<T>(act: impl Fn() -> T) -> f64 {
    let clock = || process::worked().unwrap_or(0.0);
    let begun = (clock(), Instant::now());
    let mut times = 0;
    while times < 2 || begun.1.elapsed().as_millis() < 400 {
        black_box(act());
        times += 1;
    }
    let worked = clock() - begun.0;
    // where it is not counted, the time passed is the next best
    let passed = begun.1.elapsed().as_secs_f64() * 1e3;
    (if worked > 0.0 { worked } else { passed }) / f64::from(times)
}

/// Lookups, finished and as they are typed.
pub fn lookups(edition: &Edition, table: &mut Table) {
    let look = |phrase: &String| quickest(|| answer::lookup(edition, phrase, 10).unwrap());
    let times = Times::new(material::phrases(edition).iter().map(look).collect());
    let p99 = times.at(0.99);
    table.judged(
        "lookup, in process",
        format!(
            "median {:.2} ms, p99 {p99:.2} ms over {} phrases",
            times.median(),
            times.len()
        ),
        "p99 ≤ 3 ms",
        p99 <= 3.0,
    );
}

/// Lookups while every entry of the release is typed, as it is written and misspelled.
pub fn keystrokes(edition: &Edition, table: &mut Table) {
    let once = |typed: &str| {
        let begun = Instant::now();
        black_box(coding_api::lookup(edition, typed, 20, true).unwrap());
        begun.elapsed().as_secs_f64() * 1e3
    };
    let mut times = Vec::new();
    material::every_keystroke(edition, |typed| {
        let mut quickest = once(typed);
        // the machine's other work is not what is measured
        for _ in 1..TIMES {
            if quickest <= AGAIN {
                break;
            }
            quickest = quickest.min(once(typed));
        }
        times.push(quickest);
    });
    let times = Times::new(times);
    let p99 = times.at(0.99);
    table.judged(
        "lookup at each keystroke, in process",
        format!(
            "median {:.2} ms, p99 {p99:.2} ms, slowest {:.1} ms over {} keystrokes of every entry",
            times.median(),
            times.at(1.0),
            times.len()
        ),
        "p99 ≤ 8 ms",
        p99 <= 8.0,
    );
}

/// The index's longest entry, as it is handed to the page.
pub fn longest_entry(edition: &Edition, table: &mut Table) {
    let path = ["Fracture, traumatic".to_owned()];
    let Ok(at) = index_find(edition, &path) else {
        table.skipped(
            "opening Fracture, traumatic",
            "the index has no such entry",
            "≤ 50 ms",
        );
        return;
    };
    let open = || serde_json::to_string(&index_entry(edition, at).unwrap()).unwrap();
    let times = Times::new((0..15).map(|_| quickest(open)).collect());
    let lines = index_entry(edition, at).unwrap().lines.len();
    table.judged(
        "opening Fracture, traumatic, without painting",
        format!("median {:.1} ms, {lines} lines", times.median()),
        "≤ 50 ms",
        times.median() <= 50.0,
    );
}

/// Suggestions for whole notes on one core.
pub fn suggestions(library: &Library, notes: Option<&[NoteIn]>, table: &mut Table) {
    let coder = NoteCoder::new(library, Some(RELEASE.to_owned()), Facts::default());
    coder.prepare().unwrap();
    let code = |note: &NoteIn| quickest(|| coder.code(note.clone()).unwrap());
    let told = |notes: &[NoteIn]| {
        let times = Times::new(notes.iter().map(code).collect());
        let all = || {
            notes
                .iter()
                .for_each(|n| drop(black_box(coder.code(n.clone()))))
        };
        let worked = worked(all) / notes.len() as f64;
        let bytes: usize = notes.iter().map(|n| n.text.len()).sum();
        let text = format!(
            "median {:.1} ms, p99 {:.1} ms over {} notes of {:.1} kB; {worked:.1} ms of work each",
            times.median(),
            times.at(0.99),
            times.len(),
            bytes as f64 / notes.len() as f64 / 1e3
        );
        (times.median(), text)
    };
    table.told(
        "suggest on one core, sample charts",
        told(&material::charts()).1,
    );
    let (what, bar) = (
        "suggest on one core, development notes",
        "median ≤ 20 ms; aim 15 ms",
    );
    match notes {
        Some(notes) => {
            let (median, text) = told(notes);
            table.judged(what, text, bar, median <= 15.0);
        }
        None => table.skipped(
            what,
            "they are not beside the project (../shared/eval/aci)",
            bar,
        ),
    }
    lengths(&coder, table);
}

fn lengths(coder: &NoteCoder<'_>, table: &mut Table) {
    let times = LENGTHS.map(|bytes| {
        let note = NoteIn {
            text: material::long_note(bytes),
            ..NoteIn::default()
        };
        worked(|| coder.code(note.clone()).unwrap())
    });
    let per_kilobyte = |at: usize| times[at] / (LENGTHS[at] as f64 / 1e3);
    let shown = LENGTHS.iter().enumerate().map(|(at, bytes)| {
        let (total, each) = (times[at], per_kilobyte(at));
        format!("{} kB {total:.0} ms ({each:.1} a kB)", bytes / 1000)
    });
    let shown: Vec<String> = shown.collect();
    let growth = per_kilobyte(2) / per_kilobyte(0);
    table.judged(
        "suggest, work by length of the note",
        shown.join(", "),
        "linear: at 1 MB ≤ 1.5× a kB",
        growth <= LINEAR,
    );
}

/// Twenty-five codes against each other.
pub fn check(edition: &Edition, table: &mut Table) {
    let codes = material::CODES.map(str::to_owned);
    let check = || answer::check(edition, &codes, Facts::default()).unwrap();
    let times = Times::new((0..15).map(|_| quickest(check)).collect());
    table.told(
        "check of 25 codes",
        format!("median {:.2} ms", times.median()),
    );
}

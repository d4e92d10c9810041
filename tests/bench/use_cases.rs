//! What a person waits for, over the installed release: opening and first lookup, lookups, suggestions
//! and checks. Needs the installed test releases (`CODETRAIL_TEST_HOME`, set by `make bench`), and says
//! so where they are missing.
#![allow(clippy::unwrap_used, clippy::print_stderr, missing_docs)]

#[allow(dead_code, reason = "shared with `measure`")]
mod material;

use std::hint::black_box;
use std::path::PathBuf;

use coding_api::answer::{self, NoteCoder, NoteIn};
use coding_api::codeset::{Edition, Library};
use coding_api::note::Facts;
use criterion::{Criterion, criterion_group, criterion_main};

use material::RELEASE;

fn use_cases(c: &mut Criterion) {
    let Some(home) = std::env::var_os("CODETRAIL_TEST_HOME").map(PathBuf::from) else {
        eprintln!("SKIPPED: CODETRAIL_TEST_HOME names no folder with installed releases");
        return;
    };
    let library = Library::new(&home);
    let edition = library.open(RELEASE).unwrap();
    let first = || {
        let edition = Library::new(&home).open(RELEASE).unwrap();
        answer::lookup(&edition, "type 2 diabetes", 10).unwrap()
    };
    first(); // makes the caches where they are not yet made
    c.bench_function("open and first lookup", |b| b.iter(|| black_box(first())));
    lookups(c, &edition);
    suggestions(c, &library);
    let codes = codes_of_a_long_stay();
    c.bench_function("check of 25 codes", |b| {
        b.iter(|| black_box(answer::check(&edition, &codes, Facts::default()).unwrap()));
    });
}

fn lookups(c: &mut Criterion, edition: &Edition) {
    let phrases = material::phrases(edition);
    let mut next = phrases.iter().cycle();
    c.bench_function("lookup", |b| {
        b.iter(|| black_box(answer::lookup(edition, next.next().unwrap(), 10).unwrap()));
    });
    let typed = material::keystrokes(edition);
    let mut next = typed.iter().cycle();
    c.bench_function("lookup as typed", |b| {
        b.iter(|| black_box(coding_api::lookup(edition, next.next().unwrap(), 20, true).unwrap()));
    });
}

fn suggestions(c: &mut Criterion, library: &Library) {
    let coder = NoteCoder::new(library, Some(RELEASE.to_owned()), Facts::default());
    coder.prepare().unwrap();
    let mut suggest = |name: &str, notes: &[NoteIn]| {
        let mut next = notes.iter().cycle();
        c.bench_function(name, |b| {
            b.iter(|| black_box(coder.code(next.next().unwrap().clone()).unwrap()));
        });
    };
    suggest("suggest, sample charts", &material::charts());
    match material::development_notes() {
        Some(notes) => suggest("suggest, development notes", &notes),
        None => eprintln!(
            "SKIPPED: suggest, development notes: they are not beside the project (../shared/eval/aci)"
        ),
    }
}

fn codes_of_a_long_stay() -> Vec<String> {
    material::CODES.map(str::to_owned).to_vec()
}

criterion_group!(benches, use_cases);
criterion_main!(benches);

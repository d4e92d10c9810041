//! How often a lookup finds what curated cross-references say, and how long it takes.
//!
//! `cargo run --release -p coding-engine --example lookup_share [-- --misses | --ask PHRASE]`
//!
//! Reads the disease names and the release beside the project (or in the folder that `CODETRAIL_SHARED` names);
//! says so where they are missing. A phrase counts as found when an answer is one of its codes or below one.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::cast_precision_loss,
    clippy::expect_used
)]

#[path = "develop/model.rs"]
mod model;

use std::time::{Duration, Instant};

use coding_engine::search::{LookupOptions, Search};
use icd10cm::{Code, Codebook};

#[derive(serde::Deserialize)]
struct Line {
    phrases: Vec<String>,
    codes: Vec<String>,
}

fn main() {
    let Some(names) = test_releases::text("eval/phrases/disease_names.jsonl") else {
        return;
    };
    let started = Instant::now();
    let Some((book, _)) = test_releases::fy2026() else {
        return;
    };
    eprintln!("compiled in {:?}", started.elapsed());
    let started = Instant::now();
    let search = model::search(book);
    eprintln!("{} entries ready in {:?}", search.len(), started.elapsed());
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().is_some_and(|a| a == "--ask") {
        for phrase in &args[1..] {
            ask(book, &search, phrase);
        }
        return;
    }
    measure(book, &search, &names, args.iter().any(|a| a == "--misses"));
    if std::env::var_os("QUICK").is_none() {
        typing(book, &search);
    }
}

fn ask(book: &Codebook, search: &Search, phrase: &str) {
    let answer = search.lookup(
        book,
        phrase,
        LookupOptions {
            limit: 10,
            prefix: false,
        },
    );
    println!("== {phrase}  {:?}", answer.notices);
    for meaning in &answer.ambiguous {
        println!("   or {} = {}", meaning.short, meaning.expansion);
    }
    for found in &answer.results {
        let mark = if found.guessed { "?" } else { " " };
        println!(
            "{mark} {:.3} {} {} [{:?} {}]",
            found.score,
            found.code,
            found.title,
            found.source,
            found.path.join(" › ")
        );
    }
    if let Some(explanation) = answer
        .results
        .first()
        .and_then(|f| search.explain(book, phrase, f.code, LookupOptions::default()))
    {
        println!("{explanation}");
    }
}

fn measure(book: &Codebook, search: &Search, text: &str, misses: bool) {
    let (mut all, mut first, mut ten) = (0, 0, 0);
    let (mut names, mut names_first, mut names_ten) = (0, 0, 0);
    let (mut any_first, mut any_ten) = (0, 0);
    let mut times = Vec::new();
    let mut slowest: Vec<(Duration, String)> = Vec::new();
    for line in text.lines() {
        let line: Line = serde_json::from_str(line).unwrap();
        let codes: Vec<Code> = line
            .codes
            .iter()
            .filter_map(|c| Code::parse(c).ok())
            .collect();
        let mut best = None;
        for (i, phrase) in line.phrases.iter().enumerate() {
            let options = LookupOptions::default();
            let (answer, time) = quickest(|| search.lookup(book, phrase, options));
            times.push(time);
            slowest.push((time, phrase.clone()));
            let rank = answer
                .results
                .iter()
                .position(|f| codes.iter().any(|c| f.code.starts_with(*c)));
            best = match (best, rank) {
                (Some(a), Some(b)) => Some(std::cmp::min::<usize>(a, b)),
                (a, b) => a.or(b),
            };
            all += 1;
            first += usize::from(rank == Some(0));
            ten += usize::from(rank.is_some());
            if i == 0 {
                names += 1;
                names_first += usize::from(rank == Some(0));
                names_ten += usize::from(rank.is_some());
            }
            if misses && rank != Some(0) {
                let top = answer
                    .results
                    .first()
                    .map(|f| format!("{} {} [{}]", f.code, f.title, f.path.join(" › ")));
                println!(
                    "{}\t{phrase}\t{:?}\t{}",
                    rank.map_or("-".to_owned(), |r| (r + 1).to_string()),
                    line.codes,
                    top.unwrap_or_default()
                );
            }
        }
        any_first += usize::from(best == Some(0));
        any_ten += usize::from(best.is_some());
    }
    let share = |n: usize, of: usize| n as f64 / of as f64;
    eprintln!(
        "all phrases: {all}, first {:.4}, among ten {:.4}",
        share(first, all),
        share(ten, all)
    );
    eprintln!(
        "names only: {names}, first {:.4}, among ten {:.4}",
        share(names_first, names),
        share(names_ten, names)
    );
    eprintln!(
        "any phrase of a disease: {names}, first {:.4}, among ten {:.4}",
        share(any_first, names),
        share(any_ten, names)
    );
    slowest.sort();
    for (time, phrase) in slowest.iter().rev().take(if misses { 25 } else { 0 }) {
        eprintln!("slow: {time:?} {phrase}");
    }
    percentiles("lookup", times);
}

/// Every beginning of the titles of every fortieth line, as a person types it; every third with two letters swapped.
fn typing(book: &Codebook, search: &Search) {
    let mut times = Vec::new();
    for (i, entry) in book
        .entries()
        .filter(|e| e.code().is_some())
        .step_by(40)
        .enumerate()
    {
        let mut title: Vec<char> = entry.title().chars().take(40).collect();
        if i % 3 == 0 && title.len() > 6 {
            title.swap(3, 4);
        }
        for end in [3, 5, 8, 12, 18, 25, 33, 40] {
            if end > title.len() {
                break;
            }
            let phrase: String = title[..end].iter().collect();
            let options = LookupOptions {
                limit: 20,
                prefix: true,
            };
            let (answer, time) = quickest(|| search.lookup(book, &phrase, options));
            times.push(time);
            std::hint::black_box(answer);
        }
    }
    percentiles("as you type", times);
}

/// The quickest of five, as the machine's other work is not what is measured.
fn quickest<T>(f: impl Fn() -> T) -> (T, Duration) {
    let mut best: Option<(T, Duration)> = None;
    for _ in 0..(if std::env::var_os("QUICK").is_some() {
        1
    } else {
        5
    }) {
        let started = Instant::now();
        let answer = f();
        let time = started.elapsed();
        if best.as_ref().is_none_or(|(_, least)| time < *least) {
            best = Some((answer, time));
        }
    }
    best.unwrap()
}

fn percentiles(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |p: f64| times[((times.len() - 1) as f64 * p) as usize];
    eprintln!(
        "{name}: {} lookups, median {:?}, p99 {:?}, slowest {:?}",
        times.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

//! 200 notes with eight questions in the air against a server that takes 200 ms for each, and how long cancelling
//! takes. Reads `../shared` for the classification.
#![allow(
    missing_docs,
    dead_code,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example for the screen"
)]

#[path = "../../tests/llm/book.rs"]
mod book;
#[path = "../../tests/llm/server.rs"]
mod server;

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use coding_engine::RunOptions;
use coding_llm::{Cancel, Client, Permit, Profile, Provider, Terms, Unobserved};

use server::{Play, Server};

const NOTES: usize = 200;
const AT_ONCE: usize = 8;
const CALL: Duration = Duration::from_millis(200);

fn main() {
    let Some((engine, shelf)) = book::engine() else {
        return;
    };
    let answers = Server::start(Provider::OpenAi, |_, seen| {
        let answer = if seen.body.contains("\"name\":\"select\"") {
            "{\"report\": [1]}"
        } else {
            "{\"choice\": 1}"
        };
        Play::Slow(CALL, answer.to_owned())
    });
    let mut endpoint = answers.endpoint(Provider::OpenAi);
    endpoint.limits.in_flight = AT_ONCE;
    let permit = Permit::ask(&endpoint, &Terms::default()).unwrap();
    let client = Arc::new(Client::open(endpoint, None, &permit).unwrap());
    let note = |n: usize| {
        format!(
            "Assessment and plan:\n1. Type 2 diabetes, HbA1c {}.{}.\n2. Essential hypertension, visit {n}.\n",
            6 + n % 6,
            n % 10
        )
    };
    // the first note warms what is made once
    let _ = engine.run(&book::encounter(&note(0)), &RunOptions::default());
    let before = memory();
    let next = AtomicUsize::new(0);
    let waits: Mutex<Duration> = Mutex::default();
    let started = Instant::now();
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= NOTES {
                        return;
                    }
                    let session = client.session(Arc::new(Unobserved), Cancel::default(), None);
                    let model = Arc::new(session);
                    let began = Instant::now();
                    let run = Profile::Hybrid
                        .engine(engine, shelf, model)
                        .run(&book::encounter(&note(n)), &RunOptions::default());
                    assert!(!run.suggestions.is_empty());
                    *waits.lock().unwrap() += began.elapsed();
                }
            });
        }
    });
    let took = started.elapsed();
    let calls = answers.seen().len();
    let ideal = CALL * u32::try_from(calls.div_ceil(AT_ONCE)).unwrap();
    println!(
        "{NOTES} notes, {calls} calls of {CALL:?}, {AT_ONCE} in the air: {took:.2?}; ideal {ideal:.2?}; {:.2} times",
        took.as_secs_f64() / ideal.as_secs_f64()
    );
    println!(
        "mean {:.2?} a note; memory {before} MB before, {} MB after",
        *waits.lock().unwrap() / u32::try_from(NOTES).unwrap(),
        memory()
    );
    let silent = Server::always(Provider::OpenAi, Play::Silent);
    let endpoint = silent.endpoint(Provider::OpenAi);
    let permit = Permit::ask(&endpoint, &Terms::default()).unwrap();
    let client = Arc::new(Client::open(endpoint, None, &permit).unwrap());
    let mut slowest = Duration::ZERO;
    for round in 0..10 {
        let cancel = Cancel::default();
        let session = client.session(Arc::new(Unobserved), cancel.clone(), None);
        let running = thread::scope(|scope| {
            let run = scope.spawn(|| {
                let model = Arc::new(session.clone());
                Profile::Hybrid
                    .engine(engine, shelf, model)
                    .run(&book::encounter(&note(round)), &RunOptions::default())
            });
            while silent.seen().len() <= round {
                thread::sleep(Duration::from_millis(1));
            }
            let began = Instant::now();
            cancel.cancel();
            let run = run.join().unwrap();
            (began.elapsed(), run.suggestions.len())
        });
        slowest = slowest.max(running.0);
        assert!(running.1 > 0, "what is done is kept");
    }
    println!(
        "cancelling a run: at most {slowest:.2?} over 10 runs, with the local engine's answer kept"
    );
}

/// Resident memory, in MB; 0 where the system does not say.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|l| l.strip_prefix("VmRSS:"))
        .and_then(|l| l.trim().split(' ').next()?.parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}

//! How it bears a large installation. Run on purpose, in release:
//! `CODETRAIL_LARGE=100000 cargo test --release -p coding-store --test store large -- --nocapture`.

use std::time::Instant;

use coding_store::{NewEvent, Store};
use serde_json::json;

use crate::support::{AT, PERSON, accepted, decision, encounter, open, run};

/// Encounters to store; each has two documents; 500 of them get a run and a decision.
fn size() -> Option<usize> {
    std::env::var("CODETRAIL_LARGE")
        .ok()
        .and_then(|n| n.parse().ok())
}

/// Milliseconds this thread has been on a processor, where the system says so: what the work costs on a machine
/// that has other things to do.
fn processor_ms() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ')
        .next()?
        .parse::<f64>()
        .ok()
        .map(|ns| ns / 1e6)
}

/// Does something and prints how long it took; the milliseconds on a processor where they are known, else all.
fn timed<T>(what: &str, act: impl FnOnce() -> T) -> (T, f64) {
    let (since, before) = (Instant::now(), processor_ms());
    let done = act();
    let all = since.elapsed().as_secs_f64() * 1000.0;
    let busy = before
        .zip(processor_ms())
        .map_or(all, |(before, after)| after - before);
    println!("{what:<44} {all:>12.1} ms, {busy:>10.1} ms of it on a processor");
    (done, busy)
}

#[test]
fn large() {
    let Some(size) = size() else {
        println!("skipped: CODETRAIL_LARGE names no size");
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let mut store = open(home.path());
    let mut encounters = Vec::new();
    timed("store the encounters, 1000 at a time", || {
        while encounters.len() < size {
            let batch: Vec<_> = (0..1000.min(size - encounters.len()))
                .map(|_| encounter())
                .collect();
            store.save_encounters(&batch, AT, PERSON).unwrap();
            encounters.extend(batch);
        }
    });
    let some: Vec<_> = encounters.iter().step_by((size / 500).max(1)).collect();
    let (_, ms) = timed("500 runs with two suggestions each", || {
        for encounter in &some {
            store
                .save_run(encounter.id, &run(encounter), AT, PERSON)
                .unwrap();
        }
    });
    println!("{:<44} {:>12.2} ms", "  one run", ms / some.len() as f64);
    let (_, ms) = timed("500 decisions, each on disk before the next", || {
        for encounter in &some {
            store
                .record_decision(&decision(encounter, accepted("E11.21")))
                .unwrap();
        }
    });
    println!(
        "{:<44} {:>12.2} ms",
        "  one decision",
        ms / some.len() as f64
    );
    let event = NewEvent {
        at: AT,
        person: PERSON,
        kind: "encounter-opened",
        encounter: None,
        body: json!({}),
    };
    let (_, ms) = timed("200 events", || {
        for _ in 0..200 {
            store.append_event(&event).unwrap();
        }
    });
    println!("{:<44} {:>12.2} ms", "  one event", ms / 200.0);
    drop(store);

    let (store, _) = timed("open", || open(home.path()));
    let (list, all) = timed("list all encounters", || store.encounters().unwrap());
    assert_eq!(list.len(), size);
    let (_, page) = timed("list a page of 200", || {
        store.encounter_page(size as u64 / 2, 200).unwrap()
    });
    let middle = &encounters[size / 2];
    let (_, one) = timed("open one encounter with run and decisions", || {
        store.encounter(middle.id).unwrap();
        store.latest_run(middle.id).unwrap();
        store.decisions(middle.id).unwrap();
        store.events(Some(middle.id)).unwrap();
    });
    let (verification, ms) = timed("verify", || Store::verify(&store).unwrap());
    assert_eq!(verification.fault, None);
    println!(
        "{:<44} {:>12.0} /s",
        "  events",
        verification.events as f64 / ms * 1000.0
    );
    let bytes = std::fs::metadata(store.path()).unwrap().len();
    println!(
        "{:<44} {:>12} bytes",
        "  one encounter",
        bytes / size as u64
    );
    assert!(
        page < 200.0 && one < 100.0,
        "the queue's page or one encounter opens too slowly"
    );
    assert!(
        all < 2000.0 * (size as f64 / 100_000.0).max(0.1),
        "listing all is too slow"
    );
}

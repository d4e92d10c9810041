//! What a large installation takes: 100,000 encounters with 2,000,000 events, as `CODETRAIL_BENCH_ENCOUNTERS` and
//! `CODETRAIL_BENCH_EVENTS` say otherwise.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use coding_api::{App, encounter_list, encounter_open, encounter_page, export, run_start};
use coding_model::{AuthorRole, Document, DocumentId, Encounter, EncounterId, Setting};
use coding_store::{NewEvent, OpenOptions, Store};
use serde_json::json;

use crate::table::Table;

const AT: &str = "2026-02-03T10:00:00Z";
const PERSON: &str = "A. Coder, CCS";
/// What an encounter may grow by from the first half to the second, to count as linear.
const LINEAR: f64 = 1.1;

fn number(variable: &str, otherwise: usize) -> usize {
    std::env::var(variable)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

fn encounter(nth: usize) -> Encounter {
    Encounter {
        id: EncounterId::new(),
        title: format!("Visit {nth}"),
        setting: Setting::Outpatient,
        admitted: None,
        date: icd10cm::Date::parse("2026-02-03").ok(),
        sex: None,
        age: Some(61),
        documents: vec![Document {
            id: DocumentId::new(),
            title: "Progress note".to_owned(),
            kind: "progress-note".to_owned(),
            author: "B. Physician, MD".to_owned(),
            author_role: AuthorRole::Provider,
            date: "2026-02-03".to_owned(),
            text: format!(
                "Visit {nth}.\nAssessment and plan:\n1. Type 2 diabetes mellitus with diabetic chronic kidney disease, \
                 stage 3a. Metformin.\n2. Essential hypertension, well controlled.\n3. Hyperlipidemia, statin.\n"
            ),
        }],
    }
}

fn milliseconds<T>(act: impl Fn() -> T) -> f64 {
    let once = || {
        let begun = Instant::now();
        black_box(act());
        begun.elapsed().as_secs_f64() * 1e3
    };
    once().min(once()).min(once())
}

/// Fills a database and measures what a person waits for in it.
pub fn large(home: &Path, scratch: &Path, table: &mut Table) {
    let (encounters, events) = (
        number("CODETRAIL_BENCH_ENCOUNTERS", 100_000),
        number("CODETRAIL_BENCH_EVENTS", 2_000_000),
    );
    let place = scratch.join("records");
    let _ = fs::remove_dir_all(&place);
    fs::create_dir_all(&place).unwrap();
    std::os::unix::fs::symlink(home.join("codeset"), place.join("codeset")).unwrap();
    let options = OpenOptions {
        keyring: false,
        ..OpenOptions::default()
    };
    let mut store = Store::open(&place, &options).unwrap();
    let (ids, growth) = fill(&mut store, &place, encounters, events);
    drop(store);
    let store = Store::open(&place, &options).unwrap();
    let count = store.head().unwrap().sequence;
    let begun = Instant::now();
    let verified = store.verify().unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    assert_eq!((verified.fault, verified.events), (None, count));
    drop(store);
    let rate = count as f64 / seconds;
    table.judged(
        "ledger verify",
        format!("{count} events in {seconds:.1} s, {rate:.0} a second"),
        "≥ 200,000 a second",
        rate >= 200_000.0,
    );
    table.judged(
        "growth of the database",
        format!(
            "{:.0} bytes an encounter with its events in the first half, {:.0} in the second",
            growth.0, growth.1
        ),
        "linear: second half ≤ 1.1× the first",
        growth.1 <= growth.0 * LINEAR,
    );
    let app = App::new(&place).with_options(options);
    let middle = ids[ids.len() / 2].to_string();
    run_start(&app, &middle).unwrap();
    let open = milliseconds(|| encounter_page(&app, 0, 500).unwrap());
    table.judged(
        "the queue's first page",
        format!("{open:.1} ms for 500 of {encounters}"),
        "≤ 200 ms",
        open <= 200.0,
    );
    let all = milliseconds(|| encounter_list(&app).unwrap());
    table.told("the whole queue", format!("{all:.0} ms for {encounters}"));
    let one = milliseconds(|| encounter_open(&app, &middle).unwrap());
    table.judged(
        "opening an encounter",
        format!("{one:.1} ms"),
        "≤ 100 ms",
        one <= 100.0,
    );
    let packet = milliseconds(|| {
        export::encounter_export(
            &app,
            &middle,
            export::Format::Html,
            export::Scope::default(),
        )
        .unwrap()
    });
    table.judged(
        "an evidence packet",
        format!("{packet:.1} ms"),
        "≤ 1 s",
        packet <= 1000.0,
    );
    let _ = fs::remove_dir_all(&place);
}

/// Stores encounters and events; the bytes an encounter takes with its events, in the first half and in the second.
fn fill(
    store: &mut Store,
    place: &Path,
    encounters: usize,
    events: usize,
) -> (Vec<EncounterId>, (f64, f64)) {
    let size = || {
        let of = |name: &str| fs::metadata(place.join(name)).map_or(0, |data| data.len());
        (of("codetrail.db") + of("codetrail.db-wal")) as f64
    };
    // an encounter and its document are an event each
    let further = (events / encounters.max(1)).saturating_sub(2);
    let mut ids = Vec::new();
    let mut sizes = vec![size()];
    for half in 0..2 {
        let until = encounters * (half + 1) / 2;
        while ids.len() < until {
            let batch: Vec<Encounter> = (0..500.min(until - ids.len()))
                .map(|n| encounter(ids.len() + n))
                .collect();
            store.save_encounters(&batch, AT, PERSON).unwrap();
            let opened: Vec<NewEvent<'_>> = batch
                .iter()
                .flat_map(|e| {
                    (0..further).map(|n| NewEvent {
                        at: AT,
                        person: PERSON,
                        kind: "encounter-opened",
                        encounter: Some(e.id),
                        body: json!({"n": n}),
                    })
                })
                .collect();
            store.append_events(&opened).unwrap();
            ids.extend(batch.iter().map(|e| e.id));
        }
        sizes.push(size());
    }
    let each = (encounters as f64 / 2.0).max(1.0);
    (
        ids,
        ((sizes[1] - sizes[0]) / each, (sizes[2] - sizes[1]) / each),
    )
}

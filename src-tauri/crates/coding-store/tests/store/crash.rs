//! A writer that is killed at any moment loses nothing it has acknowledged.
//!
//! The test runs itself as a child that records decisions and prints each one the store has acknowledged; the
//! parent kills it, opens the home and compares.

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use coding_store::{Mode, Store};

use crate::support::{AT, PERSON, accepted, decision, encounter, open, options};

/// Names the home a child writes to.
const HOME: &str = "CODETRAIL_TEST_WRITER_HOME";
/// How many times the writer is killed where `CODETRAIL_KILL_ROUNDS` does not say otherwise.
const ROUNDS: u32 = 30;

/// Not a test but the child: records decisions until it is killed, or as many as the variable says.
#[test]
fn writer() {
    let Some(home) = std::env::var_os(HOME).map(PathBuf::from) else {
        return;
    };
    let most: usize = std::env::var("CODETRAIL_TEST_WRITES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(usize::MAX);
    let mut store = Store::open(&home, &options()).expect("the child opens the store");
    let encounter = encounter();
    store
        .save_encounter(&encounter, AT, PERSON)
        .expect("the child stores an encounter");
    let mut out = std::io::stdout();
    for _ in 0..most {
        let decision = decision(&encounter, accepted("E11.21"));
        let recorded = store
            .record_decision(&decision)
            .expect("the child records a decision");
        writeln!(
            out,
            "\nACK {} {} {}",
            encounter.id, decision.id, recorded.sequence
        )
        .expect("the parent listens");
        out.flush().expect("the parent listens");
    }
}

pub fn spawn(home: &Path, writes: Option<usize>) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "--exact",
            "crash::writer",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(HOME, home);
    if let Some(writes) = writes {
        command.env("CODETRAIL_TEST_WRITES", writes.to_string());
    }
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The acknowledgements in a child's output: encounter, decision, sequence. The last line may be cut.
pub fn acknowledged(output: impl std::io::Read) -> Vec<(String, String, u64)> {
    let lines: Vec<String> = BufReader::new(output)
        .lines()
        .map_while(Result::ok)
        .collect();
    let parse = |line: &String| {
        let mut words = line.strip_prefix("ACK ")?.split(' ');
        let (encounter, decision, sequence) = (words.next()?, words.next()?, words.next()?);
        (decision.len() == 36).then_some((
            encounter.to_owned(),
            decision.to_owned(),
            sequence.parse().ok()?,
        ))
    };
    lines.iter().filter_map(parse).collect()
}

pub fn stored(store: &Store) -> HashSet<String> {
    let of = |summary: coding_store::EncounterSummary| store.decisions(summary.id).unwrap();
    store
        .encounters()
        .unwrap()
        .into_iter()
        .flat_map(of)
        .map(|decision| decision.id.to_string())
        .collect()
}

#[test]
fn a_killed_writer_loses_nothing_it_acknowledged() {
    let rounds = std::env::var("CODETRAIL_KILL_ROUNDS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(ROUNDS);
    let mut home = tempfile::tempdir().unwrap();
    let (mut all, mut total) = (Vec::new(), 0);
    let mut moment: u64 = 0x9E37_79B9_7F4A_7C15;
    for round in 0..rounds {
        // a fresh home now and then, so that the making of key and database is cut short too
        let fresh = round % 3 == 0;
        if round % 60 == 59 {
            // checking all of it after every round takes longer with every round
            home = tempfile::tempdir().unwrap();
            total += all.len();
            all.clear();
        }
        let other = tempfile::tempdir().unwrap();
        let place = if fresh { other.path() } else { home.path() };
        let mut child = spawn(place, None);
        moment = moment
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let most = if fresh { 60_000 } else { 300_000 };
        std::thread::sleep(Duration::from_micros((moment >> 33) % most));
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(!errors.contains("panicked"), "round {round}: {errors}");
        let acknowledged = acknowledged(&output.stdout[..]);

        let store = open(place);
        assert_eq!(store.mode(), &Mode::ReadWrite, "round {round}");
        let verification = store.verify().unwrap();
        assert_eq!(verification.fault, None, "round {round}");
        let stored = stored(&store);
        if fresh {
            assert!(
                acknowledged.iter().all(|(_, id, _)| stored.contains(id)),
                "round {round}"
            );
        } else {
            all.extend(acknowledged);
            for (_, id, sequence) in &all {
                assert!(
                    stored.contains(id),
                    "round {round}: decision {id} of event {sequence} was lost"
                );
            }
        }
    }
    assert!(
        (total + all.len()) as u64 > u64::from(rounds),
        "the writer hardly wrote: {} decisions",
        total + all.len()
    );
    open(home.path()).check_file().unwrap();
}

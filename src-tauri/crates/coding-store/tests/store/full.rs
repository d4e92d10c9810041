//! A disk without room: what was acknowledged is there, what was refused is not, and the ledger is whole.
//!
//! The room is taken from a child that records decisions, by a limit on the size of its files; its writes then fail as
//! they do on a full disk.
#![cfg(unix)]

use std::collections::HashSet;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

use coding_store::Store;

use crate::crash::{acknowledged, stored};
use crate::support::{AT, PERSON, accepted, decision, encounter, open, options};

const HOME: &str = "CODETRAIL_TEST_FULL_HOME";

/// Not a test but the child: records decisions until one is refused, then tries a few more.
#[test]
fn writer_without_room() {
    let Some(home) = std::env::var_os(HOME).map(PathBuf::from) else {
        return;
    };
    let mut out = std::io::stdout();
    let mut refused = 0;
    let mut store = match Store::open(&home, &options()) {
        Ok(store) => store,
        Err(error) => return writeln!(out, "\nREFUSED {error}").unwrap(),
    };
    let encounter = encounter();
    if let Err(error) = store.save_encounter(&encounter, AT, PERSON) {
        return writeln!(out, "\nREFUSED {error}").unwrap();
    }
    while refused < 5 {
        let decision = decision(&encounter, accepted("E11.21"));
        match store.record_decision(&decision) {
            Ok(recorded) => {
                writeln!(
                    out,
                    "\nACK {} {} {}",
                    encounter.id, decision.id, recorded.sequence
                )
                .unwrap();
            }
            Err(error) => {
                refused += 1;
                writeln!(out, "\nREFUSED {error}").unwrap();
            }
        }
    }
    // what is there can still be read
    writeln!(
        out,
        "\nREAD {}",
        store.decisions(encounter.id).unwrap().len()
    )
    .unwrap();
}

#[test]
fn a_full_disk_refuses_and_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut all: HashSet<String> = HashSet::new();
    // blocks of 512 or 1024 bytes, whichever the shell counts in: from no room at all to room for some hundred decisions
    for blocks in [8, 150, 300, 700, 1_500, 4_000] {
        let program = std::env::current_exe().unwrap();
        let script = format!(
            "trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" --exact full::writer_without_room --nocapture --test-threads=1"
        );
        let output = Command::new("sh")
            .args(["-c", &script])
            .arg(&program)
            .env(HOME, home.path())
            .output()
            .unwrap();
        let (said, errors) = (
            String::from_utf8_lossy(&output.stdout).into_owned(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        );
        assert!(!errors.contains("panicked"), "{blocks}: {errors}");
        let refusals: Vec<&str> = said
            .lines()
            .filter_map(|l| l.strip_prefix("REFUSED "))
            .collect();
        assert!(!refusals.is_empty(), "{blocks}: {said}");
        assert!(
            refusals.iter().all(|r| !r.contains("diabet")),
            "{refusals:?}"
        );
        all.extend(
            acknowledged(&output.stdout[..])
                .into_iter()
                .map(|(_, id, _)| id),
        );

        // with room again
        let mut store = open(home.path());
        let kept = stored(&store);
        assert!(
            all.iter().all(|id| kept.contains(id)),
            "{blocks}: a decision was lost"
        );
        assert_eq!(store.verify().unwrap().fault, None, "{blocks}");
        let encounter = encounter();
        store.save_encounter(&encounter, AT, PERSON).unwrap();
        let decision = decision(&encounter, accepted("I10"));
        store.record_decision(&decision).unwrap();
        all.insert(decision.id.to_string());
    }
    assert!(
        all.len() > 6 + 5,
        "the writer hardly wrote: {} decisions",
        all.len()
    );
    open(home.path()).check_file().unwrap();
}

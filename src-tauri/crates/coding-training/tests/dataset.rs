//! Synthetic trajectories are made, taken again, and spoilt.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says what it skips"
)]

mod common;

use std::collections::{HashMap, HashSet};

use coding_model::RejectReason;
use coding_training::dataset::{
    Charted, Message, Mismatch, Split, Synthetic, Trail, Trajectory, from_encounter, replay,
    replay_preference, split_of, tools,
};
use coding_training::{Draw, Walker};
use icd10cm::{Code, Codebook};

fn draw_all(walker: &Walker<'_>, n: usize, seed: u64) -> Vec<Trajectory> {
    let mut drawn = Synthetic::new(walker, seed, "CC-BY-4.0");
    (0..n).map_while(|_| drawn.draw().map(|(t, _)| t)).collect()
}

fn prove(book: &Codebook, n: usize) {
    let walker = Walker::new(book);
    let mut drawn = Synthetic::new(&walker, 7, "CC-BY-4.0");
    let mut ids = HashSet::new();
    let mut splits: HashMap<Code, Split> = HashMap::new();
    let (mut see, mut deep, mut preferences) = (0, 0, 0);
    for _ in 0..n {
        let (line, preference) = drawn.draw().unwrap();
        // through the wire form and back
        let text = serde_json::to_string(&line).unwrap();
        let read: Trajectory = serde_json::from_str(&text).unwrap();
        assert_eq!(read, line);
        let steps = replay(&walker, &read).unwrap_or_else(|e| panic!("{}: {e}", line.id));
        let code = line.outcome.codes[0];
        assert!(book.is_billable(code));
        assert!(ids.insert(line.id.clone()), "{} stands twice", line.id);
        assert_eq!(
            *splits.entry(code).or_insert(line.split),
            line.split,
            "{code}"
        );
        assert!(!line.outcome.decided_by_person);
        see += usize::from(text.contains(r#""name":"see""#));
        deep += usize::from(steps > 4);
        if let Some(preference) = preference {
            replay_preference(&walker, &preference).unwrap();
            preferences += 1;
        }
    }
    assert!(deep > n / 4, "{deep} deep walks");
    assert!(preferences > n / 4, "{preferences} preferences");
    eprintln!("{n} trajectories: {see} through a cross reference, {preferences} preferences");
}

#[test]
fn walks_of_the_miniature_replay() {
    prove(&common::miniature(), 60);
}

#[test]
fn walks_of_a_whole_release_replay() {
    let Some(book) = common::release() else {
        return;
    };
    prove(&book, 10_000);
}

#[test]
fn a_seed_determines_all() {
    let book = common::miniature();
    let walker = Walker::new(&book);
    let first = draw_all(&walker, 20, 5);
    assert_eq!(first, draw_all(&walker, 20, 5));
    assert_ne!(first, draw_all(&walker, 20, 6));
    let mut draw = Draw::new(1);
    let mut list: Vec<usize> = (0..50).collect();
    draw.shuffle(&mut list);
    assert_ne!(list, (0..50).collect::<Vec<_>>());
}

#[test]
fn what_was_changed_does_not_hold() {
    let book = common::miniature();
    let walker = Walker::new(&book);
    let good = draw_all(&walker, 1, 3).remove(0);
    assert!(replay(&walker, &good).is_ok());
    let spoil = |change: &dyn Fn(&mut Trajectory)| {
        let mut line = good.clone();
        change(&mut line);
        replay(&walker, &line).unwrap_err()
    };
    let seen = spoil(&|t| {
        for m in &mut t.messages {
            if let Message::Tool { content, .. } = m {
                *content = content.replacen('{', "{\"invented\":1,", 1);
            }
        }
    });
    assert!(matches!(seen, Mismatch::Seen(_)), "{seen:?}");
    let step = spoil(&|t| {
        for m in &mut t.messages {
            if let Message::Assistant { tool_calls, .. } = m {
                for call in tool_calls.iter_mut().filter(|c| c.function.name == "open") {
                    call.function.arguments =
                        r#"{"book":"index","path":["No such term"]}"#.to_owned();
                }
            }
        }
    });
    assert!(matches!(step, Mismatch::Step(..)), "{step:?}");
    let outcome = spoil(&|t| t.outcome.codes = vec![Code::parse("Z99.9").unwrap()]);
    assert!(matches!(outcome, Mismatch::Outcome(_)), "{outcome:?}");
    let form = spoil(&|t| {
        t.messages.remove(3);
    });
    assert!(matches!(form, Mismatch::Form(..)), "{form:?}");
    assert!(matches!(
        spoil(&|t| t.release = "FY1999".to_owned()),
        Mismatch::Release(_)
    ));
    assert!(matches!(spoil(&|t| t.format = 9), Mismatch::Format(9)));
}

#[test]
fn an_encounter_goes_out_without_its_identifiers() {
    let book = common::miniature();
    let walker = Walker::new(&book);
    let billable: Vec<Code> = book.billable_codes().take(3).collect();
    let trail = |code, instead_of, rejected| Trail {
        code,
        instead_of,
        rejected,
        suggested: true,
        path: None,
    };
    let charted = Charted {
        key: "01890000-0000-7000-8000-000000000001".to_owned(),
        texts: vec!["Patient: DOE, JANE\nSeen 3/14/2026 by Dr. Quill. Type 2 diabetes.".to_owned()],
        known: vec!["Quill".to_owned()],
        trails: vec![
            trail(billable[0], None, None),
            trail(billable[1], Some(billable[2]), None),
            trail(billable[2], None, Some(RejectReason::NotSupported)),
        ],
        assigned: vec![billable[0], billable[1]],
    };
    let made = from_encounter(&walker, &charted, "proprietary").unwrap();
    assert_eq!(replay(&walker, &made.trajectory), Ok(6));
    assert_eq!(made.preferences.len(), 2);
    for preference in &made.preferences {
        replay_preference(&walker, preference).unwrap();
    }
    let text = serde_json::to_string(&(&made.trajectory, &made.preferences)).unwrap();
    for gone in ["DOE", "JANE", "3/14/2026", "Quill", &charted.key] {
        assert!(!text.contains(gone), "{gone} went out");
    }
    assert!(text.contains("Type 2 diabetes"));
    assert_eq!(made.trajectory.split, split_of(&charted.key));
    assert_eq!(made.removed.iter().map(|(_, n)| n).sum::<usize>(), 3);
}

#[test]
fn every_step_has_its_tool() {
    let listed = tools();
    let names: Vec<&str> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["function"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        ["search", "open", "see", "tabular", "choose", "decide"]
    );
}

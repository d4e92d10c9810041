//! The model that is trained on the installed release.

use std::fs;
use std::path::Path;

use test_releases::encoder::TinyEncoder;

use crate::program::{fails, json, miniature, run_in, text};

fn installed() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let install = ["codeset", "install", "--no-model", "--from", &miniature()];
    let done = run_in(home.path(), &install, b"");
    assert!(done.status.success(), "{}", text(&done.stderr));
    home
}

/// Both files of the model of the release in miniature.
fn files(home: &Path) -> (Vec<u8>, Vec<u8>) {
    let release = fs::read_dir(home.join("model")).unwrap().next().unwrap();
    let folder = release.unwrap().path();
    let read = |name: &str| fs::read(folder.join(name)).unwrap();
    (read("manifest.json"), read("subword.map"))
}

#[test]
fn the_same_seed_gives_the_same_files_and_another_does_not() {
    let (one, two) = (installed(), installed());
    let train = |home: &Path, seed: &str| {
        let done = run_in(home, &["model", "train", "--seed", seed, "--json"], b"");
        json(&done)
    };
    let trained = train(one.path(), "7");
    assert_eq!(trained["model"]["seed"], 7);
    train(two.path(), "7");
    assert!(files(one.path()) == files(two.path()), "byte by byte");
    train(two.path(), "8");
    assert!(files(one.path()).1 != files(two.path()).1);
}

#[test]
fn without_a_model_words_are_enough_and_with_one_the_run_names_it() {
    let home = installed();
    let ask = |arguments: &[&str]| run_in(home.path(), arguments, b"Assessment: hypertension.");
    let none = json(&ask(&["model", "show", "--json"]));
    assert!(none["model"].is_null());
    let engine = |answer: serde_json::Value| answer["engine"].as_str().unwrap().to_owned();
    assert!(!engine(json(&ask(&["suggest", "--json"]))).contains("model"));
    let by_words = json(&ask(&["lookup", "hypertension", "--json"]));
    assert_eq!(by_words["results"][0]["code"], "I10");
    let trained = json(&ask(&["model", "train", "--json"]));
    let hash = trained["model"]["sha256"].as_str().unwrap();
    assert_eq!(json(&ask(&["model", "show", "--json"])), trained);
    let coded = |setting: &str| engine(json(&ask(&["suggest", "--setting", setting, "--json"])));
    assert!(coded("inpatient").contains(&hash[..8]));
    // a visit is scored without it, and its run does not name it
    assert!(!coded("outpatient").contains("model"));
    let told = text(&ask(&["lookup", "hypertensive", "--explain"]).stdout);
    assert!(told.contains("score of I10"), "{told}");
}

#[test]
fn a_damaged_model_is_said_to_be_and_not_used() {
    let home = installed();
    assert!(
        run_in(home.path(), &["model", "train"], b"")
            .status
            .success()
    );
    let release = fs::read_dir(home.path().join("model")).unwrap().next();
    let table = release.unwrap().unwrap().path().join("subword.map");
    let mut bytes = fs::read(&table).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&table, bytes).unwrap();
    fails(home.path(), &["model", "show"], b"", 3, "model train");
    let found = json(&run_in(
        home.path(),
        &["lookup", "hypertension", "--json"],
        b"",
    ));
    assert_eq!(found["results"][0]["code"], "I10");
}

#[test]
fn a_folder_with_a_sentence_encoder_is_used_for_look_ups_until_it_is_reset() {
    let home = installed();
    let run = |arguments: &[&str]| run_in(home.path(), arguments, b"Hypertension stage 5 kidney.");
    let from = tempfile::tempdir().unwrap();
    let folder = from.path().join("tiny-encoder");
    fs::create_dir(&folder).unwrap();
    TinyEncoder::new(3).write(&folder);
    let folder = folder.to_str().unwrap();
    let done = run(&["model", "use", folder, "--json"]);
    let told = text(&done.stderr);
    assert!(
        told.contains("making vectors of the release's entries"),
        "{told}"
    );
    let used = json(&done);
    assert!(used["model"].is_null(), "none was trained");
    assert_eq!(used["sentences"]["name"], "tiny-encoder");
    assert_eq!(used["sentences"]["dimensions"], 16);
    assert_eq!(used["sentences"]["ready"], true);
    drop(from);
    assert_eq!(
        json(&run(&["model", "show", "--json"])),
        used,
        "it was copied"
    );
    let hash = used["sentences"]["sha256"].as_str().unwrap();
    assert!(text(&run(&["model", "show"]).stdout).contains(&hash[..8]));
    let engine = json(&run(&["suggest", "--setting", "inpatient", "--json"]))["engine"].to_string();
    assert!(
        engine.contains(&format!("sentence tiny-encoder {}", &hash[..8])),
        "{engine}"
    );
    let explained = text(&run(&["lookup", "hypertensive", "--explain"]).stdout);
    assert!(explained.contains("score of I10"), "{explained}");
    let again = run(&["lookup", "hypertensive", "--json"]);
    assert_eq!(
        again.stdout,
        run(&["lookup", "hypertensive", "--json"]).stdout
    );
    let reset = json(&run(&["model", "reset", "--json"]));
    assert!(reset["sentences"].is_null());
    assert!(
        !json(&run(&["suggest", "--setting", "inpatient", "--json"]))["engine"]
            .to_string()
            .contains("sentence")
    );
}

#[test]
fn a_folder_without_an_encoder_is_refused_and_what_was_in_use_stays() {
    let home = installed();
    let from = tempfile::tempdir().unwrap();
    TinyEncoder::new(3).write(from.path());
    let folder = from.path().to_str().unwrap();
    let used = json(&run_in(
        home.path(),
        &["model", "use", folder, "--json"],
        b"",
    ));
    fs::write(from.path().join("config.json"), r#"{"model_type": "gpt2"}"#).unwrap();
    fails(
        home.path(),
        &["model", "use", folder],
        b"",
        2,
        "config.json",
    );
    fs::remove_file(from.path().join("tokenizer.json")).unwrap();
    fails(
        home.path(),
        &["model", "use", folder],
        b"",
        2,
        "tokenizer.json",
    );
    assert_eq!(
        json(&run_in(home.path(), &["model", "show", "--json"], b"")),
        used
    );
}

#[test]
fn a_damaged_encoder_is_told_within_the_answer_about_the_other_model() {
    let home = installed();
    let from = tempfile::tempdir().unwrap();
    TinyEncoder::new(3).write(from.path());
    let folder = from.path().to_str().unwrap();
    json(&run_in(
        home.path(),
        &["model", "use", folder, "--json"],
        b"",
    ));
    let manifest = home.path().join("model/sentences/manifest.json");
    fs::write(manifest, "{").unwrap();
    for arguments in [
        ["model", "show", "--json"],
        ["model", "train", "--json"],
        ["model", "show", "--json"],
    ] {
        let done = run_in(home.path(), &arguments, b"");
        assert_eq!(done.status.code(), Some(1), "{}", text(&done.stderr));
        let told: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
        let problem = told["sentences_problem"].as_str().unwrap();
        assert!(problem.contains("manifest.json"), "{problem}");
        assert!(told["sentences"].is_null());
        if arguments[1] == "train" {
            assert!(told["model"]["sha256"].is_string());
        }
    }
    let shown = text(&run_in(home.path(), &["model", "show"], b"").stdout);
    assert!(
        shown.contains("not used") && shown.contains("SHA-256"),
        "{shown}"
    );
    // and it is got rid of
    let reset = json(&run_in(home.path(), &["model", "reset", "--json"], b""));
    assert!(reset["sentences_problem"].is_null() && reset["model"]["sha256"].is_string());
}

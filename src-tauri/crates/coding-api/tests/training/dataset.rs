//! What goes into a data set and what does not.

use std::fs;
use std::path::Path;

use coding_api::training::{Export, dataset_export, dataset_opt_in, dataset_validate, opted_in};
use coding_api::{App, ErrorCode};

use crate::{coded, common};

fn export(app: &App, out: &Path, synthetic: usize) -> coding_api::training::Exported {
    dataset_export(
        app,
        &Export {
            out: out.to_owned(),
            synthetic,
            seed: 11,
            encounters: true,
            license: "CC-BY-4.0".to_owned(),
            release: None,
        },
    )
    .unwrap()
}

fn all_text(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        text.push_str(&fs::read_to_string(entry.unwrap().path()).unwrap());
    }
    text
}

#[test]
fn only_what_was_opted_in_goes_out_and_without_its_identifiers() {
    let home = common::home();
    let app = common::app(home.path());
    let shared = coded(
        &app,
        "Patient: DOE, JANE\nSeen 2/3/2026 by Dr. Quill.\nHypertension is quxly controlled.",
        "Hypertension",
        "I10",
    );
    let kept = coded(
        &app,
        "Patient: ROE, RICHARD\nHypertension, wibblish and secret.",
        "Hypertension",
        "I10",
    );
    let out = home.path().join("set");

    let none = export(&app, &out, 30);
    assert_eq!(
        (none.card.counts.encounters, none.card.counts.not_opted_in),
        (0, 2)
    );
    let text = all_text(&out);
    assert!(!text.contains("quxly") && !text.contains("wibblish"));

    dataset_opt_in(&app, &shared, true).unwrap();
    assert_eq!(opted_in(&app).unwrap(), std::slice::from_ref(&shared));
    let one = export(&app, &out, 30);
    assert_eq!(
        (one.card.counts.encounters, one.card.counts.not_opted_in),
        (1, 1)
    );
    assert_eq!(one.card.counts.synthetic, 30);
    let text = all_text(&out);
    assert!(text.contains("quxly"), "what was opted in is there");
    for gone in [
        "wibblish",
        "ROE",
        "RICHARD",
        "DOE",
        "JANE",
        "Quill",
        "2/3/2026",
        "Zebulon",
        "free words",
        shared.as_str(),
        kept.as_str(),
    ] {
        assert!(!text.contains(gone), "{gone} went out");
    }
    assert!(text.contains("license: CC-BY-4.0"));
    let found = dataset_validate(app.library(), &out).unwrap();
    assert_eq!(found.fault_count, 0, "{:?}", found.faults);
    assert_eq!(found.trajectories, 31);

    dataset_opt_in(&app, &shared, false).unwrap();
    export(&app, &out, 0);
    assert!(
        !all_text(&out).contains("quxly"),
        "what was withdrawn is gone"
    );
    let missing = dataset_opt_in(&app, "01890000-0000-7000-8000-000000000001", true);
    assert_eq!(missing.unwrap_err().code, ErrorCode::NotFound);
}

#[test]
fn a_spoilt_line_is_found_and_other_files_are_left_alone() {
    let home = common::home();
    let app = common::app(home.path());
    let out = home.path().join("set");
    export(&app, &out, 40);
    let path = out.join("train.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let spoilt = text.replacen("\\\"subterms\\\"", "\\\"subterm\\\"", 1);
    assert_ne!(text, spoilt);
    fs::write(&path, format!("{spoilt}not a line\n")).unwrap();
    let found = dataset_validate(app.library(), &out).unwrap();
    assert_eq!(found.fault_count, 2, "{:?}", found.faults);

    let elsewhere = home.path().join("letters");
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("letter.txt"), "mine").unwrap();
    let refused = dataset_export(
        &app,
        &Export {
            out: elsewhere.clone(),
            synthetic: 1,
            seed: 1,
            encounters: false,
            license: "CC-BY-4.0".to_owned(),
            release: None,
        },
    );
    assert_eq!(refused.unwrap_err().code, ErrorCode::Input);
    assert_eq!(
        fs::read_to_string(elsewhere.join("letter.txt")).unwrap(),
        "mine"
    );
    assert!(dataset_validate(app.library(), &elsewhere).is_err());
}

#[test]
fn charts_go_out_by_who_may_share_them_and_on_record() {
    let (home, app) = crate::classroom();
    let id = coded(
        &app,
        "Hypertension is quxly controlled.",
        "Hypertension",
        "I10",
    );
    for (name, duties) in [
        ("Ada", &["administrator"][..]),
        ("Cora", &["coder", "auditor"]),
        ("Tom", &["trainer"]),
    ] {
        crate::common::person(&app, name, duties);
    }
    let asked = |encounters| Export {
        out: home.path().join("set"),
        synthetic: 20,
        seed: 3,
        encounters,
        license: "CC-BY-4.0".to_owned(),
        release: None,
    };
    crate::common::enter(&app, "Cora");
    let refused = |error: coding_api::ApiError| assert_eq!(error.code, ErrorCode::NotAllowed);
    refused(dataset_opt_in(&app, &id, true).unwrap_err());
    refused(dataset_export(&app, &asked(true)).unwrap_err());
    assert!(!home.path().join("set").exists());
    crate::common::enter(&app, "Tom");
    dataset_opt_in(&app, &id, true).unwrap();
    let done = dataset_export(&app, &asked(true)).unwrap();
    assert_eq!(done.card.counts.encounters, 1);
    let names: Vec<String> = fs::read_dir(home.path().join("set"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names.len(), done.files.len(), "{names:?}");
    for name in &done.files {
        assert!(names.contains(name), "{names:?}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let file = fs::metadata(home.path().join("set").join(name)).unwrap();
            assert_eq!(file.permissions().mode() & 0o777, 0o600, "{name}");
        }
    }
    // what cannot be made whole leaves what was there
    let before = all_text(&home.path().join("set"));
    let too_many = Export {
        synthetic: 1_000_000,
        ..asked(true)
    };
    assert!(dataset_export(&app, &too_many).is_err());
    assert_eq!(all_text(&home.path().join("set")), before);
    // without charts nobody needs to sign in
    coding_api::session_lock(&app).unwrap();
    assert!(dataset_export(&app, &asked(true)).is_err());
    dataset_export(&app, &asked(false)).unwrap();
    let _ = coding_api::safe_lock(&app);
    let store = coding_store::Store::open(home.path(), &common::options()).unwrap();
    let events = store.events_of(&["dataset-exported"]).unwrap();
    assert_eq!(events.len(), 2, "each time it was begun");
    assert!(events.iter().all(|e| e.person == "Tom"));
}

#[test]
fn nothing_of_a_chart_is_written_where_it_cannot_be_put_on_record() {
    let home = common::home();
    let app = common::app(home.path());
    let id = coded(
        &app,
        "Hypertension is quxly controlled.",
        "Hypertension",
        "I10",
    );
    dataset_opt_in(&app, &id, true).unwrap();
    let _ = coding_api::safe_lock(&app);
    let database = home.path().join(coding_store::DATABASE_FILE);
    let read_only = |to: bool| {
        let mut allowed = fs::metadata(&database).unwrap().permissions();
        allowed.set_readonly(to);
        fs::set_permissions(&database, allowed).unwrap();
    };
    read_only(true);
    let out = home.path().join("set");
    let asked = Export {
        out: out.clone(),
        synthetic: 0,
        seed: 1,
        encounters: true,
        license: "CC-BY-4.0".to_owned(),
        release: None,
    };
    let done = dataset_export(&app, &asked);
    read_only(false);
    // who may write to everything is not stopped by a permission
    if done.is_err() {
        assert!(!all_text(&out).contains("quxly"));
        assert_eq!(fs::read_dir(&out).unwrap().count(), 0);
    } else {
        eprintln!("SKIPPED: this account may write to a file that is read-only");
    }
}

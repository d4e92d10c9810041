//! `exercise list`, `check`, `hint`, `exams`, `table`.

use std::fs;
use std::path::Path;

use coding_api::codeset::Library;
use coding_api::training::{
    exercise_pack_check, training_dashboard, training_exams, training_hint, training_packs,
};
use coding_api::{App, answer, export};
use serde_json::json;

use crate::arguments::{Exercise, ExerciseList};
use crate::failure::{Done, Failure};
use crate::output::{Output, count};
use crate::secret;

pub fn run(
    home: &Path,
    library: &Library,
    asked: &Exercise,
    output: &mut Output,
) -> Result<Done, Failure> {
    match asked {
        Exercise::List(list) => packs(&secret::app(home)?, list, output),
        Exercise::Check(files) => check(library, &files.files, files.json, output),
        Exercise::Hint(hint) => {
            let app = secret::app(home)?;
            let text = training_hint(&app, &hint.exercise, hint.number)?;
            output.wrapped("", "", &text)?;
            Ok(Done::Clean)
        }
        Exercise::Exams(exams) => {
            let app = secret::app(home)?;
            let list = training_exams(&app)?;
            if exams.json {
                output.json(&json!({
                    "format": answer::FORMAT,
                    "exams": list.iter().map(|e| json!({
                        "id": e.id, "exercise": e.exercise, "person": e.person, "at": e.at,
                        "seconds": e.seconds, "state": e.state, "score": e.score,
                    })).collect::<Vec<_>>(),
                }))?;
                return Ok(Done::Clean);
            }
            for exam in &list {
                let score = exam.score.map(|s| format!(", {:.0} %", s * 100.0));
                output.line(&format!(
                    "{:<12} begun {}: {}{}",
                    exam.exercise,
                    exam.at,
                    exam.state,
                    score.unwrap_or_default()
                ))?;
            }
            if list.is_empty() {
                output.line("Every examination of yours was handed in.")?;
            }
            Ok(Done::Clean)
        }
        Exercise::Table(table) => {
            let tables = training_dashboard(&secret::app(home)?)?;
            export::write_new(&table.file, tables.csv.as_bytes())?;
            // a head, and a line for each
            let attempts = tables.items.iter().map(|i| i.attempts).sum::<usize>();
            output.line(&format!(
                "{} written to {}.",
                count(attempts, "answer"),
                table.file.display()
            ))?;
            Ok(Done::Clean)
        }
    }
}

fn packs(app: &App, asked: &ExerciseList, output: &mut Output) -> Result<Done, Failure> {
    let mut packs = training_packs(app)?;
    if let Some(pack) = &asked.pack {
        packs.retain(|p| p.id == *pack);
        if packs.is_empty() {
            return Err(Failure::Input(format!(
                "listing the exercises of {pack:?}: there is no such pack; `exercise list` names them"
            )));
        }
    }
    if asked.json {
        output.json(&json!({
            "format": answer::FORMAT,
            "packs": packs.iter().map(|p| json!({
                "id": p.id, "title": p.title, "level": p.level, "release": p.release, "ready": p.ready,
                "own": p.own, "standing": p.standing, "right": p.right,
                "exercises": p.exercises.iter().map(|e| json!({
                    "id": e.id, "kind": e.kind, "attempts": e.attempts, "best": e.best, "right": e.right,
                })).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        }))?;
        return Ok(Done::Clean);
    }
    for pack in &packs {
        let missing = match pack.ready {
            true => String::new(),
            false => format!("; {} is not installed", pack.release),
        };
        output.line(&format!(
            "{:>2} {:<20} {:<9} {} of {} right  {}{missing}",
            pack.level,
            pack.id,
            pack.standing,
            pack.right,
            pack.exercises.len(),
            pack.title
        ))?;
        if asked.pack.is_some() {
            for one in &pack.exercises {
                let best = one.best.map(|b| format!("{:.0} %", b * 100.0));
                output.labelled(
                    &format!(
                        "   {:<10} {:<10} {:>5}  ",
                        one.id,
                        one.kind,
                        best.unwrap_or_default()
                    ),
                    &one.start.replace('\n', " "),
                )?;
            }
        }
    }
    Ok(Done::Clean)
}

fn check(
    library: &Library,
    files: &[std::path::PathBuf],
    as_json: bool,
    output: &mut Output,
) -> Result<Done, Failure> {
    let mut done = Done::Clean;
    let mut all = Vec::new();
    for file in files {
        let text = fs::read_to_string(file).map_err(|e| {
            Failure::Input(format!(
                "checking the exercises of {}: {e}; name a pack's file",
                file.display()
            ))
        })?;
        let found = exercise_pack_check(library, &text)?;
        if !found.faults.is_empty() {
            done = Done::Problems;
        }
        if !as_json {
            output.line(&format!(
                "{}: {} of {}, {}.",
                file.display(),
                count(found.exercises, "exercise"),
                found.release,
                match found.faults.len() {
                    0 => "all hold".to_owned(),
                    n => count(n, "fault"),
                }
            ))?;
            for fault in &found.faults {
                output.wrapped("  ", "    ", fault)?;
            }
        }
        all.push(found);
    }
    if as_json {
        output.json(&json!({"format": answer::FORMAT, "packs": all}))?;
    }
    Ok(done)
}

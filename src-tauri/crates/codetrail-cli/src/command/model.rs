//! `model train`, `model show`.

use std::io::Write as _;

use coding_api::codeset::{Edition, Library, TrainedModel, TrainingStep};
use serde::Serialize;

use super::shown;
use crate::arguments::{ModelShow, ModelTrain};
use crate::failure::{Done, Failure};
use crate::output::{Output, thousands};

#[derive(Serialize)]
struct Answer<'a> {
    format: u32,
    release: &'a str,
    /// `null` where none was trained.
    model: Option<TrainedModel>,
}

pub fn train(library: &Library, asked: &ModelTrain, output: &mut Output) -> Result<Done, Failure> {
    let (edition, notice) = super::edition(library, &asked.which)?;
    let model = edition.train_model(asked.seed, &mut |step| {
        // progress is no answer: it goes where errors go, and that nobody sees it is no fault
        let _ = writeln!(std::io::stderr(), "{}", how_far(&step));
    })?;
    answer(&edition, notice.as_deref(), Some(model), asked.json, output)
}

/// How far a training is.
pub fn how_far(step: &TrainingStep) -> String {
    format!(
        "learning which words mean the same: {} of {}, loss {:.3}",
        step.epoch, step.epochs, step.loss
    )
}

pub fn show(library: &Library, asked: &ModelShow, output: &mut Output) -> Result<Done, Failure> {
    let (edition, notice) = super::edition(library, &asked.which)?;
    let model = edition.model()?;
    answer(&edition, notice.as_deref(), model, asked.json, output)
}

fn answer(
    edition: &Edition,
    notice: Option<&str>,
    model: Option<TrainedModel>,
    json: bool,
    output: &mut Output,
) -> Result<Done, Failure> {
    if json {
        output.json(&Answer {
            format: coding_api::answer::FORMAT,
            release: edition.name(),
            model,
        })?;
        return Ok(Done::Clean);
    }
    shown::notice(notice, output)?;
    let Some(model) = model else {
        output.line(&format!(
            "{}: no model. Entries are found by their words alone; `codetrail-cli model train` makes one.",
            edition.name()
        ))?;
        return Ok(Done::Clean);
    };
    output.line(&format!("{}: {}", model.release, model.name()))?;
    let facts = [
        ("seed", model.seed.to_string()),
        (
            "learnt from",
            format!(
                "{} pairs of texts, each seen {} times",
                thousands(model.pairs),
                model.epochs
            ),
        ),
        ("vectors of", format!("{} values", model.dimensions)),
        ("size", format!("{} bytes", thousands(model.bytes as usize))),
        ("SHA-256", model.sha256),
    ];
    for (name, value) in facts {
        output.labelled(&format!("  {name:<12}"), &value)?;
    }
    Ok(Done::Clean)
}

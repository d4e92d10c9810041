//! `model train`, `model show`, `model use`, `model reset`.

use std::io::Write as _;

use coding_api::codeset::{Edition, Library, SentenceModel, TrainedModel, TrainingStep};
use serde::Serialize;

use super::shown;
use crate::arguments::{ModelFolder, ModelShow, ModelTrain};
use crate::failure::{Done, Failure};
use crate::output::{Output, thousands};

#[derive(Serialize)]
struct Answer<'a> {
    format: u32,
    release: &'a str,
    /// `null` where none was trained.
    model: Option<TrainedModel>,
    /// What look-ups use in its place; left out where nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    sentences: Option<Sentences>,
    /// Why that cannot be used; left out where nothing is wrong with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    sentences_problem: Option<String>,
}

#[derive(Serialize)]
struct Sentences {
    #[serde(flatten)]
    model: SentenceModel,
    /// Whether the vectors of the release's entries are there, without which it is not used.
    ready: bool,
}

pub fn train(library: &Library, asked: &ModelTrain, output: &mut Output) -> Result<Done, Failure> {
    let (edition, notice) = super::edition(library, &asked.which)?;
    let model = edition.train_model(asked.seed, &mut |step| {
        // progress is no answer: it goes where errors go, and that nobody sees it is no fault
        let _ = writeln!(std::io::stderr(), "{}", how_far(&step));
    })?;
    answer(&edition, notice.as_deref(), Some(model), asked.json, output)
}

/// Takes a person's sentence encoder into use.
pub fn take(library: &Library, asked: &ModelFolder, output: &mut Output) -> Result<Done, Failure> {
    let (edition, notice) = super::edition(library, &asked.which)?;
    edition.use_sentence_model(&asked.folder, &mut |step| {
        let _ = writeln!(
            std::io::stderr(),
            "making vectors of the release's entries: {} of {}",
            thousands(step.done),
            thousands(step.texts)
        );
    })?;
    let model = edition.model().ok().flatten();
    answer(&edition, notice.as_deref(), model, asked.json, output)
}

/// Goes back to the model that was trained on the release.
pub fn reset(library: &Library, asked: &ModelShow, output: &mut Output) -> Result<Done, Failure> {
    let (edition, notice) = super::edition(library, &asked.which)?;
    edition.reset_sentence_model()?;
    let model = edition.model().ok().flatten();
    answer(&edition, notice.as_deref(), model, asked.json, output)
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
    // whatever is wrong with it, the answer is about the other model too
    let (sentences, problem) = match edition.sentence_model() {
        Ok(sentences) => (sentences, None),
        Err(error) => (None, Some(error.message)),
    };
    let done = match problem {
        None => Done::Clean,
        Some(_) => Done::Problems,
    };
    if json {
        output.json(&Answer {
            format: coding_api::answer::FORMAT,
            release: edition.name(),
            model,
            sentences: sentences.map(|(model, ready)| Sentences { model, ready }),
            sentences_problem: problem,
        })?;
        return Ok(done);
    }
    shown::notice(notice, output)?;
    if let Some((sentences, ready)) = sentences {
        output.line(&format!("look-ups: {}", sentences.name()))?;
        let facts = [
            ("vectors of", format!("{} values", sentences.dimensions)),
            (
                "size",
                format!("{} bytes", thousands(sentences.bytes as usize)),
            ),
            ("SHA-256", sentences.sha256),
        ];
        for (name, value) in facts {
            output.labelled(&format!("  {name:<12}"), &value)?;
        }
        if !ready {
            output.line(&format!(
                "  not used: the entries of {} are no vectors yet; `codetrail-cli model use FOLDER --release {0}` makes them",
                edition.name()
            ))?;
        }
    }
    if let Some(problem) = problem {
        output.line(&format!(
            "look-ups: the sentence encoder is not used: {problem}"
        ))?;
    }
    let Some(model) = model else {
        output.line(&format!(
            "{}: no model. Entries are found by their words alone; `codetrail-cli model train` makes one.",
            edition.name()
        ))?;
        return Ok(done);
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
    Ok(done)
}

//! `suggest` for one note.

use std::collections::HashMap;
use std::path::Path;

use coding_api::answer::{NoteCoder, NoteIn, SuggestAnswer, Suggested};
use coding_api::codeset::Library;
use coding_api::{App, model};

use super::{shown, stream};
use crate::arguments::Suggest;
use crate::failure::{Done, Failure};
use crate::input;
use crate::output::{Output, thousands};

/// Most suggestions worth a look that are shown.
const MOST: usize = 12;
/// Least confidence of those that are shown.
const LIKELY: f32 = 0.1;

pub fn run(
    home: &Path,
    library: &Library,
    asked: Suggest,
    output: &mut Output,
) -> Result<Done, Failure> {
    let facts = super::facts(&asked.which, &asked.patient)?;
    let coder =
        NoteCoder::new(library, asked.which.release.clone(), facts).with_threshold(asked.threshold);
    let app = asked.models.app(home)?;
    if asked.models.dry_run {
        return dry_run(&app, &coder, &asked, output);
    }
    let coder = coder.with_models(asked.models.open(&app)?);
    let done = answered(&coder, &asked, output)?;
    asked.models.done(&app)?;
    Ok(done)
}

fn answered(coder: &NoteCoder<'_>, asked: &Suggest, output: &mut Output) -> Result<Done, Failure> {
    if asked.jsonl {
        coder.prepare()?;
        return stream::run(coder, output);
    }
    if asked.explain {
        let (answer, trees) = coder.code_explained(read(asked)?)?;
        show(&answer, &trees, output)?;
        return Ok(Done::Clean);
    }
    let answer = coder.code(read(asked)?)?;
    if asked.json {
        output.json(&answer)?;
    } else {
        show(&answer, &Trees::new(), output)?;
    }
    Ok(Done::Clean)
}

fn read(asked: &Suggest) -> Result<NoteIn, Failure> {
    Ok(NoteIn {
        id: input::name(&asked.file).into(),
        text: input::note(&asked.file)?,
        ..NoteIn::default()
    })
}

/// Shows what would be sent.
fn dry_run(
    app: &App,
    coder: &NoteCoder<'_>,
    asked: &Suggest,
    output: &mut Output,
) -> Result<Done, Failure> {
    let Some(models) = asked.models.asked()? else {
        return Ok(Done::Clean);
    };
    if asked.jsonl {
        return Err(Failure::Input(
            "--dry-run shows what one note would send; leave --jsonl out and name a file"
                .to_owned(),
        ));
    }
    let payloads = model::dry_run(app, &models, coder, read(asked)?)?;
    for payload in &payloads {
        output.line(&format!(
            "── {} to {} ({})",
            payload.prompt, payload.host, payload.reach
        ))?;
        output.line(&payload.body)?;
        output.gap()?;
    }
    output.wrapped(
        "",
        "",
        &format!(
            "{} questions, with the local engine in the model's place: later questions depend on earlier answers and \
             hold the same chart in the same form. Nothing was sent.",
            thousands(payloads.len())
        ),
    )?;
    Ok(Done::Clean)
}

/// How the score of each code came about; empty where nobody asked.
pub type Trees = HashMap<String, String>;

/// Suggestions as a table.
pub fn show(answer: &SuggestAnswer, trees: &Trees, output: &mut Output) -> Result<(), Failure> {
    for problem in &answer.problems {
        output.wrapped("Note: ", "      ", problem)?;
    }
    let list = |name: &str| -> Vec<&Suggested> {
        answer
            .suggestions
            .iter()
            .filter(|s| s.list == name)
            .collect()
    };
    shown::suggestions("Suggested", &list("suggest"), trees, output)?;
    let consider = list("consider");
    let likely = consider
        .iter()
        .take(MOST)
        .take_while(|s| s.confidence >= LIKELY)
        .count();
    let (likely, rest) = consider.split_at(likely);
    if !likely.is_empty() {
        output.gap()?;
    }
    shown::suggestions("Worth a look", likely, trees, output)?;
    if !rest.is_empty() {
        output.gap()?;
        output.line(&format!(
            "{} more, less likely (--json names them)",
            thousands(rest.len())
        ))?;
    }
    output.gap()?;
    output.line(&format!(
        "{} suggested, {} worth a look · {} · {} · {:.1} ms",
        list("suggest").len(),
        consider.len(),
        answer.release,
        answer.engine,
        answer.elapsed_ms
    ))?;
    match &answer.model {
        Some(used) => output.line(&shown::model_use(used)),
        None => Ok(()),
    }
}

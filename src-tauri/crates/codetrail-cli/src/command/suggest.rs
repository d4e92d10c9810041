//! `suggest` for one note.

use coding_api::answer::{NoteCoder, NoteIn, SuggestAnswer, Suggested};
use coding_api::codeset::Library;

use super::{shown, stream};
use crate::arguments::Suggest;
use crate::failure::{Done, Failure};
use crate::input;
use crate::output::{Output, thousands};

/// Most suggestions worth a look that are shown.
const MOST: usize = 12;
/// Least confidence of those that are shown.
const LIKELY: f32 = 0.1;

pub fn run(library: &Library, asked: Suggest, output: &mut Output) -> Result<Done, Failure> {
    let facts = super::facts(&asked.which, &asked.patient)?;
    let coder =
        NoteCoder::new(library, asked.which.release.clone(), facts).with_threshold(asked.threshold);
    if asked.jsonl {
        coder.prepare()?;
        return stream::run(&coder, output);
    }
    let note = NoteIn {
        id: input::name(&asked.file).into(),
        text: input::note(&asked.file)?,
        ..NoteIn::default()
    };
    let answer = coder.code(note)?;
    if asked.json {
        output.json(&answer)?;
    } else {
        show(&answer, output)?;
    }
    Ok(Done::Clean)
}

/// Suggestions as a table.
pub fn show(answer: &SuggestAnswer, output: &mut Output) -> Result<(), Failure> {
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
    shown::suggestions("Suggested", &list("suggest"), output)?;
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
    shown::suggestions("Worth a look", likely, output)?;
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
    ))
}

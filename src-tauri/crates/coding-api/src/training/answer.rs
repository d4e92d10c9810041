//! An answer as the window sends it, read.

use coding_model::Poa;
use coding_training::score::{Answer, ErrorKind, Verdict};
use coding_training::{Place, Step, Walker};
use icd10cm::{BookKind, Code};

use crate::ApiError;
use crate::dto::AttemptDto;

/// Most steps of a walk that are kept.
pub(super) const STEPS: usize = 400;

/// Reads an answer.
///
/// # Errors
/// Where a code, a kind of error or an indicator is none.
pub(super) fn read(walker: &Walker<'_>, asked: &AttemptDto) -> Result<Answer, ApiError> {
    let code = |text: &String| {
        Code::parse(text).map_err(|e| ApiError::input(format!("scoring an answer: {e}")))
    };
    let kind = |name: &String| {
        ErrorKind::ALL
            .iter()
            .copied()
            .find(|k| k.short() == name)
            .ok_or_else(|| {
                ApiError::input(format!("scoring an answer: {name:?} is no kind of error"))
            })
    };
    Ok(Answer {
        words: asked.words.clone(),
        steps: asked
            .steps
            .iter()
            .take(STEPS)
            .filter_map(|line| step(walker, line))
            .collect(),
        notes: asked.notes.clone(),
        codes: asked.codes.iter().map(code).collect::<Result<_, _>>()?,
        poa: asked
            .poa
            .iter()
            .map(|said| Ok((code(&said.code)?, poa(&said.poa)?)))
            .collect::<Result<_, ApiError>>()?,
        flags: asked
            .flags
            .iter()
            .map(|f| {
                Ok(Verdict {
                    code: code(&f.code)?,
                    error: f.error.as_ref().map(kind).transpose()?,
                })
            })
            .collect::<Result<_, ApiError>>()?,
        hints: asked.hints,
        elapsed_ms: u64::from(asked.elapsed_ms),
    })
}

/// An indicator of presence on admission.
pub(super) fn poa(text: &str) -> Result<Poa, ApiError> {
    let found = Poa::parse(text);
    found.ok_or_else(|| {
        ApiError::input(format!(
            "scoring an answer: {text:?} says nothing of presence on admission; it is Y, N, U, W or exempt"
        ))
    })
}

/// A step as the window records it: `index: A > b | column`, `tabular: E11.22`, `search: …`.
fn step(walker: &Walker<'_>, line: &str) -> Option<Step> {
    let (kind, text) = line.split_once(": ")?;
    match kind {
        "search" => Some(Step::Search {
            book: BookKind::Index,
            word: text.to_owned(),
        }),
        "index" => {
            let (path, head) = text.split_once(" | ").unwrap_or((text, ""));
            let path: Vec<String> = path.split(" > ").map(str::to_owned).collect();
            BookKind::ALL.into_iter().find_map(|book| {
                let heads = walker.book().book(book).heads();
                let column = heads
                    .zip(1_u8..)
                    .find(|(h, _)| *h == head)
                    .map(|(_, column)| column)
                    .filter(|_| !head.is_empty());
                let place = Place {
                    book,
                    path: path.clone(),
                    column,
                };
                walker.line(&place).map(|_| Step::Open(place))
            })
        }
        "tabular" | "verified" => Code::parse(text).ok().map(|code| Step::Tabular { code }),
        _ => None,
    }
}

//! `guideline`.

use coding_api::answer::{self, GuidelineAnswer, GuidelineText};
use coding_api::codeset::Library;

use super::shown;
use crate::arguments::Guideline;
use crate::failure::{Done, Failure};
use crate::output::Output;

pub fn run(library: &Library, asked: &Guideline, output: &mut Output) -> Result<Done, Failure> {
    let (edition, notice) = super::edition(library, &asked.which)?;
    let answer = match &asked.section {
        Some(number) => answer::guideline(library, &edition, number)?,
        None => answer::guidelines(
            library,
            &edition,
            asked.code.as_deref(),
            asked.search.as_deref(),
        )?,
    };
    if asked.json {
        output.json(&answer)?;
        return Ok(Done::Clean);
    }
    shown::notice(notice.as_deref(), output)?;
    shown::notice(answer.notice.as_deref(), output)?;
    if let Some(text) = &answer.guideline {
        whole(text, output)?;
    }
    list(&answer, output)?;
    Ok(Done::Clean)
}

fn whole(text: &GuidelineText, output: &mut Output) -> Result<(), Failure> {
    output.line(&text.citation)?;
    output.wrapped("", "  ", &text.title)?;
    for paragraph in text.text.lines() {
        output.gap()?;
        output.wrapped("", "", paragraph)?;
    }
    Ok(())
}

fn list(answer: &GuidelineAnswer, output: &mut Output) -> Result<(), Failure> {
    if answer.guidelines.is_empty() {
        return match answer.guideline {
            Some(_) => Ok(()),
            None => output.line("No guideline was found."),
        };
    }
    if answer.guideline.is_some() {
        output.gap()?;
    }
    let mut group: Option<&str> = None;
    for row in &answer.guidelines {
        let bearing = row.bearing.as_deref();
        if bearing.is_some() && bearing != group {
            output.line(match bearing {
                Some("names") => "They name the code:",
                Some("names-header") => "They name a header above it:",
                Some("names-below") => "They name a code below it:",
                Some("range") => "They name a range that holds it:",
                Some("wide-range") => "They name a range over several chapters that holds it:",
                _ => "They are of its chapter:",
            })?;
            group = bearing;
        }
        output.labelled(&format!("  {:<18} ", row.number), &row.title)?;
    }
    Ok(())
}

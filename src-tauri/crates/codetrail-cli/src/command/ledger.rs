//! `ledger verify`, `ledger head`.

use std::path::Path;

use coding_api::answer;

use crate::arguments::{Head, Verify};
use crate::failure::{Done, Failure};
use crate::output::{Output, count};
use crate::secret;

pub fn verify(home: &Path, asked: &Verify, output: &mut Output) -> Result<Done, Failure> {
    let answer = answer::ledger_verify(&secret::app(home)?, asked.head.as_deref())?;
    let done = if answer.fault.is_some() {
        Done::Problems
    } else {
        Done::Clean
    };
    if asked.json {
        output.json(&answer)?;
        return Ok(done);
    }
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    output.line(&format!(
        "{} and {} that they cover were found whole.",
        count(number(answer.events), "event"),
        count(number(answer.rows), "row")
    ))?;
    output.line(&format!("Head: {}", answer.head))?;
    match &answer.fault {
        Some(fault) => output.wrapped("Fault: ", "       ", fault)?,
        None => output.line("No fault was found.")?,
    }
    Ok(done)
}

pub fn head(home: &Path, asked: &Head, output: &mut Output) -> Result<Done, Failure> {
    let answer = answer::ledger_head(&secret::app(home)?, asked.export.as_deref())?;
    if asked.json {
        output.json(&answer)?;
    } else {
        output.line(&format!("{} {}", answer.sequence, answer.hash))?;
    }
    Ok(Done::Clean)
}

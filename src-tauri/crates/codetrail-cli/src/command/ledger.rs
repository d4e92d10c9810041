//! `ledger verify`.

use std::path::Path;

use coding_api::{App, answer};

use crate::arguments::Verify;
use crate::failure::{Done, Failure};
use crate::output::{Output, count};

pub fn verify(home: &Path, asked: &Verify, output: &mut Output) -> Result<Done, Failure> {
    let answer = answer::ledger_verify(&App::new(home))?;
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

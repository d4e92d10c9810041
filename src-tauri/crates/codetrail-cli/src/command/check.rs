//! `check`.

use coding_api::answer;
use coding_api::codeset::Library;

use super::shown;
use crate::arguments::Check;
use crate::failure::{Done, Failure};
use crate::output::Output;

pub fn run(library: &Library, asked: &Check, output: &mut Output) -> Result<Done, Failure> {
    let facts = super::facts(&asked.which, &asked.patient)?;
    let (edition, notice) = super::edition(library, &asked.which)?;
    let answer = answer::check(&edition, &asked.codes, facts)?;
    let done = if answer.has_problems() {
        Done::Problems
    } else {
        Done::Clean
    };
    if asked.json {
        output.json(&answer)?;
        return Ok(done);
    }
    shown::notice(notice.as_deref(), output)?;
    for finding in &answer.findings {
        shown::finding("", finding, output)?;
    }
    let count = |severity: &str| {
        answer
            .findings
            .iter()
            .filter(|f| f.severity == severity)
            .count()
    };
    output.line(&format!(
        "{} errors, {} warnings, {} remarks; {} pairs of codes checked against {}",
        count("error"),
        count("warning"),
        count("info"),
        answer.pairs_checked,
        answer.release
    ))?;
    if !answer.unavailable.is_empty() {
        let rules: Vec<String> = answer
            .unavailable
            .iter()
            .map(|u| format!("{} ({})", u.rule, u.list))
            .collect();
        output.wrapped(
            "",
            "  ",
            &format!("Not checked, for want of a list: {}", rules.join(", ")),
        )?;
    }
    Ok(done)
}

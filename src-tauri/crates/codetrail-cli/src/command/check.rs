//! `check`.

use coding_api::answer;
use coding_api::codeset::Library;

use super::shown;
use crate::arguments::Check;
use crate::failure::{Done, Failure};
use crate::input;
use crate::output::{Output, count};

pub fn run(library: &Library, asked: &Check, output: &mut Output) -> Result<Done, Failure> {
    let facts = super::facts(&asked.which, &asked.patient)?;
    let (edition, notice) = super::edition(library, &asked.which)?;
    let answer = match &asked.note {
        Some(file) => answer::check_with_note(&edition, &asked.codes, facts, &input::note(file)?)?,
        None => answer::check(&edition, &asked.codes, facts)?,
    };
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
    let of = |severity: &str, noun: &str| {
        let n = answer
            .findings
            .iter()
            .filter(|f| f.severity == severity)
            .count();
        count(n, noun)
    };
    output.line(&format!(
        "{}, {}, {}; {} of codes checked against {}",
        of("error", "error"),
        of("warning", "warning"),
        of("info", "remark"),
        count(
            usize::try_from(answer.pairs_checked).unwrap_or(usize::MAX),
            "pair"
        ),
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

//! `lookup`.

use coding_api::answer;
use coding_api::codeset::Library;

use super::shown;
use crate::arguments::Lookup;
use crate::failure::{Done, Failure};
use crate::output::Output;

pub fn run(library: &Library, asked: &Lookup, output: &mut Output) -> Result<Done, Failure> {
    let (edition, notice) = super::edition(library, &asked.which)?;
    let phrase = asked.phrase.join(" ");
    let mut answer = answer::lookup(&edition, &phrase, asked.limit)?;
    if asked.explain {
        answer::explain(&edition, &phrase, &mut answer)?;
    }
    if asked.json {
        output.json(&answer)?;
        return Ok(Done::Clean);
    }
    shown::notice(notice.as_deref(), output)?;
    if answer.ambiguous.is_empty() {
        for notice in &answer.notices {
            output.wrapped("  ", "  ", notice)?;
        }
    } else {
        let short = answer.ambiguous.first().map_or("", |m| &m.short);
        output.line(&format!(
            "{short:?} may stand for several things; name the one that is meant:"
        ))?;
        for meaning in &answer.ambiguous {
            output.line(&format!("  {} ({})", meaning.expansion, meaning.source))?;
        }
        output.gap()?;
    }
    if answer.results.is_empty() {
        output.line("Nothing was found. Try the noun of the condition, or fewer words.")?;
    }
    for result in &answer.results {
        let code = if result.billable {
            result.code.clone()
        } else {
            format!("{}-", result.code)
        };
        let title = if result.guessed {
            format!("{} (guessed)", result.title)
        } else {
            result.title.clone()
        };
        output.labelled(&format!("{code:<10}"), &title)?;
        if !result.path.is_empty() {
            let path = format!("{}  [{}]", result.path.join(" › "), result.source);
            output.wrapped("          ", "            ", &path)?;
        }
        for line in result.explanation.iter().flat_map(|e| e.lines()) {
            output.line(&format!("          {line}"))?;
        }
    }
    Ok(Done::Clean)
}

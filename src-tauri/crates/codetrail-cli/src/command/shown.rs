//! What several commands show alike.

use std::collections::HashMap;

use coding_api::answer::{CheckFinding, Suggested};
use coding_api::model::ModelUse;

use crate::failure::Failure;
use crate::output::{Output, short, thousands};

/// Quotes shown of a suggestion.
const QUOTES: usize = 3;
/// Width of a quote.
const QUOTE: usize = 84;

/// Says which release is used where it is not the one of the day.
pub fn notice(notice: Option<&str>, output: &mut Output) -> Result<(), Failure> {
    match notice {
        Some(text) => output.wrapped("Note: ", "      ", text),
        None => Ok(()),
    }
}

/// A finding of a rule.
pub fn finding(indent: &str, finding: &CheckFinding, output: &mut Output) -> Result<(), Failure> {
    let mark = match finding.severity.as_str() {
        "error" => "■ error  ",
        "warning" => "▲ warning",
        _ => "● remark ",
    };
    let first = format!("{indent}{mark} {:<8} ", finding.rule);
    let rest = " ".repeat(textwrap::core::display_width(&first));
    output.wrapped(&first, &rest, &finding.message)?;
    let mut authority = finding.authority.clone();
    if let Some(fix) = &finding.fix {
        authority = format!("{authority}. {fix}");
    }
    output.wrapped(&rest, &rest, &authority)
}

/// The suggestions of one list, each with how its score came about where `trees` has it.
pub fn suggestions(
    head: &str,
    list: &[&Suggested],
    trees: &HashMap<String, String>,
    output: &mut Output,
) -> Result<(), Failure> {
    if list.is_empty() {
        return Ok(());
    }
    output.line(head)?;
    for suggestion in list {
        self::suggestion(suggestion, output)?;
        for line in trees.get(&suggestion.code).iter().flat_map(|t| t.lines()) {
            output.line(&format!("      {line}"))?;
        }
    }
    Ok(())
}

fn suggestion(suggestion: &Suggested, output: &mut Output) -> Result<(), Failure> {
    let percent = (suggestion.confidence * 100.0).round();
    let first = format!("{:>4}  {:<9} ", format!("{percent}%"), suggestion.code);
    let indent = " ".repeat(6);
    output.labelled(&first, &suggestion.title)?;
    for evidence in suggestion.evidence.iter().take(QUOTES) {
        let section = if evidence.section.is_empty() {
            String::new()
        } else {
            format!("  ({})", short(&evidence.section, 28))
        };
        let width = QUOTE - textwrap::core::display_width(&section);
        output.line(&format!(
            "{indent}“{}”{section}",
            short(&evidence.quote, width)
        ))?;
    }
    if suggestion.evidence.len() > QUOTES {
        output.line(&format!(
            "{indent}and {} more quotes",
            suggestion.evidence.len() - QUOTES
        ))?;
    }
    if let Some(path) = &suggestion.index_path {
        let text = format!("{}  [{}]", path.terms.join(" › "), path.source);
        output.wrapped(&format!("{indent}→ "), &" ".repeat(8), &text)?;
    }
    for found in &suggestion.findings {
        finding(&indent, found, output)?;
    }
    Ok(())
}

/// What asking a model took, in one line.
pub fn model_use(used: &ModelUse) -> String {
    let usage = &used.usage;
    let mut line = format!(
        "{} at {} ({}): {} calls",
        used.model,
        used.host,
        used.reach,
        thousands(usize::try_from(usage.calls).unwrap_or(usize::MAX))
    );
    if usage.cached > 0 {
        line.push_str(&format!(", {} answered before", usage.cached));
    }
    if usage.failed > 0 {
        line.push_str(&format!(", {} without an answer", usage.failed));
    }
    line.push_str(&format!(
        " · {} tokens asked, {} answered",
        thousands(usize::try_from(usage.tokens_in).unwrap_or(usize::MAX)),
        thousands(usize::try_from(usage.tokens_out).unwrap_or(usize::MAX))
    ));
    if usage.cost > 0.0 {
        line.push_str(&format!(" · cost {:.4}", usage.cost));
    }
    line
}

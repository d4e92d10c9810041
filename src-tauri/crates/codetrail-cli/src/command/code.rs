//! `code`.

use coding_api::answer::{self, CodeAnswer};
use coding_api::codeset::{Edition, Library};

use super::shown;
use crate::arguments::Code;
use crate::failure::{Done, Failure};
use crate::output::Output;

/// Most lines of children or of excluding entries that are written out.
const MOST: usize = 40;
/// Most guidelines that are named.
const NEAREST: usize = 6;

pub fn run(library: &Library, asked: &Code, output: &mut Output) -> Result<Done, Failure> {
    let (edition, notice) = super::edition(library, &asked.which)?;
    let answer = answer::code(library, &edition, &asked.code)?;
    if asked.json {
        output.json(&answer)?;
        return Ok(Done::Clean);
    }
    shown::notice(notice.as_deref(), output)?;
    show(&answer, output)?;
    guidelines(library, &edition, &answer.code, output)?;
    Ok(Done::Clean)
}

/// The guidelines that bear on the code, nearest first.
fn guidelines(
    library: &Library,
    edition: &Edition,
    code: &str,
    output: &mut Output,
) -> Result<(), Failure> {
    let found = answer::guidelines(library, edition, Some(code), None)?;
    output.gap()?;
    let year = found
        .fiscal_year
        .map_or_else(String::new, |y| format!(" FY{y}"));
    output.line(&format!("Official Guidelines{year}"))?;
    if found.guidelines.is_empty() {
        let none = format!("None bears on {code}.");
        return output.wrapped("  ", "  ", found.notice.as_deref().unwrap_or(&none));
    }
    for row in found.guidelines.iter().take(NEAREST) {
        output.labelled(&format!("  {:<14} ", row.number), &row.title)?;
    }
    let more = found.guidelines.len().saturating_sub(NEAREST);
    if more > 0 {
        output.line(&format!("  and {more} more: guideline --code {code}"))?;
    }
    Ok(())
}

fn show(answer: &CodeAnswer, output: &mut Output) -> Result<(), Failure> {
    for (depth, line) in answer.lineage.iter().enumerate() {
        let indent = "  ".repeat(depth);
        output.labelled(&format!("{indent}{}  ", line.code), &line.title)?;
    }
    let indent = "  ".repeat(answer.lineage.len());
    output.labelled(&format!("{indent}{}  ", answer.code), &answer.title)?;
    output.gap()?;
    let state = if answer.billable {
        "Billable: may be reported as it stands."
    } else if answer.children.is_empty() {
        "Not complete: a 7th character is needed."
    } else {
        "A header: choose one of the codes below it."
    };
    output.line(state)?;
    let validity: Vec<String> = answer
        .validity
        .iter()
        .map(|v| format!("{} {}", v.release, v.status))
        .collect();
    if validity.len() > 1 {
        output.line(&format!("Releases: {}", validity.join(", ")))?;
    }
    for change in &answer.changes {
        let what = match change.kind.as_str() {
            "added" => "new".to_owned(),
            "became-header" => "was billable before".to_owned(),
            "became-billable" => "was a header before".to_owned(),
            "retitled" => format!("was titled {:?} before", change.from),
            "notes" => "other notes than before".to_owned(),
            other => other.to_owned(),
        };
        let text = format!("{} against {}: {what}", change.newer, change.older);
        output.wrapped("", "  ", &text)?;
    }
    notes(answer, output)?;
    if !answer.seventh_characters.is_empty() {
        output.gap()?;
        let from = answer
            .seventh_characters_from
            .as_deref()
            .map_or_else(String::new, |f| format!(" (from {f})"));
        output.line(&format!("7th character{from}"))?;
        for seventh in &answer.seventh_characters {
            let label = match &seventh.code {
                Some(code) => format!("  {}  {code:<9} ", seventh.character),
                None => format!("  {}  ", seventh.character),
            };
            output.labelled(&label, &seventh.text)?;
        }
    }
    ladder(answer, output)?;
    entries("Below it", &answer.children, output)?;
    entries(
        "Excluded by an Excludes1 note at",
        &answer.excluded_by,
        output,
    )
}

/// Most values of a fact that are written out.
const VALUES: usize = 12;

fn ladder(answer: &CodeAnswer, output: &mut Output) -> Result<(), Failure> {
    // the 7th characters stand above with their meanings, and plain details below with their titles
    let rungs = answer
        .ladder
        .iter()
        .filter(|r| r.axis != "detail" && r.axis != "episode");
    let mut first = true;
    for rung in rungs {
        if first {
            output.gap()?;
            output.line("One fact away")?;
            first = false;
        }
        let mut values: Vec<String> = rung
            .options
            .iter()
            .take(VALUES)
            .map(|o| match &o.code {
                Some(code) if Some(&o.value) == rung.here.as_ref() => {
                    format!("{} {code} (this)", o.value)
                }
                Some(code) => format!("{} {code}", o.value),
                None => format!("{} ({} codes)", o.value, o.codes.len()),
            })
            .collect();
        if rung.options.len() > VALUES {
            values.push("…".to_owned());
        }
        output.labelled(&format!("  {:<14}", rung.axis), &values.join(", "))?;
    }
    Ok(())
}

fn notes(answer: &CodeAnswer, output: &mut Output) -> Result<(), Failure> {
    if answer.notes.is_empty() {
        return output.line("No notes are in force.");
    }
    let mut group: Option<(&str, Option<&str>)> = None;
    for note in &answer.notes {
        let this = (note.kind.as_str(), note.inherited_from.as_deref());
        if group != Some(this) {
            let from = this.1.map_or_else(String::new, |f| format!(" (from {f})"));
            output.gap()?;
            output.line(&format!("{}{from}", kind(this.0)))?;
            group = Some(this);
        }
        output.wrapped("  ", "      ", &note.text)?;
    }
    Ok(())
}

fn kind(name: &str) -> &str {
    match name {
        "inclusion-term" => "Inclusion terms",
        "includes" => "Includes",
        "excludes1" => "Excludes1",
        "excludes2" => "Excludes2",
        "code-first" => "Code first",
        "use-additional" => "Use additional",
        "code-also" => "Code also",
        "note" => "Note",
        other => other,
    }
}

fn entries(head: &str, entries: &[answer::CodeRef], output: &mut Output) -> Result<(), Failure> {
    if entries.is_empty() {
        return Ok(());
    }
    output.gap()?;
    output.line(head)?;
    for entry in entries.iter().take(MOST) {
        let dash = if entry.billable { "" } else { "-" };
        let code = format!("{}{dash}", entry.code);
        output.labelled(&format!("  {code:<10}"), &entry.title)?;
    }
    if entries.len() > MOST {
        output.line(&format!("  … and {} more", entries.len() - MOST))?;
    }
    Ok(())
}

//! `codeset diff`.

use coding_api::answer::{self, DifferenceChange, DifferenceNote};
use coding_api::codeset::Library;

use crate::arguments::Diff;
use crate::failure::{Done, Failure};
use crate::output::{Output, thousands};

pub fn run(library: &Library, asked: &Diff, output: &mut Output) -> Result<Done, Failure> {
    let answer = answer::difference(
        library,
        &asked.older,
        &asked.newer,
        asked.kind.as_deref(),
        asked.billable,
    )?;
    if asked.json {
        output.json(&answer)?;
        return Ok(Done::Clean);
    }
    output.line(&format!("From {} to {}", answer.older, answer.newer))?;
    for count in &answer.counts {
        let number = thousands(usize::try_from(count.count).unwrap_or(usize::MAX));
        output.line(&format!("  {number:>7} {}", kind(&count.kind)))?;
    }
    for change in &answer.changes {
        output.gap()?;
        self::change(change, output)?;
    }
    Ok(Done::Clean)
}

fn change(change: &DifferenceChange, output: &mut Output) -> Result<(), Failure> {
    let dash = if change.billable { "" } else { "-" };
    let label = format!("{:<10}", format!("{}{dash}", change.code));
    output.labelled(&label, kind(&change.kind))?;
    let indent = " ".repeat(10);
    if change.from == change.to {
        output.labelled(&indent, &change.to)?;
    } else {
        if !change.from.is_empty() {
            output.labelled(&format!("{indent}- "), &change.from)?;
        }
        if !change.to.is_empty() {
            output.labelled(&format!("{indent}+ "), &change.to)?;
        }
    }
    let notes = |sign: &str, notes: &[DifferenceNote], output: &mut Output| {
        notes.iter().try_for_each(|note| {
            output.labelled(
                &format!("{indent}{sign} "),
                &format!("{}: {}", note.kind, note.text),
            )
        })
    };
    notes("-", &change.notes_removed, output)?;
    notes("+", &change.notes_added, output)
}

fn kind(name: &str) -> &str {
    match name {
        "became-header" => "became a header",
        "became-billable" => "became billable",
        "retitled" => "with another title",
        "notes" => "with other notes",
        other => other,
    }
}

//! `index`.

use coding_api::answer::{self, IndexCode, IndexEntry};
use coding_api::codeset::Library;

use super::shown;
use crate::arguments::Index;
use crate::failure::{Done, Failure};
use crate::output::Output;

pub fn run(library: &Library, asked: &Index, output: &mut Output) -> Result<Done, Failure> {
    let (edition, notice) = super::edition(library, &asked.which)?;
    let answer = answer::index(&edition, &asked.path)?;
    if asked.json {
        output.json(&answer)?;
        return Ok(Done::Clean);
    }
    shown::notice(notice.as_deref(), output)?;
    let book = match answer.book.as_str() {
        "index" => "Index to Diseases and Injuries",
        "external-cause" => "External Cause of Injuries Index",
        "neoplasm" => "Table of Neoplasms",
        _ => "Table of Drugs and Chemicals",
    };
    output.line(&format!("{book}, {} ({})", answer.release, answer.source))?;
    output.wrapped("", "  ", &answer.path.join(" › "))?;
    output.gap()?;
    for entry in &answer.entries {
        line(entry, output)?;
    }
    Ok(Done::Clean)
}

fn line(entry: &IndexEntry, output: &mut Output) -> Result<(), Failure> {
    let level = usize::from(entry.level);
    let indent = if level == 0 {
        String::new()
    } else {
        format!("{}- ", "  ".repeat(level - 1))
    };
    let mut text = entry.title.clone();
    if !entry.nonessential_modifiers.is_empty() {
        let modifiers: Vec<String> = entry
            .nonessential_modifiers
            .iter()
            .map(|m| format!("({m})"))
            .collect();
        text = format!("{text} {}", modifiers.join(" "));
    }
    if let Some(code) = &entry.code {
        text = format!("{text}  {}", printed(code));
    }
    if let Some(manifestation) = &entry.manifestation {
        text = format!("{text} [{}]", printed(manifestation));
    }
    for reference in &entry.references {
        let kind = match reference.kind.as_str() {
            "see-also" => "see also",
            "see-category" => "see category",
            _ => "see",
        };
        text = format!("{text} — {kind} {}", reference.text);
        if reference.targets.is_empty()
            && let Some(hint) = &reference.hint
        {
            text = format!("{text} ({hint})");
        }
    }
    let rest = " ".repeat(indent.len() + 4);
    output.wrapped(&indent, &rest, &text)?;
    for cell in &entry.cells {
        if let Some(code) = &cell.code {
            output.line(&format!("{rest}{:<44}{}", cell.column, printed(code)))?;
        }
    }
    Ok(())
}

fn printed(code: &IndexCode) -> String {
    if code.in_release {
        code.printed.clone()
    } else {
        format!("{} (not in this release)", code.printed)
    }
}

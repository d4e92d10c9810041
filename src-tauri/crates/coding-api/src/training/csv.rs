//! All attempts as a table of text.

use std::fmt::Write as _;

use super::attempt::{self, Attempt};
use super::dashboard::own_alone;
use crate::dto::ExportedDto;
use crate::{ApiError, App, clock, export};

const HEAD: &str = "person,at,exercise,kind,chapter,mode,score,hints,seconds,main term seconds,index seconds,tabular seconds,answer seconds,wrong turns,errors,codes,wrong suggestions,trusted,examination,time ran out,divergence";

/// Writes the table into a new file of the downloads folder.
///
/// # Errors
/// Where the database cannot be read, or the file not be written.
pub fn training_csv_save(app: &App) -> Result<ExportedDto, ApiError> {
    let attempts = app.store(|store| {
        let mut attempts = attempt::all(store)?;
        if let Some(own) = own_alone(store)? {
            attempts.retain(|a| a.person == own);
        }
        Ok(attempts)
    })?;
    let day = clock::today().map(|d| d.to_string()).unwrap_or_default();
    let name = format!("training-{day}.csv");
    export::save_download(app, &name, csv(&attempts).as_bytes())
}

/// A table after RFC 4180. Cells that a spreadsheet would take for a formula are quoted as text.
pub(super) fn csv(attempts: &[Attempt]) -> String {
    let mut out = format!("{HEAD}\r\n");
    let seconds = |ms: u32| format!("{:.1}", f64::from(ms) / 1000.0);
    for a in attempts {
        let b = &a.body;
        let pace = |of: fn(&super::pace::Pace) -> u32| {
            b.pace.as_ref().map(|p| seconds(of(p))).unwrap_or_default()
        };
        let cells = [
            a.person.clone(),
            a.at.clone(),
            b.exercise.clone(),
            b.kind.clone(),
            b.chapter.clone(),
            b.mode.clone(),
            format!("{:.3}", b.score),
            b.hints.to_string(),
            seconds(b.elapsed_ms),
            pace(|p| p.main_term),
            pace(|p| p.index),
            pace(|p| p.tabular),
            pace(|p| p.answer),
            b.wrong_turns.to_string(),
            b.errors.join(" "),
            b.codes.join(" "),
            b.seeded.to_string(),
            b.trusted.to_string(),
            b.exam.clone().unwrap_or_default(),
            if b.timed_out { "yes" } else { "" }.to_owned(),
            b.divergence.clone(),
        ];
        let line: Vec<String> = cells.iter().map(|c| quoted(c)).collect();
        let _ = write!(out, "{}\r\n", line.join(","));
    }
    out
}

fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("plain"), "plain");
        assert_eq!(csv(&[]).trim_end().split(',').count(), 21);
    }
}

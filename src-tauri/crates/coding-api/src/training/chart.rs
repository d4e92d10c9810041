//! A draft of an exercise made of a coded chart: its text without what identifies, its codes with the words and the
//! ways that they were assigned by. It is shown before it is kept.

use clinical_text::deidentify;
use coding_model::{Decision, Encounter, IndexPath, Source};
use coding_store::assigned_codes;
use coding_training::{Place, Walker};
use icd10cm::{BookKind, Code};

use crate::bag::Assigned;
use crate::decision::effective;
use crate::dto::{DraftCodeDto, DraftDto, DraftedDto, ReplacedDto, name_of};
use crate::{ApiError, App, auditing, encounter};

/// What stands between two documents.
const BETWEEN: &str = "\n\n";

/// A draft of a chart and what was taken out of its text. Nothing is kept, and nothing leaves the program.
///
/// # Errors
/// Where there is no such chart, it has no codes, who works now audits it blind, or its release is not installed.
pub fn author_from_chart(app: &App, id: &str) -> Result<DraftedDto, ApiError> {
    super::author::require_trainer(app)?;
    let id = encounter::identifier(id)?;
    let (encounter, decisions) = app.store(|store| {
        auditing::require_revealed(store, id, "making an exercise of a chart")?;
        Ok((store.encounter(id)?, store.decisions(id)?))
    })?;
    let codes = assigned_codes(decisions.iter().map(|d| (d.id, &d.act)));
    if codes.is_empty() {
        return Err(ApiError::input(
            "making an exercise of a chart: no code is assigned to it; code it first",
        ));
    }
    let edition = app.library().select(None, encounter.date)?.edition;
    let walker = Walker::new(edition.codebook());
    let known: Vec<&str> = encounter
        .documents
        .iter()
        .map(|d| d.author.as_str())
        .filter(|author| !author.is_empty())
        .collect();
    let texts: Vec<&str> = encounter
        .documents
        .iter()
        .map(|d| d.text.as_str())
        .collect();
    let clean = deidentify(&texts.join(BETWEEN), &known);
    let effective = effective(&decisions);
    let mut left_out = Vec::new();
    let mut rows = Vec::new();
    for code in codes {
        let Some(assigned) = Assigned::of(code, &effective) else {
            continue;
        };
        if !walker.book().is_billable(code) {
            left_out.push(format!("{code} is not billable in {}", edition.name()));
            continue;
        }
        let words = words(&encounter, &assigned.about, &clean);
        if words.is_empty() {
            left_out.push(format!(
                "{code} stands on words that identify, or on none: give it words of the text"
            ));
        }
        rows.push(row(&walker, code, words, &assigned.about));
    }
    let short: String = id.to_string().chars().rev().take(8).collect();
    let draft = DraftDto {
        id: format!("chart-{short}"),
        kind: if rows.len() > 1 { "chart" } else { "walk" }.to_owned(),
        text: clean.text.trim().to_owned(),
        setting: name_of(&encounter.setting),
        words: String::new(),
        accept: Vec::new(),
        codes: rows,
        given: Vec::new(),
        notes: Vec::new(),
        wrong: Vec::new(),
        suggestions: Vec::new(),
        traps: Vec::new(),
        hints: Vec::new(),
        why: String::new(),
        cite: String::new(),
        seconds: None,
        chart: id.to_string(),
    };
    Ok(DraftedDto {
        draft,
        replaced: clean
            .counts()
            .into_iter()
            .map(|(kind, count)| ReplacedDto {
                kind: name_of(&kind),
                placeholder: kind.placeholder().to_owned(),
                count,
            })
            .collect(),
        left_out,
        release: edition.name().to_owned(),
    })
}

/// The first quote that is still whole in the text without identifiers.
fn words(
    encounter: &Encounter,
    about: &[&Decision],
    clean: &clinical_text::Deidentified,
) -> String {
    let mut starts = Vec::new();
    let mut at = 0;
    for document in &encounter.documents {
        starts.push((document.id, at));
        at += document.text.len() + BETWEEN.len();
    }
    about
        .iter()
        .flat_map(|d| &d.evidence)
        .find_map(|span| {
            let (_, start) = starts.iter().find(|(id, _)| *id == span.document)?;
            let range =
                clinical_text::TextRange::new(start + span.range.start(), start + span.range.end());
            let words = clean.place(range)?.slice(&clean.text)?;
            (words == span.quote).then(|| words.to_owned())
        })
        .unwrap_or_default()
}

fn row(walker: &Walker<'_>, code: Code, words: String, about: &[&Decision]) -> DraftCodeDto {
    let path = about.iter().rev().find_map(|d| d.index_path.as_ref());
    let place = path.and_then(|path| place(walker, path, code));
    DraftCodeDto {
        code: code.to_string(),
        words,
        path: place
            .as_ref()
            .map(|p| p.path.join(" > "))
            .unwrap_or_default(),
        book: name_of(&place.as_ref().map_or(BookKind::Index, |p| p.book)),
        column: place.and_then(|p| p.column),
        optional: false,
        poa: String::new(),
    }
}

/// The line of a recorded way, where the release has it; with its column where the way ends in a table.
fn place(walker: &Walker<'_>, path: &IndexPath, code: Code) -> Option<Place> {
    if matches!(path.source, Source::Tabular | Source::Derived) {
        return None;
    }
    let of = |book, titles: &[String]| Place {
        book,
        path: titles.to_vec(),
        column: None,
    };
    let whole = BookKind::ALL
        .into_iter()
        .map(|book| of(book, &path.terms))
        .find(|place| walker.line(place).is_some());
    let mut place = match whole {
        Some(place) => place,
        // the last title is that of a column
        None => {
            let (_, row) = path.terms.split_last()?;
            BookKind::ALL
                .into_iter()
                .map(|book| of(book, row))
                .find(|place| walker.line(place).is_some())?
        }
    };
    if matches!(place.book, BookKind::Neoplasm | BookKind::Drug) {
        let leads = |c: &icd10cm::Cell| c.code.is_some_and(|p| code.starts_with(p.code));
        place.column = walker.line(&place)?.cells().find(leads).map(|c| c.column);
    }
    Some(place)
}

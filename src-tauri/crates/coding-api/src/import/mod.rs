//! Bringing charts in: files, folders and archives of them, looked at first or stored.

mod files;
mod given;

use std::path::PathBuf;

use coding_model::{Document, DocumentId, Encounter, EncounterId};
use interchange::read::{Chart, Page};

use crate::dto::{
    ImportChartDto, ImportPageDto, ImportPreviewDto, ImportRefusedDto, ImportedDto, name_of,
};
use crate::note::Facts;
use crate::people::Beginner;
use crate::{ApiError, App, clock, encounter, people, settings};
use files::{Looked, each_file};
pub(crate) use given::Given;
pub use given::{import_forget, import_give};

/// Charts stored in one transaction.
const BATCH: usize = 64;
/// The longest title.
const TITLE: usize = 200;

/// What a person says of all charts that are brought in; the files' own word holds where nothing is said.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stated {
    /// The facts, read from what was typed.
    pub facts: Facts,
    /// Whether the setting among them was typed.
    pub setting: bool,
    /// Whether charts whose text is stored already are left out.
    pub skip_stored: bool,
}

/// Reads files, folders and archives and tells what would be stored; stores nothing.
///
/// # Errors
/// Where nobody has signed in who may add charts, or a named path is not there.
pub fn import_preview(app: &App, paths: &[PathBuf]) -> Result<ImportPreviewDto, ApiError> {
    if is_kept(app) {
        require_adding(app)?;
    }
    let mut preview = ImportPreviewDto::default();
    each_file(app, paths, &mut |looked| {
        match looked {
            Looked::Read { file, found } => {
                preview
                    .remarks
                    .extend(found.remarks.iter().map(|r| format!("{file}: {r}")));
                preview
                    .charts
                    .extend(found.charts.iter().map(|chart| ImportChartDto {
                        stored: stored_as(app, chart),
                        ..shown(&file, found.kind.name(), &found.encoding, chart)
                    }));
            }
            Looked::Refused(refused) => preview.refused.push(refused),
        }
        Ok(())
    })?;
    Ok(preview)
}

/// Reads files, folders and archives and stores their charts. A file that cannot be read is told and left out; the
/// others go in.
///
/// # Errors
/// Where nobody has signed in who may add charts, a named path is not there, somebody else signs in meanwhile, or the
/// database cannot be written; what was stored before stays.
pub fn import_files(app: &App, paths: &[PathBuf], stated: Stated) -> Result<ImportedDto, ApiError> {
    let by = require_adding(app)?;
    let mut imported = ImportedDto::default();
    let mut batch: Vec<Encounter> = Vec::new();
    let store = |batch: &mut Vec<Encounter>| -> Result<(), ApiError> {
        app.store(|store| {
            by.require(store, "importing charts")?;
            let person = settings::person(store)?;
            Ok(store.save_encounters(batch, &clock::now(), &person)?)
        })?;
        batch.clear();
        Ok(())
    };
    each_file(app, paths, &mut |looked| {
        match looked {
            Looked::Read { file, found } => {
                imported
                    .remarks
                    .extend(found.remarks.iter().map(|r| format!("{file}: {r}")));
                for chart in found.charts {
                    if let Some(known) = stored_as(app, &chart) {
                        let done = if stated.skip_stored {
                            "left out"
                        } else {
                            "stored again"
                        };
                        imported.remarks.push(format!(
                            "{file}: the same text is stored already as {known}; {done}"
                        ));
                        if stated.skip_stored {
                            continue;
                        }
                    }
                    let encounter = encounter_of(chart, stated);
                    imported.encounters.push(encounter.id.to_string());
                    batch.push(encounter);
                }
                if batch.len() >= BATCH {
                    store(&mut batch)?;
                }
            }
            Looked::Refused(refused) => imported.refused.push(refused),
        }
        Ok(())
    })?;
    if !batch.is_empty() {
        store(&mut batch)?;
    }
    imported.rows = imported
        .encounters
        .iter()
        .take(1_000)
        .map(|id| encounter::encounter_row(app, id))
        .collect::<Result<_, _>>()?;
    Ok(imported)
}

/// Refuses who may not add charts; who may.
fn require_adding(app: &App) -> Result<Beginner, ApiError> {
    app.store(|store| {
        people::require_one(store, encounter::ADDING, "importing charts")?;
        Ok(Beginner::of(store))
    })
}

/// Whether there is a database; looking makes none.
fn is_kept(app: &App) -> bool {
    app.home().join(coding_store::DATABASE_FILE).exists()
}

/// The chart that holds all texts of this one already, by its title. Without a database, or with one that cannot be
/// opened now, nothing is known to be stored; looking makes none.
fn stored_as(app: &App, chart: &Chart) -> Option<String> {
    if !is_kept(app) {
        return None;
    }
    let texts: Vec<&str> = chart.pages.iter().map(|page| page.text.as_str()).collect();
    let known = app
        .store(|store| Ok(store.encounter_with(&texts)?))
        .ok()??;
    let day = known.date.map(|d| format!(" of {d}")).unwrap_or_default();
    Some(format!("“{}”{day}", known.title))
}

fn encounter_of(chart: Chart, stated: Stated) -> Encounter {
    let Stated { facts, setting, .. } = stated;
    let date = facts.date.or(chart.date);
    let own = chart.setting.filter(|_| !setting);
    Encounter {
        id: EncounterId::new(),
        title: chart
            .title
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .chars()
            .take(TITLE)
            .collect(),
        setting: own.unwrap_or(facts.setting),
        admitted: chart.admitted,
        date,
        sex: facts.sex.or(chart.sex),
        age: facts.age.or(chart.age),
        documents: chart
            .pages
            .into_iter()
            .map(|page| document(page, date.map(|d| d.to_string())))
            .collect(),
    }
}

fn document(page: Page, date: Option<String>) -> Document {
    let or = |text: String, other: &str| {
        if text.trim().is_empty() {
            other.to_owned()
        } else {
            text.split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
                .chars()
                .take(TITLE)
                .collect()
        }
    };
    Document {
        id: DocumentId::new(),
        title: or(page.title, "Note"),
        kind: or(page.kind, "note"),
        author: or(page.author, ""),
        author_role: page.role,
        date: if page.date.is_empty() {
            date.unwrap_or_default()
        } else {
            page.date
        },
        text: page.text,
    }
}

fn shown(file: &str, kind: &str, encoding: &str, chart: &Chart) -> ImportChartDto {
    ImportChartDto {
        file: file.to_owned(),
        kind: kind.to_owned(),
        encoding: encoding.to_owned(),
        title: chart.title.clone(),
        setting: chart.setting.map(|s| name_of(&s)),
        admitted: chart.admitted.map(|d| d.to_string()),
        date: chart.date.map(|d| d.to_string()),
        sex: chart.sex.map(|s| name_of(&s)),
        age: chart.age,
        stored: None,
        documents: chart
            .pages
            .iter()
            .map(|page| ImportPageDto {
                title: page.title.clone(),
                kind: page.kind.clone(),
                author: page.author.clone(),
                author_role: name_of(&page.role),
                date: page.date.clone(),
                characters: u32::try_from(page.text.chars().count()).unwrap_or(u32::MAX),
                begins: page
                    .text
                    .split_whitespace()
                    .take(12)
                    .collect::<Vec<_>>()
                    .join(" "),
            })
            .collect(),
    }
}

/// A file that was not read, as the preview and the import tell it.
pub(crate) fn refused(file: String, why: String) -> ImportRefusedDto {
    ImportRefusedDto { file, why }
}

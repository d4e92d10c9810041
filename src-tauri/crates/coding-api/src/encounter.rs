//! The queue, and one encounter opened.

use coding_model::{AuthorRole, Document, DocumentId, Duty, Encounter, EncounterId, Setting, Sex};
use coding_store::{EncounterStatus, EncounterSummary};
use icd10cm::{Date, Release};

use crate::codeset::{Library, Manifest};
use crate::dto::{EncounterDto, EncounterRowDto, NewEncounterDto, name_of};
use crate::{
    ApiError, App, auditing, bag, clock, decision, document, note, people, settings, suggestion,
    threshold,
};

/// The longest title.
const TITLE: usize = 200;

/// The encounters in the order in which they came; erased ones are left out.
///
/// # Errors
/// Where the database cannot be read.
pub fn encounter_list(app: &App) -> Result<Vec<EncounterRowDto>, ApiError> {
    let installed = installed(app.library());
    let summaries = app.store(|store| Ok(store.encounters()?))?;
    Ok(summaries
        .iter()
        .filter(|s| s.status != EncounterStatus::Erased)
        .map(|s| row(s, &installed))
        .collect())
}

/// A page of the queue: at most so many encounters behind the one of a number, 0 for the first page; and the number to
/// ask behind for the next page, where there is one.
///
/// # Errors
/// Where the database cannot be read.
pub fn encounter_page(
    app: &App,
    after: u64,
    limit: usize,
) -> Result<(Vec<EncounterRowDto>, Option<u64>), ApiError> {
    let installed = installed(app.library());
    let page = app.store(|store| Ok(store.encounter_page(after, limit)?))?;
    let next = (page.len() == limit)
        .then(|| page.last().map(|s| s.number))
        .flatten();
    let rows = page
        .iter()
        .filter(|s| s.status != EncounterStatus::Erased)
        .map(|s| row(s, &installed))
        .collect();
    Ok((rows, next))
}

/// One encounter as the queue shows it.
pub(crate) fn encounter_row(app: &App, id: &str) -> Result<EncounterRowDto, ApiError> {
    let id = identifier(id)?;
    let summary = app.store(|store| Ok(store.encounter_summary(id)?))?;
    Ok(row(&summary, &installed(app.library())))
}

/// One encounter with its documents, its last run, its decisions and its codes. While who works now audits it blind,
/// what tells of the engine is left out.
///
/// # Errors
/// Where there is none of that identifier or the database cannot be read.
pub fn encounter_open(app: &App, id: &str) -> Result<EncounterDto, ApiError> {
    let id = identifier(id)?;
    let installed = installed(app.library());
    let (encounter, run, decisions, row, withheld) = app.store(|store| {
        let encounter = store.encounter(id)?;
        let withheld = auditing::is_blind(store, id)?;
        let mut run = store.latest_run(id)?.filter(|_| !withheld);
        if let Some(run) = &mut run {
            threshold::apply(store, encounter.setting, run)?;
        }
        let decisions = store.decisions(id)?;
        let row = row(&store.encounter_summary(id)?, &installed);
        Ok((encounter, run, decisions, row, withheld))
    })?;
    // without a code set the chart can still be read
    let selection = app.library().select(None, encounter.date).ok();
    let mut bag = bag::bag(
        selection.as_ref().map(|s| &*s.edition),
        &encounter,
        &decisions,
    );
    let run = run.map(|run| {
        suggestion::run(
            &run,
            &encounter,
            &decisions,
            selection.as_ref().map(|s| &*s.edition),
        )
    });
    let mut told = decision::list(&decisions);
    if withheld {
        decision::withhold(&mut told);
        bag::withhold(&mut bag);
    }
    Ok(EncounterDto {
        row,
        documents: encounter.documents.iter().map(document::document).collect(),
        run,
        decisions: told,
        bag,
        withheld,
        release_notice: selection.and_then(|s| s.notice),
    })
}

/// Who may add charts.
pub(crate) const ADDING: &[Duty] = &[Duty::Coder, Duty::Administrator];

/// Stores a new encounter with one document.
///
/// # Errors
/// Where the note is empty, too long or no text, a field is not understood, or nothing can be written.
pub fn encounter_create(app: &App, new: NewEncounterDto) -> Result<EncounterDto, ApiError> {
    note::check(&new.text)?;
    if new.text.trim().is_empty() {
        return Err(ApiError::input(
            "adding a chart: the note is empty; paste or choose a note with text",
        ));
    }
    let facts = note::Facts::parse(
        Some(&new.setting),
        new.date.as_deref(),
        new.sex.as_deref(),
        new.age,
    )?;
    let title: String = new.title.trim().chars().take(TITLE).collect();
    let encounter = Encounter {
        id: EncounterId::new(),
        title: if title.is_empty() {
            "Untitled chart".to_owned()
        } else {
            title
        },
        setting: facts.setting,
        admitted: None,
        date: facts.date,
        sex: facts.sex,
        age: facts.age,
        documents: vec![note_document(new.text, facts.date)],
    };
    app.store(|store| {
        people::require_one(store, ADDING, "adding a chart")?;
        let person = settings::person(store)?;
        Ok(store.save_encounter(&encounter, &clock::now(), &person)?)
    })?;
    encounter_open(app, &encounter.id.to_string())
}

/// A pasted note as a document.
pub(crate) fn note_document(text: String, date: Option<Date>) -> Document {
    Document {
        id: DocumentId::new(),
        title: "Note".to_owned(),
        kind: "note".to_owned(),
        author: String::new(),
        author_role: AuthorRole::Provider,
        date: date.map(|d| d.to_string()).unwrap_or_default(),
        text,
    }
}

/// Reads an encounter's identifier.
pub(crate) fn identifier(id: &str) -> Result<EncounterId, ApiError> {
    EncounterId::parse(id).ok_or_else(|| {
        ApiError::input(format!(
            "opening an encounter: {:?} is no identifier",
            id.chars().take(40).collect::<String>()
        ))
    })
}

fn installed(library: &Library) -> Vec<Release> {
    library
        .manifests()
        .0
        .iter()
        .map(Manifest::release)
        .collect()
}

fn row(summary: &EncounterSummary, installed: &[Release]) -> EncounterRowDto {
    let (release, release_notice) = Library::name_for(installed, summary.date).unzip();
    EncounterRowDto {
        id: summary.id.to_string(),
        title: summary.title.clone(),
        setting: name_of::<Setting>(&summary.setting),
        date: summary.date.map(|d| d.to_string()),
        sex: summary.sex.map(|s| name_of::<Sex>(&s)),
        age: summary.age,
        documents: summary.documents,
        assigned: summary.assigned,
        decisions: summary.decisions,
        status: match summary.status {
            EncounterStatus::New => "new",
            EncounterStatus::InProgress | EncounterStatus::Erased => "in-progress",
            EncounterStatus::Signed => "signed",
            EncounterStatus::Amending => "amending",
        }
        .to_owned(),
        audit: summary.audit.clone(),
        release,
        release_notice: release_notice.flatten(),
    }
}

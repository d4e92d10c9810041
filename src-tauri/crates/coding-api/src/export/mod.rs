//! Taking an encounter out of the program: as a FHIR bundle, a table, an evidence packet, or the whole record.

mod file;
mod record;

pub(crate) use file::create_new;
pub use file::write_new;
pub use interchange::write::Format;

use std::collections::HashSet;

use coding_model::Duty;
use coding_store::{Mode, NewEvent, statement_kind};
use icd10cm::Code;
use interchange::record::{Record, RecordedStatement};
use interchange::write;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::dto::ExportedDto;
use crate::{ApiError, App, clock, encounter, people, settings};

/// An encounter in a format of the outside world.
#[derive(Debug, Clone)]
pub struct Exported {
    /// What to write.
    pub bytes: Vec<u8>,
    /// A name for the file; names the encounter by its identifier alone.
    pub file_name: String,
    /// How many codes are assigned in it.
    pub codes: usize,
}

/// What of an encounter to take out.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scope<'a> {
    /// One of the assigned codes alone.
    pub code: Option<&'a str>,
    /// With the comments of people, which are left out otherwise.
    pub comments: bool,
}

/// Reads the name of a format.
///
/// # Errors
/// Where there is none of that name.
pub fn format(name: &str) -> Result<Format, ApiError> {
    Format::parse(name).ok_or_else(|| {
        let names: Vec<&str> = Format::ALL.iter().map(|f| f.name()).collect();
        ApiError::input(format!(
            "exporting: {:?} is no format; it is one of {}",
            name.chars().take(24).collect::<String>(),
            names.join(", ")
        ))
    })
}

/// Puts an encounter into a format, or what of it the scope says; that it was exported is an event of the ledger.
///
/// # Errors
/// Where there is no such encounter or it was erased, the code is not assigned, or the event cannot be written.
/// From a database that is open for reading only, the export is made without an event.
pub fn encounter_export(
    app: &App,
    id: &str,
    format: Format,
    scope: Scope<'_>,
) -> Result<Exported, ApiError> {
    let id = encounter::identifier(id)?;
    app.require_confirmation("exporting")?;
    app.store(|store| people::require_one(store, &[Duty::Coder, Duty::Auditor], "exporting"))?;
    let mut record = record::of(app, id)?;
    if scope.comments {
        without_withdrawn(&mut record);
    } else {
        record.stated.retain(|s| s.kind != statement_kind::COMMENT);
    }
    if let Some(text) = scope.code {
        let code =
            Code::parse(text).map_err(|e| ApiError::input(format!("exporting a code: {e}")))?;
        record = record.of_code(code).ok_or_else(|| {
            ApiError::not_found(format!(
                "exporting {code}: it is not among the encounter's assigned codes"
            ))
        })?;
    }
    let bytes = render(&record, format);
    let part = scope
        .code
        .map(|c| format!("-{}", c.replace(['.', '/', '\\'], "")))
        .unwrap_or_default();
    let exported = Exported {
        file_name: format!("codetrail-{id}{part}.{}", format.ending()),
        codes: record.codes.len(),
        bytes,
    };
    app.store(|store| {
        if *store.mode() != Mode::ReadWrite {
            return Ok(());
        }
        let person = settings::person(store)?;
        store.append_event(&NewEvent {
            at: &clock::now(),
            person: &person,
            kind: "exported",
            encounter: Some(id),
            body: json!({
                "as": format.name(),
                "codes": exported.codes,
                "comments": scope.comments,
                "sha256": sha256(&exported.bytes),
            }),
        })?;
        Ok(())
    })?;
    Ok(exported)
}

/// Leaves out the words of comments that were taken back; that there was one, whose and when stays.
fn without_withdrawn(record: &mut Record) {
    let comments = |one: &&RecordedStatement| one.kind == statement_kind::COMMENT;
    let withdrawn: HashSet<String> = record
        .stated
        .iter()
        .filter(comments)
        .filter_map(|one| one.subject.clone())
        .collect();
    for one in &mut record.stated {
        if withdrawn.contains(&one.id) {
            one.words = json!({});
        }
    }
}

/// As [`encounter_export`], into a new file of the person's downloads folder, or of `exports` in the home folder
/// where the platform names none.
///
/// # Errors
/// As [`encounter_export`]; where the file cannot be written.
pub fn encounter_export_save(
    app: &App,
    id: &str,
    name: &str,
    scope: Scope<'_>,
) -> Result<ExportedDto, ApiError> {
    let exported = encounter_export(app, id, format(name)?, scope)?;
    let saved = save_download(app, &exported.file_name, &exported.bytes)?;
    Ok(ExportedDto {
        codes: u32::try_from(exported.codes).unwrap_or(u32::MAX),
        ..saved
    })
}

/// A path in the downloads folder where nothing is yet.
pub(crate) fn free_download(app: &App, name: &str) -> Result<std::path::PathBuf, ApiError> {
    file::free_beside(&downloads(app), name)
}

fn downloads(app: &App) -> std::path::PathBuf {
    dirs::download_dir()
        .filter(|folder| folder.is_dir())
        .unwrap_or_else(|| app.home().join("exports"))
}

/// Writes a new file into the person's downloads folder, or into `exports` in the home folder where the platform
/// names none.
pub(crate) fn save_download(app: &App, name: &str, bytes: &[u8]) -> Result<ExportedDto, ApiError> {
    let path = file::write_beside(&downloads(app), name, bytes)?;
    Ok(ExportedDto {
        path: path.display().to_string(),
        bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        codes: 0,
    })
}

fn render(record: &Record, format: Format) -> Vec<u8> {
    match format {
        Format::Fhir => write::fhir(record),
        Format::Csv => write::csv(record),
        Format::Html => write::html(record),
        Format::Json => write::json(record),
        Format::Pdf => write::pdf(record),
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

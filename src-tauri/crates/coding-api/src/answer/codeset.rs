//! Answers of `codeset list` and `codeset codes`.

use serde::Serialize;

use super::FORMAT;
use crate::codebook::source_name;
use crate::codeset::{Edition, Library, Manifest, last_day};

/// The installed releases.
#[derive(Debug, Clone, Serialize)]
pub struct CodesetAnswer {
    /// 1.
    pub format: u32,
    /// Newest first.
    pub releases: Vec<CodesetRelease>,
    /// What cannot be used, one line each.
    pub problems: Vec<String>,
}

/// One release.
#[derive(Debug, Clone, Serialize)]
pub struct CodesetRelease {
    /// Name.
    pub release: String,
    /// First day in force.
    pub effective: String,
    /// Last day of its fiscal year.
    pub until: Option<String>,
    /// When it was installed last.
    pub installed_at: String,
    /// Where it came from.
    pub source: String,
    /// Billable codes.
    pub billable: usize,
    /// Parts.
    pub parts: Vec<CodesetPart>,
    /// Companion lists.
    pub companions: Vec<CodesetCompanion>,
    /// Things the parser met and passed over.
    pub problems: usize,
    /// The first of them.
    pub problem_lines: Vec<String>,
}

/// One part.
#[derive(Debug, Clone, Serialize)]
pub struct CodesetPart {
    /// "tabular", "index", "external-cause", "neoplasm", "drug".
    pub part: String,
    /// "official" or "starter".
    pub source: String,
    /// Entries in it.
    pub entries: usize,
    /// SHA-256 of the official file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// One companion list.
#[derive(Debug, Clone, Serialize)]
pub struct CodesetCompanion {
    /// Kind.
    pub kind: String,
    /// Fiscal year, where known.
    pub year: Option<u16>,
    /// SHA-256.
    pub sha256: String,
}

/// Problem lines that an answer names.
const LINES: usize = 50;

/// The installed releases with their parts, sources, counts and problems.
#[must_use]
pub fn codeset(library: &Library) -> CodesetAnswer {
    let (manifests, mut problems) = library.manifests();
    let mut releases = Vec::new();
    for manifest in &manifests {
        match library.open(&manifest.release) {
            Ok(edition) => releases.push(release(manifest, &edition)),
            Err(error) => problems.push(error.message),
        }
    }
    CodesetAnswer {
        format: FORMAT,
        releases,
        problems,
    }
}

fn release(manifest: &Manifest, edition: &Edition) -> CodesetRelease {
    let codebook = edition.codebook();
    CodesetRelease {
        release: manifest.release.clone(),
        effective: manifest.effective.to_string(),
        until: last_day(&manifest.release()).map(|d| d.to_string()),
        installed_at: manifest.installed_at.clone(),
        source: manifest.source.clone(),
        billable: codebook.billable_count(),
        parts: edition
            .parts()
            .into_iter()
            .map(|(part, source, entries)| CodesetPart {
                part: part.name().to_owned(),
                source: source_name(source).to_owned(),
                entries,
                sha256: manifest.file(part).map(|f| f.sha256.clone()),
            })
            .collect(),
        companions: manifest
            .companions
            .iter()
            .map(|c| CodesetCompanion {
                kind: c.kind.name().to_owned(),
                year: c.year,
                sha256: c.sha256.clone(),
            })
            .collect(),
        problems: codebook.problem_lines().len(),
        problem_lines: codebook
            .problem_lines()
            .take(LINES)
            .map(str::to_owned)
            .collect(),
    }
}

/// Calls `each` with every code of a release in tabular order, dotted; headers too unless only billable ones
/// are asked for.
///
/// # Errors
/// What `each` answers.
pub fn codes<E>(
    edition: &Edition,
    billable: bool,
    each: &mut dyn FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let codebook = edition.codebook();
    let mut all: Box<dyn Iterator<Item = icd10cm::Code>> = if billable {
        Box::new(codebook.billable_codes())
    } else {
        Box::new(codebook.all_codes())
    };
    all.try_for_each(|code| each(&code.to_string()))
}

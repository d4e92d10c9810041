//! Releases compared: all changes between two, and one code through all of them.

use icd10cm::{Change, ChangeKind, ChangedNote, Code, CodeStatus, Codebook};

use crate::ApiError;
use crate::codeset::{Compared, Edition, Library, last_day};
use crate::dto::{
    ChangeDto, ChangedNoteDto, CodeHistoryDto, DifferenceDto, DifferenceQueryDto, ReleaseStatusDto,
};

/// Rows of a page where no other number is asked for.
const PAGE: usize = 200;

/// A page of the changes between two installed releases, whichever is named first.
///
/// # Errors
/// Where one of them is not installed, both are the same, or the kind is none.
pub fn code_difference(
    library: &Library,
    one: &str,
    other: &str,
    query: &DifferenceQueryDto,
) -> Result<DifferenceDto, ApiError> {
    let kind = query.kind.as_deref().map(kind_named).transpose()?;
    let Compared {
        older,
        newer,
        changes,
    } = library.difference(one, other)?;
    let words: Vec<String> = query
        .words
        .as_deref()
        .unwrap_or_default()
        .split_whitespace()
        .map(str::to_lowercase)
        .collect();
    let asked: Vec<&Change> = changes
        .iter()
        .filter(|c| query.chapter.as_ref().is_none_or(|ch| *ch == c.chapter))
        .filter(|c| !query.billable.unwrap_or(false) || c.billable)
        .filter(|c| words.iter().all(|word| holds(c, word)))
        .collect();
    let rows: Vec<&Change> = asked
        .iter()
        .filter(|c| kind.is_none_or(|k| k == c.kind))
        .copied()
        .collect();
    let offset = query.offset.map_or(0, |n| n as usize);
    let limit = query.limit.map_or(PAGE, |n| n as usize);
    Ok(DifferenceDto {
        counts: counts(changes.iter()),
        found: counts(asked.iter().copied()),
        total: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        rows: rows
            .into_iter()
            .skip(offset)
            .take(limit)
            .map(|c| change(c, older.name(), newer.name()))
            .collect(),
        older: older.name().to_owned(),
        newer: newer.name().to_owned(),
    })
}

fn kind_named(name: &str) -> Result<ChangeKind, ApiError> {
    ChangeKind::ALL
        .into_iter()
        .find(|k| k.name() == name)
        .ok_or_else(|| {
            let names: Vec<&str> = ChangeKind::ALL.iter().map(|k| k.name()).collect();
            ApiError::input(format!(
                "comparing releases: {:?} is no kind of change; kinds are {}",
                name.chars().take(24).collect::<String>(),
                names.join(", ")
            ))
        })
}

fn holds(change: &Change, word: &str) -> bool {
    let code = word.to_uppercase();
    change.place.starts_with(&code)
        || change.code.is_some_and(|c| c.undotted().starts_with(&code))
        || change.from.to_lowercase().contains(word)
        || change.to.to_lowercase().contains(word)
}

fn counts<'a>(changes: impl Iterator<Item = &'a Change> + Clone) -> Vec<(String, u32)> {
    ChangeKind::ALL
        .into_iter()
        .map(|kind| {
            let n = changes.clone().filter(|c| c.kind == kind).count();
            (kind.name().to_owned(), u32::try_from(n).unwrap_or(u32::MAX))
        })
        .collect()
}

pub(super) fn change(change: &Change, older: &str, newer: &str) -> ChangeDto {
    let notes = |notes: &[ChangedNote]| {
        notes
            .iter()
            .map(|n| ChangedNoteDto {
                kind: n.kind.name().to_owned(),
                text: n.text.clone(),
            })
            .collect()
    };
    ChangeDto {
        kind: change.kind.name().to_owned(),
        code: match change.place.strip_prefix("Chapter ") {
            Some(number) => format!("chapter-{number}"),
            None => change.place.clone(),
        },
        chapter: change.chapter.clone(),
        billable: change.billable,
        older: older.to_owned(),
        newer: newer.to_owned(),
        from: change.from.clone(),
        to: change.to.clone(),
        notes_added: notes(&change.notes_added),
        notes_removed: notes(&change.notes_removed),
    }
}

/// A code through all installed releases, in some of which it may be absent.
///
/// # Errors
/// Where the text is no code.
pub fn code_history(library: &Library, code: &str) -> Result<CodeHistoryDto, ApiError> {
    let code = Code::parse(code.trim_end_matches(['-', '.']))
        .map_err(|e| ApiError::input(format!("following a code through the releases: {e}")))?;
    let editions = library.editions();
    let releases: Vec<ReleaseStatusDto> = editions
        .iter()
        .enumerate()
        .map(|(i, edition)| {
            let release = edition.manifest().release();
            // the update of the same fiscal year takes over before its end
            let next = i
                .checked_sub(1)
                .and_then(|i| editions.get(i))
                .map(|e| e.manifest().release())
                .filter(|next| next.fiscal_year() == release.fiscal_year());
            ReleaseStatusDto {
                release: release.name.clone(),
                effective: release.effective.to_string(),
                until: match next {
                    Some(next) => Some(format!("the day before {}", next.effective)),
                    None => last_day(&release).map(|d| d.to_string()),
                },
                status: status(edition.codebook(), code).to_owned(),
                title: edition.codebook().title(code).unwrap_or_default(),
            }
        })
        .collect();
    Ok(CodeHistoryDto {
        code: code.to_string(),
        changes: changes(&editions, code),
        summary: summary(&releases),
        releases,
    })
}

/// What changed at a code from each release to the next, newest first.
pub(super) fn changes(editions: &[std::sync::Arc<Edition>], code: Code) -> Vec<ChangeDto> {
    editions
        .windows(2)
        .filter_map(|pair| {
            let [newer, older] = pair else { return None };
            let found = icd10cm::change_of(older.codebook(), newer.codebook(), code)?;
            Some(change(&found, older.name(), newer.name()))
        })
        .collect()
}

/// "billable", "header", "absent".
pub(super) fn status(codebook: &Codebook, code: Code) -> &'static str {
    match codebook.status(code) {
        CodeStatus::Billable => "billable",
        CodeStatus::NotBillable { .. } | CodeStatus::NeedsSeventhCharacter { .. } => "header",
        CodeStatus::WrongSeventhCharacter { .. } | CodeStatus::Absent { .. } => "absent",
    }
}

/// The stretches of releases that say the same, oldest first.
fn summary(releases: &[ReleaseStatusDto]) -> String {
    let mut parts: Vec<(&str, &ReleaseStatusDto, &ReleaseStatusDto)> = Vec::new();
    for release in releases.iter().rev() {
        match parts.last_mut() {
            Some((status, _, last)) if *status == release.status => *last = release,
            _ => parts.push((&release.status, release, release)),
        }
    }
    let only = parts.len() == 1;
    let told: Vec<String> = parts
        .iter()
        .enumerate()
        .map(|(i, (status, first, last))| {
            let names = if first.release == last.release {
                first.release.clone()
            } else {
                format!("{} to {}", first.release, last.release)
            };
            match (i, only) {
                (_, true) => format!("{status} in {names}"),
                (0, _) => format!(
                    "{status} to {} ({names})",
                    last.until.as_deref().unwrap_or("the next release")
                ),
                _ => format!("{status} from {} ({names})", first.effective),
            }
        })
        .collect();
    told.join("; ")
}

/// What the other releases say of a code that one does not have: "it is billable in FY2021 and FY2025-04".
pub(super) fn elsewhere(library: &Library, code: Code) -> Option<String> {
    let found = |asked: &str| -> Vec<String> {
        library
            .editions()
            .iter()
            .rev()
            .filter(|e| status(e.codebook(), code) == asked)
            .map(|e| e.name().to_owned())
            .collect()
    };
    let told: Vec<String> = [
        ("billable", found("billable")),
        ("a header", found("header")),
    ]
    .into_iter()
    .filter(|(_, releases)| !releases.is_empty())
    .map(|(what, releases)| format!("{what} in {}", releases.join(", ")))
    .collect();
    (!told.is_empty()).then(|| format!("it is {}", told.join(" and ")))
}

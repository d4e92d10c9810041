//! The Tabular List: an entry with everything that holds for it.

use std::collections::HashSet;
use std::sync::Arc;

use clinical_text::TextRange;
use icd10cm::{
    ChangeKind, Code, CodeStatus, Codebook, EffectiveNote, Entry, EntryKind, Note, NoteKind,
};

use super::difference;
use crate::codeset::{Edition, Library};
use crate::convert::Utf16;
use crate::dto::{
    EntryRefDto, NoteDto, NoteRefDto, RungDto, RungOptionDto, SeventhCharacterDto, TabularDto,
    name_of,
};
use crate::{ApiError, ErrorCode};

/// A tabular entry of a release; its validity is told for every installed release.
///
/// # Errors
/// [`ErrorCode::NotFound`] where the release has no such entry, with the nearest one it has.
pub fn tabular_entry(
    library: &Library,
    edition: &Edition,
    code: &str,
) -> Result<TabularDto, ApiError> {
    let codebook = edition.codebook();
    let (entry, code) = find(edition, code).map_err(|error| absent(library, code, error))?;
    let editions = library.editions();
    let before = editions
        .iter()
        .find(|e| e.manifest().effective < edition.manifest().effective);
    let entry_ref = |entry: Entry<'_>| EntryRefDto {
        change: before.and_then(|before| changed(before, edition, entry.code()?)),
        ..entry_ref(entry)
    };
    let title = code
        .and_then(|c| codebook.title(c))
        .unwrap_or_else(|| entry.title().to_owned());
    let mut lineage: Vec<EntryRefDto> = entry.ancestors().map(entry_ref).collect();
    lineage.reverse();
    if code.is_some() && code != entry.code() {
        // a code made with a 7th character stands below its leaf
        lineage.push(entry_ref(entry));
    }
    let inherited = entry.seventh_owner().filter(|owner| *owner != entry);
    Ok(TabularDto {
        code: code.map_or_else(|| label(entry), |c| c.to_string()),
        title,
        billable: code.is_some_and(|c| codebook.is_billable(c)),
        lineage,
        siblings: entry.siblings().map(entry_ref).collect(),
        children: entry.children().map(entry_ref).collect(),
        notes: entry.effective_notes().map(|n| note(&n)).collect(),
        excluded_by: code.map(|c| excluded_by(codebook, c)).unwrap_or_default(),
        ladder: code.map(|c| ladder(codebook, c)).unwrap_or_default(),
        changes: code
            .map(|c| difference::changes(&editions, c))
            .unwrap_or_default(),
        seventh_characters: sevenths(codebook, entry),
        seventh_from: inherited.map(Entry::place),
        releases: code.map(|c| validity(&editions, c)).unwrap_or_default(),
    })
}

/// The entry of a code, block ("I30-I5A") or chapter ("chapter-9"), and the code where one was asked for.
pub(super) fn find<'a>(
    edition: &'a Edition,
    text: &str,
) -> Result<(Entry<'a>, Option<Code>), ApiError> {
    let codebook = edition.codebook();
    let text = text.trim();
    let lower = text.to_lowercase();
    let chapter = lower
        .strip_prefix("chapter-")
        .or_else(|| lower.strip_prefix("chapter "));
    let block = chapter
        .map(str::to_owned)
        .or_else(|| text.contains('-').then(|| text.to_uppercase()));
    if let Some(entry) = block.and_then(|label| codebook.block(&label)) {
        return Ok((entry, None));
    }
    let stem = text.trim_end_matches('-').trim_end_matches('.');
    let code =
        Code::parse(stem).map_err(|e| ApiError::input(format!("opening a tabular entry: {e}")))?;
    if let Some(entry) = codebook.entry_of(code) {
        return Ok((entry, Some(code)));
    }
    let hint = match codebook.status(code) {
        CodeStatus::Absent {
            nearest: Some(near),
        } => format!(
            "the nearest entry is {near} {}",
            codebook.title(near).unwrap_or_default()
        ),
        CodeStatus::WrongSeventhCharacter { allowed } => {
            let list: Vec<String> = allowed.iter().map(ToString::to_string).collect();
            format!("the codes with a 7th character are {}", list.join(", "))
        }
        _ => "search for it with lookup".to_owned(),
    };
    Err(ApiError::new(
        ErrorCode::NotFound,
        format!(
            "opening {code} in the Tabular List: {} has no such code; {hint}",
            edition.name()
        ),
    ))
}

fn label(entry: Entry<'_>) -> String {
    match entry.kind() {
        EntryKind::Chapter => format!("chapter-{}", entry.label()),
        EntryKind::Block | EntryKind::Entry => entry.label().to_owned(),
    }
}

fn entry_ref(entry: Entry<'_>) -> EntryRefDto {
    EntryRefDto {
        code: label(entry),
        title: entry.title().to_owned(),
        billable: entry.is_billable(),
        header: !entry.is_leaf(),
        change: None,
    }
}

/// Entries whose Excludes1 notes name the code, each once, in tabular order.
fn excluded_by(codebook: &Codebook, code: Code) -> Vec<EntryRefDto> {
    let mut seen = HashSet::new();
    codebook
        .excluded_by(code)
        .map(Note::owner)
        .filter(|owner| seen.insert(owner.number()))
        .map(entry_ref)
        .collect()
}

fn note(effective: &EffectiveNote<'_>) -> NoteDto {
    let note = effective.note;
    // codes named in inclusion terms are part of a name ("B12 deficiency"), never a reference
    let refs = match note.kind() {
        NoteKind::InclusionTerm => Vec::new(),
        _ => references(note),
    };
    NoteDto {
        kind: note.kind().name().to_owned(),
        text: note.text().to_owned(),
        refs,
        head: note.is_head(),
        inherited_from: effective.inherited.then(|| note.owner().place()),
    }
}

fn references(note: Note<'_>) -> Vec<NoteRefDto> {
    let utf16 = Utf16::new(note.text());
    note.references()
        .filter_map(|r| {
            let range = r.range();
            let span = utf16.span(TextRange::new(range.start, range.end))?;
            Some(NoteRefDto {
                start: span.start,
                end: span.end,
                code: label(r.first()),
                count: u32::try_from(r.count()).unwrap_or(u32::MAX),
            })
        })
        .collect()
}

fn sevenths(codebook: &Codebook, entry: Entry<'_>) -> Vec<SeventhCharacterDto> {
    let leaf = entry.code().filter(|_| entry.is_leaf());
    entry
        .seventh_characters()
        .map(|s| {
            let whole = leaf
                .and_then(|c| c.with_seventh(s.character))
                .filter(|c| codebook.is_billable(*c));
            let text = if s.note.is_empty() {
                s.text.to_owned()
            } else {
                format!("{} ({})", s.text, s.note)
            };
            SeventhCharacterDto {
                character: s.character.to_string(),
                text,
                code: whole.map(|c| c.to_string()),
            }
        })
        .collect()
}

/// What every installed release says of the code, newest first.
fn validity(editions: &[Arc<Edition>], code: Code) -> Vec<(String, String)> {
    editions
        .iter()
        .map(|edition| {
            let status = difference::status(edition.codebook(), code);
            (edition.name().to_owned(), status.to_owned())
        })
        .collect()
}

/// The error of a code that the release does not have, with the releases that have it.
fn absent(library: &Library, code: &str, error: ApiError) -> ApiError {
    let elsewhere = Code::parse(code.trim_end_matches(['-', '.']))
        .ok()
        .filter(|_| error.code == ErrorCode::NotFound)
        .and_then(|code| difference::elsewhere(library, code));
    match elsewhere {
        Some(told) => ApiError::new(error.code, format!("{}; {told}", error.message)),
        None => error,
    }
}

/// "new", "revised", "header" or "billable" where that changed from the release before.
fn changed(before: &Edition, edition: &Edition, code: Code) -> Option<String> {
    let change = icd10cm::change_of(before.codebook(), edition.codebook(), code)?;
    let badge = match change.kind {
        ChangeKind::Added => "new",
        ChangeKind::BecameHeader => "header",
        ChangeKind::BecameBillable => "billable",
        ChangeKind::Retitled | ChangeKind::Notes => "revised",
        ChangeKind::Deleted => return None,
    };
    Some(badge.to_owned())
}

/// The facts that separate a code from its neighbours.
pub(crate) fn ladder(codebook: &Codebook, code: Code) -> Vec<RungDto> {
    let rungs = codebook.ladder(code).into_iter().map(|rung| RungDto {
        axis: name_of(&rung.axis),
        options: rung
            .options
            .into_iter()
            .map(|option| RungOptionDto {
                chosen: rung.here.as_deref() == Some(option.value.as_str()),
                title: option
                    .code
                    .and_then(|c| codebook.title(c))
                    .unwrap_or_default(),
                billable: option.code.is_some_and(|c| codebook.is_billable(c)),
                code: option.code.map(|c| c.to_string()),
                codes: option.codes.iter().map(ToString::to_string).collect(),
                value: option.value,
                unspecified: option.unspecified,
            })
            .collect(),
        here: rung.here,
        within: rung.within,
    });
    rungs.collect()
}

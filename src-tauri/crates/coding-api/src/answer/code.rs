//! Answer of `code`.

use serde::Serialize;

use super::FORMAT;
use crate::codeset::{Edition, Library};
use crate::dto::{EntryRefDto, RungDto, TabularDto};
use crate::{ApiError, codebook};

/// A tabular entry with all that holds for it.
#[derive(Debug, Clone, Serialize)]
pub struct CodeAnswer {
    /// 1.
    pub format: u32,
    /// Release it is of.
    pub release: String,
    /// Code, dotted; "chapter-9" or "I30-I5A" for a chapter or block.
    pub code: String,
    /// Full title.
    pub title: String,
    /// May be reported as it stands.
    pub billable: bool,
    /// The line above.
    pub parent: Option<CodeRef>,
    /// Chapter, blocks and ancestors, from the top.
    pub lineage: Vec<CodeRef>,
    /// The lines straight below.
    pub children: Vec<CodeRef>,
    /// 7th characters of the nearest definition; empty where none applies.
    pub seventh_characters: Vec<CodeSeventh>,
    /// Whose definition that is, where it is inherited.
    pub seventh_characters_from: Option<String>,
    /// All notes in force, own ones first, then by ancestor from the nearest up.
    pub notes: Vec<CodeNote>,
    /// Entries whose Excludes1 notes name it.
    pub excluded_by: Vec<CodeRef>,
    /// The facts that separate it from its neighbours, or its codes from each other, the nearest first.
    pub ladder: Vec<CodeRung>,
    /// What changed at it from each installed release to the next, newest first.
    pub changes: Vec<CodeChange>,
    /// What every installed release says of it: "billable", "header", "absent".
    pub validity: Vec<CodeValidity>,
}

/// Another entry.
#[derive(Debug, Clone, Serialize)]
pub struct CodeRef {
    /// Code or label.
    pub code: String,
    /// Title.
    pub title: String,
    /// May be reported as it stands.
    pub billable: bool,
}

/// A 7th character.
#[derive(Debug, Clone, Serialize)]
pub struct CodeSeventh {
    /// The character.
    pub character: String,
    /// Meaning.
    pub text: String,
    /// The whole code, where the entry is a leaf and the release has it.
    pub code: Option<String>,
}

/// A fact that separates codes.
#[derive(Debug, Clone, Serialize)]
pub struct CodeRung {
    /// "side", "episode", "stage", "detail", …
    pub axis: String,
    /// The value here.
    pub here: Option<String>,
    /// The header whose codes are compared.
    pub within: String,
    /// The values in tabular order.
    pub options: Vec<CodeRungOption>,
}

/// A value of a fact.
#[derive(Debug, Clone, Serialize)]
pub struct CodeRungOption {
    /// As the titles tell it.
    pub value: String,
    /// The one code or header of it; none where several have it.
    pub code: Option<String>,
    /// All codes of it, where it alone does not decide.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
}

/// A change from one release to the next.
#[derive(Debug, Clone, Serialize)]
pub struct CodeChange {
    /// "added", "became-header", "became-billable", "retitled", "notes".
    pub kind: String,
    /// The older release.
    pub older: String,
    /// The newer release.
    pub newer: String,
    /// Title in the older release.
    pub from: String,
    /// Title in the newer release.
    pub to: String,
}

/// A note.
#[derive(Debug, Clone, Serialize)]
pub struct CodeNote {
    /// "includes", "excludes1", …
    pub kind: String,
    /// Text.
    pub text: String,
    /// The ancestor, block or chapter that carries it; none for the entry's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inherited_from: Option<String>,
}

/// Validity in a release.
#[derive(Debug, Clone, Serialize)]
pub struct CodeValidity {
    /// Release.
    pub release: String,
    /// "billable", "header", "absent".
    pub status: String,
}

/// The tabular entry of a code.
///
/// # Errors
/// Where the text is no code or the release has no such entry.
pub fn code(library: &Library, edition: &Edition, code: &str) -> Result<CodeAnswer, ApiError> {
    let entry = codebook::tabular_entry(library, edition, code)?;
    Ok(answer(edition.name(), entry))
}

fn answer(release: &str, entry: TabularDto) -> CodeAnswer {
    let lineage: Vec<CodeRef> = entry.lineage.into_iter().map(line).collect();
    CodeAnswer {
        format: FORMAT,
        release: release.to_owned(),
        code: entry.code,
        title: entry.title,
        billable: entry.billable,
        parent: lineage.last().cloned(),
        lineage,
        children: entry.children.into_iter().map(line).collect(),
        seventh_characters: entry
            .seventh_characters
            .into_iter()
            .map(|s| CodeSeventh {
                character: s.character,
                text: s.text,
                code: s.code,
            })
            .collect(),
        seventh_characters_from: entry.seventh_from,
        notes: entry
            .notes
            .into_iter()
            .map(|n| CodeNote {
                kind: n.kind,
                text: n.text,
                inherited_from: n.inherited_from,
            })
            .collect(),
        excluded_by: entry.excluded_by.into_iter().map(line).collect(),
        ladder: entry.ladder.into_iter().map(rung).collect(),
        changes: entry
            .changes
            .into_iter()
            .map(|c| CodeChange {
                kind: c.kind,
                older: c.older,
                newer: c.newer,
                from: c.from,
                to: c.to,
            })
            .collect(),
        validity: entry
            .releases
            .into_iter()
            .map(|(release, status)| CodeValidity { release, status })
            .collect(),
    }
}

fn rung(rung: RungDto) -> CodeRung {
    CodeRung {
        axis: rung.axis,
        here: rung.here,
        within: rung.within,
        options: rung
            .options
            .into_iter()
            .map(|o| CodeRungOption {
                codes: if o.code.is_some() {
                    Vec::new()
                } else {
                    o.codes
                },
                value: o.value,
                code: o.code,
            })
            .collect(),
    }
}

fn line(entry: EntryRefDto) -> CodeRef {
    CodeRef {
        code: entry.code,
        title: entry.title,
        billable: entry.billable,
    }
}

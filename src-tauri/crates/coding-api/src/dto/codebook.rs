//! The book: index nodes, tabular entries, search results.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{BookDto, ChangeDto, MeaningDto, NodeRef, RungDto};

/// A code as an index entry shows it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct IndexCodeDto {
    /// As printed, "E11.2-" with its dash where it has one.
    pub printed: String,
    /// The code or stem to open in the Tabular List; none where the release has no such entry.
    pub code: Option<String>,
    /// Title of that entry.
    pub title: String,
    /// Whether it is complete as it stands.
    pub billable: bool,
}

/// A cross reference.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CrossReferenceDto {
    /// "see" (must be followed, I.A.16.a), "see-also" (may be followed, I.A.16.b), "see-category".
    pub kind: String,
    /// As printed.
    pub text: String,
    /// Entries it leads to, the best first; several where it is a wildcard ("by site").
    pub targets: Vec<NodeRef>,
    /// A hint where it leads to no single entry ("look up the condition, not the site").
    pub hint: Option<String>,
    /// For "see-category": the header to open.
    pub code: Option<String>,
}

/// One line of the index: enough to show it in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct IndexLineDto {
    /// Which entry.
    pub at: NodeRef,
    /// Depth: 0 for a main term.
    pub level: u8,
    /// Title without nonessential modifiers.
    pub title: String,
    /// Nonessential modifiers, without parentheses.
    pub nonessential: Vec<String>,
    /// Default code.
    pub code: Option<IndexCodeDto>,
    /// Bracketed manifestation code, posted second.
    pub manifestation: Option<IndexCodeDto>,
    /// Cross references.
    pub references: Vec<CrossReferenceDto>,
    /// Cells of a table row, by column from 2.
    pub cells: Vec<CellDto>,
    /// Number of direct subterms.
    pub children: u32,
    /// What it is offered for, where it is not what was asked for: a drug of which it is the class.
    pub stands_for: Option<String>,
}

/// One cell of a table.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CellDto {
    /// Column, from 2.
    pub column: u8,
    /// Code; none for "-" and "--".
    pub code: Option<IndexCodeDto>,
}

/// A whole entry: a main term with all its subterms in order, or a table's rows around one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct IndexEntryDto {
    /// Book.
    pub book: BookDto,
    /// "official" or "starter".
    pub source: String,
    /// Column heads for tables, from column 1.
    pub columns: Vec<String>,
    /// The path from the main term to the asked node.
    pub path: Vec<NodeRef>,
    /// All lines of the main term, depth first, "with" blocks first (I.A.15).
    pub lines: Vec<IndexLineDto>,
    /// Number of the asked node among the lines.
    pub focus: u32,
    /// The main terms before and after this one, for paging.
    pub previous: Option<NodeRef>,
    /// The next one.
    pub next: Option<NodeRef>,
}

/// A code named in a note.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NoteRefDto {
    /// Stretch in the note's text (UTF-16).
    pub start: u32,
    /// Behind the stretch.
    pub end: u32,
    /// Entry to open.
    pub code: String,
    /// How many billable codes it stands for.
    pub count: u32,
}

/// One instructional note in force for an entry.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NoteDto {
    /// "includes", "excludes1", "excludes2", "code-first", "use-additional", "code-also", "note",
    /// "inclusion-term", "seventh-character".
    pub kind: String,
    /// Text.
    pub text: String,
    /// Codes named in it.
    pub refs: Vec<NoteRefDto>,
    /// Whether it is a group head ("complication of:").
    pub head: bool,
    /// Where it comes from: none for the entry's own, else "Chapter 9", "I30-I5A", "I50".
    pub inherited_from: Option<String>,
}

/// A 7th character that may be chosen.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SeventhCharacterDto {
    /// The character.
    pub character: String,
    /// Meaning.
    pub text: String,
    /// The whole code, where the entry is a leaf and the code is in the release.
    pub code: Option<String>,
}

/// An entry named beside another.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct EntryRefDto {
    /// Code, or "chapter-9", "I30-I5A" for a chapter or block.
    pub code: String,
    /// Title.
    pub title: String,
    /// Whether it is complete as it stands.
    pub billable: bool,
    /// Whether it has children.
    pub header: bool,
    /// What is new about it since the installed release before: "new", "revised" (title or notes), "header"
    /// (was billable), "billable" (was a header).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub change: Option<String>,
}

/// A tabular entry with all that holds for it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct TabularDto {
    /// Code.
    pub code: String,
    /// Title.
    pub title: String,
    /// Complete as it stands.
    pub billable: bool,
    /// Chapter, blocks and ancestors, from the top.
    pub lineage: Vec<EntryRefDto>,
    /// The entries of the same parent, this one included, in tabular order.
    pub siblings: Vec<EntryRefDto>,
    /// Children.
    pub children: Vec<EntryRefDto>,
    /// Effective notes: own first, then by ancestor from the nearest up.
    pub notes: Vec<NoteDto>,
    /// Entries whose Excludes1 notes name this one.
    pub excluded_by: Vec<EntryRefDto>,
    /// 7th characters of the nearest definition; empty where none applies.
    pub seventh_characters: Vec<SeventhCharacterDto>,
    /// Label of the definition's owner, where inherited.
    pub seventh_from: Option<String>,
    /// The facts that separate it from its neighbours or its codes from each other, the nearest first.
    pub ladder: Vec<RungDto>,
    /// What changed at it from each installed release to the next, newest first.
    pub changes: Vec<ChangeDto>,
    /// Validity in every installed release: name and "billable", "header", "absent".
    pub releases: Vec<(String, String)>,
}

/// One search result.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ResultDto {
    /// Code or stem.
    pub code: String,
    /// Title.
    pub title: String,
    /// Complete as it stands.
    pub billable: bool,
    /// "official", "starter", "derived", "tabular".
    pub source: String,
    /// Path of the entry.
    pub path: Vec<String>,
    /// Entry to open, for index results.
    pub node: Option<NodeRef>,
    /// Score; only their order means something.
    pub score: f32,
    /// Whether a word was guessed at: misspelled, run together, shortened.
    pub guessed: bool,
}

/// An answer of the search.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct LookupDto {
    /// Best first.
    pub results: Vec<ResultDto>,
    /// Words that were guessed or expanded, one line each ("AKI → Failure, kidney, acute (abbreviations)").
    pub notices: Vec<String>,
    /// What was written out to find them, taken apart.
    pub expanded: Vec<MeaningDto>,
    /// The meanings of a short form that nothing around it tells apart: ask which is meant. Empty where none is.
    pub ambiguous: Vec<MeaningDto>,
}

//! Answer of `index`.

use serde::Serialize;

use super::FORMAT;
use crate::codeset::Edition;
use crate::dto::{BookDto, IndexCodeDto, IndexLineDto, NodeRef, name_of};
use crate::{ApiError, codebook};

/// One entry of an index or table with its subterms.
#[derive(Debug, Clone, Serialize)]
pub struct IndexAnswer {
    /// 1.
    pub format: u32,
    /// Release it is of.
    pub release: String,
    /// "index", "external-cause", "neoplasm", "drug".
    pub book: String,
    /// "official" or "starter".
    pub source: String,
    /// Titles from the main term down.
    pub path: Vec<String>,
    /// Heads of a table's columns, from column 1.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// The entry and its subterms, depth first.
    pub entries: Vec<IndexEntry>,
}

/// One line.
#[derive(Debug, Clone, Serialize)]
pub struct IndexEntry {
    /// Depth below the asked entry: 0 for itself.
    pub level: u8,
    /// Title without nonessential modifiers.
    pub title: String,
    /// Nonessential modifiers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nonessential_modifiers: Vec<String>,
    /// Default code as printed, with its dash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<IndexCode>,
    /// Manifestation code in brackets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manifestation: Option<IndexCode>,
    /// Cross references.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<IndexReference>,
    /// Cells of a table's row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<IndexCell>,
}

/// A code as printed.
#[derive(Debug, Clone, Serialize)]
pub struct IndexCode {
    /// With its dash.
    pub printed: String,
    /// Title in the Tabular List.
    pub title: String,
    /// May be reported as it stands.
    pub billable: bool,
    /// Whether the release has it.
    pub in_release: bool,
}

/// A cross reference.
#[derive(Debug, Clone, Serialize)]
pub struct IndexReference {
    /// "see", "see-also", "see-category".
    pub kind: String,
    /// As printed.
    pub text: String,
    /// Paths of the entries it leads to.
    pub targets: Vec<Vec<String>>,
    /// What to do where it leads to none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// A cell.
#[derive(Debug, Clone, Serialize)]
pub struct IndexCell {
    /// Head of its column.
    pub column: String,
    /// Code; none for a dash.
    pub code: Option<IndexCode>,
}

/// The entry of a path, with its subterms.
///
/// # Errors
/// Where no book has such a path.
pub fn index(edition: &Edition, path: &[String]) -> Result<IndexAnswer, ApiError> {
    let at = codebook::index_find(edition, path)?;
    let entry = codebook::index_entry(edition, at)?;
    let focus = usize::try_from(entry.focus).unwrap_or(0);
    let lines = entry.lines.get(focus..).unwrap_or_default();
    let level = lines.first().map_or(0, |l| l.level);
    let below = lines.iter().skip(1).take_while(|l| l.level > level);
    let columns = entry.columns;
    let titles = |at: &NodeRef| titles(edition, *at);
    Ok(IndexAnswer {
        format: FORMAT,
        release: edition.name().to_owned(),
        book: name_of::<BookDto>(&entry.book),
        source: entry.source,
        path: titles(&at),
        entries: lines
            .iter()
            .take(1)
            .chain(below)
            .map(|l| line(l, level, &columns, &titles))
            .collect(),
        columns,
    })
}

fn titles(edition: &Edition, at: NodeRef) -> Vec<String> {
    let book = edition.codebook().book(at.book.into());
    book.node(at.node).map(|n| n.titles()).unwrap_or_default()
}

fn line(
    line: &IndexLineDto,
    level: u8,
    columns: &[String],
    titles: &dyn Fn(&NodeRef) -> Vec<String>,
) -> IndexEntry {
    let head = |column: u8| {
        usize::from(column)
            .checked_sub(1)
            .and_then(|i| columns.get(i))
            .cloned()
            .unwrap_or_default()
    };
    IndexEntry {
        level: line.level - level,
        title: line.title.clone(),
        nonessential_modifiers: line.nonessential.clone(),
        code: line.code.as_ref().map(code),
        manifestation: line.manifestation.as_ref().map(code),
        references: line
            .references
            .iter()
            .map(|r| IndexReference {
                kind: r.kind.clone(),
                text: r.text.clone(),
                targets: r.targets.iter().map(titles).collect(),
                hint: r.hint.clone(),
            })
            .collect(),
        cells: line
            .cells
            .iter()
            .map(|c| IndexCell {
                column: head(c.column),
                code: c.code.as_ref().map(code),
            })
            .collect(),
    }
}

fn code(code: &IndexCodeDto) -> IndexCode {
    IndexCode {
        printed: code.printed.clone(),
        title: code.title.clone(),
        billable: code.billable,
        in_release: code.code.is_some(),
    }
}

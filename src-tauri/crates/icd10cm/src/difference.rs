//! What changed from one release to another.

use serde::Serialize;

use crate::code::Code;
use crate::codebook::Codebook;
use crate::entry::{Entry, EntryKind};
use crate::note::NoteKind;

/// Kinds of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// A code or header that the older release does not have.
    Added,
    /// A code or header that the newer release does not have.
    Deleted,
    /// A billable code of the older release that is a header in the newer.
    BecameHeader,
    /// A header of the older release that is billable in the newer.
    BecameBillable,
    /// Another title.
    Retitled,
    /// Other notes or inclusion terms of its own, with the same title.
    Notes,
}

impl ChangeKind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Added,
        Self::Deleted,
        Self::BecameHeader,
        Self::BecameBillable,
        Self::Retitled,
        Self::Notes,
    ];

    /// Kebab-case name ("became-header").
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Deleted => "deleted",
            Self::BecameHeader => "became-header",
            Self::BecameBillable => "became-billable",
            Self::Retitled => "retitled",
            Self::Notes => "notes",
        }
    }
}

/// A note that one release has at an entry and the other has not.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ChangedNote {
    /// Kind.
    pub kind: NoteKind,
    /// Text as printed.
    pub text: String,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Kind.
    pub kind: ChangeKind,
    /// The code or header; `None` for a chapter or block.
    pub code: Option<Code>,
    /// Its label: the dotted code, "Chapter 9", "I30-I5A".
    pub place: String,
    /// Chapter in which it stands, in the newer release where it is there.
    pub chapter: String,
    /// Whether it is billable: in the newer release, or where it is deleted in the older.
    pub billable: bool,
    /// Title in the older release; empty where it is added.
    pub from: String,
    /// Title in the newer release; empty where it is deleted.
    pub to: String,
    /// Notes of its own that the newer release has and the older has not.
    pub notes_added: Vec<ChangedNote>,
    /// Notes of its own that the older release has and the newer has not.
    pub notes_removed: Vec<ChangedNote>,
}

/// The changes from `older` to `newer`, in tabular order of the newer, deletions last.
#[must_use]
pub fn difference(older: &Codebook, newer: &Codebook) -> Vec<Change> {
    let mut changes: Vec<Change> = newer
        .entries()
        .flat_map(|entry| {
            let own = match entry.code() {
                Some(code) => change_of(older, newer, code),
                None => block(older, entry),
            };
            own.into_iter().chain(completed(older, newer, entry))
        })
        .collect();
    let gone = older
        .all_codes()
        .filter(|code| newer.entry_of(*code).is_none());
    changes.extend(gone.filter_map(|code| change_of(older, newer, code)));
    changes
}

/// What changed at a code or header; `None` where nothing did, or neither release has it.
#[must_use]
pub fn change_of(older: &Codebook, newer: &Codebook, code: Code) -> Option<Change> {
    let change = |kind| {
        let entry = newer.entry_of(code).or_else(|| older.entry_of(code));
        Change {
            kind,
            code: Some(code),
            place: code.to_string(),
            chapter: entry.map_or_else(String::new, |e| e.chapter().label().to_owned()),
            billable: if kind == ChangeKind::Deleted {
                older.is_billable(code)
            } else {
                newer.is_billable(code)
            },
            from: older.title(code).unwrap_or_default(),
            to: newer.title(code).unwrap_or_default(),
            notes_added: Vec::new(),
            notes_removed: Vec::new(),
        }
    };
    let (was, is) = (older.entry_of(code), newer.entry_of(code));
    let (was, is) = match (was, is) {
        (None, None) => return None,
        (None, Some(_)) => return Some(change(ChangeKind::Added)),
        (Some(_), None) => return Some(change(ChangeKind::Deleted)),
        (Some(was), Some(is)) => (was, is),
    };
    let (added, removed) = if is.code() == Some(code) {
        notes(was, is)
    } else {
        // a code made with a 7th character has its leaf's notes
        Default::default()
    };
    let noted = !added.is_empty() || !removed.is_empty();
    let kind = match (older.is_billable(code), newer.is_billable(code)) {
        (true, false) => ChangeKind::BecameHeader,
        (false, true) => ChangeKind::BecameBillable,
        _ if older.title(code) != newer.title(code) => ChangeKind::Retitled,
        _ if noted => ChangeKind::Notes,
        _ => return None,
    };
    Some(Change {
        notes_added: added,
        notes_removed: removed,
        ..change(kind)
    })
}

/// The changes at the codes that 7th characters make of a leaf; a title that changed is told at the leaf.
fn completed<'a>(
    older: &'a Codebook,
    newer: &'a Codebook,
    entry: Entry<'a>,
) -> impl Iterator<Item = Change> + 'a {
    let own = entry.code();
    let made = entry.is_leaf().then(|| entry.billable_codes());
    made.into_iter()
        .flatten()
        .filter(move |code| Some(*code) != own)
        .filter_map(move |code| change_of(older, newer, code))
        .filter(|change| change.kind != ChangeKind::Retitled)
}

/// What changed at a chapter or block that both releases have.
fn block(older: &Codebook, entry: Entry<'_>) -> Option<Change> {
    let was = older.block(entry.label())?;
    let (added, removed) = notes(was, entry);
    let kind = if was.title() != entry.title() {
        ChangeKind::Retitled
    } else if added.is_empty() && removed.is_empty() {
        return None;
    } else {
        ChangeKind::Notes
    };
    Some(Change {
        kind,
        code: None,
        place: entry.place(),
        chapter: entry.chapter().label().to_owned(),
        billable: false,
        from: was.title().to_owned(),
        to: entry.title().to_owned(),
        notes_added: added,
        notes_removed: removed,
    })
}

/// The entry's own notes that only one release has: added ones, then removed ones.
fn notes(was: Entry<'_>, is: Entry<'_>) -> (Vec<ChangedNote>, Vec<ChangedNote>) {
    let own = |entry: Entry<'_>| -> Vec<ChangedNote> {
        debug_assert_eq!(entry.kind() == EntryKind::Entry, entry.code().is_some());
        entry
            .effective_notes()
            .filter(|n| !n.inherited)
            .map(|n| ChangedNote {
                kind: n.note.kind(),
                text: n.note.text().to_owned(),
            })
            .collect()
    };
    let (was, is) = (own(was), own(is));
    let without = |these: &[ChangedNote], those: &[ChangedNote]| -> Vec<ChangedNote> {
        these
            .iter()
            .filter(|note| !those.contains(note))
            .cloned()
            .collect()
    };
    (without(&is, &was), without(&was, &is))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Part, PartSource, Release, SourceFile};

    fn book(release: &str, diags: &str) -> Codebook {
        let xml = format!(
            "<ICD10CM.tabular><version>2026</version><chapter><name>4</name><desc>Endocrine</desc>\
             <section id=\"E00-E89\"><desc>All</desc>{diags}</section></chapter></ICD10CM.tabular>"
        );
        let file = SourceFile {
            part: Part::Tabular,
            origin: PartSource::Official,
            bytes: xml.as_bytes(),
        };
        Codebook::compile(Release::from_name(release).unwrap(), &[file]).0
    }

    #[test]
    fn every_kind_of_change_is_told() {
        let diag = |name: &str, inside: &str| {
            format!("<diag><name>{name}</name><desc>{name} title</desc>{inside}</diag>")
        };
        let older = book(
            "FY2025",
            &[
                diag("E01", ""),
                diag("E02", &diag("E02.1", "")),
                diag("E03", ""),
                diag("E04", "<excludes1><note>goitre</note></excludes1>"),
                diag("E05", ""),
            ]
            .concat(),
        );
        let newer = book(
            "FY2026",
            &[
                diag("E01", &diag("E01.1", "")),
                diag("E02", ""),
                diag("E03", "").replace("title", "new title"),
                diag("E04", "<excludes1><note>goiter</note></excludes1>"),
                diag("E06", ""),
            ]
            .concat(),
        );
        let found: Vec<(&str, String)> = difference(&older, &newer)
            .iter()
            .map(|c| (c.kind.name(), c.place.clone()))
            .collect();
        let expected = [
            ("became-header", "E01"),
            ("added", "E01.1"),
            ("became-billable", "E02"),
            ("retitled", "E03"),
            ("notes", "E04"),
            ("added", "E06"),
            ("deleted", "E02.1"),
            ("deleted", "E05"),
        ];
        let expected: Vec<(&str, String)> = expected
            .iter()
            .map(|(k, p)| (*k, (*p).to_owned()))
            .collect();
        assert_eq!(found, expected);
        let noted = change_of(&older, &newer, Code::parse("E04").unwrap()).unwrap();
        assert_eq!(noted.notes_added[0].text, "goiter");
        assert_eq!(noted.notes_removed[0].text, "goitre");
        assert!(difference(&newer, &newer).is_empty());
    }
}

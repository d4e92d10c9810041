//! One release, compiled.

use mapped::{Column, Strings};
use serde::Serialize;

use crate::code::Code;
use crate::compile::key_of;
use crate::data::{
    BillableRow, BookData, EntryRow, KeyRow, NONE, NoteRow, PartSource, RefRow, SeventhRow,
};
use crate::entry::{Entry, EntryKind};
use crate::note::{Note, NoteKind};
use crate::release::Release;

/// One release of the classification: immutable, cheap to clone, safe to share between threads.
#[derive(Clone, Debug)]
pub struct Codebook {
    pub(crate) release: Release,
    pub(crate) version: String,
    pub(crate) texts: Strings,
    pub(crate) entries: Column<EntryRow>,
    pub(crate) notes: Column<NoteRow>,
    pub(crate) refs: Column<RefRow>,
    pub(crate) sevenths: Column<SeventhRow>,
    pub(crate) billable: Column<BillableRow>,
    pub(crate) keys: Column<KeyRow>,
    pub(crate) books: [BookData; 4],
    pub(crate) tabular_source: PartSource,
    pub(crate) problem_lines: Strings,
}

/// How much of everything a release holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Chapters.
    pub chapters: usize,
    /// Blocks, super-sections included.
    pub blocks: usize,
    /// Entries of the Tabular List (`diag`).
    pub entries: usize,
    /// Entries without children.
    pub leaves: usize,
    /// Billable codes.
    pub billable: usize,
    /// Entries that define 7th characters.
    pub seventh_definitions: usize,
    /// Notes by kind: elements of the file, and lines in them.
    pub notes: Vec<(&'static str, usize, usize)>,
}

impl Codebook {
    /// The release.
    #[must_use]
    pub fn release(&self) -> &Release {
        &self.release
    }

    /// The year the Tabular List's file names.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Whose Tabular List it is.
    #[must_use]
    pub fn tabular_source(&self) -> PartSource {
        self.tabular_source
    }

    /// What could not be made sense of when the release was compiled, one line each.
    pub fn problem_lines(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.problem_lines.len()).map(|i| self.problem_lines.get(i))
    }

    pub(crate) fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize)
    }

    fn key(&self, code: Code) -> Option<&KeyRow> {
        let key = key_of(code);
        self.keys
            .binary_search_by_key(&key, |k| k.key)
            .ok()
            .map(|i| &self.keys[i])
    }

    /// The entry of the Tabular List that bears exactly this code.
    #[must_use]
    pub fn entry(&self, code: Code) -> Option<Entry<'_>> {
        let row = self.key(code)?.entry;
        (row != NONE).then_some(Entry { book: self, row })
    }

    /// The entry a code belongs to: its own, or for a code made with a 7th character the leaf it was made from.
    #[must_use]
    pub fn entry_of(&self, code: Code) -> Option<Entry<'_>> {
        let key = self.key(code)?;
        let row = if key.entry != NONE {
            key.entry
        } else {
            self.billable.get(key.billable as usize)?.entry
        };
        Some(Entry { book: self, row })
    }

    /// Whether the code may be reported as it stands.
    #[must_use]
    pub fn is_billable(&self, code: Code) -> bool {
        self.key(code).is_some_and(|k| k.billable != NONE)
    }

    /// The code's place in the Tabular List; codes compare by it, not by their letters.
    #[must_use]
    pub fn ordinal(&self, code: Code) -> Option<u32> {
        let key = self.key(code)?;
        if key.billable != NONE {
            Some(key.billable)
        } else {
            self.entries.get(key.entry as usize).map(|e| e.billable)
        }
    }

    /// How many billable codes there are.
    #[must_use]
    pub fn billable_count(&self) -> usize {
        self.billable.len()
    }

    /// All billable codes in tabular order.
    pub fn billable_codes(&self) -> impl Iterator<Item = Code> + '_ {
        self.billable
            .iter()
            .filter_map(|b| Code::from_bytes(b.code))
    }

    /// All codes in tabular order, headers included; a leaf that needs a 7th character is followed by its codes.
    pub fn all_codes(&self) -> impl Iterator<Item = Code> + '_ {
        self.entries()
            .filter(|e| e.kind() == EntryKind::Entry)
            .flat_map(|e| {
                let own = e.code();
                let made = e.billable_codes().filter(move |c| Some(*c) != own);
                let made: Vec<Code> = if e.is_leaf() {
                    made.collect()
                } else {
                    Vec::new()
                };
                own.into_iter().chain(made)
            })
    }

    /// All chapters, blocks and entries in preorder.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        (0..self.entries.len() as u32).map(move |row| Entry { book: self, row })
    }

    /// The chapters in order.
    pub fn chapters(&self) -> impl Iterator<Item = Entry<'_>> {
        self.entries().filter(|e| e.kind() == EntryKind::Chapter)
    }

    /// A chapter or block by its label ("9", "I10-I1A").
    #[must_use]
    pub fn block(&self, label: &str) -> Option<Entry<'_>> {
        self.entries()
            .find(|e| e.kind() != EntryKind::Entry && e.label() == label)
    }

    /// The entry of a row number as [`Entry::number`] gives it.
    #[must_use]
    pub fn entry_at(&self, number: u32) -> Option<Entry<'_>> {
        ((number as usize) < self.entries.len()).then_some(Entry {
            book: self,
            row: number,
        })
    }

    /// The official full title: the entry's title, and for a code with a 7th character also that character's meaning.
    #[must_use]
    pub fn title(&self, code: Code) -> Option<String> {
        let key = self.key(code)?;
        if key.entry != NONE {
            return Some(
                Entry {
                    book: self,
                    row: key.entry,
                }
                .title()
                .to_owned(),
            );
        }
        let billable = self.billable.get(key.billable as usize)?;
        let entry = Entry {
            book: self,
            row: billable.entry,
        };
        let seventh = self.sevenths.get(billable.seventh as usize)?;
        Some(format!("{}, {}", entry.title(), self.text(seventh.text)))
    }

    /// All notes of the Tabular List, in order.
    pub fn notes(&self) -> impl Iterator<Item = Note<'_>> {
        (0..self.notes.len() as u32).map(move |row| Note { book: self, row })
    }

    pub(crate) fn billable_under(&self, first: u32, last: u32) -> impl Iterator<Item = Code> + '_ {
        let from = self
            .entries
            .get(first as usize)
            .map_or(0, |e| e.billable as usize);
        let to = self
            .entries
            .get(last as usize)
            .map_or(self.billable.len(), |e| e.billable as usize);
        self.billable
            .get(from..to.max(from))
            .unwrap_or(&[])
            .iter()
            .filter_map(|b| Code::from_bytes(b.code))
    }

    /// Whether an Excludes1 note in force for `a` names `b` (one direction; call twice for both). Yields the note.
    #[must_use]
    pub fn excludes1(&self, a: Code, b: Code) -> Option<Note<'_>> {
        self.entry_of(a)?
            .effective_notes()
            .map(|n| n.note)
            .filter(|n| n.kind() == NoteKind::Excludes1)
            .find(|n| n.references().any(|r| r.covers(b)))
    }

    /// The Excludes1 notes of other entries that name this code, with the entries that carry them.
    pub fn excluded_by(&self, code: Code) -> impl Iterator<Item = Note<'_>> {
        let own: Vec<u32> = self
            .entry_of(code)
            .map(|e| {
                std::iter::once(e.row)
                    .chain(e.ancestors().map(|a| a.row))
                    .collect()
            })
            .unwrap_or_default();
        self.notes()
            .filter(|n| n.kind() == NoteKind::Excludes1)
            .filter(move |n| {
                !own.contains(&n.owner().row) && n.references().any(|r| r.covers(code))
            })
    }

    /// Counts, for the check of an installed release.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts {
            billable: self.billable.len(),
            ..Counts::default()
        };
        for entry in self.entries() {
            match entry.kind() {
                EntryKind::Chapter => counts.chapters += 1,
                EntryKind::Block => counts.blocks += 1,
                EntryKind::Entry => {
                    counts.entries += 1;
                    counts.leaves += usize::from(entry.is_leaf());
                    counts.seventh_definitions += usize::from(entry.defines_sevenths());
                }
            }
        }
        for kind in NoteKind::ALL {
            let lines = self.notes().filter(|n| n.kind() == kind).count();
            let elements = self
                .notes()
                .filter(|n| n.kind() == kind && self.notes[n.row as usize].flags & 8 != 0)
                .count();
            counts.notes.push((kind.name(), elements, lines));
        }
        counts
    }
}

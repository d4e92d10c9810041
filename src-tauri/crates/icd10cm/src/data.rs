//! The plain columns a codebook is made of.

use bytemuck::{Pod, Zeroable};
use mapped::{Column, Strings};
use serde::{Deserialize, Serialize};

/// No entry, node or string.
pub(crate) const NONE: u32 = u32::MAX;

/// Whose words a part holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartSource {
    /// A file of the official release.
    Official,
    /// The starter book that the project carries.
    Starter,
}

/// A chapter, block or entry of the Tabular List; all of them stand in one column in preorder.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct EntryRow {
    /// Code; zero for chapters and blocks.
    pub code: [u8; 8],
    /// Title.
    pub title: u32,
    /// Short label: "9", "I10-I1A"; for an entry its dotted code.
    pub label: u32,
    /// Row of the parent.
    pub parent: u32,
    /// Row behind the last descendant.
    pub end: u32,
    /// First of its notes.
    pub notes: u32,
    /// First of its 7th characters (its own definition only).
    pub sevenths: u32,
    /// Row whose 7th-character definition is in force, or `NONE`.
    pub seventh_owner: u32,
    /// Ordinal of its first billable code.
    pub billable: u32,
    /// How many notes.
    pub note_count: u16,
    /// How many 7th characters.
    pub seventh_count: u16,
    /// 0 chapter, 1 block, 2 entry.
    pub kind: u8,
    /// Bit 0: placeholder.
    pub flags: u8,
    pub pad: u16,
}

/// An instructional note or inclusion term.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct NoteRow {
    pub text: u32,
    pub entry: u32,
    pub refs: u32,
    pub ref_count: u16,
    pub kind: u8,
    /// Bit 0: group head; bit 1: wholly read by the reference grammar; bit 2: introduces examples; bit 3: first line of its element.
    pub flags: u8,
}

/// A code or range named in a note.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct RefRow {
    /// Stretch of the note's text, bytes.
    pub start: u16,
    pub end: u16,
    /// First row and the row behind the last of the entries meant.
    pub first: u32,
    pub last: u32,
    /// Condition on the code's characters, or `NONE`.
    pub qualifier: u32,
    /// 7th character that is meant, or zero for any.
    pub seventh: u8,
    pub pad: [u8; 3],
}

/// A 7th character of a definition.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct SeventhRow {
    pub text: u32,
    /// Inclusion text of the character, or `NONE`.
    pub note: u32,
    pub character: u8,
    pub pad: [u8; 3],
}

/// A billable code; the column is in tabular order.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct BillableRow {
    pub code: [u8; 8],
    pub entry: u32,
    /// Number among the 7th characters, or `NONE` where the entry's own code is billable.
    pub seventh: u32,
}

/// A code's place; the column is sorted by `key`.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct KeyRow {
    /// The code's raw form, big-endian.
    pub key: u64,
    /// Row of the entry, or `NONE` for codes that have a row only among the billable.
    pub entry: u32,
    /// Row among the billable, or `NONE`.
    pub billable: u32,
}

/// A line of an index or table; main terms and subterms stand in one column in preorder.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct NodeRow {
    /// Title without nonessential modifiers.
    pub title: u32,
    /// Nonessential modifiers, separated by U+001F, or `NONE`.
    pub nonessential: u32,
    pub parent: u32,
    pub end: u32,
    pub code: CodeRow,
    pub manifestation: CodeRow,
    pub references: u32,
    pub cells: u32,
    pub reference_count: u8,
    pub cell_count: u8,
    pub level: u8,
    pub pad: [u8; 5],
}

/// A code as printed in an index.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct CodeRow {
    pub code: [u8; 8],
    /// 0 nothing printed, 1 a code of the release, 2 a code the release does not have.
    pub state: u8,
    /// Printed with a dash: more characters are needed.
    pub dash: u8,
    pub pad: [u8; 6],
}

/// A cross reference of a line.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct CrossRow {
    pub text: u32,
    pub targets: u32,
    /// Hint where there is no single target, or `NONE`.
    pub hint: u32,
    pub target_count: u16,
    /// 0 see, 1 see also, 2 see category.
    pub kind: u8,
    /// 1 where the target was found whole, 2 where only its main term was, 3 where by a wildcard, 0 where not.
    pub landing: u8,
}

/// A cell of a table.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct CellRow {
    pub code: CodeRow,
    pub column: u8,
    pub pad: [u8; 7],
}

/// The columns of one index or table.
#[derive(Clone, Debug, Default)]
pub(crate) struct BookData {
    pub source: Option<PartSource>,
    pub heads: Strings,
    pub nodes: Column<NodeRow>,
    pub cross: Column<CrossRow>,
    /// Targets: book in the two highest bits, node in the others.
    pub targets: Column<u32>,
    pub cells: Column<CellRow>,
    /// Main terms' rows, sorted by folded title.
    pub mains: Column<u32>,
}

/// Puts a target into 32 bits.
pub(crate) fn pack_target(book: u8, node: u32) -> u32 {
    (u32::from(book) << 30) | (node & 0x3fff_ffff)
}

/// Takes a target apart.
pub(crate) fn unpack_target(target: u32) -> (u8, u32) {
    ((target >> 30) as u8, target & 0x3fff_ffff)
}

//! What ICD-10-CM says in one release: Tabular List, Alphabetic Index, External Cause Index, Neoplasm
//! and Drug tables. Knows nothing of notes.
//!
//! A release's files are [compiled](Codebook::compile) into one immutable [`Codebook`] of plain columns,
//! which can be written to a file and opened again by mapping it. Reading never fails: what could not
//! be made sense of is listed as a [`Problem`].
#![forbid(unsafe_code)]

mod book;
mod cache;
mod code;
mod codebook;
mod compile;
mod data;
mod difference;
mod entry;
mod guidelines;
mod index;
mod ladder;
mod note;
mod problem;
mod release;
mod source;
mod status;
mod tabular;
mod words;
mod xml;

pub use book::{Book, BookKind, Cell, CrossReference, Node, PrintedCode, ReferenceKind};
pub use code::{Code, CodeError};
pub use codebook::{Codebook, Counts};
pub use data::PartSource;
pub use difference::{Change, ChangeKind, ChangedNote, change_of, difference};
pub use entry::{Entry, EntryKind, SeventhCharacter};
pub use guidelines::{Bearing, Guideline, Guidelines, Mention};
pub use ladder::{Axis, Rung, RungOption};
pub use note::{EffectiveNote, Note, NoteKind, Reference};
pub use problem::{Problem, ProblemKind};
pub use release::{Date, Release, ReleaseError};
pub use source::{Part, SourceFile, recognize};
pub use status::CodeStatus;
pub use words::{title_key, title_keys};

//! What changed from one release to another.

use serde::Serialize;

use crate::code::Code;
use crate::codebook::Codebook;
use crate::entry::EntryKind;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "change")]
pub enum Change {
    /// A billable code that the older release did not have at all.
    Added {
        /// The code.
        code: Code,
    },
    /// A billable code that the newer release does not have at all.
    Deleted {
        /// The code.
        code: Code,
    },
    /// A billable code of the older release that is a header in the newer.
    BecameHeader {
        /// The code.
        code: Code,
    },
    /// A header of the older release that is billable in the newer.
    BecameBillable {
        /// The code.
        code: Code,
    },
    /// Another title.
    Retitled {
        /// The code or header.
        code: Code,
        /// Title in the older release.
        from: String,
        /// Title in the newer.
        to: String,
    },
}

/// The changes from `older` to `newer`, in tabular order of the newer, deletions last.
#[must_use]
pub fn difference(older: &Codebook, newer: &Codebook) -> Vec<Change> {
    let mut changes = Vec::new();
    for code in newer.billable_codes() {
        if !older.is_billable(code) {
            changes.push(if older.entry(code).is_some() {
                Change::BecameBillable { code }
            } else {
                Change::Added { code }
            });
        }
    }
    for entry in newer.entries().filter(|e| e.kind() == EntryKind::Entry) {
        if let Some(code) = entry.code()
            && let Some(old) = older.entry(code)
            && old.title() != entry.title()
        {
            changes.push(Change::Retitled {
                code,
                from: old.title().to_owned(),
                to: entry.title().to_owned(),
            });
        }
    }
    for code in older.billable_codes() {
        if !newer.is_billable(code) {
            changes.push(if newer.entry(code).is_some() {
                Change::BecameHeader { code }
            } else {
                Change::Deleted { code }
            });
        }
    }
    changes
}

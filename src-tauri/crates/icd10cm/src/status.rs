//! Whether a code may be reported, and if not, what would make it so.

use serde::Serialize;

use crate::code::Code;
use crate::codebook::Codebook;

/// What a release says of a code (`users.md` VAL-01 to VAL-06; Guidelines I.A.3 to I.A.5, I.B.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "status")]
pub enum CodeStatus {
    /// May be reported as it stands.
    Billable,
    /// A header: one of its children says more.
    NotBillable {
        /// Codes of the lines straight below.
        children: Vec<Code>,
    },
    /// A leaf that needs a 7th character.
    NeedsSeventhCharacter {
        /// The whole codes that the release has.
        allowed: Vec<Code>,
    },
    /// The characters before the 7th are right, the 7th is not one that applies.
    WrongSeventhCharacter {
        /// The whole codes that the release has.
        allowed: Vec<Code>,
    },
    /// Not in the release.
    Absent {
        /// The longest beginning that the release has.
        nearest: Option<Code>,
    },
}

impl Codebook {
    /// What the release says of a code.
    #[must_use]
    pub fn status(&self, code: Code) -> CodeStatus {
        if self.is_billable(code) {
            return CodeStatus::Billable;
        }
        if let Some(entry) = self.entry(code) {
            return if entry.is_leaf() {
                CodeStatus::NeedsSeventhCharacter {
                    allowed: entry.billable_codes().collect(),
                }
            } else {
                CodeStatus::NotBillable {
                    children: entry.children().filter_map(|c| c.code()).collect(),
                }
            };
        }
        let nearest = (3..code.len())
            .rev()
            .map(|n| code.prefix(n))
            .find(|p| self.entry(*p).is_some());
        if code.len() == 7
            && let Some(stem) = (3..7).rev().map(|n| code.prefix(n)).find_map(|p| {
                let padded = self.entry(p)?;
                let filler = code.undotted().get(p.len()..6)?.bytes().all(|b| b == b'X');
                (padded.is_leaf() && filler && padded.seventh_owner().is_some()).then_some(padded)
            })
        {
            return CodeStatus::WrongSeventhCharacter {
                allowed: stem.billable_codes().collect(),
            };
        }
        CodeStatus::Absent { nearest }
    }
}

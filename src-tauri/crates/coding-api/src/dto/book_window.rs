//! What the two windows tell each other while the book has one of its own.

use icd10cm::Code;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::NodeRef;
use crate::ApiError;

/// The longest name of a release, and the longest line of a path that is passed on, in characters.
const NAME: usize = 20;
const LINE: usize = 300;
/// The kinds of steps that are passed on: those whose words are the book's own. What a person searched for
/// may be words of a note and stays in the window it was typed in.
const KINDS: [&str; 10] = [
    "index",
    "see",
    "see also",
    "see category",
    "tabular",
    "notes",
    "7th",
    "verified",
    "alternative",
    "guideline",
];

/// One message from window to window: codes, entries and paths of the book, and no text of a note.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[ts(export)]
pub enum BookMessageDto {
    /// The book's window is there and asks where the other stands.
    Hello,
    /// The book's window was closed.
    Closed,
    /// Where the book is open.
    Place {
        /// Name of the release.
        release: String,
        /// Entry of an index or table.
        at: Option<NodeRef>,
        /// Column of a table, from 2.
        column: u32,
        /// Code of the tabular entry.
        code: Option<String>,
    },
    /// What the first window could do with a code: whether a chart is open there.
    Chart {
        /// Whether a code can be assigned.
        open: bool,
    },
    /// A code walked to in the book's window, to be assigned with the text selected in the first.
    Post {
        /// Code.
        code: String,
        /// Entry it was reached by.
        node: Option<NodeRef>,
        /// Steps walked in the book.
        steps: Vec<String>,
        /// Whether the other code of a bracketed pair follows, which the same text supports.
        more: bool,
    },
    /// What became of it.
    Posted {
        /// Code.
        code: String,
        /// Whether it is assigned now.
        done: bool,
    },
}

impl BookMessageDto {
    /// The message, if it holds names, codes and steps only; steps of other kinds are left out.
    ///
    /// # Errors
    /// [`crate::ErrorCode::Input`] where a code is none, or a name is longer than names are.
    pub fn checked(mut self) -> Result<Self, ApiError> {
        match &mut self {
            Self::Place { release, code, .. } => {
                if release.chars().count() > NAME {
                    return Err(ApiError::input(
                        "keeping the two windows in step: that is no name of a release",
                    ));
                }
                // a chapter or block has a name instead of a code
                if let Some(code) = code
                    && (code.chars().count() > NAME || code.contains(char::is_whitespace))
                {
                    return Err(ApiError::input(
                        "keeping the two windows in step: that is no entry of the Tabular List",
                    ));
                }
            }
            Self::Post { code, steps, .. } => {
                parse(code)?;
                steps.retain(|step| {
                    step.split_once(": ")
                        .is_some_and(|(kind, _)| KINDS.contains(&kind))
                        && step.chars().count() <= LINE
                });
            }
            Self::Posted { code, .. } => parse(code)?,
            Self::Hello | Self::Closed | Self::Chart { .. } => {}
        }
        Ok(self)
    }
}

fn parse(code: &str) -> Result<(), ApiError> {
    Code::parse(code)
        .map(drop)
        .map_err(|error| ApiError::input(error.to_string()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn post(code: &str, steps: &[&str]) -> BookMessageDto {
        BookMessageDto::Post {
            code: code.to_owned(),
            node: None,
            steps: steps.iter().map(|step| (*step).to_owned()).collect(),
            more: false,
        }
    }

    #[test]
    fn what_was_searched_for_does_not_leave_its_window() {
        let sent = post(
            "E11.22",
            &[
                "search: words of a note",
                "index: Diabetes",
                "tabular: E11.22",
                "said: x",
            ],
        );
        assert_eq!(
            sent.checked().unwrap(),
            post("E11.22", &["index: Diabetes", "tabular: E11.22"])
        );
    }

    #[test]
    fn a_text_is_no_code_and_no_place() {
        assert!(post("the patient", &[]).checked().is_err());
        let place = |release: &str, code: &str| BookMessageDto::Place {
            release: release.to_owned(),
            at: None,
            column: 2,
            code: Some(code.to_owned()),
        };
        assert!(place("FY2026-04", "E11.22").checked().is_ok());
        assert!(place("FY2026-04", "I30-I5A").checked().is_ok());
        assert!(place("FY2026-04", "pain in the chest").checked().is_err());
        assert!(
            place("a sentence of a note, long", "E11")
                .checked()
                .is_err()
        );
    }
}

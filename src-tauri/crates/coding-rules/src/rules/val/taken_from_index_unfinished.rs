//! An index entry taken for a whole code.

use coding_model::Severity;
use icd10cm::CodeStatus;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::val::{from_index, list};

/// An entry of the index or of a table often ends before the code does, with a dash or without one.
///
/// Authority: Guidelines I.B.1 (FY2026).
/// Example: T51.3X1 of the Table of Drugs needs A, D or S.
pub struct TakenFromIndexUnfinished;

impl Rule for TakenFromIndexUnfinished {
    const ID: &'static str = "VAL-10";
    const NAME: &'static str = "index entry taken as a whole code";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.B.1 FY2026: the Alphabetic Index does not always provide the full code; a dash or none, the Tabular List must be consulted";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (place, code) in cx.codes.iter().enumerate() {
            let Some(code) = code else { continue };
            let line = &cx.set.codes[place];
            if !from_index(line) {
                continue;
            }
            if let CodeStatus::NeedsSeventhCharacter { allowed } = cx.book.status(*code) {
                let printed = if line.path.as_ref().is_some_and(|p| p.printed_dash) {
                    "with a dash"
                } else {
                    "without a dash"
                };
                out.add(
                    &[*code],
                    format!("{code} stands in the index {printed}, but the Tabular List asks for a 7th character"),
                )
                .fix(format!("Choose one of {}", list(&allowed)));
            }
        }
    }
}

//! A 7th character that does not apply.

use coding_model::Severity;
use icd10cm::CodeStatus;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::val::list;

/// A 7th character must be one of the nearest definition above the code, and the code list must have the result.
///
/// Authority: Guidelines I.A.5 (FY2026); Tabular List.
/// Example: S12.8XXB: only A, D and S apply. S06.1X7D can be put together but is not in the list.
pub struct SeventhWrong;

impl Rule for SeventhWrong {
    const ID: &'static str = "VAL-05";
    const NAME: &'static str = "7th character does not apply";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.A.5 FY2026 and the nearest 7th-character definition of the Tabular List; the code list decides";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for code in cx.codes.iter().flatten() {
            let CodeStatus::WrongSeventhCharacter { allowed } = cx.book.status(*code) else {
                continue;
            };
            let seventh = code.seventh().unwrap_or(' ');
            out.add(
                &[*code],
                format!("7th character {seventh} does not apply to {code}"),
            )
            .fix(format!("Choose one of {}", list(&allowed)));
        }
    }
}

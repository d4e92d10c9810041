//! A code without the 7th character it needs.

use coding_model::Severity;
use icd10cm::CodeStatus;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::val::{from_index, list, needs_filler};

/// Certain categories have applicable 7th characters; a code without its own is invalid.
///
/// Authority: Guidelines I.A.5 (FY2026).
/// Example: S72.001 needs A, B, C, … : S72.001A.
pub struct SeventhMissing;

impl Rule for SeventhMissing {
    const ID: &'static str = "VAL-03";
    const NAME: &'static str = "7th character is missing";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.A.5 FY2026: a code that has an applicable 7th character is invalid without it";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (place, code) in cx.codes.iter().enumerate() {
            let Some(code) = code else { continue };
            let CodeStatus::NeedsSeventhCharacter { allowed } = cx.book.status(*code) else {
                continue;
            };
            // the other two ways to end here have rules of their own
            if needs_filler(*code) || from_index(&cx.set.codes[place]) {
                continue;
            }
            out.add(
                &[*code],
                format!("{} needs a 7th character", cx.named(*code)),
            )
            .fix(format!("Choose one of {}", list(&allowed)));
        }
    }
}

//! A 7th character that does not stand in the seventh place.

use coding_model::Severity;
use icd10cm::CodeStatus;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::val::{from_index, list, misplaced, needs_filler};

/// The 7th character stands in position 7; shorter codes are filled with the placeholder X.
///
/// Authority: Guidelines I.A.4, I.A.5 (FY2026).
/// Example: T36.0X1 becomes T36.0X1A; W01.0A becomes W01.0XXA.
pub struct SeventhMisplaced;

impl Rule for SeventhMisplaced {
    const ID: &'static str = "VAL-04";
    const NAME: &'static str = "7th character is not in position 7";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.A.4 and I.A.5 FY2026: the 7th character must always be the 7th character; a placeholder X fills the empty characters";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (place, code) in cx.codes.iter().enumerate() {
            let Some(code) = code else { continue };
            match cx.book.status(*code) {
                CodeStatus::NeedsSeventhCharacter { allowed }
                    if needs_filler(*code) && !from_index(&cx.set.codes[place]) =>
                {
                    out.add(
                        &[*code],
                        format!("{} needs a 7th character in position 7", cx.named(*code)),
                    )
                    .fix(format!("Choose one of {}", list(&allowed)));
                }
                CodeStatus::Absent { .. } => {
                    if let Some(whole) = misplaced(cx.book, *code) {
                        out.add(
                            &[*code],
                            format!("The 7th character of {code} does not stand in position 7"),
                        )
                        .fix(format!("Use {}", cx.named(whole)));
                    }
                }
                _ => {}
            }
        }
    }
}

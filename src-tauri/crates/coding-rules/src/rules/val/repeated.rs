//! A code that stands twice.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Each code is reported once for an encounter, bilateral conditions without a code of their own included.
///
/// Authority: Guidelines I.B.12 (FY2026); Medicare Code Editor: duplicate of principal diagnosis.
/// Example: I10 twice.
pub struct Repeated;

impl Rule for Repeated {
    const ID: &'static str = "VAL-07";
    const NAME: &'static str = "same code twice";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.B.12 FY2026: each unique diagnosis code may be reported only once for an encounter";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (place, code) in cx.codes.iter().enumerate() {
            let Some(code) = code else { continue };
            if cx.codes[..place].contains(&Some(*code)) && !out.has(*code) {
                out.add(
                    &[*code],
                    format!("{} is there more than once", cx.named(*code)),
                )
                .fix("Keep one of them");
            }
        }
    }
}

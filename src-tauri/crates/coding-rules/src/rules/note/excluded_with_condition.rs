//! An Excludes1 note whose condition on the characters could not be read.

use coding_model::Severity;

use crate::context::Context;
use crate::notes::quote;
use crate::rule::{Out, Rule};
use crate::rules::note::excluded;

/// Some Excludes1 notes name codes with a condition ("with fifth or sixth character 5", "with .51-.52").
/// Where the condition can be read, NOTE-01 applies it. Where it cannot, a person has to.
///
/// Authority: Guidelines I.A.12.a (FY2026) and the note.
/// Example: a note that ends "(M05.- with other characters than 7)".
pub struct ExcludedWithCondition;

impl Rule for ExcludedWithCondition {
    const ID: &'static str = "NOTE-03";
    const NAME: &'static str = "codes may exclude each other";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.A.12.a FY2026: Excludes1";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for pair in excluded(cx) {
            if pair.certain {
                continue;
            }
            let (a, b) = (pair.codes[0], pair.codes[1]);
            out.add(
                &[a, b],
                format!("{a} and {b} may exclude each other: the note sets a condition that has to be read"),
            )
            .authority(format!("{}; Guidelines I.A.12.a FY2026", quote(pair.note, cx.year())))
            .fix("Read the note");
        }
    }
}

//! Two codes that an Excludes1 note keeps apart.

use coding_model::Severity;

use crate::context::Context;
use crate::notes::quote;
use crate::rule::{Out, Rule};
use crate::rules::note::excluded;

/// An Excludes1 note of one code, or of any line above it, names the other. Most of these notes are
/// written in one direction only, so both are looked up. The provider may document that the two
/// conditions are unrelated: the finding can be overridden with that reason.
///
/// Authority: Guidelines I.A.12.a (FY2026) and the note.
/// Example: E11.9 with E10.9; B20 with Z21.
pub struct ExcludedPair;

impl Rule for ExcludedPair {
    const ID: &'static str = "NOTE-01";
    const NAME: &'static str = "codes exclude each other";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.A.12.a FY2026: an Excludes1 note means NOT CODED HERE; the two are not used together unless the conditions are unrelated";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for pair in excluded(cx) {
            if !pair.certain {
                continue;
            }
            let (a, b) = (pair.codes[0], pair.codes[1]);
            out.add(
                &[a, b],
                format!("{} and {} exclude each other", cx.named(a), cx.named(b)),
            )
            .authority(format!("{}; Guidelines I.A.12.a FY2026", quote(pair.note, cx.year())))
            .fix("Keep the one that the documentation supports; keep both only if it says that the conditions are unrelated, and query if that is unclear");
        }
    }
}

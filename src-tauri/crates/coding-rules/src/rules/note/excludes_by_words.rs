//! An Excludes1 note that names conditions but no codes.

use coding_model::Severity;
use icd10cm::NoteKind;

use crate::context::Context;
use crate::notes::{Level, quote};
use crate::rule::{Out, Rule};

/// An Excludes1 note without codes cannot be held against the other codes: its text is shown, for the
/// code's own note and where the set has another code that its words name.
///
/// Authority: Guidelines I.A.12.a (FY2026) and the note.
/// Example: a note of the code itself that says "psychogenic disorder, see there".
pub struct ExcludesByWords;

impl Rule for ExcludesByWords {
    const ID: &'static str = "NOTE-04";
    const NAME: &'static str = "Excludes1 note without codes";
    const SEVERITY: Severity = Severity::Info;
    const AUTHORITY: &'static str = "Guidelines I.A.12.a FY2026: Excludes1";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            for (level, naming) in cx.notes.of(item, NoteKind::Excludes1) {
                let note = naming.note;
                if level > Level::Subcategory
                    || note.is_head()
                    || note.references().next().is_some()
                {
                    continue;
                }
                out.add(
                    &[item.code],
                    format!("{} is not for: {}", item.code, note.text()),
                )
                .authority(quote(note, cx.year()));
            }
        }
    }
}

//! Two codes that an Excludes2 note sets side by side.

use coding_model::Severity;
use icd10cm::NoteKind;

use crate::context::Context;
use crate::notes::{Level, quote};
use crate::rule::{Out, Rule};

/// An Excludes2 note never blocks: it says that the other condition is not part of this code, so both may
/// be coded when both are documented. Shown for the notes of the code and its category.
///
/// Authority: Guidelines I.A.12.b (FY2026) and the note.
/// Example: J44.9 with J43.9 by a note that allows both.
pub struct NotIncludedHere;

impl Rule for NotIncludedHere {
    const ID: &'static str = "NOTE-05";
    const NAME: &'static str = "Excludes2: both may be coded";
    const SEVERITY: Severity = Severity::Info;
    const AUTHORITY: &'static str = "Guidelines I.A.12.b FY2026: Excludes2 means NOT INCLUDED HERE; both codes may be used together when the patient has both";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            for (level, naming) in cx.notes.of(item, NoteKind::Excludes2) {
                if level > Level::Category {
                    continue;
                }
                for &other in &naming.named {
                    let other = &cx.items[other];
                    if other.code == item.code {
                        continue;
                    }
                    let said = out
                        .findings
                        .iter()
                        .any(|f| f.rule == Self::ID && f.codes == [other.code, item.code]);
                    if !said {
                        out.add(
                            &[item.code, other.code],
                            format!(
                                "{} does not include {}: both may be coded if both are documented",
                                item.code, other.code
                            ),
                        )
                        .authority(quote(naming.note, cx.year()));
                    }
                }
            }
        }
    }
}

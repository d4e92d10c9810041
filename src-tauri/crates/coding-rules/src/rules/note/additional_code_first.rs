//! An additional code before the code that asks for it.

use coding_model::Severity;
use icd10cm::NoteKind;

use crate::context::Context;
use crate::notes::{Level, quote};
use crate::rule::{Out, Rule};

/// The code named in a "use additional code" note follows the code that carries the note.
///
/// Authority: Guidelines I.A.13, I.B.7 (FY2026) and the note.
/// Example: L97.512 before E11.621.
pub struct AdditionalCodeFirst;

impl Rule for AdditionalCodeFirst {
    const ID: &'static str = "NOTE-09";
    const NAME: &'static str = "additional code stands before its parent";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.A.13 and I.B.7 FY2026: the “use additional code” is a secondary code, sequenced after the code with the note";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            for (level, naming) in cx.notes.of(item, NoteKind::UseAdditional) {
                if level > Level::Category {
                    continue;
                }
                for &n in &naming.named {
                    let other = &cx.items[n];
                    // one code may serve several others: it follows the first of them
                    let served = cx.items.iter().any(|i| {
                        i.place < other.place
                            && cx
                                .notes
                                .of(i, NoteKind::UseAdditional)
                                .any(|(_, o)| o.named.contains(&n))
                    });
                    // another code that the note names may follow, and this one belong elsewhere
                    let met = naming.named.iter().any(|&m| cx.items[m].place > item.place);
                    if other.place >= item.place || served || met {
                        continue;
                    }
                    out.add(
                        &[other.code, item.code],
                        format!(
                            "{} is an additional code to {} and stands before it",
                            cx.named(other.code),
                            cx.named(item.code)
                        ),
                    )
                    .authority(format!(
                        "{}; Guidelines I.B.7 FY2026",
                        quote(naming.note, cx.year())
                    ))
                    .fix(format!("Move {} behind {}", other.code, item.code));
                }
            }
        }
    }
}

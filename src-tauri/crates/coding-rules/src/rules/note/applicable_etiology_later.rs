//! A condition that is to be coded first if applicable, and comes later.

use coding_model::Severity;
use icd10cm::NoteKind;

use crate::context::Context;
use crate::notes::Level;
use crate::rule::{Out, Rule};

/// A "code first, if applicable" or "if known" note asks for nothing, but where the condition is coded it
/// goes first. Notes of blocks and chapters are left alone.
///
/// Authority: Guidelines I.B.7 (FY2026) and the note.
/// Example: I21.A1 due to anemia, with D62 later in the set.
pub struct ApplicableEtiologyLater;

impl Rule for ApplicableEtiologyLater {
    const ID: &'static str = "NOTE-07";
    const NAME: &'static str = "condition to be coded first comes later";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.B.7 FY2026: “code first” notes give the sequence, also where they hold only if applicable or known";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            for (level, groups) in cx.notes.groups(item, NoteKind::CodeFirst) {
                if level > Level::Category {
                    continue;
                }
                for group in groups.iter().filter(|g| g.is_conditional()) {
                    let named = group.named();
                    if named.iter().any(|&n| cx.items[n].place < item.place) {
                        continue;
                    }
                    let Some(other) = named
                        .iter()
                        .map(|&n| &cx.items[n])
                        .find(|o| o.code != item.code)
                    else {
                        continue;
                    };
                    out.add(
                        &[item.code, other.code],
                        format!(
                            "If {} is why the patient has {}, it goes first",
                            cx.named(other.code),
                            cx.named(item.code)
                        ),
                    )
                    .authority(format!(
                        "{}; Guidelines I.B.7 FY2026",
                        group.quote(cx.year())
                    ))
                    .fix(format!("Move {} before {}", other.code, item.code));
                }
            }
        }
    }
}

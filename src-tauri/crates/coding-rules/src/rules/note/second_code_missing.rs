//! A code that may need a second one, in either order.

use coding_model::Severity;
use icd10cm::NoteKind;

use crate::context::Context;
use crate::notes::Level;
use crate::rule::{Out, Rule};

/// A "code also" note asks whether a second code is needed; it says nothing about the order. Shown for the
/// code's own definite notes. Where the note names no codes, it is shown only if nothing else is coded
/// that could be meant.
///
/// Authority: Guidelines I.A.17 (FY2026) and the note.
/// Example: J44.0 asks for the infection.
pub struct SecondCodeMissing;

impl Rule for SecondCodeMissing {
    const ID: &'static str = "NOTE-10";
    const NAME: &'static str = "second code may be needed";
    const SEVERITY: Severity = Severity::Info;
    const AUTHORITY: &'static str = "Guidelines I.A.17 FY2026: “code also” alerts that two codes may be required; the sequence depends on the circumstances";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            for (level, groups) in cx.notes.groups(item, NoteKind::CodeAlso) {
                if level > Level::Own {
                    continue;
                }
                for group in &groups {
                    let met = if group.names_codes() {
                        group.named().iter().any(|&n| cx.items[n].code != item.code)
                    } else {
                        // any other condition may be the one that is meant
                        cx.items
                            .iter()
                            .any(|i| i.code != item.code && !cx.is(i, "V00-Y99 Z00-Z99"))
                    };
                    if met || group.is_conditional() {
                        continue;
                    }
                    let detail = out
                        .add(
                            &[item.code],
                            format!("{} may need a second code", cx.named(item.code)),
                        )
                        .authority(format!(
                            "{}; Guidelines I.A.17 FY2026",
                            group.quote(cx.year())
                        ));
                    if group.names_codes() {
                        detail.fix(format!(
                            "Add one of {} if documented, in the order the circumstances call for",
                            group.some_codes()
                        ));
                    }
                }
            }
        }
    }
}

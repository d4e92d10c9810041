//! A code that asks for an additional one.

use coding_model::Severity;
use icd10cm::{Entry, NoteKind};

use crate::context::{Context, Item};
use crate::notes::{Group, Level, is_conditional};
use crate::rule::{Out, Rule};

/// A "use additional code" note of the code itself or its category names a code that is not there. A task
/// (warning) where the wording is definite (stage, severity, site, type); information where it is left to
/// the case, names organisms or external causes, or a status. Notes of blocks and chapters are boilerplate
/// and are left to the notes panel.
///
/// Authority: Guidelines I.B.7 (FY2026) and the note.
/// Example: E11.22 without N18.1 to N18.6; N18.6 without Z99.2 when the note says dialysis.
pub struct AdditionalCodeMissing;

impl Rule for AdditionalCodeMissing {
    const ID: &'static str = "NOTE-08";
    const NAME: &'static str = "additional code is missing";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str =
        "Guidelines I.A.13 and I.B.7 FY2026: “use additional code”, if the condition is documented";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            for (level, groups) in cx.notes.groups(item, NoteKind::UseAdditional) {
                if level > Level::Category {
                    continue;
                }
                for group in &groups {
                    if group.named().iter().any(|&n| cx.items[n].code != item.code) {
                        continue;
                    }
                    let Some(severity) = weight(cx, item, level, group) else {
                        continue;
                    };
                    out.add(
                        &[item.code],
                        format!("{} asks for an additional code", cx.named(item.code)),
                    )
                    .severity(severity)
                    .authority(format!(
                        "{}; Guidelines I.B.7 FY2026",
                        group.quote(cx.year())
                    ))
                    .fix(format!(
                        "Add one of {} behind it if documented",
                        group.some_codes()
                    ));
                }
            }
        }
    }
}

/// How much a missing additional code weighs; `None` where nothing is to be said.
fn weight(
    cx: &Context<'_>,
    item: &Item<'_>,
    level: Level,
    group: &Group<'_, '_>,
) -> Option<Severity> {
    if !group.names_codes() || group.gives_examples() {
        return None;
    }
    let status = |entry: Entry<'_>| entry.chapter().label() == "21";
    let references = || {
        group
            .lines
            .iter()
            .flat_map(|l| l.note.references())
            .map(|r| r.first())
    };
    // a status: only what the note says makes it a task
    if references().all(status) && !status(item.entry) {
        if cx.is(item, "N18.6") {
            return match cx.facts() {
                Some(_) if cx.affirms(&["dialysis", "hemodialysis", "haemodialysis"]) => {
                    Some(Severity::Warning)
                }
                Some(_) => None,
                None => Some(Severity::Info),
            };
        }
        return (level == Level::Own).then_some(Severity::Info);
    }
    let lead = group.quote(cx.year()).to_lowercase();
    let vague = [
        "infectious",
        "organism",
        "bacteri",
        "infection",
        "external",
        "adverse effect",
        "(y92",
        "associated",
        "to identify:",
        "resistance",
    ]
    .iter()
    .any(|w| lead.contains(w))
        || references().all(|e| matches!(e.chapter().label(), "1" | "20"));
    if group.is_conditional() || group.lines.iter().any(|l| is_conditional(l.note.text())) {
        return None;
    }
    if vague {
        return (level == Level::Own).then_some(Severity::Info);
    }
    Some(Severity::Warning)
}

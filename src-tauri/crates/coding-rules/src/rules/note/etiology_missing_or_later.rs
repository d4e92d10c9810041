//! A manifestation without its etiology before it.

use coding_model::Severity;
use icd10cm::NoteKind;

use crate::context::{Context, Item};
use crate::notes::{Group, Level};
use crate::rule::{Out, Rule};

/// A mandatory "code first" note asks for the underlying condition, and for its place before the code.
/// An error for manifestation codes, a warning for others. Where the note only gives examples, others
/// would do as well: then only the order is looked at, and that something stands before the code at all.
///
/// Authority: Guidelines I.A.13 (FY2026) and the note.
/// Example: D63.1 without N18.-, or before N18.32.
pub struct EtiologyMissingOrLater;

impl Rule for EtiologyMissingOrLater {
    const ID: &'static str = "NOTE-06";
    const NAME: &'static str = "etiology is missing or comes later";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.A.13 FY2026: the underlying condition is sequenced first, followed by the manifestation";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            for (level, groups) in cx.notes.groups(item, NoteKind::CodeFirst) {
                if level > Level::Category || groups.iter().any(|g| satisfied(cx, item, g)) {
                    continue;
                }
                let Some(group) = groups
                    .iter()
                    .find(|g| !g.is_conditional() && !only_in_case(item, g))
                else {
                    continue;
                };
                let severity = if cx.is_manifestation(item) {
                    Severity::Error
                } else {
                    Severity::Warning
                };
                let later = groups
                    .iter()
                    .flat_map(Group::named)
                    .find(|&n| n != place(cx, item));
                let open = group.gives_examples() || !group.names_codes();
                let (codes, message, fix) = if let Some(later) = later {
                    let other = cx.items[later].code;
                    if open && item.place > 0 {
                        continue;
                    }
                    (
                        vec![item.code, other],
                        format!(
                            "{} stands before its underlying condition {}",
                            cx.named(item.code),
                            cx.named(other)
                        ),
                        format!("Move {} behind {other}", item.code),
                    )
                } else if open {
                    if item.place > 0 || !is_plain(cx, item, group) {
                        continue;
                    }
                    (
                        vec![item.code],
                        format!(
                            "{} cannot come first: its underlying condition goes before it",
                            cx.named(item.code)
                        ),
                        "Code the underlying condition first".to_owned(),
                    )
                } else if is_plain(cx, item, group) {
                    (
                        vec![item.code],
                        format!(
                            "{} needs its underlying condition before it, and none is coded",
                            cx.named(item.code)
                        ),
                        format!(
                            "Add one of {} before it if documented, or query",
                            group.some_codes()
                        ),
                    )
                } else {
                    continue;
                };
                out.add(&codes, message)
                    .severity(severity)
                    .authority(format!(
                        "{}; Guidelines I.A.13 FY2026",
                        group.quote(cx.year())
                    ))
                    .fix(fix);
            }
        }
    }
}

fn place(cx: &Context<'_>, item: &Item<'_>) -> usize {
    cx.items
        .iter()
        .position(|i| i.place == item.place)
        .unwrap_or(usize::MAX)
}

/// Whether a code that the group names stands before the item.
fn satisfied(cx: &Context<'_>, item: &Item<'_>, group: &Group<'_, '_>) -> bool {
    group
        .named()
        .iter()
        .any(|&n| cx.items[n].place < item.place)
}

/// Whether the note asks for an etiology in every case. Many list conditions that would go first if they were
/// the cause ("heart failure due to hypertension"), and nothing is missing without them.
fn is_plain(cx: &Context<'_>, item: &Item<'_>, group: &Group<'_, '_>) -> bool {
    let text = group.lead();
    cx.is_manifestation(item)
        || text.contains("to identify")
        || [
            "underlying",
            "the underlying",
            "associated underlying",
            "condition resulting",
        ]
        .iter()
        .any(|lead| text.starts_with(lead))
}

/// A note can be worded as mandatory and yet hold only in a case of its own: for a pregnant patient, a
/// newborn, a complication, a poisoning.
fn only_in_case(item: &Item<'_>, group: &Group<'_, '_>) -> bool {
    let mut references = group
        .lines
        .iter()
        .flat_map(|l| l.note.references())
        .peekable();
    references.peek().is_some()
        && references.all(|r| {
            let chapter = r.first().chapter();
            let other = chapter.number() != item.entry.chapter().number();
            let label = chapter.label();
            other && matches!(label, "15" | "16" | "19" | "20") || !other && label == "19"
        })
        && !group
            .lines
            .iter()
            .any(|l| l.note.text().contains("to identify"))
}

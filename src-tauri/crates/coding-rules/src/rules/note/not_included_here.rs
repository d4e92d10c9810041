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
        let mut said: Vec<[icd10cm::Code; 2]> = Vec::new();
        for item in &cx.items {
            let mut codes = vec![item.code];
            let mut first = None;
            for (level, naming) in cx.notes.of(item, NoteKind::Excludes2) {
                if level > Level::Category {
                    continue;
                }
                for &other in &naming.named {
                    let other = cx.items[other].code;
                    if codes.contains(&other) || said.contains(&[other, item.code]) {
                        continue;
                    }
                    said.push([item.code, other]);
                    codes.push(other);
                    first.get_or_insert(naming.note);
                }
            }
            if let Some(note) = first {
                let others: Vec<String> = codes.iter().skip(1).map(ToString::to_string).collect();
                out.add(
                    &codes,
                    format!(
                        "{} does not include {}: both may be coded if both are documented",
                        item.code,
                        others.join(", ")
                    ),
                )
                .authority(quote(note, cx.year()));
            }
        }
    }
}

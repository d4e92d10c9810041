//! 7th characters of cause and injury differ.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// The external cause is of the same encounter as the injury it explains.
///
/// Authority: Guidelines I.C.20.a.2, i.2 (FY2026).
/// Example: S52.501A with W19.XXXD.
pub struct CauseOfAnotherEncounter;

impl Rule for CauseOfAnotherEncounter {
    const ID: &'static str = "CHP-56";
    const NAME: &'static str = "7th characters of cause and injury differ";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.20.a.2 and I.C.20.i FY2026: the external cause has the 7th character that matches the injury’s encounter; a sequela external cause never with a related current injury";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        // A, B and C are initial encounters, S is sequela, all others are subsequent
        let phase = |c: Option<char>| match c {
            Some('A' | 'B' | 'C') => Some("initial"),
            Some('S') => Some("sequela"),
            Some('D'..='R') => Some("subsequent"),
            _ => None,
        };
        let injuries: Vec<_> = cx
            .all("S00-T79")
            .filter(|i| phase(i.code.seventh()).is_some())
            .collect();
        let Some(injury) = injuries.first() else {
            return;
        };
        for item in cx.all("V00-Y38") {
            let Some(of) = phase(item.code.seventh()) else {
                continue;
            };
            if injuries.iter().all(|i| phase(i.code.seventh()) != Some(of)) {
                out.add(
                    &[item.code, injury.code],
                    format!(
                        "{} is of another encounter than {}",
                        cx.named(item.code),
                        cx.named(injury.code)
                    ),
                )
                .fix("Use the 7th character of the injury’s encounter for both");
            }
        }
    }
}

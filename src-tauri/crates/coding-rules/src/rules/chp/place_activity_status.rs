//! Place, activity or status out of place.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::seq::drug_intent;

/// Place, activity and status of an external cause are coded once, at the initial encounter for treatment,
/// beside a cause, and only where stated.
///
/// Authority: Guidelines I.C.20.b, c, d, k (FY2026).
/// Example: Y92.9; Y93.67 at a subsequent encounter.
pub struct PlaceActivityStatus;

impl Rule for PlaceActivityStatus {
    const ID: &'static str = "CHP-55";
    const NAME: &'static str = "place, activity or status out of place";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.20.b to d and k FY2026: Y92, Y93 and Y99 once, at the initial encounter; not Y92.9, Y93.9, Y99.9 where not stated; Y93 and Y99 not for poisonings, adverse effects and sequelae";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let cause = cx.any("V00-Y38");
        let injuries: Vec<_> = cx.all("S00-T34 T51-T79").collect();
        let later = !injuries.is_empty()
            && injuries
                .iter()
                .all(|i| !matches!(i.code.seventh(), Some('A' | 'B' | 'C') | None));
        let drug = cx.items.iter().any(|i| drug_intent(i, cx).is_some());
        for (group, what) in [("Y92", "place"), ("Y93", "activity"), ("Y99", "status")] {
            let all: Vec<_> = cx.all(group).map(|i| i.code).collect();
            let Some(&code) = all.first() else { continue };
            if all.len() > 1 {
                // an injury that happens in a stay has a place of its own
                let in_stay = group == "Y92" && cx.inpatient();
                out.add(&all, format!("The {what} is coded more than once"))
                    .severity(if in_stay {
                        Severity::Info
                    } else {
                        Severity::Error
                    })
                    .fix("Keep one, unless the second is of an injury during the stay");
            }
            if later {
                out.add(
                    &[code],
                    format!(
                        "{} at a later encounter than the initial one",
                        cx.named(code)
                    ),
                )
                .fix("Leave it off");
            } else if group != "Y92" && drug && injuries.is_empty() {
                out.add(
                    &[code],
                    format!(
                        "{} with a poisoning, adverse effect or underdosing",
                        cx.named(code)
                    ),
                )
                .fix("Leave it off");
            } else if group == "Y99" && cause.is_none() {
                out.add(
                    &[code],
                    format!("{} without another external cause", cx.named(code)),
                )
                .fix("Add the cause, or leave it off");
            }
        }
        for item in cx.all("Y92.9 Y93.9 Y99.9") {
            out.add(
                &[item.code],
                format!("{} says nothing", cx.named(item.code)),
            )
            .fix("Leave it off where it is not stated");
        }
    }
}

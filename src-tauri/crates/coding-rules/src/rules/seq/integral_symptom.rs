//! A symptom that belongs to a coded condition.

use coding_model::Severity;

use crate::context::{Context, Item};
use crate::rule::{Out, Rule};
use crate::rules::seq::integral::INTEGRAL;

/// A symptom that routinely goes with a coded condition is not coded beside it. The pairs are a curated
/// list; the provider may document that the symptom has another cause.
///
/// Authority: Guidelines I.B.5 (FY2026).
/// Example: R05.9 with J18.9.
pub struct IntegralSymptom;

impl Rule for IntegralSymptom {
    const ID: &'static str = "SEQ-06";
    const NAME: &'static str = "symptom is part of a coded condition";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.B.5 FY2026: signs and symptoms that are associated routinely with a disease process are not assigned as additional codes";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (symptoms, conditions, same_side) in INTEGRAL {
            for symptom in cx
                .all(symptoms)
                .filter(|s| s.place > 0 || cx.items.len() == 1)
            {
                let condition = cx
                    .all(conditions)
                    .find(|c| c.code != symptom.code && (!same_side || sides_agree(symptom, c)));
                if let Some(condition) = condition.filter(|_| !out.has(symptom.code)) {
                    out.add(
                        &[symptom.code, condition.code],
                        format!(
                            "{} routinely goes with {}",
                            cx.named(symptom.code),
                            cx.named(condition.code)
                        ),
                    )
                    .fix(format!(
                        "Leave {} off unless the provider gives it another cause",
                        symptom.code
                    ));
                }
            }
        }
    }
}

fn sides_agree(a: &Item<'_>, b: &Item<'_>) -> bool {
    let side = |i: &Item<'_>| {
        let title = i.entry.title().to_lowercase();
        ["right", "left"].map(|s| title.contains(s))
    };
    let both = |i: &Item<'_>| i.entry.title().to_lowercase().contains("bilateral");
    both(a) || both(b) || side(a) == side(b)
}

//! A symptom before the diagnosis that explains it.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::seq::integral::INTEGRAL;

/// A symptom code stands first although a definitive diagnosis that explains it is coded.
///
/// Authority: Guidelines II.A, IV.D, I.C.18.b (FY2026).
/// Example: R07.9 before I21.4.
pub struct SymptomFirst;

impl Rule for SymptomFirst {
    const ID: &'static str = "SEQ-05";
    const NAME: &'static str = "symptom comes before its diagnosis";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines II.A and I.C.18.b FY2026: symptom codes are not used as principal diagnosis when a related definitive diagnosis has been established";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let Some(first) = cx.first() else { return };
        for (symptoms, conditions, _) in INTEGRAL {
            if !cx.is(first, symptoms) {
                continue;
            }
            if let Some(other) = cx.all(conditions).find(|o| o.place > 0) {
                out.add(
                    &[first.code, other.code],
                    format!(
                        "{} comes first although {} may explain it",
                        cx.named(first.code),
                        cx.named(other.code)
                    ),
                )
                .fix(format!("Put {} first", other.code));
                return;
            }
        }
    }
}

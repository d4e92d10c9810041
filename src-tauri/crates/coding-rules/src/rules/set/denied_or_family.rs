//! Evidence is denied or about somebody else.

use coding_model::{Experiencer, Polarity, Severity, Temporality};

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::set::only;

/// All the evidence of a code is negated, only imagined, or about a relative. Family history codes are about
/// relatives by design; some Z codes are about what was not done.
///
/// Authority: Guidelines II, III, IV.G (FY2026).
/// Example: "no chest pain", R07.9.
pub struct DeniedOrFamily;

impl Rule for DeniedOrFamily {
    const ID: &'static str = "SET-11";
    const NAME: &'static str = "evidence is denied or about somebody else";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines II and IV.G FY2026: diagnoses are those of the patient, shown in the medical record";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            let family = cx.is(item, "Z80-Z84");
            let absent = cx.is(item, "Z00-Z13 Z28 Z53 Z63 Z91 Z03-Z05");
            let wrong = only(item, |e| {
                e.assertion.polarity == Polarity::Negated && !absent
                    || e.assertion.experiencer != Experiencer::Patient && !family
                    || e.assertion.temporality == Temporality::Hypothetical
            });
            if wrong {
                out.add(
                    &[item.code],
                    format!(
                        "{} stands on text that denies it or is about somebody else",
                        cx.named(item.code)
                    ),
                )
                .fix("Take it off, or show the text that supports it");
            }
        }
    }
}

//! Uncertain diagnosis of an outpatient.

use coding_model::{Certainty, Severity};

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::set::{NEVER_UNCERTAIN, only};

/// Outside a stay an uncertain diagnosis is not coded; the sign, symptom or reason for the visit is. Fires where
/// all the evidence of a code is worded as uncertain.
///
/// Authority: Guidelines IV.H (FY2026).
/// Example: emergency visit, "rule out pulmonary embolism", I26.99: the chest pain or dyspnea is coded.
pub struct UncertainOutpatient;

impl Rule for UncertainOutpatient {
    const ID: &'static str = "SET-01";
    const NAME: &'static str = "uncertain diagnosis of an outpatient";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines IV.H FY2026: do not code diagnoses documented as probable, suspected, questionable, rule out, compatible with, consistent with, or working diagnosis; code the condition to the highest degree of certainty";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if cx.inpatient() {
            return;
        }
        for item in &cx.items {
            if cx.is(item, NEVER_UNCERTAIN) || cx.is(item, "R00-R99 Z00-Z99 V00-Y99") {
                continue;
            }
            if only(item, |e| e.assertion.certainty == Certainty::Uncertain) {
                out.add(
                    &[item.code],
                    format!(
                        "{} stands on an uncertain wording only",
                        cx.named(item.code)
                    ),
                )
                .fix("Code the sign, symptom or reason for the visit");
            }
        }
    }
}

//! Substance use without a disorder.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Use without abuse or dependence is coded only where the provider links it to a disorder or condition; the
/// code for uncomplicated use names none.
///
/// Authority: Guidelines I.C.5.b.3 (FY2026).
/// Example: F12.90 from "smokes cannabis on weekends".
pub struct UseWithoutDisorder;

impl Rule for UseWithoutDisorder {
    const ID: &'static str = "CHP-20";
    const NAME: &'static str = "substance use without a disorder";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.5.b.3 FY2026: codes for unspecified psychoactive substance use are assigned only when the use is associated with a substance related disorder or medical condition, and the provider documents that relation";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in cx.all("F10.90 F11.90 F12.90 F13.90 F14.90 F15.90 F16.90 F18.90 F19.90") {
            out.add(
                &[item.code],
                format!(
                    "{} names no disorder that the use is linked to",
                    cx.named(item.code)
                ),
            )
            .fix("Leave it off unless the provider links the use to a disorder or condition");
        }
    }
}

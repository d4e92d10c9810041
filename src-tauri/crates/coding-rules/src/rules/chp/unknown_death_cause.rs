//! Unknown cause of death beside other codes.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// R99 is for the patient brought in dead of whom nothing else is known.
///
/// Authority: Guidelines I.C.18.h (FY2026).
/// Example: R99 with I21.9.
pub struct UnknownDeathCause;

impl Rule for UnknownDeathCause {
    const ID: &'static str = "CHP-47";
    const NAME: &'static str = "unknown cause of death beside other codes";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.18.h FY2026: R99 only for a patient who was dead on arrival without a definitive diagnosis; not for discharge disposition of death";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let Some(item) = cx.any("R99") else { return };
        let other = cx.items.iter().find(|i| !cx.is(i, "R99 V00-Y99 Z00-Z99"));
        if cx.inpatient() || other.is_some() {
            let mut codes = vec![item.code];
            codes.extend(other.map(|o| o.code));
            out.add(
                &codes,
                format!(
                    "{} is only for the dead on arrival without another diagnosis",
                    cx.named(item.code)
                ),
            )
            .fix("Leave R99 off");
        }
    }
}

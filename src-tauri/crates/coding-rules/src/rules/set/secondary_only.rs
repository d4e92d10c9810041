//! Secondary-only code comes first.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Codes that may rest on other clinicians' documentation are secondary diagnoses only.
///
/// Authority: Guidelines I.B.14 (FY2026).
/// Example: Z59.41 first.
pub struct SecondaryOnly;

impl Rule for SecondaryOnly {
    const ID: &'static str = "SET-08";
    const NAME: &'static str = "secondary-only code comes first";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.B.14 FY2026: BMI, coma scale, NIHSS, blood alcohol level, social determinants and underimmunization should only be reported as secondary diagnoses";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if let Some(item) = cx
            .first()
            .filter(|i| cx.is(i, "Z68 R40.2 R29.7 Y90 Z55-Z65 Z28.3"))
        {
            out.add(
                &[item.code],
                format!("{} is a secondary diagnosis only", cx.named(item.code)),
            )
            .fix("Put the condition that is evaluated or treated first");
        }
    }
}

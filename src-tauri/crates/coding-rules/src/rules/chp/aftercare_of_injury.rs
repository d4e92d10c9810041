//! Aftercare code for an injury.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Aftercare of an injury is the injury code with 7th character D (or its variants), not a code of Z47 or Z48.
/// The 7th character follows active treatment, not the first visit to a provider.
///
/// Authority: Guidelines I.C.19.a, I.C.21.c.7 (FY2026).
/// Example: Z47.89 with S72.001D.
pub struct AftercareOfInjury;

impl Rule for AftercareOfInjury {
    const ID: &'static str = "CHP-48";
    const NAME: &'static str = "aftercare code for an injury";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.19.a and I.C.21.c.7 FY2026: aftercare Z codes are not used for injuries; the injury code with the 7th character for subsequent encounter is";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (x, y) in cx.pairs("Z47 Z48", "S00-T34") {
            out.add(
                &[x.code, y.code],
                format!("{} beside {}", cx.named(x.code), cx.named(y.code)),
            )
            .fix(format!(
                "Leave {} off; use the 7th character for subsequent encounter",
                x.code
            ));
        }
    }
}

//! MRSA said twice.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// A combination code for an infection due to MRSA includes the organism and its resistance.
///
/// Authority: Guidelines I.C.1.e.1.a (FY2026).
/// Example: A41.02 with B95.62.
pub struct MrsaSaidTwice;

impl Rule for MrsaSaidTwice {
    const ID: &'static str = "CHP-05";
    const NAME: &'static str = "MRSA said twice";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.1.e.1.a FY2026: do not assign B95.62 or Z16.11 with a combination code that includes MRSA";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (x, y) in cx.pairs("B95.62 Z16.11", "A41.02 A49.02 J15.212") {
            out.add(
                &[x.code, y.code],
                format!(
                    "{} is already said by {}",
                    cx.named(x.code),
                    cx.named(y.code)
                ),
            )
            .fix(format!("Leave {} off", x.code));
        }
    }
}

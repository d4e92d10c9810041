//! Chronic before acute.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Acute and chronic forms of one condition are coded both, the acute one first.
///
/// Authority: Guidelines I.B.8 (FY2026).
/// Example: K86.1 before K85.90.
pub struct ChronicBeforeAcute;

impl Rule for ChronicBeforeAcute {
    const ID: &'static str = "IDX-08";
    const NAME: &'static str = "chronic before acute";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.B.8 FY2026: if the same condition is described as both acute and chronic, and separate subentries exist at the same indentation level, code both and sequence the acute one first";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (acute, chronic) in [
            ("K85", "K86.0 K86.1"),
            ("J01", "J32"),
            ("J02-J03", "J31.2 J35.0"),
            ("J04", "J37"),
            ("K81.0", "K81.1"),
            ("N10", "N11"),
            ("N70.0", "N70.1"),
            ("M86.0 M86.1", "M86.3-M86.6"),
            ("H65.0 H65.1", "H65.2-H65.4"),
            ("N00", "N03"),
            ("H04.32", "H04.42"),
            ("N41.0", "N41.1"),
        ] {
            for (x, y) in cx.pairs(chronic, acute) {
                if x.place < y.place {
                    out.add(
                        &[x.code, y.code],
                        format!("{} stands before {}", cx.named(x.code), cx.named(y.code)),
                    )
                    .fix(format!("Put {} first", y.code));
                }
            }
        }
    }
}

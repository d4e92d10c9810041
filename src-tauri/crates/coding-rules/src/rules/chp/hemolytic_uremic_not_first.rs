//! Hemolytic-uremic syndrome behind HIV or sepsis.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Infection-associated hemolytic-uremic syndrome as the reason for admission goes before B20 and sepsis.
///
/// Authority: Guidelines I.C.1.a.2.b, I.C.1.d.9 (FY2026).
/// Example: A41.51, D59.31.
pub struct HemolyticUremicNotFirst;

impl Rule for HemolyticUremicNotFirst {
    const ID: &'static str = "CHP-58";
    const NAME: &'static str = "hemolytic-uremic syndrome behind HIV or sepsis";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.1.a.2.b and I.C.1.d.9 FY2026: infection-associated hemolytic-uremic syndrome is sequenced first, an exception for HIV disease and sepsis";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (hus, other) in cx.pairs("D59.31", "B20 A40 A41") {
            if other.place < hus.place {
                out.add(
                    &[hus.code, other.code],
                    format!(
                        "{} stands behind {}",
                        cx.named(hus.code),
                        cx.named(other.code)
                    ),
                )
                .fix("Put D59.31 first if it is the reason for the admission");
                return;
            }
        }
    }
}

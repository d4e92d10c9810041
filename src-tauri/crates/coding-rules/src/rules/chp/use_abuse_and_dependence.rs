//! Two levels of use of one substance.

use coding_model::Severity;

use crate::context::{Context, Item};
use crate::rule::{Out, Rule};

/// Of use, abuse and dependence of the same substance only one is assigned: dependence before abuse before use.
///
/// Authority: Guidelines I.C.5.b.2 (FY2026).
/// Example: F10.10 with F10.20.
pub struct UseAbuseAndDependence;

impl Rule for UseAbuseAndDependence {
    const ID: &'static str = "CHP-19";
    const NAME: &'static str = "two levels of use of one substance";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.5.b.2 FY2026: of use, abuse and dependence of one substance only the highest is coded";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let level = |item: &Item<'_>| match item.code.undotted().chars().nth(3) {
            Some('9') => Some((0, "use")),
            Some('1') => Some((1, "abuse")),
            Some('2') => Some((2, "dependence")),
            _ => None,
        };
        let all: Vec<_> = cx.all("F10-F16 F18 F19").collect();
        for x in &all {
            for y in &all {
                let (Some((low, a)), Some((high, b))) = (level(x), level(y)) else {
                    continue;
                };
                if x.code.category() == y.code.category() && low < high {
                    out.add(
                        &[x.code, y.code],
                        format!("{a} ({}) and {b} ({}) of one substance", x.code, y.code),
                    )
                    .fix(format!("Keep {}", y.code));
                }
            }
        }
    }
}

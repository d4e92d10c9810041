//! Two stages of kidney disease.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Chronic kidney disease has one stage; with end stage disease only N18.6 is assigned.
///
/// Authority: Guidelines I.C.14.a.1 (FY2026).
/// Example: N18.5 with N18.6.
pub struct TwoStagesOfKidneyDisease;

impl Rule for TwoStagesOfKidneyDisease {
    const ID: &'static str = "CHP-38";
    const NAME: &'static str = "two stages of kidney disease";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.14.a.1 FY2026: where both a stage and end stage renal disease are documented, only N18.6";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let all: Vec<_> = cx.all("N18").collect();
        for (n, x) in all.iter().enumerate() {
            for y in &all[n + 1..] {
                if x.code != y.code {
                    let keep = if cx.is(x, "N18.6") || cx.is(y, "N18.6") {
                        "Keep N18.6"
                    } else {
                        "Keep the stage that the provider documents for this encounter"
                    };
                    out.add(
                        &[x.code, y.code],
                        format!(
                            "{} and {} are two stages of one disease",
                            cx.named(x.code),
                            cx.named(y.code)
                        ),
                    )
                    .fix(keep);
                }
            }
        }
    }
}

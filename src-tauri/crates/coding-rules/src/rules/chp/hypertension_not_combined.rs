//! Hypertension beside heart failure or kidney disease.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Hypertension with heart failure is I11.0 with I50.-, with chronic kidney disease I12.- with N18.-, with both
/// I13.-. Can be overridden where the provider documents that they are unrelated.
///
/// Authority: Guidelines I.C.9.a.1, a.2, a.3 (FY2026).
/// Example: I10 with I50.9; I10 with N18.30.
pub struct HypertensionNotCombined;

impl Rule for HypertensionNotCombined {
    const ID: &'static str = "CHP-27";
    const NAME: &'static str = "hypertension beside heart failure or kidney disease";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.9.a.1 to a.3 FY2026: a causal relation between hypertension and heart involvement or kidney disease is presumed unless the documentation says that they are unrelated";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        const HEART: &str = "I50 I51.4-I51.7 I51.89 I51.9";
        let (heart, kidney) = (cx.any(HEART), cx.any("N18"));
        for (hypertension, has_heart, has_kidney) in [
            ("I10", false, false),
            ("I11", true, false),
            ("I12", false, true),
        ] {
            let Some(item) = cx.any(hypertension) else {
                continue;
            };
            // what the code of the hypertension leaves out
            let others: Vec<_> = [heart.filter(|_| !has_heart), kidney.filter(|_| !has_kidney)]
                .into_iter()
                .flatten()
                .collect();
            if others.is_empty() {
                continue;
            }
            let whole = match (has_heart || heart.is_some(), has_kidney || kidney.is_some()) {
                (true, true) => "I13.-",
                (true, false) => "I11.-",
                (false, _) => "I12.-",
            };
            let mut codes = vec![item.code];
            codes.extend(others.iter().map(|o| o.code));
            let named: Vec<String> = others.iter().map(|o| cx.named(o.code)).collect();
            out.add(
                &codes,
                format!(
                    "{} with {} is one combination code, unless documented as unrelated",
                    cx.named(item.code),
                    named.join(" and ")
                ),
            )
            .fix(format!(
                "Use {whole} in place of {} and keep the rest",
                item.code
            ));
        }
    }
}

//! BMI without its diagnosis, in pregnancy, or twice.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// A BMI code goes with a diagnosis of weight or nutrition by the provider, never with pregnancy, and once.
///
/// Authority: Guidelines I.C.21.c.3, I.B.14 (FY2026).
/// Example: Z68.41 without E66.-; Z68.- with codes of chapter 15.
pub struct BmiWithoutDiagnosis;

impl Rule for BmiWithoutDiagnosis {
    const ID: &'static str = "SET-09";
    const NAME: &'static str = "BMI without its diagnosis, in pregnancy, or twice";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.21.c.3 and I.B.14 FY2026: BMI codes only with an associated reportable diagnosis such as obesity, not during pregnancy; of several values the most severe";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let all: Vec<_> = cx.all("Z68").map(|i| i.code).collect();
        let Some(&bmi) = all.first() else { return };
        if let Some(o) = cx.any("O00-O9A") {
            out.add(&[bmi, o.code], format!("{} in pregnancy", cx.named(bmi)))
                .fix(format!("Leave {bmi} off"));
        } else if !cx.has("E40-E46 E64.0 E66 E88.A F50 P92.6 R62.5 R62.7 R63 R64 Z71.3 Z98.84") {
            out.add(&[bmi], format!("{} without a diagnosis of weight or nutrition", cx.named(bmi)))
                .fix("Add the diagnosis that the provider documents (E66.-, E43, R63.6, …), or leave it off");
        }
        if all.len() > 1 {
            out.add(&all, "BMI is coded more than once")
                .severity(Severity::Warning)
                .fix("Keep the most severe value");
        }
    }
}

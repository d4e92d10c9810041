//! Diabetes drug without its Z code.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Codes of O24.4 say the treatment themselves and take none. Otherwise: diabetes that is not type 1, a drug for it on the medication list, and no code for its long-term use.
///
/// Authority: Guidelines I.C.4.a.3 (FY2026).
/// Example: E11.9 with insulin glargine on the list: Z79.4.
pub struct DiabetesDrugNotCoded;

impl Rule for DiabetesDrugNotCoded {
    const ID: &'static str = "CHP-15";
    const NAME: &'static str = "diabetes drug without its Z code";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.4.a.3 FY2026: Z79.4, Z79.84 and Z79.85 for insulin, oral and injectable non-insulin drugs, each that applies; not for insulin given temporarily";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (z, o) in cx.pairs("Z79.4 Z79.84 Z79.85", "O24.4") {
            if !cx.has("E08-E13 O24.0 O24.1 O24.3 O24.8") {
                out.add(
                    &[z.code, o.code],
                    format!("{} is not used with {}", cx.named(z.code), cx.named(o.code)),
                )
                .authority("Guidelines I.C.15.i FY2026: Z79.4, Z79.84 and Z79.85 are not assigned with codes of O24.4")
                .fix(format!("Leave {} off", z.code));
            }
        }
        let Some(diabetes) = cx.any("E08 E09 E11 E13") else {
            return;
        };
        let temporary = cx.affirms(&["temporary insulin", "insulin temporarily", "sliding scale"]);
        for (drugs, code, what) in [
            (INSULIN, "Z79.4", "insulin"),
            (ORAL, "Z79.84", "an oral antidiabetic drug"),
            (
                INJECTED,
                "Z79.85",
                "an injected antidiabetic drug other than insulin",
            ),
        ] {
            if cx.takes(drugs) && !cx.has(code) && !(code == "Z79.4" && temporary) {
                out.add(
                    &[diabetes.code],
                    format!(
                        "The medication list has {what}, and {code} is not coded with {}",
                        cx.named(diabetes.code)
                    ),
                )
                .fix(format!("Add {code} behind {}", diabetes.code));
            }
        }
    }
}

const INSULIN: &[&str] = &[
    "insulin", "lantus", "humalog", "novolog", "levemir", "basaglar", "toujeo", "tresiba",
    "glargine", "lispro", "aspart", "detemir", "degludec",
];
const ORAL: &[&str] = &[
    "metformin",
    "glucophage",
    "glipizide",
    "glyburide",
    "glimepiride",
    "sitagliptin",
    "januvia",
    "linagliptin",
    "saxagliptin",
    "pioglitazone",
    "empagliflozin",
    "jardiance",
    "dapagliflozin",
    "farxiga",
    "canagliflozin",
    "repaglinide",
    "nateglinide",
    "acarbose",
    "rybelsus",
];
const INJECTED: &[&str] = &[
    "semaglutide",
    "ozempic",
    "liraglutide",
    "victoza",
    "dulaglutide",
    "trulicity",
    "exenatide",
    "tirzepatide",
    "mounjaro",
    "pramlintide",
];

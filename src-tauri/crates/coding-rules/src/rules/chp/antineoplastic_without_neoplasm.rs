//! Antineoplastic encounter without the neoplasm.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// An encounter for chemotherapy, immunotherapy or radiation has the neoplasm as secondary diagnosis.
///
/// Authority: Guidelines I.C.2.e.2 (FY2026).
/// Example: Z51.11 without a C code.
pub struct AntineoplasticWithoutNeoplasm;

impl Rule for AntineoplasticWithoutNeoplasm {
    const ID: &'static str = "CHP-07";
    const NAME: &'static str = "antineoplastic encounter without the neoplasm";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.2.e.2 FY2026: Z51.0, Z51.11 or Z51.12 first, the malignancy for which the therapy is administered second";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if let Some(item) = cx.any("Z51.0 Z51.1")
            && !cx.has("C00-D49")
        {
            out.add(
                &[item.code],
                format!("{} needs the neoplasm that is treated", cx.named(item.code)),
            )
            .fix("Add the neoplasm as secondary diagnosis");
        }
    }
}

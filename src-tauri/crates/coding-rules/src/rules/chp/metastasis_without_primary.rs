//! Metastasis without a primary.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// A secondary neoplasm goes with its primary, its history, or the code for an unknown primary.
///
/// Authority: Guidelines I.C.2.b, I.C.2.k, I.C.2.m (FY2026).
/// Example: C79.51 alone.
pub struct MetastasisWithoutPrimary;

impl Rule for MetastasisWithoutPrimary {
    const ID: &'static str = "CHP-12";
    const NAME: &'static str = "metastasis without a primary";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.2.b, I.C.2.k and I.C.2.m FY2026: the primary is coded as present, as history (Z85.-) or as unknown (C80.1)";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if cx.has("C00-C76 C7A C80-C96 D3A D00-D09 Z85") {
            return;
        }
        if let Some(item) = cx.any("C77-C79 C7B") {
            out.add(
                &[item.code],
                format!(
                    "{} goes with a primary site, and none is coded",
                    cx.named(item.code)
                ),
            )
            .fix("Add the primary, its history (Z85.-), or C80.1 if it is unknown");
        }
    }
}

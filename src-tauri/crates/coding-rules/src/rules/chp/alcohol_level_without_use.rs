//! Blood alcohol level without an alcohol disorder.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// The blood alcohol level goes with a code of F10, or with R78.0, whose note asks for it.
///
/// Authority: Guidelines I.C.5.b.5 (FY2026); note at R78.0.
/// Example: Y90.5 without F10.-.
pub struct AlcoholLevelWithoutUse;

impl Rule for AlcoholLevelWithoutUse {
    const ID: &'static str = "CHP-21";
    const NAME: &'static str = "blood alcohol level without an alcohol disorder";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.5.b.5 FY2026: a code from Y90 may be assigned when it is documented with a provider’s diagnosis of a disorder of F10";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if let Some(item) = cx.any("Y90")
            && !cx.has("F10 R78.0 T51.0")
        {
            out.add(&[item.code], format!("{} goes with a code of F10.-", cx.named(item.code)))
                .fix("Add the alcohol use, abuse or dependence that the provider documents, or leave it off");
        }
    }
}

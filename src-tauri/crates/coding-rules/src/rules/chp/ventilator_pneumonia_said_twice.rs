//! Ventilator pneumonia beside pneumonia, or not documented.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::set::Poa;

/// J95.851 needs the provider's word, and goes with the organism, not with a code of J12 to J18 for the same
/// pneumonia. A pneumonia present on admission may stand beside it.
///
/// Authority: Guidelines I.C.10.d.1, d.2 (FY2026).
/// Example: J95.851 with J18.9.
pub struct VentilatorPneumoniaSaidTwice;

impl Rule for VentilatorPneumoniaSaidTwice {
    const ID: &'static str = "CHP-35";
    const NAME: &'static str = "ventilator pneumonia beside pneumonia, or not documented";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.10.d FY2026: J95.851 only where the provider documents ventilator associated pneumonia; no code of J12 to J18 for the type; an earlier pneumonia may be coded besides";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (vap, other) in cx.pairs("J95.851", "J12-J18") {
            if other.line.poa == Some(Poa::Y) && vap.line.poa == Some(Poa::N) {
                continue;
            }
            out.add(
                &[vap.code, other.code],
                format!("{} beside {}", cx.named(vap.code), cx.named(other.code)),
            )
            .fix(format!(
                "Replace {} by the organism (B95 to B97), unless it was there before",
                other.code
            ));
        }
        if let Some(vap) = cx.any("J95.851")
            && cx.facts().is_some()
            && cx
                .mentions(&["ventilator", "vap", "ventilator-associated"])
                .next()
                .is_none()
        {
            out.add(
                &[vap.code],
                format!(
                    "{}: nobody links the pneumonia to the ventilator",
                    cx.named(vap.code)
                ),
            )
            .fix("Query the provider; being on a ventilator is not enough");
        }
    }
}

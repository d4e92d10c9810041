//! Type 1 although the note says type 2.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Type 1 is coded, the provider writes type 2 and nowhere type 1: insulin does not decide the type.
///
/// Authority: Guidelines I.C.4.a.2, a.3 (FY2026).
/// Example: E10.9 with Z79.4 from "type 2 diabetes on insulin".
pub struct InsulinTakenForType1;

impl Rule for InsulinTakenForType1 {
    const ID: &'static str = "CHP-16";
    const NAME: &'static str = "type 1 although the note says type 2";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str =
        "Guidelines I.C.4.a.2 and a.3 FY2026: the use of insulin does not make diabetes type 1";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if let Some(item) = cx.any("E10")
            && cx.states(&["type 2", "type ii", "t2dm", "dm2"])
            && !cx.affirms(&["type 1", "type i", "t1dm", "dm1"])
        {
            out.add(
                &[item.code],
                format!(
                    "{} is coded, and the provider writes type 2",
                    cx.named(item.code)
                ),
            )
            .fix("Use E11.-; insulin is reported with Z79.4");
        }
    }
}

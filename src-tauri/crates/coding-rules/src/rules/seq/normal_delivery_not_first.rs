//! A normal delivery that does not come first.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// O80 is for a full-term normal delivery and always the principal diagnosis.
///
/// Authority: Guidelines I.C.15.n (FY2026).
/// Example: Z37.0, O80.
pub struct NormalDeliveryNotFirst;

impl Rule for NormalDeliveryNotFirst {
    const ID: &'static str = "SEQ-12";
    const NAME: &'static str = "normal delivery is not first";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str =
        "Guidelines I.C.15.n.1 FY2026: code O80 is always a principal diagnosis";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if let Some(item) = cx.any("O80").filter(|i| i.place > 0) {
            out.add(
                &[item.code],
                format!("{} is always the principal diagnosis", cx.named(item.code)),
            )
            .fix("Put O80 first, or use the code of the complication in its place");
        }
    }
}

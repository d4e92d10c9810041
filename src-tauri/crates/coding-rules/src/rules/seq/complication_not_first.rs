//! A complication present on admission that does not come first.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::set::Poa;

/// A stay with an initial complication of surgical or medical care, present on admission, and another
/// condition first: if the complication occasioned the admission, it goes first.
///
/// Authority: Guidelines II.G, I.B.16 (FY2026).
/// Example: L03.311 first, T81.41XA with POA Y second.
pub struct ComplicationNotFirst;

impl Rule for ComplicationNotFirst {
    const ID: &'static str = "SEQ-09";
    const NAME: &'static str = "complication of care is not first";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines II.G FY2026: when the admission is for treatment of a complication of care, the complication code is sequenced as the principal diagnosis; I.B.16: the provider must document the relation";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if !cx.inpatient() || cx.first().is_none_or(|f| cx.is(f, COMPLICATIONS)) {
            return;
        }
        for item in cx.all(COMPLICATIONS) {
            if item.place > 0
                && item.line.poa == Some(Poa::Y)
                && matches!(item.code.seventh(), Some('A') | None)
            {
                out.add(
                    &[item.code],
                    format!(
                        "{} was present on admission: if it is the reason for the stay, it goes first",
                        cx.named(item.code)
                    ),
                )
                .fix(format!("Put {} first if it occasioned the admission", item.code));
            }
        }
    }
}

const COMPLICATIONS: &str = "T80-T88";

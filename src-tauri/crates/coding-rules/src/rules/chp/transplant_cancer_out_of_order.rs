//! Cancer of a transplanted organ out of order.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// A malignant neoplasm of a transplanted organ is coded as complication of the transplant, C80.2, and the
/// specific malignancy, in this order.
///
/// Authority: Guidelines I.C.2.r (FY2026).
/// Example: C80.2 before T86.19.
pub struct TransplantCancerOutOfOrder;

impl Rule for TransplantCancerOutOfOrder {
    const ID: &'static str = "CHP-13";
    const NAME: &'static str = "cancer of a transplanted organ out of order";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str =
        "Guidelines I.C.2.r FY2026: T86.- first, then C80.2, then the specific malignancy";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in cx.all("C80.2") {
            match cx.any("T86") {
                Some(t) if t.place > item.place => {
                    out.add(
                        &[item.code, t.code],
                        format!("{} stands before {}", cx.named(item.code), cx.named(t.code)),
                    )
                    .fix(format!("Put {} before C80.2", t.code));
                }
                None => {
                    out.add(
                        &[item.code],
                        format!(
                            "{} needs the transplant complication before it",
                            cx.named(item.code)
                        ),
                    )
                    .fix("Add the code of T86.- before it");
                }
                Some(_) => {}
            }
            match cx.any("C00-C79 C81-C96 C7A") {
                Some(c) if c.place < item.place => {
                    out.add(
                        &[item.code, c.code],
                        format!(
                            "{} goes before the specific malignancy {}",
                            cx.named(item.code),
                            cx.named(c.code)
                        ),
                    )
                    .fix(format!("Move {} behind C80.2", c.code));
                }
                None => {
                    out.add(
                        &[item.code],
                        format!("{} goes with the specific malignancy", cx.named(item.code)),
                    )
                    .severity(Severity::Warning)
                    .fix("Add the specific malignancy behind it");
                }
                Some(_) => {}
            }
        }
    }
}

//! Outcome of delivery missing or not fitting.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Every record of a delivery has a code of Z37. O82 is for a cesarean delivery without indication. The normal delivery O80 goes with Z37.0 only, and with no
/// other code of chapter 15.
///
/// Authority: Guidelines I.C.15.b.5, I.C.15.n (FY2026).
/// Example: O80 with O70.0.
pub struct DeliveryOutcome;

impl Rule for DeliveryOutcome {
    const ID: &'static str = "CHP-41";
    const NAME: &'static str = "outcome of delivery missing or not fitting";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.15.b.5 and I.C.15.n FY2026: Z37 on every maternal record of a delivery; O80 only with Z37.0 and with no other code of chapter 15";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let outcome = cx.any("Z37");
        if let Some(normal) = cx.any("O80") {
            for other in cx.all("O00-O9A").filter(|o| !cx.is(o, "O80")) {
                out.add(
                    &[normal.code, other.code],
                    format!(
                        "{} cannot stand with {}",
                        cx.named(normal.code),
                        cx.named(other.code)
                    ),
                )
                .fix("Use the code of the complication in place of O80");
            }
            if let Some(outcome) = outcome.filter(|o| !cx.is(o, "Z37.0")) {
                out.add(
                    &[normal.code, outcome.code],
                    format!("{} goes with Z37.0 only", cx.named(normal.code)),
                )
                .fix("Use Z37.0, or another code than O80");
            }
        }
        if let Some(cesarean) = cx.any("O82")
            && let Some(reason) = cx.any("O14 O15 O30-O36 O40-O45 O60 O64-O66 O68 O69")
        {
            out.add(
                &[cesarean.code, reason.code],
                format!(
                    "{} beside a reason for it, {}",
                    cx.named(cesarean.code),
                    cx.named(reason.code)
                ),
            )
            .severity(Severity::Warning)
            .fix("Leave O82 off: it is for a cesarean delivery without indication");
        }
        if outcome.is_none() {
            let delivery = cx.all("O00-O9A").find(|o| {
                cx.is(o, "O66-O70 O80 O82")
                    || o.entry.title().contains("childbirth")
                        && !o.entry.title().contains("puerperium")
            });
            if let Some(delivery) = delivery {
                out.add(
                    &[delivery.code],
                    format!(
                        "{} without the outcome of delivery",
                        cx.named(delivery.code)
                    ),
                )
                .severity(if cx.is(delivery, "O80 O82") {
                    Severity::Error
                } else {
                    Severity::Warning
                })
                .fix("Add the code of Z37.-");
            }
        } else if let Some(outcome) = outcome
            && !cx.has("O00-O9A")
        {
            out.add(&[outcome.code], format!("{} without a code of chapter 15", cx.named(outcome.code)))
                .fix("Add the delivery (O80, O82 or its complication); Z37 is for the mother’s record only");
        }
    }
}

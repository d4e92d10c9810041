//! Kind of hypertension missing or later.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// I15 goes with its cause, I16 with the identified hypertension, and I1A.0 behind the specific type.
///
/// Authority: Guidelines I.C.9.a.6, a.10, a.12 (FY2026).
/// Example: I1A.0 before I10.
pub struct HypertensionTypeMissing;

impl Rule for HypertensionTypeMissing {
    const ID: &'static str = "CHP-29";
    const NAME: &'static str = "kind of hypertension missing or later";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.9.a.6, a.10 and a.12 FY2026: secondary hypertension with its cause, hypertensive crisis with the identified hypertension, resistant hypertension behind its type";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in cx.all("I15") {
            if !cx
                .items
                .iter()
                .any(|i| !cx.is(i, "I10-I1A Z00-Z99 R00-R99"))
            {
                out.add(&[item.code], format!("{} goes with its cause, and none is coded", cx.named(item.code)))
                    .fix("Add the underlying condition; the order depends on the reason for the encounter");
            }
        }
        for item in cx.all("I16") {
            if !cx.has("I10-I13 I15 I1A O10") {
                out.add(
                    &[item.code],
                    format!(
                        "{} goes with the identified hypertension",
                        cx.named(item.code)
                    ),
                )
                .fix("Add the code of I10 to I15 or I1A that is documented");
            }
        }
        for item in cx.all("I1A.0") {
            match cx.any("I10-I13 I15") {
                None => {
                    out.add(
                        &[item.code],
                        format!(
                            "{} goes behind the specific type of hypertension",
                            cx.named(item.code)
                        ),
                    )
                    .fix("Add the type of hypertension before it, if known");
                }
                Some(kind) if kind.place > item.place => {
                    out.add(
                        &[item.code, kind.code],
                        format!(
                            "{} stands before {}",
                            cx.named(item.code),
                            cx.named(kind.code)
                        ),
                    )
                    .fix(format!("Put {} before I1A.0", kind.code));
                }
                Some(_) => {}
            }
        }
    }
}

//! COVID-19 out of order.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// U07.1 stands first when COVID-19 meets the definition of principal diagnosis, except with sepsis,
/// transplant complications and in pregnancy, where O98.5- comes first.
///
/// Authority: Guidelines I.C.1.g.1.b, I.C.15.s (FY2026).
/// Example: J12.82 before U07.1.
pub struct CovidNotFirst;

impl Rule for CovidNotFirst {
    const ID: &'static str = "CHP-06";
    const NAME: &'static str = "COVID-19 out of order";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.1.g.1.b and I.C.15.s FY2026: U07.1 is sequenced first, except for obstetric patients, sepsis and transplant complications";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let Some(covid) = cx.any("U07.1") else { return };
        if let Some(o) = cx.any("O98.5") {
            if o.place > covid.place {
                out.add(
                    &[covid.code, o.code],
                    format!(
                        "{} stands before {}",
                        cx.named(covid.code),
                        cx.named(o.code)
                    ),
                )
                .fix(format!("Put {} before U07.1", o.code));
            }
        } else if cx.has("O00-O9A") {
            out.add(
                &[covid.code],
                format!(
                    "{} in pregnancy needs O98.5- before it",
                    cx.named(covid.code)
                ),
            )
            .fix("Add O98.5- with the trimester before U07.1");
        } else if covid.place > 0
            && !cx.has("A40 A41 R65 T86")
            && let Some(first) = cx
                .first()
                .filter(|f| cx.is(f, "J00-J99 R00-R99 A00-B99 M35.81 G93.3"))
        {
            out.add(
                &[covid.code, first.code],
                format!(
                    "{} comes after {}, which may be its manifestation",
                    cx.named(covid.code),
                    cx.named(first.code)
                ),
            )
            .fix("Put U07.1 first");
        }
    }
}

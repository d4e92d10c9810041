//! Pregnancy code missing or not first.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Conditions in a pregnant patient are coded to chapter 15, and chapter 15 goes first, unless the provider
/// says that the pregnancy is incidental (Z33.1). Z33.1 and Z34 do not stand with codes of chapter 15; those
/// pairs are also Excludes1.
///
/// Authority: Guidelines I.C.15.a.1, b.1 (FY2026).
/// Example: a pregnant patient with N39.0 alone: O23.4-.
pub struct PregnancyCodeMissingOrLater;

impl Rule for PregnancyCodeMissingOrLater {
    const ID: &'static str = "CHP-39";
    const NAME: &'static str = "pregnancy code missing or not first";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.15.a.1 FY2026: chapter 15 codes have sequencing priority; the provider must document that the pregnancy is incidental for Z33.1";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let obstetric = cx.any("O00-O9A");
        if let Some(o) = obstetric {
            for z in cx.all("Z33.1 Z34") {
                out.add(
                    &[z.code, o.code],
                    format!(
                        "{} cannot stand with {}",
                        cx.named(z.code),
                        cx.named(o.code)
                    ),
                )
                .fix(format!("Leave {} off", z.code));
            }
            let newborn = cx.set.age == Some(0) || cx.has("Z38");
            if let Some(first) = cx
                .first()
                .filter(|f| !newborn && !cx.is(f, "O00-O9A Z33 Z34 Z3A Z37 A34"))
            {
                out.add(
                    &[first.code, o.code],
                    format!(
                        "{} stands before {}: chapter 15 goes first",
                        cx.named(first.code),
                        cx.named(o.code)
                    ),
                )
                .fix(format!("Put {} first", o.code));
            }
        } else if cx.set.pregnant == Some(true)
            && !cx.has("Z33 Z34 Z32.01")
            && let Some(first) = cx.items.iter().find(|i| !cx.is(i, "Z00-Z99 V00-Y99"))
        {
            out.add(
                &[first.code],
                format!("{} in a pregnant patient without a code of chapter 15", cx.named(first.code)),
            )
            .fix("Use the chapter 15 code, or add Z33.1 if the provider says that the pregnancy is incidental");
        }
    }
}

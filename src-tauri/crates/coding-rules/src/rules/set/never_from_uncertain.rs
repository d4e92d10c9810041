//! Condition that needs confirmation is uncertain.

use coding_model::{Certainty, Severity};

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::set::{NEVER_UNCERTAIN, only};

/// Confirmed cases only, in every setting: HIV infection, Zika virus, COVID-19, and influenza of J09 and J10.
///
/// Authority: Guidelines I.C.1.a.1, 1.f.1, 1.g.1.a, 10.c (FY2026).
/// Example: a stay, "possible COVID-19", U07.1; "suspected H5N1" is J11.-.
pub struct NeverFromUncertain;

impl Rule for NeverFromUncertain {
    const ID: &'static str = "SET-03";
    const NAME: &'static str = "condition that needs confirmation is uncertain";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.1.a.1, I.C.1.f.1, I.C.1.g.1.a and I.C.10.c FY2026: HIV, Zika, COVID-19 and influenza due to identified or novel virus are coded only when confirmed, an exception to II.H";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in cx.all(NEVER_UNCERTAIN) {
            if only(item, |e| e.assertion.certainty == Certainty::Uncertain) {
                let fix = if cx.is(item, "J09 J10") {
                    "Use J11.- for influenza that is only suspected"
                } else {
                    "Code the symptoms or the exposure; query if it was confirmed"
                };
                out.add(
                    &[item.code],
                    format!(
                        "{} is coded only when confirmed, and the text is uncertain",
                        cx.named(item.code)
                    ),
                )
                .fix(fix);
            }
        }
    }
}

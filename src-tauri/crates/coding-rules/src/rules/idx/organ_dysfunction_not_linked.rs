//! Severe sepsis without a documented link.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::set::only;

/// R65.20 needs the provider's link between sepsis and organ dysfunction; two diagnoses side by side are none.
///
/// Authority: Guidelines I.C.1.d.1.a.iv, I.A.15 (FY2026).
/// Example: "sepsis", "acute kidney injury", R65.20.
pub struct OrganDysfunctionNotLinked;

impl Rule for OrganDysfunctionNotLinked {
    const ID: &'static str = "IDX-06";
    const NAME: &'static str = "severe sepsis without a documented link";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.1.d.1.a.iv FY2026: an acute organ dysfunction that is not clearly linked to the sepsis is not coded as severe sepsis; query. I.A.15: the presumption of “with” does not hold where a guideline requires linkage";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in cx.all("R65.2") {
            let linked = [
                "severe sepsis",
                "septic",
                "due to",
                "secondary to",
                "from sepsis",
                "sepsis with",
                "sepsis-induced",
                "sepsis induced",
                "caused by",
                "related",
            ];
            let unlinked = only(item, |e| {
                let quote = e.quote.to_lowercase();
                !linked.iter().any(|w| quote.contains(w))
            });
            if unlinked {
                out.add(
                    &[item.code],
                    format!(
                        "{}: the text does not link an organ dysfunction to the sepsis",
                        cx.named(item.code)
                    ),
                )
                .fix("Query the provider");
            }
        }
    }
}

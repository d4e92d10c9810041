//! Type 2 infarction beside another code for it.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// A type 2 infarction is I21.A1 alone, even if described as NSTEMI or demand ischemia.
///
/// Authority: Guidelines I.C.9.e.5 (FY2026).
/// Example: I21.4 with I21.A1.
pub struct Type2InfarctionSaidTwice;

impl Rule for Type2InfarctionSaidTwice {
    const ID: &'static str = "CHP-33";
    const NAME: &'static str = "type 2 infarction beside another code for it";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.9.e.5 FY2026: type 2 myocardial infarction is I21.A1 only, whether described as STEMI or NSTEMI; I24.89 is not used for it";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (x, y) in cx.pairs("I21.0-I21.4 I21.9 I24.89", "I21.A1") {
            out.add(
                &[x.code, y.code],
                format!("{} beside {}", cx.named(x.code), cx.named(y.code)),
            )
            .fix("Keep I21.A1, unless the provider documents two infarctions");
        }
    }
}

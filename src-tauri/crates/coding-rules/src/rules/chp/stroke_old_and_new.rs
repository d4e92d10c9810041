//! Stroke and its sequelae together.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Sequelae of stroke beside a current stroke are for deficits of an earlier one; beside Z86.73 they are out
/// of place. A pair that an Excludes1 note names is left to NOTE-01.
///
/// Authority: Guidelines I.C.9.d.2, d.3 (FY2026).
/// Example: I69.351 with I63.9.
pub struct StrokeOldAndNew;

impl Rule for StrokeOldAndNew {
    const ID: &'static str = "CHP-34";
    const NAME: &'static str = "stroke and its sequelae together";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.9.d.2 and d.3 FY2026: I69 with I60 to I67 only for deficits of an old stroke beside a current one; Z86.73 only without deficits";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let late: Vec<_> = cx.all("I69").map(|i| i.code).collect();
        if late.is_empty() {
            return;
        }
        for other in cx.all("I60-I67 Z86.73") {
            let mut codes = late.clone();
            codes.push(other.code);
            let message = if cx.is(other, "Z86.73") {
                format!(
                    "{} says that there are deficits, {} that there are none",
                    cx.named(late[0]),
                    cx.named(other.code)
                )
            } else {
                format!(
                    "{} beside {}: only for deficits of an earlier stroke",
                    cx.named(late[0]),
                    cx.named(other.code)
                )
            };
            out.add(&codes, message)
                .fix("Keep I69.- only for deficits that were there before this stroke");
        }
    }
}

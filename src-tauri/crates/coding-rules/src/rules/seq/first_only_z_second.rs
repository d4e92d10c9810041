//! A Z code that may only stand first, and does not.

use coding_model::Severity;

use crate::context::{Context, Item};
use crate::rule::{Out, Rule};

/// Some encounter codes may only be principal or first-listed diagnosis. Two of them may stand together
/// when records of one day are combined: then the second is not counted against the first.
///
/// Authority: Guidelines I.C.21.c.15 (FY2026; the paragraph's number changes over the years).
/// Example: Z00.00 second.
pub struct FirstOnlyZSecond;

impl Rule for FirstOnlyZSecond {
    const ID: &'static str = "SEQ-07";
    const NAME: &'static str = "first-listed Z code stands second";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.21.c.15 FY2026: these Z codes may only be reported as the principal or first-listed diagnosis, except when there are multiple encounters on the same day and the records are combined";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let first_only = |item: &Item<'_>| {
            cx.is(item, "Z00 Z01 Z02 Z04 Z33.2 Z31.81 Z31.83 Z31.84 Z34 Z39 Z38 Z40 Z42 Z51.0 Z51.1 Z52 Z76.1 Z76.2 Z99.12")
                && !cx.is(item, "Z00.6 Z52.9")
        };
        let combined = cx.first().is_some_and(first_only);
        for item in cx.items.iter().filter(|i| i.place > 0 && first_only(i)) {
            if combined {
                continue;
            }
            out.add(
                &[item.code],
                format!("{} may only be reported first", cx.named(item.code)),
            )
            .fix(format!("Put {} first, or leave it off", item.code));
        }
    }
}

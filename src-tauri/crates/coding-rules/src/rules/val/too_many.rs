//! More codes than the claim has room for.

use coding_model::{Setting, Severity};

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::val::list;

/// Codes beyond the claim form's places do not reach the payer; the order decides which do.
///
/// Authority: claim formats 837I (25) and 837P (12).
/// Example: the 26th code of a stay.
pub struct TooMany;

impl Rule for TooMany {
    const ID: &'static str = "VAL-09";
    const NAME: &'static str = "more codes than the claim holds";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "UB-04 and 837I: 25 diagnoses; CMS-1500 and 837P: 12 diagnoses";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let (limit, form) = match cx.set.setting {
            Setting::Outpatient => (12, "professional claim (CMS-1500, 837P)"),
            Setting::Inpatient | Setting::Emergency => (25, "institutional claim (UB-04, 837I)"),
        };
        if cx.set.codes.len() > limit {
            let beyond: Vec<_> = cx.codes.iter().skip(limit).flatten().copied().collect();
            out.add(
                &beyond,
                format!(
                    "{} codes, and a {form} holds {limit}: {} would be left off",
                    cx.set.codes.len(),
                    list(&beyond)
                ),
            )
            .fix("Put what must be reported first");
        }
    }
}

//! Code from the word urosepsis.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::set::only;
use crate::text;

/// Urosepsis is neither sepsis nor urinary infection in the classification: it has no code.
///
/// Authority: Guidelines I.C.1.d.1.a.ii (FY2026).
/// Example: A41.9 or N39.0 from "urosepsis".
pub struct Urosepsis;

impl Rule for Urosepsis {
    const ID: &'static str = "SET-04";
    const NAME: &'static str = "code from the word urosepsis";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.1.d.1.a.ii FY2026: urosepsis is a nonspecific term with no default code; the provider must be queried";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            if only(item, |e| text::has_words(&e.quote, "urosepsis")) {
                out.add(
                    &[item.code],
                    format!(
                        "{} stands on the word urosepsis, which has no code",
                        cx.named(item.code)
                    ),
                )
                .fix("Query the provider: sepsis, urinary tract infection, or both");
            }
        }
    }
}

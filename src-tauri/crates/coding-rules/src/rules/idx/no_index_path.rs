//! Code without a way through the index.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// A code has the index entry it was found by, or a reason why there is none.
///
/// Authority: Guidelines I.B.1, IV.A (FY2026).
/// Example: a code typed from memory without a reason.
pub struct NoIndexPath;

impl Rule for NoIndexPath {
    const ID: &'static str = "IDX-01";
    const NAME: &'static str = "code without a way through the index";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.B.1 and IV.A FY2026: first locate the term in the Alphabetic Index, then verify the code in the Tabular List; never begin in the Tabular List";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            if let Some(path) = &item.line.path
                && path.path.is_none()
                && path.reason.as_deref().is_none_or(|r| r.trim().is_empty())
            {
                out.add(
                    &[item.code],
                    format!("{} was not looked up in the index", cx.named(item.code)),
                )
                .fix("Look it up, or give the reason (known code, tabular browse)");
            }
        }
    }
}

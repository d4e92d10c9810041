//! Table cell not verified.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// A code from the Table of Drugs or the Neoplasm Table is verified in the Tabular List.
///
/// Authority: Guidelines I.C.19.e.1, I.C.2, I.B.1 (FY2026).
/// Example: T36.0X5A taken from the table.
pub struct CellNotVerified;

impl Rule for CellNotVerified {
    const ID: &'static str = "IDX-10";
    const NAME: &'static str = "table cell not verified";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.19.e.1 and I.C.2 FY2026: do not code directly from the Table of Drugs; always refer back to the Tabular List";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in cx.all("C00-D49 T36-T65") {
            if item
                .line
                .path
                .as_ref()
                .is_some_and(|p| p.path.is_some() && p.verified == Some(false))
            {
                out.add(
                    &[item.code],
                    format!(
                        "{} was taken from a table and not verified",
                        cx.named(item.code)
                    ),
                )
                .fix("Open it in the Tabular List and read its notes");
            }
        }
    }
}

//! A category or subcategory in place of a code.

use coding_model::Severity;
use icd10cm::CodeStatus;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::val::list;

/// Categories and subcategories are not codes; the code with the highest number of characters is.
///
/// Authority: Guidelines I.A.2, I.A.3, I.B.2 (FY2026).
/// Example: N18.3 is a header of N18.30, N18.31 and N18.32. I10 alone is a whole code.
pub struct Header;

impl Rule for Header {
    const ID: &'static str = "VAL-02";
    const NAME: &'static str = "header in place of a code";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.A.2, I.A.3 and I.B.2 FY2026: codes are to be used at their highest number of characters";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for code in cx.codes.iter().flatten() {
            let CodeStatus::NotBillable { children } = cx.book.status(*code) else {
                continue;
            };
            // said better by VAL-01
            if cx
                .library
                .earlier
                .as_ref()
                .is_some_and(|e| e.is_billable(*code))
            {
                continue;
            }
            out.add(
                &[*code],
                format!("{} is a header, not a code", cx.named(*code)),
            )
            .fix(format!("Choose one of {}", list(&children)));
        }
    }
}

//! A favourite or template that is older than the code.

use coding_model::Severity;
use icd10cm::CodeStatus;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::val::list;

/// A code kept as a favourite or in a template may have been divided or removed since.
///
/// Authority: HIPAA code set rule; Guidelines I.A.3 (FY2026).
/// Example: the favourite M54.5 is divided into M54.50, M54.51 and M54.59.
pub struct RevisedSince;

impl Rule for RevisedSince {
    const ID: &'static str = "VAL-11";
    const NAME: &'static str = "kept code was revised since";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str =
        "45 CFR 162.1002 and Guidelines I.A.3 FY2026: codes change with each release";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (place, line) in cx.set.codes.iter().enumerate() {
            let (Some(kept), Some(code)) = (&line.kept_from, cx.codes[place]) else {
                continue;
            };
            let release = cx.book.release();
            match cx.book.status(code) {
                CodeStatus::NotBillable { children } => {
                    out.add(
                        &[code],
                        format!("The favourite {code} of {kept} is divided in {release}"),
                    )
                    .fix(format!(
                        "Choose one of {} and renew the favourite",
                        list(&children)
                    ));
                }
                CodeStatus::Absent { .. } => {
                    out.add(
                        &[code],
                        format!("The favourite {code} of {kept} is gone from {release}"),
                    )
                    .fix("Look the condition up again and renew the favourite");
                }
                _ => {
                    let earlier = cx.library.earlier.as_ref();
                    if let (Some(then), Some(now)) =
                        (earlier.and_then(|e| e.title(code)), cx.book.title(code))
                        && !then.eq_ignore_ascii_case(&now)
                    {
                        out.add(
                            &[code],
                            format!("The favourite {code} of {kept} meant “{then}” and means “{now}” now"),
                        )
                        .fix("Check that it still fits and renew the favourite");
                    }
                }
            }
        }
    }
}

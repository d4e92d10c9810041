//! A code that the release does not have.

use coding_model::Severity;
use icd10cm::CodeStatus;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::val::{explained, list};
use crate::set::Entered;

/// A code must be in the code list that is in force on the discharge date or date of service.
///
/// Authority: Guidelines I.A.3 (FY2026) and the HIPAA code set rule.
/// Example: G35 on 2025-11-03: billable up to FY2025, a header since (G35.A to G35.D).
pub struct NotInRelease;

impl Rule for NotInRelease {
    const ID: &'static str = "VAL-01";
    const NAME: &'static str = "code is not in the release";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.A.3 FY2026; 45 CFR 162.1002: the code set in force on the date of service applies";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (place, line) in cx.set.codes.iter().enumerate() {
            let Some(code) = cx.codes[place] else {
                if let Entered::Raw(raw) = &line.entered {
                    let shown: String = raw.chars().take(12).collect();
                    out.add(
                        &[],
                        format!(
                            "“{shown}” is not an ICD-10-CM code and resembles none of the release"
                        ),
                    )
                    .fix("Look the condition up in the Alphabetic Index");
                }
                continue;
            };
            let release = cx.book.release();
            match cx.book.status(code) {
                CodeStatus::Absent { nearest } if !explained(cx, code) => {
                    let detail = out.add(&[code], format!("{code} is not in {release}"));
                    if let Some(nearest) = nearest {
                        detail.fix(format!("See {}", cx.named(nearest)));
                    }
                }
                CodeStatus::NotBillable { children } => {
                    // a header now that was a whole code in an earlier release
                    let Some(earlier) = cx.library.earlier.as_ref().filter(|e| e.is_billable(code))
                    else {
                        continue;
                    };
                    out.add(
                        &[code],
                        format!(
                            "{code} was a whole code in {} and is a header in {release}",
                            earlier.release()
                        ),
                    )
                    .fix(format!("Choose one of {}", list(&children)));
                }
                _ => {}
            }
        }
        if let Some(date) = cx.set.date {
            let release = cx.book.release();
            if date < release.effective || date.fiscal_year() > release.fiscal_year() {
                let codes: Vec<_> = cx.items.iter().take(1).map(|i| i.code).collect();
                out.add(
                    &codes,
                    format!("The encounter of {date} was checked against {release}, which is not in force on that day"),
                )
                .severity(if date.fiscal_year() == release.fiscal_year() {
                    Severity::Info
                } else {
                    Severity::Warning
                })
                .fix("Install and choose the release in force on the date of the encounter");
            }
        }
    }
}

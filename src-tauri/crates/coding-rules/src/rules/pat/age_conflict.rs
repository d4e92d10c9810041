//! Age does not fit the code.

use coding_model::Severity;

use crate::context::Context;
use crate::lists::ListKind;
use crate::rule::{Out, Rule};

/// The Medicare Code Editor keeps some codes for age groups. An error for inpatient claims, a warning for others.
///
/// Authority: Medicare Code Editor.
/// Example: Z38.00 at 30 years.
pub struct AgeConflict;

impl Rule for AgeConflict {
    const ID: &'static str = "PAT-01";
    const NAME: &'static str = "age does not fit the code";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Medicare Code Editor: age conflict (newborn 0, pediatric 0 to 17, maternity 9 to 64, adult 15 to 124 years)";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let Some(mce) = &cx.library.mce else {
            out.lacks(ListKind::Mce);
            return;
        };
        let Some(age) = cx.set.age else { return };
        for item in &cx.items {
            let fits: Vec<_> = mce.age_groups(item.code).collect();
            let outside = fits.iter().find(|g| {
                let (from, to) = g.ages();
                !(from..=to).contains(&age)
            });
            if let Some(group) = outside {
                let (from, to) = group.ages();
                out.add(
                    &[item.code],
                    format!(
                        "{} is for {} patients ({from} to {to} years), not {age}",
                        cx.named(item.code),
                        group.name()
                    ),
                )
                .severity(if cx.inpatient() {
                    Severity::Error
                } else {
                    Severity::Warning
                })
                .fix("Check the age and the code");
            }
        }
    }
}

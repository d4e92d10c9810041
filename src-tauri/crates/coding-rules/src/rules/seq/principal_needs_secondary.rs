//! A principal diagnosis that is acceptable only beside a secondary one.

use coding_model::Severity;

use crate::context::Context;
use crate::lists::ListKind;
use crate::rule::{Out, Rule};

/// The Medicare Code Editor accepts some codes as principal diagnosis only with a secondary diagnosis.
///
/// Authority: Medicare Code Editor.
/// Example: Z51.89 alone.
pub struct PrincipalNeedsSecondary;

impl Rule for PrincipalNeedsSecondary {
    const ID: &'static str = "SEQ-04";
    const NAME: &'static str = "principal diagnosis needs a secondary one";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Medicare Code Editor: unacceptable principal diagnosis unless a secondary diagnosis is present";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let Some(mce) = &cx.library.mce else {
            out.lacks(ListKind::Mce);
            return;
        };
        if !cx.inpatient() || cx.set.codes.len() > 1 {
            return;
        }
        if let Some(item) = cx.first().filter(|i| mce.needs_secondary(i.code)) {
            out.add(
                &[item.code],
                format!(
                    "{} is acceptable as principal diagnosis only with a secondary diagnosis",
                    cx.named(item.code)
                ),
            )
            .fix("Add the condition that the care is for");
        }
    }
}

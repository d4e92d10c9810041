//! A code that is unacceptable as principal diagnosis.

use coding_model::Severity;

use crate::context::Context;
use crate::lists::ListKind;
use crate::rule::{Out, Rule};

/// The Medicare Code Editor lists codes that describe a circumstance rather than a condition; an inpatient
/// claim with one of them as principal diagnosis is returned. Without the list, only the organisms of B95
/// to B97 are known.
///
/// Authority: Medicare Code Editor; Guidelines I.C.1.b (FY2026) for organisms.
/// Example: B95.0 as principal diagnosis.
pub struct UnacceptablePrincipal;

impl Rule for UnacceptablePrincipal {
    const ID: &'static str = "SEQ-03";
    const NAME: &'static str = "unacceptable principal diagnosis";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Medicare Code Editor: unacceptable principal diagnosis";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if cx.library.mce.is_none() {
            out.lacks(ListKind::Mce);
        }
        if !cx.inpatient() {
            return;
        }
        let Some(item) = cx.first() else { return };
        let listed = cx
            .library
            .mce
            .as_ref()
            .is_some_and(|m| m.is_unacceptable(item.code));
        // external causes have a rule of their own
        if (listed || cx.is(item, "B95-B97")) && !cx.is(item, "V00-Y99") {
            out.add(
                &[item.code],
                format!(
                    "{} is unacceptable as principal diagnosis",
                    cx.named(item.code)
                ),
            )
            .fix("Put the condition that occasioned the admission first");
        }
    }
}

//! A code without its placeholder X.

use coding_model::Severity;
use icd10cm::CodeStatus;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::val::{misplaced, without_placeholder};

/// A placeholder X inside a code is part of it.
///
/// Authority: Guidelines I.A.4 (FY2026).
/// Example: H81.81 becomes H81.8X1.
pub struct PlaceholderMissing;

impl Rule for PlaceholderMissing {
    const ID: &'static str = "VAL-06";
    const NAME: &'static str = "placeholder X is missing";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.A.4 FY2026: where a placeholder exists, the X must be used for the code to be valid";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for code in cx.codes.iter().flatten() {
            if matches!(cx.book.status(*code), CodeStatus::Absent { .. })
                && misplaced(cx.book, *code).is_none()
                && let Some(whole) = without_placeholder(cx.book, *code)
            {
                out.add(&[*code], format!("{code} lacks its placeholder X"))
                    .fix(format!("Use {}", cx.named(whole)));
            }
        }
    }
}

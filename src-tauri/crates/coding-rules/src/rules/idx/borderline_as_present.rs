//! Borderline condition that has an entry of its own.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::set::only;
use crate::text;

/// A borderline diagnosis is coded as confirmed, except where the index has an entry for borderline: diabetes,
/// hypertension, glaucoma.
///
/// Authority: Guidelines I.B.17 (FY2026).
/// Example: "borderline diabetes", E11.9: R73.03.
pub struct BorderlineAsPresent;

impl Rule for BorderlineAsPresent {
    const ID: &'static str = "IDX-12";
    const NAME: &'static str = "borderline condition that has an entry of its own";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.B.17 FY2026: borderline diagnoses are coded as confirmed, unless the classification provides a specific entry";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (conditions, entry) in [
            ("E08-E13", "R73.03"),
            ("I10", "R03.0"),
            ("H40.1 H40.2", "H40.0-"),
        ] {
            for item in cx.all(conditions) {
                if only(item, |e| text::has_words(&e.quote, "borderline")) {
                    out.add(
                        &[item.code],
                        format!(
                            "{}: borderline has an entry of its own",
                            cx.named(item.code)
                        ),
                    )
                    .fix(format!("Use {entry}"));
                }
            }
        }
    }
}

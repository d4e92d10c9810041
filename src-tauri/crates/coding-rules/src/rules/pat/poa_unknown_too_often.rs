//! Indicator U too often.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::set::Poa;

/// More than one code in ten of a stay, and at least two, is marked U (documentation insufficient).
///
/// Authority: Guidelines appendix I (FY2026).
/// Example: two codes of eight with U.
pub struct PoaUnknownTooOften;

impl Rule for PoaUnknownTooOften {
    const ID: &'static str = "PAT-04";
    const NAME: &'static str = "indicator U too often";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines appendix I FY2026: U should not be routinely assigned and used only in very limited circumstances";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let unknown: Vec<_> = cx
            .items
            .iter()
            .filter(|i| i.line.poa == Some(Poa::U))
            .map(|i| i.code)
            .collect();
        if cx.inpatient() && unknown.len() > 1 && unknown.len() * 10 > cx.items.len() {
            out.add(
                &unknown,
                format!("{} of {} codes are marked U", unknown.len(), cx.items.len()),
            )
            .fix("Query the provider for what was present on admission");
        }
    }
}

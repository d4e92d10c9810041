//! Secondary diagnosis named in the history only.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::rules::set::only;

/// A secondary diagnosis of a stay that stands in the past history or problem list only, and nowhere was
/// evaluated or treated.
///
/// Authority: Guidelines III (FY2026, from UHDDS).
/// Example: K21.9 from "PMH: GERD" with nothing done for it.
pub struct NotReportable;

impl Rule for NotReportable {
    const ID: &'static str = "SET-12";
    const NAME: &'static str = "secondary diagnosis named in the history only";
    const SEVERITY: Severity = Severity::Info;
    const AUTHORITY: &'static str = "Guidelines section III FY2026: other diagnoses are conditions that are evaluated, treated, diagnosed, lengthen the stay or increase nursing care";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if !cx.inpatient() {
            return;
        }
        for item in cx
            .items
            .iter()
            .filter(|i| i.place > 0 && !cx.is(i, "Z00-Z99 V00-Y99"))
        {
            let listed = only(item, |e| {
                let section = e.section.to_lowercase();
                e.meat != Some(true)
                    && (section.contains("past medical")
                        || section.contains("past history")
                        || section == "pmh"
                        || section.contains("problem list"))
            });
            if listed {
                out.add(&[item.code], format!("{} is named in the history only", cx.named(item.code)))
                    .fix("Keep it if it was evaluated, treated, or increased care; chronic systemic conditions usually are");
            }
        }
    }
}

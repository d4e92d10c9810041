//! Active cancer although the note says there is none.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// The note says that there is no evidence of disease, nothing speaks of treatment, and the cancer is coded
/// as present.
///
/// Authority: Guidelines I.C.2.d, I.C.2.m (FY2026).
/// Example: C50.911 with "no evidence of disease" after completed treatment: Z85.3.
pub struct CancerWithoutDisease;

impl Rule for CancerWithoutDisease {
    const ID: &'static str = "CHP-10";
    const NAME: &'static str = "active cancer although the note says there is none";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.2.m FY2026: when the malignancy has been excised or eradicated, there is no further treatment and no evidence of it, a code of Z85 is used";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        const GONE: &[&str] = &[
            "no evidence of disease",
            "no evidence of recurrence",
            "ned",
            "cancer free",
            "cancer-free",
            "disease free",
        ];
        const TREATED: &[&str] = &[
            "chemotherapy",
            "immunotherapy",
            "radiation",
            "radiotherapy",
            "tamoxifen",
            "anastrozole",
            "letrozole",
            "leuprolide",
            "undergoing treatment",
            "adjuvant",
        ];
        let free = cx.mentions(GONE).next().is_some();
        if !free || cx.has("Z51.0 Z51.1") || cx.takes(TREATED) || cx.states(TREATED) {
            return;
        }
        for item in cx.all("C00-C75") {
            out.add(
                &[item.code],
                format!(
                    "{} is coded as present, and the note says there is no evidence of it",
                    cx.named(item.code)
                ),
            )
            .fix("Use the personal history code of Z85 if treatment is complete, or query");
        }
    }
}

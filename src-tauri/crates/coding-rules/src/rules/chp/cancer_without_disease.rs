//! Active cancer although the note says there is none.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// A cancer is current or history, not both. And: the note says that there is no evidence of disease, nothing speaks of treatment, and the cancer is coded
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
        for (history, cancer) in SAME_SITE {
            if let Some((z, c)) = cx.pairs(history, cancer).next() {
                out.add(
                    &[z.code, c.code],
                    format!(
                        "{} beside {} of the same site",
                        cx.named(z.code),
                        cx.named(c.code)
                    ),
                )
                .fix("Keep the history only if it was another tumor, gone before");
            }
        }
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

/// History codes and the cancers they are of.
const SAME_SITE: &[(&str, &str)] = &[
    ("Z85.3", "C50"),
    ("Z85.118", "C34"),
    ("Z85.46", "C61"),
    ("Z85.038", "C18"),
    ("Z85.048", "C20"),
    ("Z85.51", "C67"),
    ("Z85.528", "C64"),
    ("Z85.43", "C56"),
    ("Z85.42", "C54"),
    ("Z85.41", "C53"),
    ("Z85.07", "C25"),
    ("Z85.028", "C16"),
    ("Z85.820", "C43"),
    ("Z85.850", "C73"),
];

//! History of a metastasis coded as of a primary.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Codes Z85.0 to Z85.85 report the former primary site only; the evidence speaks of a metastasis.
///
/// Authority: Guidelines I.C.2.m (FY2026).
/// Example: Z85.118 from "history of lung metastases".
pub struct HistoryOfSecondarySite;

impl Rule for HistoryOfSecondarySite {
    const ID: &'static str = "CHP-11";
    const NAME: &'static str = "history of a metastasis coded as of a primary";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.2.m FY2026: Z85.0 to Z85.85 are for former primary sites; secondary sites go to Z85.89";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in cx.all("Z85") {
            if cx.is(item, "Z85.89 Z85.9") {
                continue;
            }
            let quotes = item.line.evidence.as_deref().unwrap_or(&[]);
            let metastasis = quotes.iter().any(|e| {
                let quote = e.quote.to_lowercase();
                quote.contains("metast") || quote.contains("secondary")
            });
            if metastasis {
                out.add(
                    &[item.code],
                    format!(
                        "{} is for a former primary site, and the text speaks of a metastasis",
                        cx.named(item.code)
                    ),
                )
                .fix("Use Z85.89 for the former secondary site");
            }
        }
    }
}

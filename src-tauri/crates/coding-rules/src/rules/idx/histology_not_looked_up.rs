//! Neoplasm table before the histology.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::text;

/// The text names the histology, and the way begins in the Neoplasm Table: the histologic term says which column
/// and may have a code of its own.
///
/// Authority: Guidelines I.C.2 (FY2026).
/// Example: "tubular adenoma of the colon" straight from the table: Adenoma, see also Neoplasm, benign.
pub struct HistologyNotLookedUp;

impl Rule for HistologyNotLookedUp {
    const ID: &'static str = "IDX-09";
    const NAME: &'static str = "neoplasm table before the histology";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.2 FY2026: if the histologic term is documented, that term is referenced first rather than going to the Neoplasm Table";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        const HISTOLOGY: &[&str] = &[
            "adenoma",
            "carcinoid",
            "lipoma",
            "melanoma",
            "lymphoma",
            "leukemia",
            "myeloma",
            "sarcoma",
            "hemangioma",
            "meningioma",
            "glioma",
            "glioblastoma",
            "seminoma",
            "teratoma",
            "fibroma",
            "mesothelioma",
            "nevus",
        ];
        for item in cx.all("C00-D49") {
            let begins = item
                .line
                .path
                .as_ref()
                .and_then(|p| p.path.as_ref())
                .and_then(|p| p.terms.first());
            if !begins.is_some_and(|t| t.to_lowercase().starts_with("neoplasm")) {
                continue;
            }
            let quotes = item.line.evidence.as_deref().unwrap_or(&[]);
            let named = HISTOLOGY
                .iter()
                .find(|h| quotes.iter().any(|e| text::has_words(&e.quote, h)));
            if let Some(named) = named {
                out.add(
                    &[item.code],
                    format!(
                        "{} was looked up in the table before “{named}”",
                        cx.named(item.code)
                    ),
                )
                .fix(format!("Look up “{named}” in the index first"));
            }
        }
    }
}

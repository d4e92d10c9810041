//! Default code although a subterm fits.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::text;

/// The way ends at a term whose subterms include one that the evidence names.
///
/// Authority: Guidelines I.A.18 (FY2026).
/// Example: K37 from Appendicitis while the text says acute: K35.80.
pub struct DefaultDespiteSubterm;

impl Rule for DefaultDespiteSubterm {
    const ID: &'static str = "IDX-04";
    const NAME: &'static str = "default code although a subterm fits";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.A.18 FY2026: the default code is for the condition when the documentation gives no more";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            let Some(path) = &item.line.path else {
                continue;
            };
            let quotes = item.line.evidence.as_deref().unwrap_or(&[]);
            let taken = path
                .path
                .as_ref()
                .map(|p| p.terms.join(" "))
                .unwrap_or_default();
            let missed = path.untaken.iter().find(|subterm| {
                !text::has_words(&taken, subterm)
                    && quotes.iter().any(|e| text::has_words(&e.quote, subterm))
            });
            if let Some(missed) = missed {
                out.add(
                    &[item.code],
                    format!(
                        "{} is the code without “{missed}”, and the text says it",
                        cx.named(item.code)
                    ),
                )
                .fix(format!("Go on to the subterm “{missed}”"));
            }
        }
    }
}

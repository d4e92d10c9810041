//! Remission that nobody documents.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// E11.A needs the word: remission. Where the provider writes "resolved" or nothing, a query is in place.
///
/// Authority: Guidelines I.C.4.a.1.b (FY2026).
/// Example: E11.A from "diabetes resolved after surgery".
pub struct RemissionNotDocumented;

impl Rule for RemissionNotDocumented {
    const ID: &'static str = "CHP-17";
    const NAME: &'static str = "remission that nobody documents";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.4.a.1.b FY2026: E11.A is assigned on the provider’s documentation that the diabetes is in remission; “resolved” is not remission";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in cx.all("E11.A") {
            let quotes = item.line.evidence.as_deref().unwrap_or(&[]);
            let known = cx.facts().is_some() || !quotes.is_empty();
            let says = quotes
                .iter()
                .any(|e| e.quote.to_lowercase().contains("remission"))
                || cx.mentions(&["remission"]).next().is_some();
            if known && !says {
                out.add(
                    &[item.code],
                    format!("{}: no provider writes of remission", cx.named(item.code)),
                )
                .fix("Query the provider; “resolved” is not remission");
            }
        }
    }
}

//! Type of diabetes that is not documented.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::text;

/// Type 1 or other specified diabetes is coded and no text says so: the default is type 2. Two types in one set
/// are the matter of an Excludes1 note (NOTE-01) and found here only where no note names the pair.
///
/// Authority: Guidelines I.C.4.a, I.C.4.a.2 (FY2026).
/// Example: E10.9 from "diabetes mellitus".
pub struct DiabetesTypeNotDocumented;

impl Rule for DiabetesTypeNotDocumented {
    const ID: &'static str = "CHP-14";
    const NAME: &'static str = "type of diabetes that is not documented";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.4.a.2 FY2026: if the type of diabetes mellitus is not documented, the default is E11, type 2; I.C.4.a: as many codes of one category as needed";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        const TYPES: &[&str] = &[
            "type 1",
            "type i",
            "t1dm",
            "dm1",
            "iddm",
            "juvenile",
            "lada",
            "ketosis-prone",
            "autoimmune",
            "idiopathic",
        ];
        for item in cx.all("E10") {
            let quotes = item.line.evidence.as_deref().unwrap_or(&[]);
            let says = quotes
                .iter()
                .any(|e| TYPES.iter().any(|t| text::has_words(&e.quote, t)))
                || cx.affirms(TYPES);
            if !quotes.is_empty() && !says && !out.has(item.code) {
                out.add(
                    &[item.code],
                    format!("{}: no text says type 1", cx.named(item.code)),
                )
                .fix("Use E11.- where the type is not documented");
            }
        }
        for (a, b) in [("E10", "E11"), ("E10", "E13"), ("E11", "E13")] {
            let noted = |x: icd10cm::Code, y: icd10cm::Code| {
                cx.book.excludes1(x, y).is_some() || cx.book.excludes1(y, x).is_some()
            };
            if let Some((x, y)) = cx.pairs(a, b).find(|(x, y)| !noted(x.code, y.code)) {
                out.add(
                    &[x.code, y.code],
                    format!(
                        "{} and {} are two types of diabetes",
                        cx.named(x.code),
                        cx.named(y.code)
                    ),
                )
                .fix("Keep the type that the provider documents; query if both are documented");
            }
        }
    }
}

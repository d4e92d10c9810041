//! Risk-adjusting diagnosis without monitoring or treatment.

use coding_model::Severity;

use crate::context::Context;
use crate::lists::ListKind;
use crate::rule::{Out, Rule};

/// A diagnosis that counts toward a hierarchical condition category has evidence that it was monitored, evaluated,
/// assessed or treated.
///
/// Authority: Guidelines IV.J, III (FY2026); CMS-HCC mapping.
/// Example: E11.22 named without any assessment.
pub struct RiskCodeWithoutMeat;

impl Rule for RiskCodeWithoutMeat {
    const ID: &'static str = "EVI-04";
    const NAME: &'static str = "risk-adjusting diagnosis without monitoring or treatment";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines IV.J FY2026: code all documented conditions that coexist and require or affect patient care; CMS-HCC model of the installed year";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let Some(hcc) = &cx.library.hcc else {
            out.lacks(ListKind::Hcc);
            return;
        };
        for item in &cx.items {
            let Some(category) = hcc.category(item.code) else {
                continue;
            };
            let evidence = item.line.evidence.as_deref().unwrap_or(&[]);
            let looked = evidence.iter().any(|e| e.meat.is_some());
            if looked && !evidence.iter().any(|e| e.meat == Some(true)) {
                out.add(
                    &[item.code],
                    format!("{} (HCC {category}) was not monitored, evaluated, assessed or treated in the marked text", cx.named(item.code)),
                )
                .fix("Mark the text that shows it, or take the code off");
            }
        }
    }
}

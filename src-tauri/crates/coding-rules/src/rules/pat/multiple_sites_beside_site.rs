//! Multiple sites beside a named site.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// A code for multiple sites stands beside a code for one of the sites.
///
/// Authority: Guidelines I.B.20, I.C.13.a (FY2026).
/// Example: M05.79 (multiple sites) with M05.761.
pub struct MultipleSitesBesideSite;

impl Rule for MultipleSitesBesideSite {
    const ID: &'static str = "PAT-06";
    const NAME: &'static str = "multiple sites beside a named site";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.B.20 and I.C.13.a.2 FY2026: codes describing specified sites are assigned individually by site when documented; “multiple sites” is for when they are not";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            if !item.entry.title().to_lowercase().contains("multiple sites") {
                continue;
            }
            let site = cx.items.iter().find(|o| {
                o.code != item.code && item.entry.parent().is_some_and(|p| p.contains(o.entry))
            });
            if let Some(site) = site {
                out.add(
                    &[item.code, site.code],
                    format!("{} beside {}", cx.named(item.code), cx.named(site.code)),
                )
                .fix("Code each site that is named; use the code for multiple sites alone if none is");
            }
        }
    }
}

//! Two stages of one pressure ulcer.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::set::Poa;
use crate::text;

/// One pressure ulcer has one stage; where it progressed after admission, the stage on admission and the
/// highest stage are both coded (inpatient). A healed ulcer has none. L89.--0 (unstageable) is not L89.--9
/// (stage not documented).
///
/// Authority: Guidelines I.C.12.a.1 to a.6 (FY2026).
/// Example: L89.152 with L89.153 without POA.
pub struct PressureUlcerStages;

impl Rule for PressureUlcerStages {
    const ID: &'static str = "CHP-36";
    const NAME: &'static str = "two stages of one pressure ulcer";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.12.a FY2026: one stage for each site; a second one only where the ulcer progressed during the stay; a healed ulcer is not coded";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let all: Vec<_> = cx.all("L89").collect();
        for (n, x) in all.iter().enumerate() {
            for y in &all[n + 1..] {
                let same_site = x.entry.parent().is_some() && x.entry.parent() == y.entry.parent();
                if !same_site || x.code == y.code {
                    continue;
                }
                let poa = [x.line.poa, y.line.poa];
                let progressed =
                    cx.inpatient() && poa.contains(&Some(Poa::Y)) && poa.contains(&Some(Poa::N));
                if !progressed {
                    out.add(
                        &[x.code, y.code],
                        format!("{} and {} are two stages of one site", cx.named(x.code), cx.named(y.code)),
                    )
                    .fix("Keep one, unless the ulcer progressed in the stay: then POA Y for the first and N for the second");
                }
            }
            let healed = x.line.evidence.as_deref().unwrap_or(&[]).iter().any(|e| {
                text::has_words(&e.quote, "healed")
                    && !text::has_words(&e.quote, "partially healed")
            });
            if healed {
                out.add(
                    &[x.code],
                    format!("{}: the text says that it is healed", cx.named(x.code)),
                )
                .fix("Leave it off; a healing ulcer is coded, a healed one is not");
            }
        }
    }
}

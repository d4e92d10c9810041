//! Two states of HIV infection.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// B20, Z21 and R75 exclude each other, and a patient once coded to B20 stays there. The pairs that an
/// Excludes1 note names are left to NOTE-01.
///
/// Authority: Guidelines I.C.1.a.2.a to f (FY2026).
/// Example: Z21 for a patient who had B20 at an earlier encounter.
pub struct HivStatesTogether;

impl Rule for HivStatesTogether {
    const ID: &'static str = "CHP-01";
    const NAME: &'static str = "two states of HIV infection";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.1.a.2 FY2026: once a patient has B20, always B20; Z21 and R75 are not used with it";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let noted = |x: icd10cm::Code, y: icd10cm::Code| {
            cx.book.excludes1(x, y).is_some() || cx.book.excludes1(y, x).is_some()
        };
        for (a, b) in [("Z21", "B20"), ("R75", "B20"), ("R75", "Z21")] {
            for (x, y) in cx.pairs(a, b) {
                if !noted(x.code, y.code) {
                    out.add(
                        &[x.code, y.code],
                        format!(
                            "{} cannot stand with {}",
                            cx.named(x.code),
                            cx.named(y.code)
                        ),
                    )
                    .fix(format!("Keep {}", y.code));
                }
            }
        }
        let before = cx.set.prior.iter().any(|p| {
            cx.book
                .entry_of(p.code)
                .is_some_and(|e| cx.within(e, "B20"))
        });
        if before {
            for item in cx.all("Z21 R75") {
                out.add(
                    &[item.code],
                    format!(
                        "{} after an earlier encounter with B20",
                        cx.named(item.code)
                    ),
                )
                .fix("Use B20: once B20, always B20");
            }
        }
    }
}

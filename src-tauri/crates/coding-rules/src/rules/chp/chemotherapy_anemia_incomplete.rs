//! Anemia due to chemotherapy without its drug.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Anemia due to antineoplastic chemotherapy goes with the adverse effect T45.1X5-, which follows it.
///
/// Authority: Guidelines I.C.2.c.2 (FY2026).
/// Example: D64.81 without T45.1X5A.
pub struct ChemotherapyAnemiaIncomplete;

impl Rule for ChemotherapyAnemiaIncomplete {
    const ID: &'static str = "CHP-09";
    const NAME: &'static str = "anemia due to chemotherapy without its drug";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str =
        "Guidelines I.C.2.c.2 FY2026: the anemia code, then the neoplasm and T45.1X5-";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for anemia in cx.all("D64.81") {
            match cx.any("T45.1X5") {
                None => {
                    out.add(
                        &[anemia.code],
                        format!(
                            "{} goes with the adverse effect of the drug",
                            cx.named(anemia.code)
                        ),
                    )
                    .fix("Add T45.1X5A behind it");
                }
                Some(drug) if drug.place < anemia.place => {
                    out.add(
                        &[drug.code, anemia.code],
                        format!(
                            "{} stands before {}",
                            cx.named(drug.code),
                            cx.named(anemia.code)
                        ),
                    )
                    .fix(format!("Move {} behind {}", drug.code, anemia.code));
                }
                Some(_) => {}
            }
        }
    }
}

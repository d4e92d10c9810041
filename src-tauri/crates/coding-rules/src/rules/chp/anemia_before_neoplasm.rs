//! Anemia in neoplastic disease before the neoplasm.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Even where only the anemia is treated, the malignancy stands first and D63.0 second.
///
/// Authority: Guidelines I.C.2.c.1, I.C.2.l.4 (FY2026).
/// Example: D63.0, C18.9.
pub struct AnemiaBeforeNeoplasm;

impl Rule for AnemiaBeforeNeoplasm {
    const ID: &'static str = "CHP-08";
    const NAME: &'static str = "anemia in neoplastic disease before the neoplasm";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.2.c.1 FY2026: when the encounter is for management of anemia associated with the malignancy, the malignancy is sequenced first, followed by D63.0";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for anemia in cx.all("D63.0") {
            let neoplasm = cx.any("C00-D49");
            if let Some(neoplasm) = neoplasm.filter(|n| n.place > anemia.place) {
                out.add(
                    &[anemia.code, neoplasm.code],
                    format!(
                        "{} stands before {}",
                        cx.named(anemia.code),
                        cx.named(neoplasm.code)
                    ),
                )
                .fix(format!("Put {} before D63.0", neoplasm.code));
            }
        }
    }
}

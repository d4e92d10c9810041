//! Localized infection before sepsis.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::set::Poa;

/// A stay for both sepsis and a localized infection is coded with the sepsis first, unless the sepsis
/// developed after admission (POA N).
///
/// Authority: Guidelines I.C.1.d.4 (FY2026).
/// Example: J18.9 first, A41.9 second with POA Y.
pub struct LocalInfectionBeforeSepsis;

impl Rule for LocalInfectionBeforeSepsis {
    const ID: &'static str = "CHP-04";
    const NAME: &'static str = "localized infection before sepsis";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.1.d.4 FY2026: sepsis and a localized infection, both present on admission: the systemic infection is sequenced first";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if !cx.inpatient() {
            return;
        }
        let Some(first) = cx.first().filter(|f| cx.is(f, LOCAL)) else {
            return;
        };
        for sepsis in cx.all("A40 A41 A02.1 A22.7 A32.7 B37.7") {
            if sepsis.line.poa != Some(Poa::N) {
                out.add(
                    &[first.code, sepsis.code],
                    format!(
                        "{} comes before {}: sepsis goes first if it was present on admission",
                        cx.named(first.code),
                        cx.named(sepsis.code)
                    ),
                )
                .fix(format!(
                    "Put {} first, or mark it POA N if it developed later",
                    sepsis.code
                ));
            }
        }
    }
}

const LOCAL: &str =
    "G00 I33 J12-J18 J69.0 J85 J86 K35 K57 K65 K81 K83.0 L00-L08 M00 M86 N10 N12 N30 N39.0 N70-N73";

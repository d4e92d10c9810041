//! Pain code beside its known cause.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Acute or chronic pain of G89 as a secondary code, and the definitive diagnosis first: the pain is part of it
/// unless the encounter is for pain control. Pain due to neoplasm or a device, and chronic pain syndrome, are
/// left alone.
///
/// Authority: Guidelines I.C.6.b.1.a (FY2026).
/// Example: M17.11 with G89.29.
pub struct PainBesideItsCause;

impl Rule for PainBesideItsCause {
    const ID: &'static str = "CHP-24";
    const NAME: &'static str = "pain code beside its known cause";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.6.b.1.a FY2026: codes of G89 are not assigned when the underlying diagnosis is known, unless the encounter is for pain management";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let Some(first) = cx
            .first()
            .filter(|f| cx.is(f, "M05-M19 M32-M36 M45-M51 M80 M84 S02-S92 K85 K86 N20"))
        else {
            return;
        };
        for item in cx.all("G89.11 G89.18 G89.29 G89.28") {
            out.add(
                &[item.code, first.code],
                format!(
                    "{} beside its cause {}",
                    cx.named(item.code),
                    cx.named(first.code)
                ),
            )
            .fix("Leave it off unless the encounter is for pain management");
        }
    }
}

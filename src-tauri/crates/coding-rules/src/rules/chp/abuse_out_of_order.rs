//! Abuse out of order or with the wrong cause.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Abuse goes before its injuries. Confirmed abuse (T74) has an assault code and the perpetrator if known;
/// suspected abuse (T76) has neither.
///
/// Authority: Guidelines I.C.19.f (FY2026).
/// Example: T76.12XA with Y07.11.
pub struct AbuseOutOfOrder;

impl Rule for AbuseOutOfOrder {
    const ID: &'static str = "CHP-54";
    const NAME: &'static str = "abuse out of order or with the wrong cause";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.19.f FY2026: T74 or T76 before other codes for the injuries; confirmed abuse with assault and perpetrator, suspected abuse with neither; ruled out is Z04.-";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (suspected, cause) in cx.pairs("T76", "X92-Y09") {
            out.add(
                &[suspected.code, cause.code],
                format!(
                    "{} cannot stand with {}",
                    cx.named(suspected.code),
                    cx.named(cause.code)
                ),
            )
            .fix(format!(
                "Leave {} off while the abuse is only suspected",
                cause.code
            ));
        }
        for abuse in cx.all("T74 T76") {
            if let Some(injury) = cx
                .all("S00-S99 T14 F43 F32 F33")
                .find(|i| i.place < abuse.place)
            {
                out.add(
                    &[abuse.code, injury.code],
                    format!(
                        "{} stands behind {}",
                        cx.named(abuse.code),
                        cx.named(injury.code)
                    ),
                )
                .fix(format!("Put {} first", abuse.code));
            }
        }
        if let Some(confirmed) = cx.any("T74")
            && confirmed.code.seventh() == Some('A')
            && !cx.has("X92-Y09")
        {
            out.add(
                &[confirmed.code],
                format!(
                    "{} without assault or perpetrator",
                    cx.named(confirmed.code)
                ),
            )
            .severity(Severity::Warning)
            .fix("Add the assault (X92 to Y08) and the perpetrator (Y07.-) if known");
        }
    }
}

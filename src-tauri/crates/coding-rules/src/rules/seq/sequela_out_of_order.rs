//! A sequela before its residual condition, or beside its acute cause.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// What remains is coded first, what it came from second with 7th character S; an injury is not coded as
/// acute and as sequela at once.
///
/// Authority: Guidelines I.B.10, I.C.19.a (FY2026).
/// Example: T23.301S before L90.5; the right order is L90.5, then T23.301S.
pub struct SequelaOutOfOrder;

impl Rule for SequelaOutOfOrder {
    const ID: &'static str = "SEQ-10";
    const NAME: &'static str = "sequela out of order";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.B.10 FY2026: the residual condition is sequenced first, the sequela code second; the code for the acute phase is never used with a code for the late effect";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            if item.code.seventh() == Some('S') && cx.is(item, "S00-T88") {
                if item.place == 0 {
                    out.add(
                        &[item.code],
                        format!(
                            "{} comes first: the condition that remains goes before it",
                            cx.named(item.code)
                        ),
                    )
                    .fix("Put the residual condition first");
                }
                // a burn may heal at one place and leave a sequela at another (I.C.19.d.8)
                let burn = cx.is(item, "T20-T32");
                let acute = cx.items.iter().filter(|_| !burn).find(|o| {
                    o.entry.number() == item.entry.number()
                        && !matches!(o.code.seventh(), Some('S'))
                });
                if let Some(acute) = acute {
                    out.add(
                        &[item.code, acute.code],
                        format!("{} and its own acute phase {} are coded together", cx.named(item.code), acute.code),
                    )
                    .fix("Keep the acute code while the injury is treated or heals, the sequela code afterwards");
                }
            }
        }
        for (sequela, acute) in [
            ("B90", "A15-A19"),
            ("B91", "A80"),
            ("B92", "A30"),
            ("E64.3", "E55.0"),
        ] {
            for (late, now) in cx.pairs(sequela, acute) {
                out.add(
                    &[late.code, now.code],
                    format!(
                        "{} and its own acute phase {} are coded together",
                        cx.named(late.code),
                        cx.named(now.code)
                    ),
                )
                .fix("Keep one of them");
            }
        }
    }
}

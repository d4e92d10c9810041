//! Burns out of order or said twice.

use coding_model::Severity;

use crate::context::{Context, Item};
use crate::rule::{Out, Rule};

/// The deepest burn stands first, one site and side has one code, and the extent of body surface goes with
/// current burns.
///
/// Authority: Guidelines I.C.19.d.1, d.2, d.6 (FY2026).
/// Example: T23.101A before T23.301A of the same hand.
pub struct BurnsOutOfOrder;

impl Rule for BurnsOutOfOrder {
    const ID: &'static str = "CHP-51";
    const NAME: &'static str = "burns out of order or said twice";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.19.d FY2026: the burn of the highest degree first; of one site and side only the highest degree; T31 and T32 not for sequelae";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        // third digit behind the category: 1 to 3 for burns, 5 to 7 for corrosions; 0 and 4 are unspecified
        let degree = |item: &Item<'_>| match item.code.undotted().chars().nth(3) {
            Some(c @ '0'..='3') => c as u8 - b'0',
            Some(c @ '4'..='7') => c as u8 - b'4',
            _ => 0,
        };
        let all: Vec<_> = cx
            .all("T20-T25")
            .filter(|i| i.code.seventh() != Some('S'))
            .collect();
        for (n, x) in all.iter().enumerate() {
            for y in &all[n + 1..] {
                let site = |i: &Item<'_>| {
                    let text = i.code.undotted();
                    (
                        text.get(..3).map(str::to_owned),
                        text.get(4..6).map(str::to_owned),
                    )
                };
                if x.code != y.code && site(x) == site(y) && degree(x) != degree(y) {
                    out.add(
                        &[x.code, y.code],
                        format!(
                            "{} and {} are of one site",
                            cx.named(x.code),
                            cx.named(y.code)
                        ),
                    )
                    .fix("Keep the one of the highest degree");
                } else if degree(x) < degree(y) && degree(x) > 0 {
                    out.add(
                        &[y.code, x.code],
                        format!(
                            "{} is of a higher degree and stands behind {}",
                            cx.named(y.code),
                            cx.named(x.code)
                        ),
                    )
                    .fix(format!("Put {} before {}", y.code, x.code));
                }
            }
        }
        if let Some(extent) = cx.any("T31 T32")
            && all.is_empty()
            && cx.has("T20-T25")
        {
            out.add(
                &[extent.code],
                format!("{} with sequelae of burns only", cx.named(extent.code)),
            )
            .fix("Leave it off: the extent is for current burns");
        }
    }
}

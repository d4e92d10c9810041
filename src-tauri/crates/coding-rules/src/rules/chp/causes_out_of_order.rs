//! External causes out of order.

use coding_model::Severity;

use crate::context::{Context, Item};
use crate::rule::{Out, Rule};

/// Where there are several external causes, the Guidelines rank them.
///
/// Authority: Guidelines I.C.20.f (FY2026).
/// Example: W19.XXXA before V43.52XA.
pub struct CausesOutOfOrder;

impl Rule for CausesOutOfOrder {
    const ID: &'static str = "CHP-57";
    const NAME: &'static str = "external causes out of order";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.20.f FY2026: abuse before terrorism before cataclysm before transport before other causes; activity and status follow all causes";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let abuse = cx.has("T74");
        let rank = |i: &Item<'_>| -> Option<u8> {
            Some(match i {
                i if cx.is(i, "X92-Y09") && abuse => 0,
                i if cx.is(i, "Y38") => 1,
                i if cx.is(i, "X30-X39") => 2,
                i if cx.is(i, "V00-V99") => 3,
                i if cx.is(i, "W00-Y36 Y62-Y84") => 4,
                i if cx.is(i, "Y92 Y93 Y99") => 5,
                _ => return None,
            })
        };
        let causes: Vec<_> = cx
            .items
            .iter()
            .filter_map(|i| Some((i, rank(i)?)))
            .collect();
        for pair in causes.windows(2) {
            let ((x, a), (y, b)) = (pair[0], pair[1]);
            if a > b {
                out.add(
                    &[y.code, x.code],
                    format!("{} goes before {}", cx.named(y.code), cx.named(x.code)),
                )
                .fix(format!("Put {} before {}", y.code, x.code));
            }
        }
    }
}

//! Subsequent infarction without the first.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// I22 is a second infarction within four weeks of the first: I21 stands beside it. Neither is used for type 2
/// and the other types of I21.A- and I21.B.
///
/// Authority: Guidelines I.C.9.e.4 (FY2026).
/// Example: I22.2 alone.
pub struct SecondInfarctionAlone;

impl Rule for SecondInfarctionAlone {
    const ID: &'static str = "CHP-32";
    const NAME: &'static str = "subsequent infarction without the first";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.9.e.4 FY2026: a code of I22 is used with a code of I21, both type 1 or unspecified, within four weeks";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in cx.all("I22") {
            if cx.has("I21.0-I21.4 I21.9") {
                continue;
            }
            match cx.any("I21.A I21.B") {
                Some(other) => {
                    out.add(
                        &[item.code, other.code],
                        format!(
                            "{} is not used with {}",
                            cx.named(item.code),
                            cx.named(other.code)
                        ),
                    )
                    .fix("Use only the code of I21.A- that is documented");
                }
                None => {
                    out.add(&[item.code], format!("{} needs the first infarction (I21.-)", cx.named(item.code)))
                        .fix("Add I21.- if the first is at most four weeks old; else use I21.- for this one and I25.2 for the old one");
                }
            }
        }
    }
}

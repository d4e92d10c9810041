//! An etiology and manifestation pair of the index in the wrong order.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Where the index prints a second code in brackets, both are reported and the bracketed one follows.
///
/// Authority: Guidelines I.A.7, I.A.13 (FY2026).
/// Example: F02.80 before G30.9, from “Disease, Alzheimer’s G30.9 [F02.80]”.
pub struct BracketedPairReversed;

impl Rule for BracketedPairReversed {
    const ID: &'static str = "NOTE-12";
    const NAME: &'static str = "bracketed manifestation stands first";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str =
        "Guidelines I.A.7 and I.A.13 FY2026: the code in brackets is always sequenced second";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for item in &cx.items {
            let Some(second) = item.line.path.as_ref().and_then(|p| p.bracketed) else {
                continue;
            };
            match cx
                .items
                .iter()
                .find(|i| i.code == second || i.code.starts_with(second))
            {
                Some(other) if other.place < item.place => {
                    out.add(
                        &[other.code, item.code],
                        format!(
                            "{} is the manifestation of {} and stands before it",
                            cx.named(other.code),
                            cx.named(item.code)
                        ),
                    )
                    .fix(format!("Move {} behind {}", other.code, item.code));
                }
                Some(_) => {}
                None => {
                    out.add(
                        &[item.code],
                        format!(
                            "The index prints {second} in brackets behind {}: both are reported",
                            item.code
                        ),
                    )
                    .fix(format!("Add {second} behind {}", item.code));
                }
            }
        }
    }
}

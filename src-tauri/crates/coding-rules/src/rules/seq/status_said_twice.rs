//! A status code beside a code that says it already.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// A status Z code adds nothing beside a code that includes it.
///
/// Authority: Guidelines I.C.21.c.3 (FY2026).
/// Example: Z94.1 with T86.21.
pub struct StatusSaidTwice;

impl Rule for StatusSaidTwice {
    const ID: &'static str = "SEQ-08";
    const NAME: &'static str = "status is said by another code";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.21.c.3 FY2026: a status code should not be used with a diagnosis code that includes the information provided by the status code";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (status, including) in SAID_BY {
            for (z, other) in cx.pairs(status, including) {
                if out.has(z.code) {
                    continue;
                }
                out.add(
                    &[z.code, other.code],
                    format!(
                        "{} is already said by {}",
                        cx.named(z.code),
                        cx.named(other.code)
                    ),
                )
                .fix(format!("Leave {} off", z.code));
            }
        }
    }
}

/// Status codes and the codes that include them.
const SAID_BY: &[(&str, &str)] = &[
    ("Z94.0", "T86.1"),
    ("Z94.1", "T86.2"),
    ("Z94.2", "T86.81"),
    ("Z94.3", "T86.3"),
    ("Z94.4", "T86.4"),
    ("Z94.5", "T86.82"),
    ("Z94.6", "T86.83"),
    ("Z94.7", "T86.84"),
    ("Z94.81", "T86.0"),
    ("Z94.82", "T86.85"),
    ("Z93.0", "J95.0"),
    ("Z93.1", "K94.2"),
    ("Z93.2 Z93.4", "K94.1"),
    ("Z93.3", "K94.0"),
    ("Z93.5", "N99.51"),
    ("Z93.6", "N99.52 N99.53"),
    ("Z95.0 Z95.81", "T82.1"),
    ("Z95.2", "T82.0 T82.22"),
    ("Z95.1", "T82.21"),
    ("Z96.6", "T84.0 T84.5"),
    ("Z89", "T87"),
    ("Z98.84", "K95"),
    ("Z33.1", "O00-O9A"),
];

//! Obesity said twice.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Class 3 obesity and morbid obesity together are one code, E66.813; one class at a time.
///
/// Authority: Guidelines I.C.4.b.1 (FY2026).
/// Example: E66.01 with E66.813.
pub struct ObesitySaidTwice;

impl Rule for ObesitySaidTwice {
    const ID: &'static str = "CHP-18";
    const NAME: &'static str = "obesity said twice";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.4.b.1 FY2026: class 3 obesity includes morbid (severe) obesity: E66.813 alone";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (x, y) in cx.pairs("E66.01 E66.9 E66.811 E66.812", "E66.813") {
            out.add(
                &[x.code, y.code],
                format!(
                    "{} is already said by {}",
                    cx.named(x.code),
                    cx.named(y.code)
                ),
            )
            .fix(format!("Leave {} off", x.code));
        }
    }
}

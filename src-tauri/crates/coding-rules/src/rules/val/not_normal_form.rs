//! A code that was not typed in its normal form.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};
use crate::set::Entered;

/// What was typed is read as the code that was most likely meant: case, dot, blanks, dashes, O for 0, I for 1.
///
/// Authority: Guidelines I.A.2 (FY2026) on the format of codes.
/// Example: e1122 is read as E11.22.
pub struct NotNormalForm;

impl Rule for NotNormalForm {
    const ID: &'static str = "VAL-08";
    const NAME: &'static str = "not in normal form";
    const SEVERITY: Severity = Severity::Info;
    const AUTHORITY: &'static str =
        "Guidelines I.A.2 FY2026: letter, two characters, dot, up to four characters";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (place, line) in cx.set.codes.iter().enumerate() {
            let Some(code) = cx.codes[place] else {
                continue;
            };
            let raw = match &line.entered {
                Entered::Raw(raw) => raw.clone(),
                Entered::Code(typed) => typed.to_string(),
            };
            if raw != code.to_string() {
                let shown: String = raw.chars().take(12).collect();
                out.add(&[code], format!("“{shown}” was read as {}", cx.named(code)))
                    .fix(format!("Write {code}"));
            }
        }
    }
}

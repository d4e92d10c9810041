//! Two codes where one combination code says both.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// A combination code takes the place of the codes for its parts.
///
/// Authority: Guidelines I.B.9 (FY2026).
/// Example: I11.0 with I12.9 is I13.0.
pub struct PartsOfCombination;

impl Rule for PartsOfCombination {
    const ID: &'static str = "NOTE-13";
    const NAME: &'static str = "combination code exists";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.B.9 FY2026: multiple coding is not used when a combination code identifies all elements";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (a, b, whole) in COMBINATIONS {
            for (x, y) in cx.pairs(a, b) {
                let known = whole
                    .split_whitespace()
                    .next()
                    .and_then(|c| icd10cm::Code::parse(c.trim_end_matches('-')).ok())
                    .is_some_and(|c| cx.book.entry_of(c).is_some());
                if known && x.code != y.code && !out.has(x.code) {
                    out.add(
                        &[x.code, y.code],
                        format!(
                            "{} and {} have one code together",
                            cx.named(x.code),
                            cx.named(y.code)
                        ),
                    )
                    .fix(format!("Use {whole} in place of both"));
                }
            }
        }
    }
}

/// Parts, and where their combination is found. Diabetes, hypertension with failure or kidney disease,
/// angina, MRSA and bilateral codes have rules of their own.
const COMBINATIONS: &[(&str, &str, &str)] = &[
    ("I11.0", "I12.9", "I13.0"),
    ("I11.0", "I12.0", "I13.2"),
    ("I11.9", "I12.9", "I13.10"),
    ("I11.9", "I12.0", "I13.11"),
    ("K80.20 K80.21", "K81", "K80.0- or K80.1-"),
    ("K40.90 K40.20", "K56.609 K56.69", "K40.0- or K40.3-"),
    ("K57.30", "K57.32", "K57.32"),
    ("K57.30", "K57.31", "K57.31"),
    ("K26.9", "K92.2", "K26.4"),
    ("K25.9", "K92.2", "K25.4"),
    ("K57.30", "K92.2", "K57.31"),
    ("N30.90 N30.00", "R31", "N30.91 or N30.01"),
    ("J44.9", "J20", "J44.0"),
    ("J11.1 J10.1", "J12-J18", "J10.0- or J11.0-"),
    ("E10.9", "E10.1-E10.8", "E10 code with the complication"),
    ("E11.9", "E11.0-E11.8", "E11 code with the complication"),
    ("M80.00", "M81.0", "M80.0-"),
    ("I80.9", "I82.40", "I82.40"),
    ("F10.20", "F10.23", "F10.23-"),
    ("I50.21 I50.22", "I50.23", "I50.23"),
    ("I50.31 I50.32", "I50.33", "I50.33"),
    ("I50.41 I50.42", "I50.43", "I50.43"),
    ("I50.21", "I50.22", "I50.23"),
    ("I50.31", "I50.32", "I50.33"),
    ("I50.41", "I50.42", "I50.43"),
    ("J96.00 J96.01 J96.02", "J96.10 J96.11 J96.12", "J96.2-"),
    ("F32.A F32.9", "F41.9", "F41.8 if the provider says mixed"),
];

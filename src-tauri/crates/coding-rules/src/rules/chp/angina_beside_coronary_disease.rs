//! Angina beside coronary disease.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// Coronary atherosclerosis with angina is one code, unless the provider documents another cause of the angina.
///
/// Authority: Guidelines I.C.9.b (FY2026).
/// Example: I25.10 with I20.9 is I25.119.
pub struct AnginaBesideCoronaryDisease;

impl Rule for AnginaBesideCoronaryDisease {
    const ID: &'static str = "CHP-31";
    const NAME: &'static str = "angina beside coronary disease";
    const SEVERITY: Severity = Severity::Warning;
    const AUTHORITY: &'static str = "Guidelines I.C.9.b FY2026: a causal relation is presumed; the combination code of I25.11- or I25.7- is used and angina is not coded separately";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (x, y) in cx.pairs("I25.10 I25.11 I25.7", "I20") {
            out.add(
                &[x.code, y.code],
                format!(
                    "{} and {} have one code together",
                    cx.named(x.code),
                    cx.named(y.code)
                ),
            )
            .fix("Use the code of I25.11- or I25.7- with the type of angina, and leave I20.- off");
        }
    }
}

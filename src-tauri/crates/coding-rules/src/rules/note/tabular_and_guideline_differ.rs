//! A place where Tabular List and guideline differ.

use coding_model::Severity;

use crate::context::Context;
use crate::rule::{Out, Rule};

/// The Tabular List at R29.7- says "code first the type of cerebral infarction (I63.-)", while Guidelines
/// I.C.18.i speak of I60 to I63. The Tabular List has precedence: a person should know.
///
/// Authority: Guidelines section I (FY2026), Tabular List R29.7.
/// Example: R29.705 with I61.9.
pub struct TabularAndGuidelineDiffer;

impl Rule for TabularAndGuidelineDiffer {
    const ID: &'static str = "NOTE-15";
    const NAME: &'static str = "Tabular List and guideline differ";
    const SEVERITY: Severity = Severity::Info;
    const AUTHORITY: &'static str = "Guidelines section I preamble FY2026: the conventions of the classification take precedence over guidelines";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        for (stroke, scale) in cx.pairs("I60-I62", "R29.7") {
            if !cx.has("I63") {
                out.add(
                    &[scale.code, stroke.code],
                    format!(
                        "The Tabular List gives {} to cerebral infarction (I63.-); the guideline allows it with {} too",
                        scale.code,
                        cx.named(stroke.code)
                    ),
                )
                .authority("Tabular FY2026, R29.7: “Code first the type of cerebral infarction (I63.-)”; Guidelines I.C.18.i FY2026 name I60 to I63")
                .fix("Follow the Tabular List unless your facility has a written policy");
            }
        }
    }
}

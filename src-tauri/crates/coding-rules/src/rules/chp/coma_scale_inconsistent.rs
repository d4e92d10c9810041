//! Coma scale codes that do not fit.

use coding_model::Severity;

use crate::context::{Context, Item};
use crate::rule::{Out, Rule};

/// The individual scores go together, at the same time; the total score is for when only it is documented;
/// R40.2A is for patients without a scale.
///
/// Authority: Guidelines I.C.18.e (FY2026).
/// Example: R40.2112 with R40.2224.
pub struct ComaScaleInconsistent;

impl Rule for ComaScaleInconsistent {
    const ID: &'static str = "CHP-45";
    const NAME: &'static str = "coma scale codes that do not fit";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines I.C.18.e FY2026: the three scores of R40.21- to R40.23- with the same 7th character; R40.24- only where just the total is documented; not with R40.2A";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        let scores: Vec<_> = cx.all("R40.21 R40.22 R40.23").collect();
        let times: Vec<_> = scores.iter().map(|i| i.code.seventh()).collect();
        let codes = |items: &[&Item<'_>]| items.iter().map(|i| i.code).collect::<Vec<_>>();
        for part in ["R40.21", "R40.22", "R40.23"] {
            if scores.is_empty() {
                break;
            }
            let here: Vec<_> = cx.all(part).map(|i| i.code.seventh()).collect();
            if here.is_empty() {
                out.add(
                    &codes(&scores),
                    "The coma scale has three scores, and one is missing",
                )
                .severity(Severity::Warning)
                .fix(format!(
                    "Add the score of {part}- if documented, else use R40.24- for the total"
                ));
            } else if times.iter().any(|t| !here.contains(t)) && !out.has(scores[0].code) {
                out.add(
                    &codes(&scores),
                    "The scores of the coma scale are of different times",
                )
                .fix("Use the same 7th character for all three");
            }
        }
        for other in cx.all("R40.24 R40.2A") {
            if let Some(score) = scores.first() {
                out.add(
                    &[other.code, score.code],
                    format!(
                        "{} is not used with individual scores",
                        cx.named(other.code)
                    ),
                )
                .fix(format!("Leave {} off", other.code));
            }
        }
    }
}

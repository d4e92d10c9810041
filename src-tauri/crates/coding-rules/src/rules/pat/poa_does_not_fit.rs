//! Present-on-admission indicator does not fit.

use coding_model::Severity;

use crate::context::Context;
use crate::lists::ListKind;
use crate::rule::{Out, Rule};
use crate::set::Poa;

/// Each code of a stay has an indicator unless it is exempt; exempt codes have none; chronic and congenital
/// conditions are present on admission. Where the exempt list is of another fiscal year than the release, a
/// warning instead of an error: the list changes every year. Only looked at once an indicator has been entered.
///
/// Authority: Guidelines appendix I (FY2026).
/// Example: Z37.0 (exempt) with Y.
pub struct PoaDoesNotFit;

impl Rule for PoaDoesNotFit {
    const ID: &'static str = "PAT-03";
    const NAME: &'static str = "present-on-admission indicator does not fit";
    const SEVERITY: Severity = Severity::Error;
    const AUTHORITY: &'static str = "Guidelines appendix I FY2026: POA is required for principal and secondary diagnoses of stays in acute care, and not for exempt codes";

    fn check(cx: &Context<'_>, out: &mut Out<'_>) {
        if !cx.inpatient() || cx.set.codes.iter().all(|l| l.poa.is_none()) {
            return;
        }
        for item in cx.all(LASTING) {
            if item.line.poa == Some(Poa::N) {
                out.add(
                    &[item.code],
                    format!(
                        "{} is lasting and marked as not present on admission",
                        cx.named(item.code)
                    ),
                )
                .severity(Severity::Warning)
                .fix("Use Y unless it began in the stay");
            }
        }
        let Some(exempt) = &cx.library.poa_exempt else {
            out.lacks(ListKind::PoaExempt);
            return;
        };
        let severity = if exempt.year == cx.year() {
            Severity::Error
        } else {
            Severity::Warning
        };
        for item in &cx.items {
            let message = match (exempt.is_exempt(item.code), item.line.poa) {
                (true, Some(Poa::Y | Poa::N | Poa::U | Poa::W)) => {
                    format!("{} is exempt from the indicator", cx.named(item.code))
                }
                (false, None) => format!("{} has no indicator", cx.named(item.code)),
                (false, Some(Poa::Exempt)) => {
                    format!("{} is not exempt from the indicator", cx.named(item.code))
                }
                _ => continue,
            };
            out.add(&[item.code], message)
                .severity(severity)
                .authority(format!(
                    "{}; exempt list of FY{}",
                    Self::AUTHORITY,
                    exempt.year
                ))
                .fix(if exempt.is_exempt(item.code) {
                    "Leave the indicator blank"
                } else {
                    "Enter Y, N, U or W"
                });
        }
    }
}

/// Lasting and congenital conditions.
const LASTING: &str = "C00-C96 E08-E13 F20 F84 G20 G35 G40 I10-I13 I25.1 I50.22 I50.32 I50.42 J43 J44 M05 M06 N18 Q00-Q99";
